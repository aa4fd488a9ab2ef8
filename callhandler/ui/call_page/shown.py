"""Turns a call in progress into what the panels around the questions show."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from callhandler.cases.area import Area
from callhandler.cases.phrases import FormNames, gaps_said, why_said
from callhandler.risk.assessment import Assessment
from callhandler.risk.bands import RANK, highest
from callhandler.risk.questionnaire import WhatIf
from callhandler.script.question import Question
from callhandler.ui.question.index import Line, line_of
from callhandler.ui.question.looks import answer_words
from callhandler.ui.question.order import Block
from callhandler.ui.risk_panel import Raising, RiskShown
from callhandler.words import Words

Asked = Mapping[str, Question]


def index_lines(blocks: Iterable[Block], left: Iterable[Question]) -> tuple[Line, ...]:
    """The headings and questions of the column, in its order; what is only read out has no line. `left` are still to ask."""
    wanted = {question.path for question in left}
    return tuple(line for block in blocks for line in _lines(block, wanted))


def still_lines(left: Iterable[Question]) -> tuple[Line, ...]:
    """The questions that are still to ask."""
    return tuple(line_of(question, wanted=True) for question in left)


def risk_shown(grade: Assessment, questions: Iterable[Question], words: Words, area: Area, version: str) -> RiskShown:
    """A grade with its words; the questions lend theirs. `version` is that of the form that is asked."""
    asked = {question.path: question for question in questions}
    names = _names(asked)
    points = sorted(((each.path, each.points) for each in grade.reasons if each.code.startswith("points:")), key=lambda each: -each[1])
    return RiskShown(
        grade,
        why_said(words, grade, area, names),
        tuple((_name(asked, path), much) for path, much in points),
        gaps_said(words, grade, names),
        tuple(_raising(asked, each) for each in sorted(grade.what_if, key=lambda each: -RANK[each.band])),
        f"{area.label_in(words.language)} · {version}",
    )


def in_the_meantime(grade: Assessment, before: Assessment | None) -> Assessment:
    """A grade that has not looked ahead yet, with what was seen ahead before it, as far as that would still raise the band."""
    if before is None or grade.what_if:
        return grade
    still = tuple(one for one in before.what_if if RANK[one.band] > RANK[grade.computed])
    return replace(grade, what_if=still, worst=highest(grade.worst, *(one.band for one in still)))


def emergency_words(questions: Iterable[Question]) -> str:
    """What to say while help is being sent, once the script calls for it; "" before."""
    return next((question.label for question in questions if "alert" in question.appearance and question.relevant), "")


def danger_path(questions: Iterable[Question]) -> str:
    """The question whose "yes" is an emergency: the first of the core questions."""
    return next((question.path for question in questions if question.core == "core 1"), "")


def anonymous_path(questions: Iterable[Question]) -> str:
    """The question that lets a caller stay anonymous."""
    return next((question.path for question in questions if any(option.name == "anonymous" for option in question.options)), "")


def _lines(block: Block, wanted: Container[str]) -> tuple[Line, ...]:
    if block.kind == "heading":
        return (Line(block.key, block.text.upper(), "heading"),)
    if block.kind == "row":
        return (Line(block.key, f"{block.n} · {block.text}", "heading"),)
    if block.question is None or _only_shown(block.question):
        return ()
    return (line_of(block.question, wanted=block.key in wanted),)


def _only_shown(question: Question) -> bool:
    return question.kind == "note" or question.readonly or not question.relevant


def _raising(asked: Asked, each: WhatIf) -> Raising:
    return Raising(_name(asked, each.path), _answer(asked, each.path, each.value), each.band)


def _names(asked: Asked) -> FormNames:
    """What the form calls things, in the language of the call."""
    floors = next((question for path, question in asked.items() if path.endswith("/floors_shown")), None)
    said = {option.name: option.label for option in floors.options} if floors else {}
    return FormNames(
        question=lambda path: _name(asked, path),
        answer=lambda path, value: _answer(asked, path, value),
        floor=lambda code: said.get(code, code),
    )


def _answer(asked: Asked, path: str, value: str) -> str:
    return answer_words(replace(asked[path], value=value)) if path in asked else value


def _name(asked: Asked, path: str) -> str:
    question = asked.get(path)
    return question.short or question.label if question else path.rsplit("/", 1)[-1]
