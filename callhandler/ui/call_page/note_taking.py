"""The handler's own lines in a call: put on record as they are written, and sent to a question when they belong to one."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QKeyEvent

from callhandler.cases.area import Area
from callhandler.ui.call_page.frame import CallFrame
from callhandler.ui.call_page.health import HealthInCall
from callhandler.ui.call_page.needs import BREATH, NOTES, CallInHand
from callhandler.ui.question.answers import pressed_key, typing
from callhandler.words import Words, mark

_NOTED = mark("This goes into the note: Enter keeps it with this question. Digits answer, letters do not.")
_SOUNDS = mark("This sounds like a health detail. Ctrl+H keeps it with health, where only those who need it read it.")
_SAY = mark("Say that what they tell of health is kept, and read only by those who need it for their case. Ctrl+Shift+H: you said so.")
_SAID = mark("On record: they were told that what they say about health is kept. Ctrl+Shift+H takes it back.")
_TAKEN_BACK = mark("Taken back: they were not told that what they say about health is kept. Ctrl+Shift+H: you said so.")


class NoteTaking:
    """Hears the notes of a page. `told` puts an answer on record that was told rather than asked; `undo` takes the last act back."""

    def __init__(
        self,
        call: CallInHand,
        frame: CallFrame,
        told: Callable[[str, str], None],
        undo: Callable[[], None],
        now: Callable[[], datetime],
        area: Area,
    ) -> None:
        self._call, self._frame, self._told, self._undo, self._now = call, frame, told, undo, now
        self._health = HealthInCall(area)
        self._told_to_say = ""  # the question at which the handler was last told to say that it is kept
        self._sending = ""
        self._beside = ""  # the question at which the note began by itself
        self._answered = ""  # the question that the last answer was given to
        self._digit: tuple[str, str, datetime] | None = None  # it was given by key: the question, the key, when
        notes = frame.right.notes
        notes.written.connect(self._written)
        notes.typed.connect(self._typing)
        frame.column.entered.connect(self._entered)

    def acts(self) -> dict[str, Callable[[], None]]:
        """What keys do with the notes, and about health."""
        return {"note": self._frame.right.take_notes, "note about health": self._keep_with_health, "told of health": self._say_told}

    def write(self, text: str, path: str = "") -> None:
        """Put a line on record; `path` is the question it belongs to."""
        self._call.note(text, path)
        self._frame.show_notes(self._call)

    def answered(self, path: str) -> None:
        """An answer was just given there."""
        self._answered, self._digit = path, None

    def took(self, event: QKeyEvent, path: str, words: Words) -> bool:
        """Whether somebody types a sentence where only keys answer: it becomes a note beside that question.

        A digit just before it was the sentence's first word, and no answer: that is taken back.
        """
        if pressed_key(event).isdigit() and self._answered:
            self._digit, self._answered = (self._answered, pressed_key(event), self._now()), ""
        first = self._digit if self._digit and self._now() - self._digit[2] < BREATH else None
        if self._frame.over or not path or not typing(event) or not (first or event.text().strip()):
            return False
        text = event.text()
        if first:
            self._undo()
            path, text = first[0], f"{first[1]}{text}"
        self._digit, self._beside = None, path
        self._frame.column.card(path).remark(words.say(_NOTED))
        self._frame.right.notes.go_on(text)
        return True

    def enter(self, words: Words) -> None:
        """The caret came to the notes."""
        self._call.at(NOTES, 0)
        self._frame.strip.put(words, "notes")

    def take_along(self) -> None:
        """A selected line goes along to the question that the handler goes to next."""
        self._sending = self._frame.right.notes.selected()
        self._frame.index.ask(self._sending)
        self._frame.index.take_focus()

    def arrive(self, path: str) -> None:
        """Leave the line at this question."""
        if self._sending:
            self._send(self._sending, path)
        self._sending = ""
        self._frame.index.ask("")

    def _typing(self, text: str, caret: int) -> None:
        self._call.typing(NOTES, text, caret)
        self._ask_of(text)

    def _ask_of(self, text: str) -> None:
        """Where a line sounds like health, whether it shall be kept there."""
        self._frame.right.notes.ask(self._words().say(_SOUNDS) if self._health.sounds(text) and self._place() else "")

    def _keep_with_health(self) -> None:
        """The line that is being typed goes on record beside a question of health, and is withheld as its answers are."""
        notes, place = self._frame.right.notes, self._place()
        if place and (text := notes.text()):
            self.write(text, place)
            notes.clear()

    def _say_told(self) -> None:
        """They were told that it is kept; once more: they were not, after all."""
        self._call.tell_of_keeping(told=not self._call.told_of_keeping())
        self._remind(_SAID if self._call.told_of_keeping() else _TAKEN_BACK)

    def _entered(self, path: str) -> None:
        self._ask_of(self._frame.right.notes.text())
        if self._told_to_say:
            self._remind("")
        self._told_to_say = path if self._health.asks(path) and not self._call.told_of_keeping() else ""
        if self._told_to_say:
            self._remind(_SAY)

    def _remind(self, sentence: str) -> None:
        """Under the question of health at hand, if one is; else under the notes."""
        said, here = self._words().say(sentence) if sentence else "", self._told_to_say
        at_hand = [card for card in self._frame.column.cards() if card.question.path == here] if here else []
        (at_hand[0].remark if at_hand else self._frame.right.notes.ask)(said)

    def _place(self) -> str:
        return self._health.place(card.question for card in self._frame.column.cards())

    def _words(self) -> Words:
        return Words(self._call.language)

    def _written(self, text: str) -> None:
        """A note that began at a question belongs to it, and leads back there."""
        path, self._beside = self._beside, ""
        self.write(text, path)
        if path:
            self._frame.column.card(path).remark("")
            self._frame.column.go(path)

    def _send(self, text: str, path: str) -> None:
        """A line answers a question that is typed and still open; any other keeps it beside its answer."""
        question = self._call.question(path)
        if question.kind == "text" and not question.value:
            self._told(path, text)
        else:
            self.write(text, path)
