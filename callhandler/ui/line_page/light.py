"""The light of the line in the strip: whether what was written is sent, and how much waits. It leads to the page that says more."""

from PySide6.QtWidgets import QWidget

from callhandler.ui.line_page.saying import light_said, stands_said
from callhandler.ui.line_page.shown import LineTold
from callhandler.ui.safe import PlainButton, plain_tip
from callhandler.words import Words


class LineLight(PlainButton):
    """Grey and calm where there is no line just now; hidden while this desk works by itself."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, role="line-light")
        self.setObjectName("line")
        self._words = words
        self.told: LineTold | None = None
        self.hide()

    def tell(self, told: LineTold | None) -> None:
        self.told = told
        self.speak(self._words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.setVisible(self.told is not None)
        if self.told:
            said = light_said(words, self.told)
            self.say(said, f"{words.say('The line to other agencies')}: {said}")
            plain_tip(self, f"F10  {stands_said(words, self.told)}")
