"""A call on paper: a short script in two languages that behaves as a call in progress does, without engine, log or disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from callhandler.log.kinds import Band, CallStarted, Manner, Reason, ScriptVersion
from callhandler.risk.assessment import Assessment
from callhandler.risk.questionnaire import WhatIf
from callhandler.script.question import Changed, Option, Question, Rows, Section

STARTED = datetime(2026, 11, 22, 21, 0, 19, tzinfo=UTC)
Language = Literal["en", "cy"]


@dataclass(frozen=True, slots=True)
class Note:
    at: datetime
    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A call that began with the version of the form that is on paper."""

    begun: CallStarted


def begun() -> Begun:
    script = ScriptVersion(form="asb_first_call", version="paper-1.0", sha256="ab" * 32)
    return Begun(CallStarted(reference="GEN-261122-K4CD-007", area="generic", script=script, caller="ann"))


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    what: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    reference: str
    band: Band
    summary: str
    promise: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question of the paper script, in both languages; `when` tells whether it is asked."""

    path: str
    kind: Literal["text", "integer", "date", "note", "one", "many"]
    en: str
    cy: str
    short: tuple[str, str]
    required: bool = False
    spoken: bool = True
    options: tuple[tuple[str, str, str, int], ...] = ()
    hint: tuple[str, str] = ("", "")
    guidance: tuple[str, str] = ("", "")
    appearance: frozenset[str] = frozenset()
    core: str = ""
    when: Callable[[Mapping[str, str]], bool] = lambda _values: True
    wrong: Callable[[str], str] = lambda _value: ""


YNU = (
    ("yes", "Yes", "Ydw / Oes / Do", 4), ("no", "No", "Nac ydw / Nac oes / Naddo", 0),
    ("dk", "Don't know", "Ddim yn gwybod", 2), ("declined", "Declined", "Gwrthod ateb", 2),
)  # fmt: skip


@dataclass
class PaperCall:
    """Holds answers in a dictionary. Every act is kept in `heard`, in the order in which it came."""

    script: Mapping[str, tuple[tuple[str, str], tuple[Sheet, ...]]]
    language: str = "en"
    reference: str = "GEN-261122-K4CD-007"
    started: datetime = STARTED
    paper: Begun = field(default_factory=begun)
    values: dict[str, str] = field(default_factory=dict)
    manners: dict[str, str] = field(default_factory=dict)
    kept: list[Note] = field(default_factory=list)
    keeping: bool = False
    drafts: dict[str, str] = field(default_factory=dict)
    left_at: tuple[str, int] = ("", 0)
    rows: int = 1
    heard: list[tuple[str, ...]] = field(default_factory=list)

    def sections(self) -> tuple[Section, ...]:
        return tuple(self._section(path, label, sheets) for path, (label, sheets) in self.script.items())

    def question(self, path: str) -> Question:
        bare = path.replace("[1]", "[n]").replace("[2]", "[n]").replace("[3]", "[n]")
        return self._question(next(sheet for _, sheets in self.script.values() for sheet in sheets if sheet.path == bare), path)

    def manner(self, path: str) -> str:
        return self.manners.get(path, "")

    def answer(self, path: str, value: str, manner: Manner = "asked") -> Changed:
        before = {question.path: question for section in self.sections() for question in section.questions}
        self.values[path], self.manners[path] = value, manner
        self.drafts.pop(path, None)
        self.heard.append(("answer", path, value, manner))
        after = {question.path: question for section in self.sections() for question in section.questions}
        changed = frozenset(each for each in before.keys() | after.keys() if before.get(each) != after.get(each))
        layout = [(q.path, q.relevant) for q in before.values()] != [(q.path, q.relevant) for q in after.values()]
        return Changed(changed | {path}, layout)

    def add_row(self, path: str) -> Changed:
        self.rows += 1
        self.heard.append(("add row", path))
        return Changed(frozenset(), layout=True)

    def remove_row(self, path: str, n: int) -> Changed:
        self.rows -= 1
        self.heard.append(("remove row", path, str(n)))
        return Changed(frozenset(), layout=True)

    def typing(self, path: str, text: str, caret: int) -> None:
        self.drafts[path], self.left_at = text, (path, caret)

    def at(self, path: str, caret: int) -> None:
        self.left_at = (path, caret)

    def place_left(self) -> tuple[str, int]:
        return self.left_at

    def draft(self, path: str) -> str:
        return self.drafts.get(path, "")

    def note(self, text: str, path: str = "") -> None:
        self.kept.append(Note(STARTED + timedelta(minutes=4 + len(self.kept)), text, path))

    def notes(self) -> Sequence[Note]:
        return tuple(self.kept)

    def assessment(self, *, ahead: bool = True) -> Assessment:
        scored = [q for s in self.sections() for q in s.questions if q.relevant and any(o.points for o in q.options)]
        reasons = tuple(self._points(q) for q in scored if q.value and self._score(q))
        score = sum(reason.points for reason in reasons)
        unasked = tuple(q.path for q in scored if not q.value)
        most = score + sum(max(o.points or 0 for o in q.options) for q in scored if not q.value)
        band: Band = "high" if score > 24 else "medium" if score > 12 else "standard"
        what_if = tuple(WhatIf(path, "yes", "high", score + 4) for path in unasked) if ahead and band != "high" else ()
        gaps = tuple(q.path for q in scored if q.value in ("dk", "declined"))
        return Assessment(band, band, score, most, unasked, gaps, reasons, what_if, "high")

    def still_to_ask(self) -> tuple[Question, ...]:
        every = (question for section in self.sections() for question in section.questions)
        return tuple(question for question in every if question.relevant and question.required and not question.answered)

    def told_of_keeping(self) -> bool:
        return self.keeping

    def tell_of_keeping(self, *, told: bool = True) -> None:
        self.keeping = told

    def switch_language(self) -> None:
        self.language = "cy" if self.language == "en" else "en"

    def promise_by(self) -> date:
        return date(2026, 11, 25)

    def steps(self) -> tuple[Step, ...]:
        due = datetime(2026, 11, 25, 23, 59, tzinfo=UTC)
        return (Step("victim-support", "Offer a referral to victim support", due), Step("diary", "Offer a diary", due))

    def agree(self, step: object) -> None:
        assert isinstance(step, Step)
        self.heard.append(("agree", step.code))

    def end(self, reasons: Mapping[str, str], outcome: str = "closed") -> Ending:
        self.heard.append(("end", outcome, *(f"{path}={reason}" for path, reason in reasons.items())))
        said = "Your reference is GEN-261122-K4CD-007.\nWe have put everything you told us on record."
        return Ending(self.reference, self.assessment().band, said, self.promise_by())

    def _section(self, path: str, label: tuple[str, str], sheets: tuple[Sheet, ...]) -> Section:
        questions = tuple(question for sheet in sheets for question in self._asked(sheet))
        repeats = {sheet.path.split("[n]")[0] for sheet in sheets if "[n]" in sheet.path}
        alleged = self._in(("Person alleged responsible", "Person yr honnir ei fod yn gyfrifol"))
        rows = tuple(Rows(each, alleged, self.rows, relevant=True) for each in repeats)
        return Section(path, self._in(label), questions, rows)

    def _asked(self, sheet: Sheet) -> tuple[Question, ...]:
        paths = [sheet.path.replace("[n]", f"[{n}]") for n in range(1, self.rows + 1)] if "[n]" in sheet.path else [sheet.path]
        asked = [self._question(sheet, path) for path in paths]
        return tuple(question for question in asked if question.relevant or question.value)

    def _question(self, sheet: Sheet, path: str) -> Question:
        options = tuple(Option(name, en if self.language == "en" else cy, points) for name, en, cy, points in sheet.options)
        value = self.values.get(path, "")
        label = self._in((sheet.en, sheet.cy)) if sheet.spoken else ""
        problem = sheet.wrong(value) if value else ""
        return Question(
            path, sheet.kind, label, sheet.spoken, self._in(sheet.short), self._in(sheet.hint), self._in(sheet.guidance),
            sheet.required, False, sheet.appearance, options, value, problem, sheet.core, sheet.when(self.values),
        )  # fmt: skip

    def _points(self, question: Question) -> Reason:
        gap = question.value in ("dk", "declined")
        return Reason(code=f"{'gap' if gap else 'points'}:{question.path}", points=self._score(question), path=question.path)

    def _score(self, question: Question) -> int:
        return sum(option.points or 0 for option in question.options if option.name in question.value.split())

    def _in(self, said: tuple[str, str]) -> str:
        return said[0] if self.language == "en" else said[1]


@dataclass
class MovingClock:
    """Tells the time it was set to."""

    at: datetime = STARTED + timedelta(seconds=221)

    def __call__(self) -> datetime:
        return self.at
