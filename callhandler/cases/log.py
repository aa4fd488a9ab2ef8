"""A person's log: every complaint since the first call, what stands out, and what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint, tell
from callhandler.cases.findings import Findings, find
from callhandler.cases.flags import Flag, flags_of
from callhandler.cases.promises import Promise, promises_of
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import Band, CaseId, PersonId
from callhandler.people.cluster import joined_by, together
from callhandler.people.person import Description
from callhandler.protocol.case_review import Meter
from callhandler.risk.bands import highest
from callhandler.risk.history import History


@dataclass(frozen=True, slots=True)
class BandAt:
    """A grade on the line of time."""

    at: datetime
    case: CaseId
    band: Band
    computed: Band


@dataclass(frozen=True, slots=True)
class PersonLog:
    """Everything known of one person, under all descriptions that handlers joined; complaints stand newest first, bands oldest first.

    `withheld`: the cases of which something that is here is withheld from whoever asked.
    """

    person: PersonId
    people: frozenset[PersonId]
    descriptions: tuple[Description, ...]
    complaints: tuple[Complaint, ...]
    bands: tuple[BandAt, ...]
    promises: tuple[Promise, ...]
    findings: Findings
    flags: tuple[Flag, ...]
    links: tuple[Entry, ...] = ()  # the decisions that joined them
    withheld: frozenset[CaseId] = frozenset()

    @property
    def history(self) -> History:
        return self.findings.history

    @property
    def meter(self) -> Meter:
        return self.findings.meter

    @property
    def band(self) -> Band | None:
        """The highest band of the complaints that are not closed."""
        graded = tuple(one.band for one in self.complaints if one.open and one.band)
        return highest(*graded) if graded else None

    @property
    def first(self) -> date | None:
        """The day of the first call; None where there is none."""
        return self.complaints[-1].started.date() if self.complaints else None

    def flag(self, code: str) -> Flag | None:
        return next((flag for flag in self.flags if flag.code == code), None)


def complaints_of(entries: Iterable[Entry], area: Area) -> tuple[Complaint, ...]:
    """Every complaint that these entries tell, newest first."""
    registers = fold(entries)
    told = (tell(registers, case, area.questions) for case in registers.cases())
    return tuple(sorted((one for one in told if one), key=lambda one: (one.started, one.case), reverse=True))


def log_of(person: PersonId, entries: Iterable[Entry], area: Area, now: datetime) -> PersonLog:
    """The log of a person on a day. Give all entries that there are: links, homes and places run across cases."""
    known = tuple(entries)
    everyone = complaints_of(known, area)
    people = together(known).get(person, frozenset((person,)))
    own = tuple(one for one in everyone if one.victim in people)
    found = find(own, everyone, area, now.date())
    grades = (BandAt(grade.at, one.case, grade.band, grade.assessed.computed) for one in own for grade in one.grades)
    return PersonLog(
        person,
        people,
        tuple(one for complaint in own for one in complaint.people if one.person in people),
        own,
        tuple(sorted(grades, key=lambda band: band.at)),
        tuple(promise for one in own for promise in promises_of(one)),
        found,
        flags_of(own, found, area),
        joined_by(known, people),
    )
