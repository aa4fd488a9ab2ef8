"""After the close: the reference to read out and write down, the summary to read to the caller, and what was promised."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QVBoxLayout, QWidget

from callhandler.ui.call_page.needs import Ended
from callhandler.ui.paper.letter import letter, promised_said
from callhandler.ui.paper.wanted import Wanted
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, scrolling
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words

_PAGES = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class EndingTold(QWidget):
    """Says what is on record; one key leads back to the desk. In large letters it scrolls, by Page Up and Page Down."""

    left = Signal()

    def __init__(self, ended: Ended, agreed: tuple[str, ...], words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._ended, self._agreed, self._words = ended, agreed, words
        whole, body = QVBoxLayout(self), QWidget()
        self._column = QVBoxLayout(body)
        for column, margins in ((whole, (24, 20, 24, 16)), (self._column, (0, 0, 0, 0))):
            column.setContentsMargins(*margins)
            column.setSpacing(6)
        self._area = scrolling(body)
        whole.addWidget(self._area, 1)
        self._say(words.say("The call is closed and on record"), "good")
        self._say(words.say("REFERENCE"), "heading")
        self._say(ended.reference, "big")
        self._say(words.say("READ THIS TO THE CALLER"), "heading")
        for sentence in ended.summary.splitlines():
            self._say(f"“{sentence}”", "spoken")
        self._say(words.say("PROMISED"), "heading")
        self._say(promised_said(words, ended), "strong")
        if agreed:
            self._say(words.say("AGREED"), "heading")
            self._say("\n".join(f"✓ {step}" for step in agreed), "")
        self._column.addStretch()
        self._on = PlainLabel(words.say("PgDn · PgUp  read on"), role="hint", wrap=False)
        self._on.hide()
        self._area.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._on.setVisible(most > 0))
        self._back = PlainButton(words.say("Enter  Back to the desk"), self, role="main")
        self._back.setObjectName("back to the desk")
        self._back.clicked.connect(self.left)
        whole.addLayout(row_of(self._back, self._on, None))

    def on_paper(self) -> Wanted:
        """In the language of the caller, whatever the desk's own is."""
        return Wanted("case", "", lambda _words, _now, _tool: letter(self._ended, self._agreed, self._words))

    def take_focus(self) -> None:
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PAGES:
            self._area.verticalScrollBar().triggerAction(_PAGES[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _say(self, text: str, role: str) -> None:
        if role == "heading":
            self._column.addSpacing(10)
        self._column.addWidget(PlainLabel(text, role=role))
