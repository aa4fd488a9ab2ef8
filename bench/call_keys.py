"""How many keys and letters a first call and a repeat call take, at the real window: `python -m bench.call_keys`.

The tour's two calls, without its pictures; the same answers each time. The repeat call is taken in three ways: nobody is accepted; she is
accepted once name and number are said, as in the tour; she is accepted while her name is typed. The seconds are the keystroke-level
model's, without talking or thinking: .28 s for each key and letter (Card, Moran and Newell 1980, an average typist).
"""

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from typing_extensions import override

from callhandler import tour
from callhandler.ui.question.card import QuestionCard

EACH = 0.28  # seconds
PART = "Margret Jon"  # as far as somebody types before they look up: a name misspelt
WAYS = ("nobody accepted", "accepted by name and number", "accepted while the name is typed")


@dataclass
class Count:
    """What was pressed and typed."""

    keys: int = 0
    letters: int = 0

    @override
    def __str__(self) -> str:
        return f"{self.keys} keys, {self.letters} letters, {(self.keys + self.letters) * EACH:.0f} s"


class Counted(tour.Guide):
    """A guide who counts instead of taking pictures. A digit that answers is a key."""

    count = Count()

    @override
    def press(self, keys: str) -> None:
        self.count.keys += 1
        super().press(keys)

    @override
    def type(self, text: str) -> None:
        one = len(text) == 1
        self.count = Count(self.count.keys + one, self.count.letters + (0 if one else len(text)))
        super().type(text)

    @override
    def picture(self, name: str, what: str) -> None:
        self.settle()

    def ring_off(self, which: str) -> None:
        """Close the call. Raises LookupError where a question was left out, for then the count says nothing."""
        asked = [card.question for card in self._window.findChildren(QuestionCard) if card.isVisible()]
        if left := [one.short for one in asked if one.required and one.relevant and not one.answered and "/outcome/" not in one.path]:
            raise LookupError(*left)
        self.close(self.first, which)
        self.press("Escape")


def main() -> None:
    for way in WAYS:
        with tempfile.TemporaryDirectory() as folder, tour.program_in(Path(folder), "generic") as (program, clock):
            guide = Counted(program, clock, Path(folder), lambda _line: None)
            guide.sign_in()
            guide.count = Count()
            whole(guide)
            first, guide.count = guide.count, Count()
            clock.now += timedelta(days=8)
            again(guide, way)
            if way == WAYS[0]:
                print(f"first call: {first}")
            print(f"repeat call, {way}: {guide.count}")
            program.put_away()


def whole(guide: Counted) -> None:
    """From picking up to the reference read out."""
    guide.press("F9")
    guide.take(guide.first, {})
    guide.ring_off("first")


def again(guide: Counted, way: str) -> None:
    """The same woman, the same answers."""
    guide.press("F9")
    guide.answer_until("caller_name", guide.first)
    if way == WAYS[1]:
        guide.answer_until("safe_call", guide.first)
        guide.press("Ctrl+1")
    elif way == WAYS[2]:
        guide.type(PART)
        guide.wait(guide.somebody_is_offered)
        guide.press("Ctrl+1")
        guide.press("Ctrl+T")
    guide.take(guide.first, {})
    guide.ring_off("second")


if __name__ == "__main__":
    main()
