"""The few fields below the lines: what would be right, what was decided, and who went through it all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.named_field import NamedField
from callhandler.ui.rows import row_of
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

_SAY_WHAT = mark("Say what would be right.")
_SAY_WHY = mark("Say why it stays as it is.")
NAME_ONE = mark("Name the supervisor.")


class _Form(QFrame):
    """A line that says what it is for, two fields and the buttons; nothing is on record before a button is pressed."""

    def __init__(self, name: str, fields: tuple[str, str], buttons: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "waiting")
        self.setObjectName(name)
        self._says = PlainLabel(role="strong")
        self.first, self.second = (NamedField(name=f"{name}_{field}") for field in fields)
        self._buttons = [PlainButton(role="" if place else "main") for place, _ in enumerate(buttons)]
        for button, called in zip(self._buttons, buttons, strict=True):
            button.setObjectName(f"{name}_{called}")
        column = QVBoxLayout(self)
        column.addWidget(self._says)
        row = row_of(self.first, self.second)
        row.setStretch(0, 1)
        row.setStretch(1, 1)
        column.addLayout(row)
        column.addLayout(row_of(*self._buttons, None))
        self.first.field.returnPressed.connect(self.second.field.setFocus)
        self.second.field.returnPressed.connect(self._buttons[0].click)

    def begin(self, about: str) -> None:
        """Empty, with the keyboard in it."""
        self._says.setText(about)
        for field in (self.first, self.second):
            field.field.clear()
            field.remark("")
        self.show()
        self.first.field.setFocus()

    def _missing(self, field: NamedField, sentence: str, *, missing: bool) -> bool:
        field.remark(sentence if missing else "", "problem")
        if missing:
            say_aloud(self, sentence, at_once=True)
            field.field.setFocus()
        return missing


class AskForm(_Form):
    """`asked` carries what would be right, and what they said to it."""

    asked = Signal(str, str)

    def __init__(self, words: Words) -> None:
        super().__init__("rights_ask", ("right", "words"), ("record",))
        self._buttons[0].clicked.connect(self._record)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.first.call_it(words.say("What would be right"))
        self.second.call_it(words.say("Who asks, and what shows it (may stay empty)"))
        self._buttons[0].say(words.say("Enter  Put the request on record"))

    def _record(self) -> None:
        right = self.first.text().strip()
        if not self._missing(self.first, self._words.say(_SAY_WHAT), missing=not right):
            self.asked.emit(right, self.second.text().strip())


class DecideForm(_Form):
    """`decided` carries "granted" or "refused", the supervisor, and the reason."""

    decided = Signal(str, str, str)

    def __init__(self, words: Words) -> None:
        super().__init__("rights_decide", ("supervisor", "words"), ("grant", "refuse"))
        self._buttons[0].clicked.connect(lambda: self._decide("granted"))
        self._buttons[1].clicked.connect(lambda: self._decide("refused"))
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.first.call_it(words.say("Supervisor who decides now"))
        self.second.call_it(words.say("In your own words (needed to leave it as it is)"))
        self._buttons[0].say(words.say("Put it right: the old value stays on record"))
        self._buttons[1].say(words.say("Leave it as it is"))

    def refuse(self, sentence: str) -> None:
        """It could not be decided so."""
        self._missing(self.first, sentence, missing=True)

    def _decide(self, verdict: str) -> None:
        supervisor, said = self.first.text().strip(), self.second.text().strip()
        if self._missing(self.first, self._words.say(NAME_ONE), missing=not supervisor):
            return
        if not self._missing(self.second, self._words.say(_SAY_WHY), missing=verdict == "refused" and not said):
            self.decided.emit(verdict, supervisor, said)
