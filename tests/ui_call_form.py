"""The shipped script as a call in progress, with the real engine and the real grading, and no disk under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from callhandler.cases.area import Area, load_area
from callhandler.cases.plain import ReadBack, next_steps_said, summary_said
from callhandler.config import RESOURCES
from callhandler.log.kinds import Manner
from callhandler.risk.assessment import Assessment, Override, OverrideRefused, assess
from callhandler.risk.bands import RANK
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.script.question import Changed, Question, Section
from callhandler.script.scoring import sheet
from callhandler.words import Words
from tests.ui_call_fixtures import STARTED, Begun, Ending, Note, Step, begun


def area(code: str = "south-wales") -> Area:
    return load_area(RESOURCES / "areas" / code)


def shipped_script() -> Call:
    form = load((RESOURCES / "forms" / "first-call.xml").read_bytes())
    return Call(form, now=lambda: STARTED)


@dataclass
class FormCall:
    """Answers go to the engine; notes and drafts are kept in memory."""

    script: Call = field(default_factory=shipped_script)
    area: Area = field(default_factory=area)
    language: str = "en"
    reference: str = "SWA-261122-K4CD-007"
    started: datetime = STARTED
    paper: Begun = field(default_factory=begun)
    manners: dict[str, Manner] = field(default_factory=dict)
    kept: list[Note] = field(default_factory=list)
    keeping: bool = False
    drafts: dict[str, str] = field(default_factory=dict)
    left_at: tuple[str, int] = ("", 0)
    agreed: list[str] = field(default_factory=list)
    reasons: dict[str, str] | None = None
    outcome: str = ""

    def sections(self) -> tuple[Section, ...]:
        return self.script.sections(self.language)

    def question(self, path: str) -> Question:
        return self.script.question(path, self.language)

    def manner(self, path: str) -> str:
        return self.manners.get(path, "")

    def answer(self, path: str, value: str, manner: Manner = "asked") -> Changed:
        self.manners[path] = manner
        self.drafts.pop(path, None)
        return self.script.set(path, value)

    def add_row(self, path: str) -> Changed:
        return self.script.add_row(path)

    def remove_row(self, path: str, n: int) -> Changed:
        return self.script.remove_row(path, n)

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
        said, why, who = (self.script.value(f"/data/outcome/band_{part}") for part in ("final", "reason", "supervisor"))
        scored = sheet(self.script, self.manners, ahead=ahead)
        band = next((each for each in RANK if each == said), None)
        try:
            return assess(scored, (), Override(band, why, who) if band else None)
        except OverrideRefused:
            return assess(scored)

    def still_to_ask(self) -> tuple[Question, ...]:
        return self.script.unanswered_required(self.language)

    def told_of_keeping(self) -> bool:
        return self.keeping

    def tell_of_keeping(self, *, told: bool = True) -> None:
        self.keeping = told

    def switch_language(self) -> None:
        self.language = "cy" if self.language == "en" else "en"

    def promise_by(self) -> date:
        said = self.script.value("/data/outcome/promise_date")
        return date.fromisoformat(said) if said else self.area.agreement.contact_by(self.assessment().band, self.started)

    def steps(self) -> tuple[Step, ...]:
        by = datetime.combine(self.promise_by(), time(23, 59), UTC)
        return tuple(Step(code, what, by) for code, what in next_steps_said(Words(self.language), self.assessment().band, self.area))

    def agree(self, step: object) -> None:
        assert isinstance(step, Step)
        self.agreed.append(step.code)

    def end(self, reasons: Mapping[str, str], outcome: str = "closed") -> Ending:
        self.reasons, self.outcome = dict(reasons), outcome
        assert {question.path for question in self.still_to_ask()} == self.reasons.keys()
        behaviours = self.question("/data/incident/behaviours")
        labels = tuple(option.label for option in behaviours.options if option.name in behaviours.value.split())
        band, promise = self.assessment().band, self.promise_by()
        read_back = ReadBack(self.reference, band, labels, self.script.value("/data/incident/location"), promise)
        return Ending(self.reference, band, "\n".join(summary_said(Words(self.language), read_back)), promise)
