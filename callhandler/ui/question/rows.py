"""The rows of a repeat, such as further persons alleged responsible: the head of each row, and the button for one more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from callhandler.ui.question.order import Block
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words


class RowHead(QWidget):
    """Which row this is, and the button that takes it back."""

    unwanted = Signal(str, int)

    def __init__(self, block: Block, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        said = f"{block.text} {block.n}"
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(PlainLabel(said, self, role="strong"), 1)
        self.stop: PlainButton | None = None
        if block.rows and not block.rows.fixed and block.rows.count > 1:
            self.stop = PlainButton(words.say("Take back  Ctrl+Shift+M"), self, role="line", name=words.say("Take back {row}", row=said))
            self.stop.clicked.connect(lambda: self.unwanted.emit(block.key.split(":", 1)[1].rsplit("[", 1)[0], block.n))
            line.addWidget(self.stop)

    def take_focus(self) -> None:
        if self.stop:
            self.stop.setFocus(Qt.FocusReason.TabFocusReason)

    def height_for(self, _width: int) -> int:
        return self.sizeHint().height()


class More(PlainButton):
    """Opens one row more."""

    wanted = Signal(str)

    def __init__(self, block: Block, words: Words, parent: QWidget) -> None:
        super().__init__(words.say("+ {row}, one more  Ctrl+M", row=block.text), parent, role="line")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: self.wanted.emit(block.key.split(":", 1)[1]))

    def height_for(self, _width: int) -> int:
        return self.sizeHint().height()

    def take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)
