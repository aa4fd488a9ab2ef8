"""Turns a call in progress into what the panels around the questions show."""

from collections.abc import Iterable
from dataclasses import replace

from callhandler.cases.area import Area
from callhandler.cases.phrases import FormNames, why_said
from callhandler.risk.bands import RANK
from callhandler.risk.questionnaire import WhatIf
from callhandler.script.question import Question
from callhandler.ui.call_page_needs import CallInHand
from callhandler.ui.question import answer_words
from callhandler.ui.question_index import Line, line_of
from callhandler.ui.question_order import Block
from callhandler.ui.risk_panel import Raising, RiskShown
from callhandler.words import Words


def index_lines(blocks: Iterable[Block]) -> tuple[Line, ...]:
    """The headings and questions of the column, in its order; what is only read out has no line."""
    return tuple(line for block in blocks for line in _lines(block))


def still_lines(questions: Iterable[Question]) -> tuple[Line, ...]:
    """The required questions that are still to ask."""
    return tuple(line_of(question) for question in questions)


def risk_shown(call: CallInHand, words: Words, area: Area) -> RiskShown:
    """The grade with its words, in the language of the call."""
    grade = call.assessment()
    points = sorted(((each.path, each.points) for each in grade.reasons if each.code.startswith("points:")), key=lambda each: -each[1])
    return RiskShown(
        grade,
        why_said(words, grade, area, _names(call)),
        tuple((_name(call, path), much) for path, much in points),
        tuple(_name(call, path) for path in grade.gaps),
        tuple(_raising(call, each) for each in sorted(grade.what_if, key=lambda each: -RANK[each.band])),
        area.label_in(words.language),
    )


def emergency_words(questions: Iterable[Question]) -> str:
    """What to say while help is being sent, once the script calls for it; "" before."""
    return next((question.label for question in questions if "alert" in question.appearance and question.relevant), "")


def danger_path(questions: Iterable[Question]) -> str:
    """The question whose "yes" is an emergency: the first of the core questions."""
    return next((question.path for question in questions if question.core == "core 1"), "")


def anonymous_path(questions: Iterable[Question]) -> str:
    """The question that lets a caller stay anonymous."""
    return next((question.path for question in questions if any(option.name == "anonymous" for option in question.options)), "")


def _lines(block: Block) -> tuple[Line, ...]:
    if block.kind == "heading":
        return (Line(block.key, block.text.upper(), "heading"),)
    if block.kind == "row":
        return (Line(block.key, f"{block.n} · {block.text}", "heading"),)
    return (line_of(block.question),) if block.question and not _only_shown(block.question) else ()


def _only_shown(question: Question) -> bool:
    return question.kind == "note" or question.readonly


def _raising(call: CallInHand, each: WhatIf) -> Raising:
    question = call.question(each.path)
    labels = {option.name: option.label for option in question.options}
    return Raising(question.short or question.label, labels.get(each.value, each.value), each.band)


def _names(call: CallInHand) -> FormNames:
    """What the form calls things, in the language of the call."""
    floors = next((q for section in call.sections() for q in section.questions if q.path.endswith("/floors_shown")), None)
    said = {option.name: option.label for option in floors.options} if floors else {}
    return FormNames(
        question=lambda path: _name(call, path),
        answer=lambda path, value: answer_words(replace(call.question(path), value=value)),
        floor=lambda code: said.get(code, code),
    )


def _name(call: CallInHand, path: str) -> str:
    question = call.question(path)
    return question.short or question.label
