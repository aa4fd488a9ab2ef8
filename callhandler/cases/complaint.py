"""One complaint as its entries tell it: who called, about whom, what they said, how it was graded, what was promised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from callhandler.cases.asked import NOTHING, Questions
from callhandler.cases.closure import closure
from callhandler.cases.health import told_of_keeping
from callhandler.log.entry import Entry
from callhandler.log.fold import Registers
from callhandler.log.kinds import (
    ActionAgreed,
    ActionDone,
    AgencyId,
    Answered,
    Band,
    BroughtIn,
    CallEnded,
    CallStarted,
    CaseId,
    CaseReviewOffered,
    ContactMade,
    ContactSorted,
    HistoryTold,
    Noted,
    PersonDescribed,
    PersonId,
    PlaceDescribed,
    Purpose,
    Reviewed,
    RiskAssessed,
    ScriptVersion,
)
from callhandler.people.person import Description
from callhandler.risk.bands import RANK, highest
from callhandler.risk.history import Told


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade in the log. A lowered band that a supervisor sent back gives way to the computed one."""

    entry: str
    at: datetime
    actor: str
    assessed: RiskAssessed
    verdict: str = ""  # "", "confirmed" or "returned"
    review: Reviewed | None = None

    @property
    def band(self) -> Band:
        return highest(self.assessed.computed, self.assessed.band) if self.verdict == "returned" else self.assessed.band

    @property
    def lowered(self) -> bool:
        return RANK[self.assessed.band] < RANK[self.assessed.computed]

    @property
    def awaiting_supervisor(self) -> bool:
        return self.lowered and not self.verdict


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something an agency took on, and whether it has been done."""

    entry: str
    agency: AgencyId
    what: str
    due: datetime
    promise: bool
    done: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at one question, and in which entry it was said."""

    value: str
    entry: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Complaint:
    """One contact about antisocial behaviour, whole. Several answers at one path: two desks wrote without having seen each other."""

    case: CaseId
    entry: str
    reference: str
    agency: AgencyId
    channel: str
    language: str
    script: ScriptVersion
    started: datetime
    caller: PersonId
    people: tuple[Description, ...] = ()
    purpose: Purpose = "report"
    same_incident_as: CaseId = ""
    incident_on: date | None = None
    place: str = ""
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    notes: tuple[tuple[datetime, str, str], ...] = ()
    told: tuple[Told, ...] = ()
    grades: tuple[Graded, ...] = ()
    standing: tuple[Graded, ...] = ()
    actions: tuple[Agreed, ...] = ()
    ended: datetime | None = None
    promised: date | None = None
    summary: str = ""
    reached: tuple[datetime, ...] = ()
    looked: tuple[datetime, ...] = ()
    reviews: tuple[tuple[datetime, bool], ...] = ()  # when they were told of the case review, and whether they asked for one
    keeping: datetime | None = None  # when they were told that what they say about health is kept
    closed: datetime | None = None
    closing: str = ""
    brought: BroughtIn | None = None

    @property
    def in_progress(self) -> bool:
        return self.ended is None

    @property
    def open(self) -> bool:
        return self.closed is None

    @property
    def victim(self) -> PersonId:
        """The person the log hangs on: the one affected, whoever called."""
        return next((one.person for one in self.people if one.role == "victim"), self.caller)

    @property
    def name(self) -> str:
        """What the victim is called, as far as they said."""
        return next((one.name for one in self.people if one.person == self.victim and one.role != "alleged" and one.name), "")

    @property
    def home(self) -> str:
        """Where the victim lives, as far as they said."""
        return next((one.place for one in self.people if one.person == self.victim and one.role != "alleged" and one.place), "")

    @property
    def band(self) -> Band | None:
        """Of several grades that stand, made without knowing of each other, the higher holds."""
        return highest(*(one.band for one in self.standing)) if self.standing else None

    @property
    def band_until_confirmed(self) -> Band | None:
        """The band that steps and clocks go by: a lowered one counts only once a supervisor has confirmed it."""
        held = [one.assessed.computed if one.awaiting_supervisor else one.band for one in self.standing]
        return highest(*held) if held else None

    @property
    def awaiting_supervisor(self) -> tuple[Graded, ...]:
        return tuple(one for one in self.standing if one.awaiting_supervisor)

    @property
    def reports(self) -> bool:
        """Whether it tells of antisocial behaviour itself: a chaser, a complaint about the service or our own call does not."""
        return self.purpose in ("report", "referral")

    def ticked(self, path: str) -> tuple[tuple[str, str], ...]:
        """What was ticked at a question, each with its entry; "none", "don't know" and "declined" tick nothing."""
        return tuple((tick, one.entry) for one in self.answers.get(path, ()) for tick in one.value.split() if tick not in NOTHING)

    def says(self, path: str, value: str) -> tuple[str, ...]:
        """The entries in which this answer stands."""
        return tuple(one.entry for one in self.answers.get(path, ()) if one.value == value)


def tell(registers: Registers, case: CaseId, asked: Questions) -> Complaint | None:
    """The complaint of a case; None where its beginning is not here, or was erased."""
    entries = tuple(entry for entry in registers.entries(case) if not registers.corrected(entry.id))
    begun = next((_begun(entry, entry.body) for entry in entries if isinstance(entry.body, CallStarted)), None)
    if begun is None:
        return None
    answered = _with_answers(begun, registers, asked)
    return _with_end(_with_grades(_with_people(answered, registers), registers, entries), registers, entries)


def _begun(start: Entry, of: CallStarted) -> Complaint:
    told = (of.reference, start.agency, of.channel, of.language, of.script, start.at, of.caller)
    return Complaint(start.case, start.id, *told, brought=of.brought)


def _with_answers(begun: Complaint, registers: Registers, asked: Questions) -> Complaint:
    answers = _answers(registers, begun.case)
    places = [one.body.place for one in registers.values(begun.case, "place") if isinstance(one.body, PlaceDescribed)]
    return replace(
        begun,
        answers=answers,
        language=_last(answers, asked.language) or begun.language,
        place=_last(answers, asked.place) or "".join(places[-1:]),  # a complaint from an old log answers no question
        incident_on=asked.incident_on(lambda path: _last(answers, path), begun.started.date()),
        told=_told(registers, begun.case),
    )


def _with_people(answered: Complaint, registers: Registers) -> Complaint:
    contact = registers.value(answered.case, "purpose")
    kind = contact.body if contact and isinstance(contact.body, ContactSorted) else ContactSorted(purpose="report")
    return replace(answered, people=_people(registers, answered.case), purpose=kind.purpose, same_incident_as=kind.incident)


def _with_grades(heard: Complaint, registers: Registers, entries: Sequence[Entry]) -> Complaint:
    grades = tuple(_graded(registers, entry, entry.body) for entry in entries if isinstance(entry.body, RiskAssessed))
    heads = set(registers.heads(heard.case, "risk"))
    return replace(
        heard,
        grades=grades,
        standing=tuple(one for one in grades if one.entry in heads),
        actions=_actions(registers, entries),
        looked=tuple(entry.at for entry in entries if isinstance(entry.body, Reviewed)),
    )


def _with_end(graded: Complaint, registers: Registers, entries: Sequence[Entry]) -> Complaint:
    end = next(((entry.at, entry.body) for entry in reversed(entries) if isinstance(entry.body, CallEnded)), None)
    closed, closing = closure(graded.case, graded.started, graded.brought, registers)
    return replace(
        graded,
        notes=tuple((entry.at, entry.body.text, entry.body.path) for entry in entries if isinstance(entry.body, Noted)),
        ended=end[0] if end else graded.started if graded.brought else None,
        promised=end[1].promised if end else None,
        summary=end[1].summary if end else "",
        reached=tuple(entry.at for entry in entries if isinstance(entry.body, ContactMade) and entry.body.reached),
        reviews=tuple((entry.at, entry.body.asked_for) for entry in entries if isinstance(entry.body, CaseReviewOffered)),
        keeping=told_of_keeping(registers, graded.case),
        closed=closed,
        closing=closing,
    )


def _answers(registers: Registers, case: CaseId) -> Mapping[str, tuple[Answer, ...]]:
    """Every answer that stands; one taken back is no answer."""
    answers: dict[str, tuple[Answer, ...]] = {}
    for name in registers.fields(case):
        for entry in registers.values(case, name) if name.startswith("answer:") else ():
            if isinstance(entry.body, Answered) and entry.body.value:
                stands = answers.get(entry.body.path, ())
                answers[entry.body.path] = (*stands, Answer(entry.body.value, entry.id, entry.at))
    return answers


def _last(answers: Mapping[str, tuple[Answer, ...]], path: str) -> str:
    return answers[path][-1].value if path in answers else ""


def _people(registers: Registers, case: CaseId) -> tuple[Description, ...]:
    standing = (entry.body for name in registers.fields(case) if name.startswith("person:") for entry in registers.values(case, name))
    return tuple(
        Description(body.person, body.name, body.phone, body.born, body.place, body.words, body.role)
        for body in standing
        if isinstance(body, PersonDescribed)
    )


def _graded(registers: Registers, entry: Entry, assessed: RiskAssessed) -> Graded:
    review = registers.value(entry.case, f"review:{entry.id}")
    said = review.body if review and isinstance(review.body, Reviewed) else None
    return Graded(entry.id, entry.at, entry.actor, assessed, said.verdict if said else "", said)


def _actions(registers: Registers, entries: Iterable[Entry]) -> tuple[Agreed, ...]:
    return tuple(
        Agreed(entry.id, body.agency, body.what, body.due, body.promise, _done(registers, entry))
        for entry in entries
        if isinstance(body := entry.body, ActionAgreed)
    )


def _done(registers: Registers, agreed: Entry) -> datetime | None:
    done = registers.value(agreed.case, f"done:{agreed.id}")
    return done.at if done and isinstance(done.body, ActionDone) else None


def _told(registers: Registers, case: CaseId) -> tuple[Told, ...]:
    standing = (entry for what in ("incidents", "reports") for entry in registers.values(case, f"history:{what}"))
    return tuple(
        Told(body.what, body.least, body.number, body.since, body.until, entry.case, entry.id)
        for entry in standing
        if isinstance(body := entry.body, HistoryTold)
    )
