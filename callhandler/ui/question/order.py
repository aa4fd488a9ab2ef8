"""The order of the call page: the greeting and the caller's own words first, then section by section, rows under their own heads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from callhandler.script.question import Question, Rows, Section


@dataclass(frozen=True, slots=True)
class Block:
    """One thing in the column, known by `key`: a heading, a question, the head of row n of a repeat, or the button for one row more."""

    kind: Literal["heading", "question", "row", "more"]
    key: str
    text: str = ""
    question: Question | None = None
    rows: Rows | None = None
    n: int = 0


def blocks(sections: Sequence[Section]) -> tuple[Block, ...]:
    """Everything of these sections that is shown, top to bottom."""
    first = tuple(_first(sections))
    lead = {question.path for question in first}
    return (*map(_asked, first), *(block for section in sections for block in _section(section, lead)))


def renewed(before: Sequence[Block], questions: Mapping[str, Question]) -> tuple[Block, ...]:
    """The same blocks with some questions as they stand now, by their paths."""
    return tuple(replace(block, question=questions[block.key]) if block.key in questions else block for block in before)


def _first(sections: Sequence[Section]) -> Iterator[Question]:
    """Free text first: what is said on picking up, and the field for the caller's own account."""
    questions = [question for section in sections for question in section.questions]
    account = next((question for question in questions if "multiline" in question.appearance and question.required), None)
    greeting = next((question for question in questions if question.kind == "note" and question.spoken), None)
    if account:
        yield from (each for each in (greeting, account) if each)


def _section(section: Section, lead: set[str]) -> Iterator[Block]:
    inside = [block for block in _inside(section) if block.key not in lead]
    if inside:
        yield Block("heading", f"heading:{section.path}", section.label)
        yield from inside


def _inside(section: Section) -> Iterator[Block]:
    seen = set()
    for repeat, questions in groupby(section.questions, lambda question: _repeat(question, section.rows)):
        if repeat is None:
            yield from (_asked(question) for question in questions if _shown(question))
        else:
            seen.add(repeat.path)
            yield from _rows(repeat, questions)
    yield from (_more(repeat) for repeat in section.rows if repeat.path not in seen and _extensible(repeat))


def _rows(repeat: Rows, questions: Iterable[Question]) -> Iterator[Block]:
    """The rows of a repeat, each under its head, and the button for one row more."""
    for n, row in groupby(questions, lambda question: _row(question, repeat)):
        yield Block("row", f"row:{repeat.path}[{n}]", repeat.label, rows=repeat, n=n)
        yield from (_asked(question) for question in row if _shown(question))
    if _extensible(repeat):
        yield _more(repeat)


def _more(repeat: Rows) -> Block:
    return Block("more", f"more:{repeat.path}", repeat.label, rows=repeat)


def _extensible(repeat: Rows) -> bool:
    return repeat.relevant and not repeat.fixed


def _repeat(question: Question, repeats: Sequence[Rows]) -> Rows | None:
    return next((repeat for repeat in repeats if question.path.startswith(f"{repeat.path}[")), None)


def _asked(question: Question) -> Block:
    return Block("question", question.path, question=question)


def _shown(question: Question) -> bool:
    """Notes that are neither read out nor urgent stand elsewhere on the page."""
    return question.kind != "note" or question.spoken or "alert" in question.appearance


def _row(question: Question, repeat: Rows) -> int:
    return int(question.path[len(repeat.path) + 1 : question.path.index("]", len(repeat.path))])
