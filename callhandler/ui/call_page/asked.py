"""The questions of a call as the page holds them, and the way back from each act."""

from collections.abc import Callable
from functools import partial

from callhandler.log.kinds import Manner
from callhandler.script.question import Changed, Question
from callhandler.ui.call_page.needs import CallInHand
from callhandler.ui.question.looks import open_question
from callhandler.ui.question.order import Block, blocks, renewed

Undo = Callable[[], tuple[str, Changed]]  # gives where it was, and what changed
Kept = tuple[str, str, str]  # path, value, manner
NOTHING = Changed(frozenset(), layout=False)


class Asked:
    """Reads the script again only where questions came or went; remembers how to take back each act."""

    def __init__(self, call: CallInHand) -> None:
        self._call = call
        self._acts: list[list[Undo]] = []
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

    def row_at(self, path: str) -> tuple[str, int] | None:
        """The repeat and the number of the row that a question stands in; None where no row may be taken back."""
        heads = (block for block in self.blocks if block.kind == "row" and block.rows and not block.rows.fixed and block.rows.count > 1)
        return next(((head.rows.path, head.n) for head in heads if head.rows and path.startswith(f"{head.rows.path}[{head.n}]")), None)

    def first_in(self, place: str) -> str:
        """The first question at a place: the question itself, or the first of a row; "" where there is none."""
        return next((question.path for question in self.questions() if place and f"{question.path}/".startswith(f"{place}/")), "")

    # what is done, and taken back

    def record(self, path: str, value: str, *, told: bool, along: bool = False) -> Changed:
        """Put an answer on record; `along` makes it one act with the one before."""
        before = (path, self._call.question(path).value, self._call.manner(path))
        self._remember(partial(self._put_back, before), along=along)
        return self._call.answer(path, value, "told" if told else "asked")

    def remember(self, undo: Callable[[], None]) -> None:
        """Remember an act that no question knows of."""

        def back() -> tuple[str, Changed]:
            undo()
            return "", NOTHING

        self._remember(back)

    def add_row(self, repeat: str) -> Changed:
        changed = self._call.add_row(repeat)
        n = next(rows.count for section in self._call.sections() for rows in section.rows if rows.path == repeat)
        self._remember(lambda: (f"{repeat}[{n - 1}]", self._call.remove_row(repeat, n)))
        return changed

    def remove_row(self, repeat: str, n: int) -> Changed:
        """Take a row back. The rows after it have other paths from here on, until it is opened again."""
        kept = tuple((each.path, each.value, self._call.manner(each.path)) for each in self._from_row(repeat, n) if each.value)
        self._remember(lambda: self._open_again(repeat, n, kept))
        return self._call.remove_row(repeat, n)

    def take_back(self) -> tuple[str, Changed] | None:
        """Put back what stood before the last act; None where there is none. The record keeps both."""
        if not self._acts:
            return None
        done = [undo() for undo in reversed(self._acts.pop())]
        paths = frozenset(path for _, changed in done for path in changed.paths)
        return next((path for path, _ in done if path), ""), Changed(paths, any(changed.layout for _, changed in done))

    def _remember(self, undo: Undo, *, along: bool = False) -> None:
        if along and self._acts:
            self._acts[-1].append(undo)
        else:
            self._acts.append([undo])

    def _put_back(self, before: Kept) -> tuple[str, Changed]:
        path, value, manner = before
        as_it_was: Manner = "told" if manner == "told" else "asked"
        return path, self._call.answer(path, value, as_it_was)

    def _open_again(self, repeat: str, n: int, kept: tuple[Kept, ...]) -> tuple[str, Changed]:
        """A new row comes last, so the answers from row n on are given again, each in its own row."""
        self._call.add_row(repeat)
        for each in kept:
            self._put_back(each)
        self.read()
        wanted = {path for path, _, _ in kept}
        for question in self._from_row(repeat, n):
            if question.value and question.path not in wanted:
                self._call.answer(question.path, "")
        return f"{repeat}[{n}]", Changed(frozenset(wanted), layout=True)

    def _from_row(self, repeat: str, n: int) -> tuple[Question, ...]:
        """The questions of row n and of all rows after it."""
        return tuple(each for each in self.questions() if each.path.startswith(f"{repeat}[") and _row(each.path, repeat) >= n)


def _row(path: str, repeat: str) -> int:
    return int(path[len(repeat) + 1 : path.index("]", len(repeat))])


def _open(question: Question) -> bool:
    return question.required and open_question(question)
