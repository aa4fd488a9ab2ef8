"""Grades the call on the desk: its answers, and what the log knows of the person affected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.findings import Findings, find
from callhandler.cases.flags import Flag, flags_of
from callhandler.desk.forms import version_of
from callhandler.desk.paper import Paper
from callhandler.desk.persons import Persons
from callhandler.desk.recognition import People, PeopleBook
from callhandler.desk.said import AGREED_BAND, BAND_REASON, BAND_SUPERVISOR, CONTACT_WAY, GRADING, PROMISE, SYSTEM_FLOOR, names_oneself
from callhandler.log.kinds import Band, RiskAssessed
from callhandler.risk.assessment import Assessment, Override, OverrideRefused, asking, assess, override_of, recorded
from callhandler.risk.bands import RANK, highest
from callhandler.script.scoring import sheet


@dataclass(slots=True)
class Grading:
    """The grade of one call, made anew from its paper whenever it is asked for."""

    paper: Paper
    persons: Persons
    book: PeopleBook
    area: Area
    now: Callable[[], datetime]
    operator: str
    _earlier: dict[People, tuple[Complaint, ...]] = field(default_factory=dict)
    _graded: dict[tuple[int, People, bool], Assessment] = field(default_factory=dict)
    _around: dict[frozenset[str], tuple[Complaint, ...]] = field(default_factory=dict)

    def assessment(self, *, ahead: bool = True) -> Assessment:
        """The grade as it stands; a handler's own band counts once it has its reason, and for a lower one its supervisor.

        Without `ahead` it leaves out what the answers still open would change.
        """
        stand = (len(self.paper.entries), self.persons.one_with_subject(), ahead)
        if stand not in self._graded:
            self._graded = {kept: grade for kept, grade in self._graded.items() if kept[:2] == stand[:2]}
            seen = asking(self.paper.assessed.reasons) if self.paper.assessed else None
            self._graded[stand] = self._assess(self._wished(seen), ahead=ahead)
        return self._graded[stand]

    def findings(self) -> Findings:
        """What the area's rules find in the complaints of the person affected, this call's included."""
        own = self.own()
        return find(own, (*own, *self._nearby(own)), self.area, self.now().date())

    def flags(self) -> tuple[Flag, ...]:
        """The flags that stand with this call."""
        return flags_of(self.own(), self.findings(), self.area)

    def own(self) -> tuple[Complaint, ...]:
        """The complaints of the person affected, newest first: this call, and those of every description joined to it."""
        people = self.persons.one_with_subject()
        if people not in self._earlier:
            self._earlier = {people: self.book.complaints(people, but=self.paper.case)}
        return (self.paper.complaint(), *reversed(self._earlier[people]))

    def answers_for(self, band: Band, why: str, supervisor: str) -> dict[str, str]:
        """The answers that set another band. Raises OverrideRefused where the reason or the supervisor is missing."""
        wished = override_of(self.assessment(), band, why, supervisor)
        if names_oneself(supervisor, self.operator):
            raise OverrideRefused("own-supervisor")
        assess(sheet(self.paper.script, self.paper.manners), self.findings().repeats, wished)
        return {AGREED_BAND: band, BAND_REASON: why, BAND_SUPERVISOR: supervisor}

    def news(self, path: str) -> tuple[RiskAssessed, ...]:
        """The grade to put on record when a handler's own band is answered: what stood then is what it was held against."""
        if path not in GRADING:
            return ()
        grade = self._assess(self._wished(None))
        return (recorded(grade, version_of(self.paper.script.form)),) if grade.band != grade.computed else ()

    def lapsed(self) -> bool:
        """Whether a lowered band was put aside because something new was told."""
        return self.assessment(ahead=False).lapsed

    def recorded(self) -> RiskAssessed:
        """The grade as it goes into the log."""
        return recorded(self.assessment(), version_of(self.paper.script.form))

    def held(self) -> Band:
        """The band that steps, promise and clocks go by: a lowered one counts only once a supervisor has confirmed it."""
        grade = self.assessment()
        return grade.computed if grade.awaiting_supervisor else grade.band

    def promise_by(self) -> date | None:
        """The day by which the victim hears from us: as the handler said, or else as agreed; none where they want no contact."""
        said = self.paper.script.value(PROMISE)
        if said:
            return date.fromisoformat(said)
        unwanted = self.paper.script.value(CONTACT_WAY) == "none"
        return None if unwanted else self.area.agreement.contact_by(self.held(), self.paper.at)

    def _assess(self, wished: Override | None, *, ahead: bool = True) -> Assessment:
        """The grade under the band that a handler wished, or without it where it may not be."""
        repeats = self.findings().repeats
        least = highest(*(one.rule.band for one in repeats if one.rule.band))
        self.paper.script.set(SYSTEM_FLOOR, str(RANK[least]))
        drawn_up = sheet(self.paper.script, self.paper.manners, ahead=ahead)
        try:
            return assess(drawn_up, repeats, wished)
        except OverrideRefused:
            return assess(drawn_up, repeats)

    def _wished(self, seen: Mapping[str, Band] | None) -> Override | None:
        """The band that was answered, held against the reasons that stood when it went on record. Nobody is their own supervisor."""
        band, why, supervisor = (self.paper.script.value(path) for path in (AGREED_BAND, BAND_REASON, BAND_SUPERVISOR))
        known = next((one for one in RANK if one == band), None)
        return Override(known, why, "" if names_oneself(supervisor, self.operator) else supervisor, seen) if known else None

    def _nearby(self, own: tuple[Complaint, ...]) -> tuple[Complaint, ...]:
        places = frozenset(place for one in own for place in (one.home, one.place) if place)
        if places not in self._around:
            self._around = {places: self.book.complaints_near(places)}
        known = {one.case for one in own}
        return tuple(one for one in self._around[places] if one.case not in known)
