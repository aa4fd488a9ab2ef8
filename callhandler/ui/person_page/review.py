"""A band that was lowered, and the supervisor's line under it: confirm it, or send it back with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import day
from callhandler.ui.named_field import NamedField
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.shown import Lowered
from callhandler.words import Words


class ReviewLine(QFrame):
    """Who lowered a band stands in it, and may not be the one who confirms it. `reviewed` carries verdict, supervisor, words."""

    reviewed = Signal(str, str, str)

    def __init__(self, words: Words, lowered: Lowered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "waiting")
        self.setObjectName(f"review_{lowered.entry}")
        self._words, self._lowered = words, lowered
        self._says, self._why = PlainLabel(role="strong"), PlainLabel()
        self._supervisor, self._words_field = NamedField(name="review_supervisor"), NamedField(name="review_words")
        self._confirm, self._return = PlainButton(role="main"), PlainButton()
        self._confirm.setObjectName("review_confirm")
        self._return.setObjectName("review_return")
        self._confirm.clicked.connect(lambda: self._decide("confirmed"))
        self._return.clicked.connect(lambda: self._decide("returned"))
        self._lay_out()
        self._speak()

    def _speak(self) -> None:
        words, low = self._words, self._lowered
        lowered = words.say("{reference}: {computed} was lowered to {band} on {day} by {by}.", **self._facts())
        self._says.setText(lowered)
        self._why.setText(words.say("Their reason: “{why}”. Agreed on the phone by {supervisor}.", why=low.why, supervisor=low.supervisor))
        self._supervisor.call_it(words.say("Supervisor who decides now"))
        self._words_field.call_it(words.say("In your own words (needed to send it back)"))
        self._confirm.say(words.say("Confirm {band}", band=band_word(words, low.band)))
        self._return.say(words.say("Send back: {band} holds again", band=band_word(words, low.computed)))
        self.setAccessibleName(f"{lowered} {self._why.text()}")

    def _facts(self) -> dict[str, object]:
        low, words = self._lowered, self._words
        on = day(words, low.at.astimezone().date())
        bands = {"computed": band_word(words, low.computed), "band": band_word(words, low.band)}
        return {"reference": low.reference, "day": on, "by": low.by, **bands}

    def _decide(self, verdict: str) -> None:
        supervisor, said = self._supervisor.text().strip(), self._words_field.text().strip()
        who, why = self._missing(verdict, supervisor, said)
        self._supervisor.remark(who, "problem")
        self._words_field.remark(why, "problem")
        if who or why:
            say_aloud(self, who or why, at_once=True)
            (self._supervisor if who else self._words_field).field.setFocus()
        else:
            self.reviewed.emit(verdict, supervisor, said)

    def _missing(self, verdict: str, supervisor: str, said: str) -> tuple[str, str]:
        """What stands in the way, at either field; ("", "") where nothing does."""
        words, who, why = self._words, "", ""
        if not supervisor:
            who = words.say("Name the supervisor.")
        elif supervisor.casefold() == self._lowered.by.casefold():
            who = words.say("Somebody other than {by} must look at it.", by=self._lowered.by)
        if verdict == "returned" and not said:
            why = words.say("Say why it is sent back.")
        return who, why

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        stack(column, self._says, self._why)
        fields = row_of(self._supervisor, self._words_field)
        for field in (self._supervisor, self._words_field):
            fields.setAlignment(field, Qt.AlignmentFlag.AlignTop)  # a remark below one leaves the other where it is
        fields.setStretch(0, 1)
        fields.setStretch(1, 2)
        column.addLayout(fields)
        column.addLayout(row_of(self._confirm, self._return, None))
