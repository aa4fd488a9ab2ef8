"""Shows an assessment exactly as it was asked: the words in the language they were spoken in, the answers, the points, the form."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from callhandler.cases.asked import Questions
from callhandler.cases.flags import WITHHELD
from callhandler.cases.withheld import of_health
from callhandler.desk.paper import laid_out
from callhandler.desk.said import SYSTEM_FLOOR, asks
from callhandler.log.entry import Entry
from callhandler.log.kinds import Answered, CallEnded, CallStarted, RiskAssessed, ScriptVersion
from callhandler.protocol.disclosure import Discloses
from callhandler.risk.bands import RANK, highest
from callhandler.risk.questionnaire import Status
from callhandler.script.call import Call
from callhandler.script.form import Form
from callhandler.script.question import Question
from callhandler.script.scoring import status


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question as it stood: in the words of `language`; `how` it was dealt with, or withheld; "" for what is only read out."""

    section: str
    question: Question
    language: str
    how: Status | str
    points: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class AsAsked:
    """One assessment. `grade` None: the call was not graded. `lines` are empty where its form is not kept here (`here` False)."""

    reference: str
    at: datetime
    script: ScriptVersion
    title: str
    here: bool
    grade: RiskAssessed | None
    lines: tuple[AskedLine, ...]
    answers: tuple[Answered, ...]
    of: int = 1  # assessments of this call
    n: int = 1  # which of them this is


def as_asked(entries: Sequence[Entry], form_of: Callable[[ScriptVersion], Form | None], questions: Questions, n: int = 0) -> AsAsked:
    """The nth assessment of a call, from 1; 0 is the last. Everything is told as it stood then, not as it stands now."""
    grades = [place for place, entry in enumerate(entries) if isinstance(entry.body, RiskAssessed)]
    n = n or len(grades)
    upto = entries[: grades[n - 1] + 1] if grades else entries
    start = next(entry for entry in entries if isinstance(entry.body, CallStarted))
    assert isinstance(start.body, CallStarted)  # noqa: S101 - found as one
    graded = upto[-1].body
    grade = graded if isinstance(graded, RiskAssessed) else None
    script = grade.script if grade else start.body.script
    form = form_of(script)
    answers = tuple(entry.body for entry in upto if isinstance(entry.body, Answered))
    told = AsAsked(
        start.body.reference, upto[-1].at, script, form.title if form else "", form is not None, grade, (), answers, len(grades), n
    )
    return replace(told, lines=tuple(_lines(upto, form, questions, start, grade))) if form else told


def without_health(asked: AsAsked, discloses: Discloses) -> AsAsked:
    """The same for whoever does not need to know it: of a question of health only that it was asked, and no floor that rests on one."""
    reasons = asked.grade.reasons if asked.grade else ()
    floors = {one.code.removeprefix("floor:") for one in reasons if of_health(one.path, discloses)}
    lines = tuple(
        _withheld(line) if of_health(line.question.path, discloses) else _but(line, floors) if not line.how else line
        for line in asked.lines
    )
    return replace(asked, lines=lines, answers=tuple(one for one in asked.answers if not of_health(one.path, discloses)))


def _withheld(line: AskedLine) -> AskedLine:
    return replace(line, question=replace(line.question, value="", relevant=True), how=WITHHELD, points=None, at=None)


def _but(line: AskedLine, floors: set[str]) -> AskedLine:
    """What the form reckoned by itself may list floors by their codes."""
    left = " ".join(one for one in line.question.value.split() if one not in floors)
    return replace(line, question=replace(line.question, value=left)) if floors & set(line.question.value.split()) else line


def _lines(entries: Sequence[Entry], form: Form, questions: Questions, start: Entry, grade: RiskAssessed | None) -> Iterable[AskedLine]:
    script = Call(form, now=lambda: start.at, identity=start.case)
    paper = laid_out(start.case, (entry for entry in entries if not isinstance(entry.body, CallEnded)), script, questions)
    if grade and asks(script, SYSTEM_FLOOR):
        least = highest(*(reason.least for reason in grade.reasons if reason.least and reason.code.startswith("repeat:")))
        script.set(SYSTEM_FLOOR, str(RANK[least]))
    last = {entry.body.path: (entry.body, entry.at) for entry in entries if isinstance(entry.body, Answered)}
    points = {one.question.path: one.points.name for one in script.scale.weighed}
    spoken = paper.begun.language
    for section in script.sections(spoken):
        for question in section.questions:
            said, at = last.get(question.path, (None, None))
            language = said.language if said else spoken
            put = script.question(question.path, language) if language != spoken else question
            how = "" if question.kind == "note" or question.readonly else status(put, paper.manners.get(question.path, "asked"))
            weighs = script.calculated(points[question.path]) if question.path in points else ""
            yield AskedLine(section.label, put, language, how, int(float(weighs)) if weighs else None, at)
