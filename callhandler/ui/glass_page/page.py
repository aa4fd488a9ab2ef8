"""Says what will happen, asks for a reason by one digit and for a few words, and only then asks to open what is withheld."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.glass_page.shown import Withheld
from callhandler.ui.named_field import NamedField
from callhandler.ui.qt_override import override
from callhandler.ui.rows import column_in, row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

MOST = 9
_WHAT = mark("{reference}: health details are withheld from you, as from everybody who does not need to know them for their work.")
_WILL = mark(
    "If you open them, that goes on record first, with your name, the reason and your words. A supervisor hears of it within a minute, or "
    "as soon as there is a line, and reviews it by {day}. They stay open for {minutes} minutes, or until this desk is locked or you log "
    "off: only here, only of this complaint, and not for printing."
)
_CHOOSE = mark("Choose a reason first, by its digit.")
_FEW = mark("A few words help whoever reviews it. Enter once more opens it without.")


class GlassPage(QScrollArea):
    """`given` carries the code of a reason, and the words. Nothing is open before whoever hears it has put it on record."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glass")
        self._words, self._withheld, self._chosen, self._without = words, Withheld(), "", False
        self._title, self._what, self._will = PlainLabel(role="title"), PlainLabel(role="spoken"), PlainLabel(role="notice")
        self._heading, self._refusal = PlainLabel(role="heading"), PlainLabel(role="problem")
        self._reasons = [_button(f"glass_{digit}", "line") for digit in range(1, MOST + 1)]
        self._said = NamedField(name="glass_words")
        self._open, self._leave = _button("glass_open", "danger"), _button("glass_leave", "link")
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        title = words.say("Open what is withheld, in an emergency?")
        self._title.setText(title)
        self.setAccessibleName(title)
        told = self._withheld
        self._what.setText(words.say(_WHAT, reference=told.reference))
        self._will.setText(words.say(_WILL, day=told.review_by, minutes=told.minutes))
        self._heading.setText(words.say("WHY? A DIGIT CHOOSES"))
        self._said.call_it(words.say("In a few words: what is happening?"))
        self._open.say(words.say("Enter  Put it on record, and open it"))
        self._leave.say(words.say("Esc  Back, and open nothing"))
        self._show_reasons()

    def ask(self, withheld: Withheld) -> None:
        """Ask anew: nothing is chosen and nothing written yet."""
        self._withheld, self._chosen, self._without = withheld, "", False
        self._said.field.clear()
        self._said.remark("")
        self.refuse("")
        self.speak(self._words)
        self._reasons[0].setFocus()
        self.verticalScrollBar().setValue(0)
        say_aloud(self, f"{self._title.text()} {self._what.text()} {self._will.text()}")

    def withheld(self) -> Withheld:
        """What is asked about."""
        return self._withheld

    def refuse(self, sentence: str) -> None:
        """It was not opened, and why."""
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))
        if sentence:
            say_aloud(self, sentence, at_once=True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif 0 <= place < len(self._withheld.reasons) and not event.modifiers():
            self._choose(place)
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        """Chosen, and still nothing is open: the keyboard goes on to the words."""
        self._chosen = self._withheld.reasons[place][0]
        self._said.remark("")
        self._show_reasons()
        self._said.field.setFocus()
        self.ensureWidgetVisible(self._open)

    def _give(self) -> None:
        said = self._said.text().strip()
        if not self._chosen:
            self._said.remark(self._words.say(_CHOOSE), "problem")
            self._reasons[0].setFocus()
        elif not said and not self._without:
            self._without = True
            self._said.remark(self._words.say(_FEW), "problem")
            say_aloud(self, self._words.say(_FEW), at_once=True)
            self._said.field.setFocus()
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self._open))  # once the page has grown by the remark
        else:
            self.given.emit(self._chosen, said)

    def _show_reasons(self) -> None:
        for place, button in enumerate(self._reasons):
            button.setVisible(place < len(self._withheld.reasons))
        for digit, ((code, said), button) in enumerate(zip(self._withheld.reasons, self._reasons, strict=False), 1):
            chosen = code == self._chosen
            name = self._words.say("{said}, chosen", said=said) if chosen else said
            button.say(f"{digit}  {'●' if chosen else '○'}  {said}", f"{digit}  {name}")

    def _connect(self) -> None:
        for place, button in enumerate(self._reasons):
            button.clicked.connect(partial(self._choose, place))
        self._said.field.returnPressed.connect(self._give)
        self._open.clicked.connect(self._give)
        self._leave.clicked.connect(self.left)
        self.setFocusProxy(self._reasons[0])

    def _lay_out(self) -> None:
        column = column_in(self)
        stack(column, self._title, self._what, self._will, self._heading, *self._reasons, self._said, self._refusal)
        column.addLayout(row_of(self._open, self._leave, None))
        column.addStretch()


def _button(name: str, role: str) -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
