"""One thing with a button beside it: a promise that can be marked kept, a link that can be undone."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.dress import dress
from callhandler.ui.qt_override import override
from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainButton, PlainLabel


class DeedRow(QFrame):
    """What it is, how it stands, and what can be done about it; with `sure`, only by a second press, while the keyboard stays on it."""

    pressed = Signal()

    def __init__(
        self, name: str, title: str, detail: str, *, tone: str = "hint", act: str = "", sure: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName(name)
        said, below = PlainLabel(title, self), PlainLabel(detail, self)
        dress(below, tone)
        below.setVisible(bool(detail))
        self._title, self._says, self._sure, self._asked = title, act, sure, False
        self._act = PlainButton(act, self, role="link", name=f"{act}: {title}")
        self._act.setObjectName(f"{name}_act")
        self._act.setVisible(bool(act))
        self._act.clicked.connect(self._press)
        self._act.installEventFilter(self)
        self.setAccessibleName(". ".join(filter(None, (title, detail))))
        row, column = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(8, 4, 4, 4)
        column.setSpacing(1)
        stack(column, said, below)
        row.addLayout(column, 1)
        row.addWidget(self._act, 0, Qt.AlignmentFlag.AlignTop)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._asked and event.type() == QEvent.Type.FocusOut:
            self._ask(False)
        return super().eventFilter(watched, event)

    def _press(self) -> None:
        if self._sure and not self._asked:
            self._ask(True)
        else:
            self.pressed.emit()

    def _ask(self, asked: bool) -> None:
        """Ask whether it is meant, or take the question back."""
        self._asked = asked
        said = self._sure if asked else self._says
        self._act.say(said, f"{said}: {self._title}")
        if asked:
            self._act.setFocus()
            say_aloud(self._act, self._sure)
