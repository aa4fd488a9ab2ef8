"""Makes an answer of what the log knows of the caller, by one key; until then it is none (ADR 0046)."""

from collections.abc import Callable
from datetime import datetime

from callhandler.ui.call_page.needs import BREATH, CallInHand
from callhandler.ui.question.column import Column


class StillSo:
    """Of one page. `answer` puts an answer on record, `go_on` leaves a question for the next one that is open."""

    def __init__(
        self,
        call: CallInHand,
        column: Column,
        answer: Callable[[str, str], None],
        go_on: Callable[[str], None],
        now: Callable[[], datetime],
    ) -> None:
        self._call, self._column, self._answer, self._go_on, self._now = call, column, answer, go_on, now
        self._answered = now()

    def acts(self) -> dict[str, Callable[[], None]]:
        """What a key does, whatever is typed already."""
        return {"still so": self._here}

    def heard(self) -> None:
        """An answer was just given, or taken back."""
        self._answered = self._now()

    def meant(self, path: str) -> bool:
        """Whether an Enter there means what the log knows: what follows an answer within a breath belongs to that answer still."""
        return bool(self._column.card(path).proposed()) and self._now() - self._answered >= BREATH

    def take(self, path: str) -> bool:
        """Answer with what the log knows, and go on unless the script refuses it; False where nothing is offered."""
        if offered := self._column.card(path).proposed():
            self._answer(path, offered)
            if self._column.current == path and not self._call.question(path).problem:
                self._go_on(path)
        return bool(offered)

    def _here(self) -> None:
        if self._column.isAncestorOf(self._column.window().focusWidget()):
            self.take(self._column.current)
