"""What a person asked to have put right: Enter decides what is open, and marks a recipient of the wrong value as told."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal

from callhandler.ui.lines import Line, LinesView
from callhandler.ui.rights_page.shown import AskedLine
from callhandler.words import Words


class RequestsView(LinesView):
    """`decide` names a request; `told` a request and a recipient, on the second press, since it goes on record."""

    decide = Signal(str)
    told = Signal(str, str)

    def __init__(self, words: Words) -> None:
        super().__init__(name="rights_asked", fits=True)
        self._words, self._asked, self._sure = words, tuple[AskedLine, ...](), ""
        self.opened.connect(self._open)

    def speak(self, words: Words) -> None:
        self._words = words
        self.setAccessibleName(words.say("What they asked to have put right"))
        self._show()

    def show_requests(self, asked: Sequence[AskedLine]) -> None:
        self._asked = tuple(asked)
        self._show()

    def _open(self, key: str) -> None:
        request = next((one for one in self._asked if one.entry == key), None)
        if request and request.open:
            self.decide.emit(key)
        elif request is None and self._sure != key:
            self._sure = key
            self._show()
        elif request is None:
            entry, _, recipient = key.partition("|")
            self._sure = ""
            self.told.emit(entry, recipient)

    def _show(self) -> None:
        self.show_lines([line for one in self._asked for line in (one.line, *self._recipients(one))])

    def _recipients(self, one: AskedLine) -> list[Line]:
        """Who was told the wrong value, and still has to be told."""
        tell, sure = self._words.say("Enter  Mark as told"), self._words.say("Press again: this goes on record")
        lines = [Line(f"{one.entry}|{key}", self._words.say("Tell {who}", who=who), tell, tone="late") for key, who in one.tell]
        return [replace(line, detail=sure) if line.key == self._sure else line for line in lines]
