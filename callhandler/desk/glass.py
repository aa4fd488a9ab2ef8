"""What is withheld from whoever sits here, opened in an emergency once that is on record, for one case and a short while (R8)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from callhandler.cases.area import Area
from callhandler.cases.glass import PURPOSE, TOLD_OF, Broken, broken_of
from callhandler.cases.log import PersonLog
from callhandler.cases.withheld import holding_health, of_health, without_health
from callhandler.desk.hand import Hand
from callhandler.log.entry import Entry
from callhandler.log.kinds import Answered, Body, CaseId, Corrected, GlassBroken, GlassReviewed, PersonId, Viewed
from callhandler.log.ownership import owner_of
from callhandler.protocol.decision import Field, Resource, Subject, behind_glass, decide
from callhandler.store.logbook import Logbook

Stands = Literal["told", "glass", "elsewhere", "role"]
HEALTH: frozenset[Field] = frozenset(("health",))


class StaysShut(Exception):  # noqa: N818 - named as a handler would
    """Nothing of this case is open to a reason given here."""


class OwnOpening(Exception):  # noqa: N818 - named as a handler would
    """Whoever opened something in an emergency does not review it, and only a supervisor or a coordinator does."""


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A case that was opened so, and until when."""

    case: CaseId
    until: datetime
    reason: str


@dataclass(slots=True)
class Glass:
    """For one operator's desk. While nobody vouched for a role, nothing is withheld (ADR 0026)."""

    hand: Hand
    logbook: Logbook
    area: Area
    _open: dict[CaseId, OpenNow] = field(default_factory=dict)

    # what is withheld

    def shut(self, case: CaseId) -> bool:
        """Whether the health details of this case are withheld from whoever sits here, as of now."""
        return case not in {one.case for one in self.open_now()} and not self._told(case)

    def held_back(self, cases: Collection[CaseId], *, leaving: bool = False) -> frozenset[CaseId]:
        """Those of these cases in which something is withheld that is here. `leaving`: no emergency lets it leave the desk."""
        shut = frozenset(case for case in cases if (not self._told(case) if leaving else self.shut(case)))
        return holding_health(self.logbook.entries(cases=shut), self.area.discloses) if shut else shut

    def may_tell(self, log: PersonLog, entries: Iterable[Entry]) -> PersonLog:
        """The log as whoever sits here may read it. `entries`: those from which it was made."""
        shut = {one.case for one in log.complaints if self.shut(one.case)}
        held_back = holding_health((entry for entry in entries if entry.case in shut), self.area.discloses)
        return without_health(log, held_back, self.area)

    def tells(self, case: CaseId, body: Body) -> bool:
        """Whether an answer of this case may be shown to whoever sits here."""
        return not (isinstance(body, Answered) and of_health(body.path, self.area.discloses) and self.shut(case))

    def stands(self, case: CaseId) -> Stands:
        """What a reason would do: "glass" opens; nothing is withheld; it was never given to this computer; or their role opens nothing."""
        if not self.shut(case):
            return "told"
        here = self.held_back((case,))
        if not here:
            return "told" if owner_of(case) == self.hand.who.agency else "elsewhere"
        subject = self._subject()
        opens = subject is not None and behind_glass(subject, "view", self._health_of(case)) and self.area.glass.reasons
        return "glass" if opens else "role"

    # in an emergency

    def open(self, case: CaseId, person: PersonId, reason: str, words: str) -> OpenNow:
        """Open it to whoever sits here, once that is on record. Raises StaysShut, NotRecorded; then nothing is open."""
        if self.stands(case) != "glass" or reason not in self.area.glass.reasons:
            raise StaysShut
        now = OpenNow(case, self.hand.now() + timedelta(minutes=self.area.glass.minutes), reason)
        looked = Viewed(what="person" if person else "case", subject=person or case, purpose=PURPOSE, reason=reason, about=case)
        broken = GlassBroken(parts=tuple(sorted(HEALTH)), reason=reason, words=words, until=now.until, person=person)
        self.hand.on_record(case, looked, broken)
        self._open[case] = now
        return now

    def open_now(self) -> tuple[OpenNow, ...]:
        """What is open at this moment, the longest first."""
        now = self.hand.now()
        return tuple(one for one in self._open.values() if now < one.until)

    def close(self) -> bool:
        """The desk is locked, or the time is over: everything is withheld again. Says whether anything had been opened."""
        opened = bool(self._open)
        self._open.clear()
        return opened

    # afterwards

    def may_review(self) -> bool:
        """Whether whoever sits here reviews what the people of their agency opened."""
        subject, agency = self._subject(), self.hand.who.agency
        return subject is not None and decide(subject, "review", Resource(agency, frozenset(("audit",)))).allow

    def openings(self) -> tuple[Broken, ...]:
        """What the people of this agency opened so, as far as it is here: what waits for review first."""
        entries = self.logbook.entries(kinds=TOLD_OF, beside=("glass-broken",))
        return tuple(one for one in broken_of(entries, self.area.agreement.holidays) if one.agency == self.hand.who.agency)

    def review(self, one: Broken, verdict: Literal["right", "wrong"], words: str) -> Entry:
        """Say whether it was right. Raises OwnOpening."""
        if not self.may_review() or one.by.casefold() == self.hand.who.operator.casefold():
            raise OwnOpening
        parents = (one.settling,) if one.settling else ()
        return self.hand.write(one.case, GlassReviewed(of=one.entry, verdict=verdict, words=words), parents)

    def take_back(self, settled: Entry) -> None:
        """Such a review no longer counts: it waits again."""
        self.hand.write(settled.case, Corrected(of=settled.id), (settled.id,))

    def _told(self, case: CaseId) -> bool:
        subject = self._subject()
        return subject is None or decide(subject, "view", self._health_of(case)).allow

    def _subject(self) -> Subject | None:
        who = self.hand.who
        return Subject(who.role, who.agency, who.knows) if who.role else None

    def _health_of(self, case: CaseId) -> Resource:
        owner, own = owner_of(case), self.hand.who.agency
        return Resource(owner, HEALTH, frozenset() if owner == own else frozenset((own,)))


def rung(entries: Iterable[Entry]) -> bool:
    """Whether one of these says that something was opened in an emergency."""
    return any(isinstance(entry.body, GlassBroken) for entry in entries)
