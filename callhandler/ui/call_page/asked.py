"""The questions of a call as the page holds them, and the way back from each answer."""

from collections.abc import Callable

from callhandler.log.kinds import Manner
from callhandler.script.question import Changed, Question
from callhandler.ui.call_page.needs import CallInHand
from callhandler.ui.question.card import open_question
from callhandler.ui.question.order import Block, blocks, renewed


class Asked:
    """Reads the script again only where questions came or went; remembers what each answer replaced."""

    def __init__(self, call: CallInHand) -> None:
        self._call = call
        self._before: list[tuple[str, str, str]] = []
        self._excused: frozenset[str] = frozenset()
        self.blocks: tuple[Block, ...] = ()
        self.read()

    def read(self) -> None:
        """Read all of it anew; the call says which required questions it does without."""
        self.blocks = blocks(self._call.sections())
        wanted = {question.path for question in self._call.still_to_ask()}
        self._excused |= {question.path for question in self.questions() if _open(question)} - wanted

    def renew(self, changed: Changed) -> tuple[Question, ...]:
        """Read again what changed; gives the questions that are still where they were and stand differently now."""
        if changed.layout:
            self.read()
            return ()
        new = {path: self._call.question(path) for path in changed.paths & self.paths()}
        self.blocks = renewed(self.blocks, new)
        return tuple(new.values())

    def questions(self) -> tuple[Question, ...]:
        return tuple(block.question for block in self.blocks if block.question)

    def left(self) -> tuple[Question, ...]:
        """What is still to ask, in the order of the page."""
        return tuple(question for question in self.questions() if _open(question) and question.path not in self._excused)

    def paths(self, such: Callable[[Question], bool] = lambda _any: True) -> frozenset[str]:
        return frozenset(question.path for question in self.questions() if such(question))

    def repeat_at(self, path: str) -> str:
        """The repeat that a question stands in and that may have one row more; "" elsewhere."""
        repeats = (block.rows.path for block in self.blocks if block.kind == "more" and block.rows)
        return next((repeat for repeat in repeats if path.startswith(f"{repeat}[")), "")

    def record(self, path: str, value: str, *, told: bool) -> Changed:
        """Put an answer on record."""
        self._before.append((path, self._call.question(path).value, self._call.manner(path)))
        return self._call.answer(path, value, "told" if told else "asked")

    def take_back(self) -> tuple[str, Changed] | None:
        """Put back what stood before the last answer; None where there is none. The record keeps both."""
        if not self._before:
            return None
        path, value, manner = self._before.pop()
        as_it_was: Manner = "told" if manner == "told" else "asked"
        return path, self._call.answer(path, value, as_it_was)

    def remove_row(self, path: str, n: int) -> Changed:
        """Take a row back. The rows after it have other paths now, so no answer in them can be taken back any more."""
        self._before = [each for each in self._before if not each[0].startswith(f"{path}[")]
        return self._call.remove_row(path, n)


def _open(question: Question) -> bool:
    return question.required and open_question(question)
