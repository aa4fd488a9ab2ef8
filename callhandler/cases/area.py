"""What an area decides for itself: which script is asked and which matrix it carries, when a case review is due, who agreed to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from callhandler.cases.asked import Questions
from callhandler.cases.beats import BeatOfArea
from callhandler.cases.browsing import MEMORY, USUAL, LookRules, Pattern
from callhandler.cases.glass import NOTHING_OPENS, GlassRules
from callhandler.cases.why import Asks
from callhandler.log.calendar import Span
from callhandler.log.kinds import AgencyId, Band
from callhandler.people.names import fold_name
from callhandler.protocol.agreement import Agreement
from callhandler.protocol.case_review import CaseReviewRule
from callhandler.protocol.decision import Field as Part
from callhandler.protocol.decision import Role
from callhandler.protocol.disclosure import NOTHING, Discloses
from callhandler.risk.bands import RANK
from callhandler.risk.repeat import RepeatRule
from callhandler.risk.watch import WatchRule
from callhandler.script.matrix import Matrix, read_matrix
from callhandler.script.release import verify_beside
from callhandler.script.trouble import ScriptTrouble

OWN = frozenset({"code", "prefix", "name", "label", "script", "publisher", "change_over", "beats"})  # what no area takes from another
Language = Literal["en", "cy"]


class AreaTrouble(Exception):  # noqa: N818 - says what is wrong, as a handler would
    """An area's file cannot be used. The message names the file and the line or field, in plain words."""


@dataclass(frozen=True, slots=True)
class ChangeOver:
    """The version that new calls are asked under from a day on, beside the one in force until then."""

    script: Path
    on: date


@dataclass(frozen=True, slots=True)
class Area:
    """One area's choices, all data. `label` must stand on screen and in print; `schemes` are other case reviews to compare with.

    `repeat`, and the targets and clocks of the agreement, are the analyst's: they come from the form (docs/decisions/0023).
    """

    code: str
    prefix: str
    names: Mapping[Language, str]
    labels: Mapping[Language, str]
    languages: tuple[Language, ...]
    script: Path
    repeat: tuple[RepeatRule, ...]
    watch: tuple[WatchRule, ...]
    long_time: int
    grave: frozenset[str]
    case_review: CaseReviewRule
    schemes: Mapping[str, CaseReviewRule]
    agreement: Agreement
    questions: Questions
    change_over: ChangeOver | None = None
    discloses: Discloses = NOTHING
    protected: tuple[str, ...] = ()  # addresses at which nobody is looked for or named: refuges, homes that must not be known
    beats: tuple[BeatOfArea, ...] = ()
    asks_why: Asks = "sensitive"  # whoever opens a log (R3)
    closes_after: int = 42  # days without an entry after which a case of an old log is taken for closed, where the log does not say
    glass: GlassRules = NOTHING_OPENS  # what is withheld may be opened in an emergency, for one of these reasons (R8)
    looks: LookRules = USUAL  # what is taken for browsing (T2)

    @property
    def name(self) -> str:
        return self.names["en"]

    @property
    def label(self) -> str:
        return self.labels["en"]

    def name_in(self, language: str) -> str:
        return self.names["cy" if language == "cy" else "en"]

    def label_in(self, language: str) -> str:
        return self.labels["cy" if language == "cy" else "en"]


def load_area(folder: Path) -> Area:
    """Read an area from its folder. Raises AreaTrouble where the file is missing, is no YAML, or does not say what it must."""
    file = folder / "area.yaml"
    try:
        read = _AreaFile.model_validate(_told(folder))
    except OSError as trouble:
        raise AreaTrouble(f"{file}: cannot be read ({trouble.strerror})") from trouble
    except yaml.YAMLError as trouble:
        raise AreaTrouble(f"{file}: {trouble}") from trouble
    except ValidationError as trouble:
        first = trouble.errors(include_url=False, include_input=False)[0]
        raise AreaTrouble(f"{file}: {'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from trouble
    return read.area(folder)


def _told(folder: Path, *, like: bool = True) -> object:
    """What an area's file says. One that is `like` its neighbour takes from it whatever it does not say itself."""
    told = yaml.safe_load((folder / "area.yaml").read_text(encoding="utf-8"))
    if not like or not isinstance(told, dict) or "like" not in told:
        return told
    neighbour = _told(folder.parent / Path(str(told.pop("like"))).name, like=False)
    if not isinstance(neighbour, dict):
        return told
    theirs, own = neighbour.get("agreement"), told.get("agreement", {})
    agreed = {"agreement": {**theirs, **own}} if isinstance(theirs, dict) and isinstance(own, dict) else {}
    return {**{name: said for name, said in neighbour.items() if name not in OWN}, **told, **agreed}


def _script(folder: Path, named: str, publisher: str) -> Path:
    """Where a form lies. An area that names its publisher takes none that was altered, or that somebody else published."""
    script = (folder / named).resolve()
    try:
        if publisher:
            verify_beside(script, publisher)
    except (ScriptTrouble, OSError) as trouble:
        raise AreaTrouble(f"{script}: {trouble}") from trouble
    return script


def _matrix(script: Path) -> Matrix:
    """The rules that the analyst wrote into the workbook: they come with the form, under its signature, and from nowhere else."""
    try:
        matrix = read_matrix(script.read_bytes())
    except (ScriptTrouble, OSError) as trouble:
        raise AreaTrouble(f"{script}: {trouble}") from trouble
    if missing := [band for band in RANK if band not in matrix.targets]:
        raise AreaTrouble(f"{script}: the form's list targets does not say when a victim hears from us at {', '.join(missing)}")
    return matrix


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Said(_Part):
    en: str
    cy: str

    def both(self) -> Mapping[Language, str]:
        return {"en": self.en, "cy": self.cy}


class _Span(_Part):
    months: int = Field(0, ge=0)
    days: int = Field(0, ge=0)


class _Watch(_Part):
    code: str
    least: int = Field(ge=2)
    months: int = Field(ge=1)
    band: Literal["standard", "medium"] = "standard"
    agencies: int = Field(1, ge=1)

    def rule(self) -> WatchRule:
        return WatchRule(self.code, self.least, self.months, self.band, self.agencies)


class _CaseReview(_Part):
    """The number may be lower than three, never higher (2014 Act s.104)."""

    least: int = Field(3, ge=1, le=3)
    months: int = Field(6, ge=6)
    made_within: _Span = _Span(months=1)
    people: int | None = Field(None, ge=1)
    hate: int | None = Field(None, ge=1)
    tell_at: int = Field(2, ge=1)

    def rule(self) -> CaseReviewRule:
        within = Span(self.made_within.months, self.made_within.days)
        return CaseReviewRule(self.least, self.months, within, self.people, self.hate, self.tell_at)


class _ChangeOver(_Part):
    """A manifest lies beside each form, so the next version has a folder of its own: `script: next/form.xml`."""

    script: str
    on: date

    def change_over(self, folder: Path, publisher: str) -> ChangeOver:
        return ChangeOver(_script(folder, self.script, publisher), self.on)


class _Agreement(_Part):
    agencies: tuple[AgencyId, ...]
    actions: dict[Band, tuple[str, ...]] = {}
    holidays: frozenset[date] = frozenset()

    def agreement(self, matrix: Matrix) -> Agreement:
        return Agreement(self.agencies, matrix.targets, matrix.clocks, self.actions, self.holidays)


class _Beat(_Part):
    code: str = Field(pattern="^[a-z0-9][a-z0-9-]*$", max_length=60)
    name: _Said
    postcodes: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()

    def beat(self) -> BeatOfArea:
        return BeatOfArea(self.code, dict(self.name), self.postcodes, self.streets)


class _Discloses(_Part):
    to: dict[str, frozenset[Part]] = {}
    answers: dict[str, Part] = {}

    def discloses(self) -> Discloses:
        return Discloses(self.to, self.answers)


class _Glass(_Part):
    minutes: int = Field(30, ge=1, le=240)
    reasons: dict[Annotated[str, Field(pattern="^[a-z][a-z-]*$", max_length=40)], _Said] = Field(max_length=9)
    words: dict[Language, frozenset[Annotated[str, Field(pattern=r"^\w.+", max_length=40)]]] = {}

    def rules(self) -> GlassRules:
        return GlassRules({code: said.both() for code, said in self.reasons.items()}, self.minutes, frozenset().union(*self.words.values()))


class _Looks(_Part):
    logs_an_hour: int = Field(USUAL.logs_an_hour, ge=1)
    reviewing_an_hour: int = Field(USUAL.reviewing_an_hour, ge=1)
    searches_an_hour: int = Field(USUAL.searches_an_hour, ge=1)
    days: int = Field(USUAL.days, ge=2)
    within: int = Field(USUAL.within, ge=2, le=MEMORY)
    lately: dict[Role, Annotated[int, Field(ge=0, le=366)]] = {}
    unlinked_a_day: dict[Role, Annotated[int, Field(ge=0)]] = {}
    common: tuple[str, ...] = ()
    sample: int = Field(USUAL.sample, ge=0)
    left_out: frozenset[Pattern] = frozenset()

    def rules(self) -> LookRules:
        return LookRules(**{**dict(self), "common": frozenset(map(fold_name, self.common))})


class _AreaFile(_Part):
    code: str
    prefix: str = Field(pattern="^[A-Z]{3}$")
    name: _Said
    label: _Said
    languages: tuple[Language, ...]
    script: str
    publisher: str = Field("", pattern="^([0-9a-f]{64})?$")
    watch: tuple[_Watch, ...] = ()
    long_time: int = Field(3, ge=1)
    grave: frozenset[str] = frozenset()
    case_review: _CaseReview
    schemes: dict[str, _CaseReview] = {}
    agreement: _Agreement
    questions: dict[str, str] = {}
    change_over: _ChangeOver | None = None
    discloses: _Discloses = _Discloses()
    protected: tuple[str, ...] = ()
    beats: tuple[_Beat, ...] = Field((), max_length=100)
    asks_why: Annotated[Asks, BeforeValidator(lambda said: "off" if said is False else said)] = "sensitive"  # YAML reads off as "no"
    closes_after: int = Field(42, ge=1, le=36525)
    glass: _Glass = _Glass(reasons={})
    looks: _Looks = _Looks()

    def area(self, folder: Path) -> Area:
        if strange := sorted(self.questions.keys() - Questions.names()):
            raise AreaTrouble(f"{folder / 'area.yaml'}: questions: no such question here: {', '.join(strange)}")
        script = _script(folder, self.script, self.publisher)
        matrix = _matrix(script)
        return Area(
            self.code,
            self.prefix,
            self.name.both(),
            self.label.both(),
            self.languages,
            script,
            matrix.repeats,
            tuple(one.rule() for one in self.watch),
            self.long_time,
            self.grave,
            self.case_review.rule(),
            {code: one.rule() for code, one in self.schemes.items()},
            self.agreement.agreement(matrix),
            Questions(**self.questions),
            self.change_over.change_over(folder, self.publisher) if self.change_over else None,
            self.discloses.discloses(),
            self.protected,
            tuple(one.beat() for one in self.beats),
            self.asks_why,
            self.closes_after,
            self.glass.rules(),
            self.looks.rules(),
        )
