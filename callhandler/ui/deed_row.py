"""One thing with a button beside it: a promise that can be marked kept, a link that can be undone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from callhandler.ui.dress import dress
from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainButton, PlainLabel


class DeedRow(QFrame):
    """What it is, how it stands, and what can be done about it."""

    pressed = Signal()

    def __init__(self, name: str, title: str, detail: str, *, tone: str = "hint", act: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName(name)
        said, below = PlainLabel(title, self), PlainLabel(detail, self)
        dress(below, tone)
        below.setVisible(bool(detail))
        self._act = PlainButton(act, self, role="link", name=f"{act}: {title}")
        self._act.setObjectName(f"{name}_act")
        self._act.setVisible(bool(act))
        self._act.clicked.connect(self.pressed)
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(8, 4, 4, 4)
        column.setSpacing(1)
        stack(column, said, below)
        row.addLayout(column, 1)
        row.addWidget(self._act, 0, Qt.AlignmentFlag.AlignTop)
