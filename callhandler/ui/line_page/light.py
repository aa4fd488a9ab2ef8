"""The light of the line in the strip: whether what was written is sent, and how much waits. It leads to the page that says more."""

from PySide6.QtWidgets import QWidget

from callhandler.ui.line_page.saying import light_said, stands_said
from callhandler.ui.line_page.shown import LineTold
from callhandler.ui.safe import PlainButton, in_words, plain_tip
from callhandler.words import Words


class LineLight(PlainButton):
    """Grey and calm where there is no line just now; hidden while this desk works by itself."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, role="line-light")
        self.setObjectName("line")
        self._words, self._brief = words, False
        self.told: LineTold | None = None
        self.hide()

    def tell(self, told: LineTold | None) -> None:
        self.told = told
        self.speak(self._words)

    def be_brief(self, brief: bool) -> None:
        """Say less where there is no room; a screen reader is told the whole in any case."""
        if brief != self._brief:
            self._brief = brief
            self.speak(self._words)

    def spared(self, *, now: bool) -> int:
        """By how many pixels it is narrower in brief; `now`: by how many it is at present."""
        if self.told is None or (now and not self._brief):
            return 0
        whole, brief = light_said(self._words, self.told), light_said(self._words, self.told, briefly=True)
        return self.fontMetrics().horizontalAdvance(whole) - self.fontMetrics().horizontalAdvance(brief)

    def speak(self, words: Words) -> None:
        self._words = words
        self.setVisible(self.told is not None)
        if self.told:
            whole = light_said(words, self.told)
            name = f"{words.say('The line to other agencies')}: {in_words(whole)}"
            self.say(light_said(words, self.told, briefly=True) if self._brief else whole, name)
            plain_tip(self, f"F10  {stands_said(words, self.told)}")
