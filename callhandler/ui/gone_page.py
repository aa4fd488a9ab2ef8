"""Says on a whole page that this computer was taken out, what became of what waited, and that the desk ends here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.dates import several
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

_WHAT = mark(
    "Everything that waited here was handed in to the shared endpoint first. The store on this computer is removed, and nothing of it "
    "can be read any more. Ask your administrator whether that was meant."
)
_LATE = (
    mark("But 1 line that was written in the last moment came too late: it is nowhere now. Write it down while you remember it."),
    mark(
        "But {n} lines that were written in the last moment came too late: they are nowhere now. Write them down while you remember them."
    ),
)


class GonePage(QWidget):
    """`why` is what the store says of itself; `lost` entries were written too late. Nothing is left to do but to close."""

    left = Signal()

    def __init__(self, words: Words, why: str, lost: int = 0) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setObjectName("gone")
        title, what = PlainLabel(words.say("This computer was taken out"), role="big"), PlainLabel(words.say(_WHAT), role="spoken")
        said = PlainLabel("" if lost else why)
        late = PlainLabel(several(words, lost, *_LATE) if lost else "", role="problem")
        late.setVisible(bool(lost))
        late.setObjectName("gone_lost")
        self._close = PlainButton(words.say("Enter  Close"), role="main")
        self._close.setObjectName("gone_close")
        self._close.clicked.connect(self.left)
        self.setAccessibleName(title.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(64, 64, 64, 64)
        column.setSpacing(16)
        stack(column, title, what, late, said)
        column.addLayout(row_of(self._close, None))
        column.addStretch()

    def take_focus(self) -> None:
        self._close.setFocus()
        say_aloud(self, f"{self.accessibleName()}.", at_once=True)
