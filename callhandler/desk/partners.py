"""What other agencies hold of our cases, or would hold after a share; what of theirs is here; and what waits, on either side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from callhandler.desk.hand import Hand
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import AgencyId, CaseId, CaseShared, LateAccepted, RiskAssessed
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.protocol.disclosure import AUDIT, Discloses, agreed, parts, preview
from callhandler.store.logbook import Logbook
from callhandler.sync.rules import RULES, SHARING, audience_of

MOST = 1000  # entries of one portion


@dataclass(frozen=True, slots=True)
class Share:
    """An audience that may see a case of ours. `wrote`: who of that agency put something on record in it, and when last."""

    audience: Audience
    since: datetime
    by: str
    gateway: str
    wrote: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that a share would not show. `why`: the part of a case that is not agreed for them; "" for what no other agency is told."""

    entry: Entry
    why: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what an audience would hold of a case were it shared now, and what it would not."""

    told: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """A case of another agency that is here because they shared it."""

    case: CaseId
    owner: AgencyId
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Entries of one case that the endpoint has not signed for yet."""

    case: CaseId
    entries: int
    since: datetime
    high: bool = False


@dataclass(frozen=True, slots=True)
class Outbox:
    """Of `saved` entries the endpoint has signed for `sent`; the others wait, by case, the oldest first (of the first thousand)."""

    saved: int
    sent: int
    waits: tuple[Waiting, ...]


class Partners:
    """For one operator's desk. Reads the log as it is on the disk."""

    def __init__(self, hand: Hand, logbook: Logbook, discloses: Discloses) -> None:
        self._hand, self._logbook, self._discloses = hand, logbook, discloses

    def shares(self, case: CaseId) -> tuple[Share, ...]:
        """Who besides its owner may see the case, since when and on whose word."""
        entries = self._logbook.entries(case=case)
        rules = [entry for entry in entries if entry.kind in SHARING]
        registers = fold(rules)
        found = []
        for audience in sorted(audience_of(case, rules) - {owner_of(case)}):
            stands = registers.value(case, f"share:{audience}")
            if stands and isinstance(stands.body, CaseShared):
                found.append(Share(audience, stands.at, stands.actor, stands.body.gateway, _wrote(entries, agency_of(audience))))
        return tuple(found)

    def preview(self, case: CaseId, audience: Audience) -> Preview:
        """The same decision by which the endpoint delivers, asked here beforehand."""
        entries = [entry for entry in self._logbook.entries(case=case) if entry.kind not in RULES]
        told = preview(entries, audience, self._discloses)
        held = {entry.id for entry in told}
        return Preview(told, tuple(self._left_out(entry, audience) for entry in entries if entry.id not in held))

    def guests(self) -> tuple[Guest, ...]:
        """The cases of other agencies that are here, the newest first."""
        own = self._hand.who.agency
        shared = (entry for entry in self._logbook.entries(kinds=("case-shared",)) if owner_of(entry.case) != own)
        found = {
            entry.case: Guest(entry.case, owner_of(entry.case), entry.at, entry.actor)
            for entry in shared
            if isinstance(entry.body, CaseShared) and agency_of(entry.body.audience) == own
        }
        return tuple(sorted(found.values(), key=lambda guest: guest.since, reverse=True))

    def outbox(self) -> Outbox:
        """What the endpoint has yet to sign for, as it stands at one moment."""
        store = self._logbook.replica()
        with store.looking():
            acked, saved = store.progress().acked, store.total()
            entries = [holding.entry for holding in store.own(acked + 1, MOST)]
        by_case = groupby(sorted(entries, key=lambda entry: entry.case), key=lambda entry: entry.case)
        found = [_waiting(case, list(those)) for case, those in by_case]
        return Outbox(saved, acked, tuple(sorted(found, key=lambda one: one.since)))

    def waiting(self) -> tuple[Waiting, ...]:
        """What waits, by case."""
        return self.outbox().waits

    def held_back(self) -> tuple[tuple[CaseId, tuple[Entry, ...]], ...]:
        """What others wrote in cases of ours without leave, such as after a share had ended: it counts for nothing until it is accepted."""
        ours = [entry for entry in self._logbook.held() if owner_of(entry.case) == self._hand.who.agency]
        cases = dict.fromkeys(entry.case for entry in ours)
        return tuple((case, tuple(entry for entry in ours if entry.case == case)) for case in cases)

    def accept(self, case: CaseId, entries: Sequence[Entry]) -> None:
        """Let such entries count."""
        self._hand.write(case, LateAccepted(entries=tuple(entry.id for entry in entries)))

    def _left_out(self, entry: Entry, audience: Audience) -> LeftOut:
        told = parts(entry.body, self._discloses) if entry.body and entry.kind != AUDIT else None
        missing = sorted((told or frozenset()) - agreed(self._discloses, audience, agency_of(audience)))
        return LeftOut(entry, missing[0] if missing else "")


def _wrote(entries: Iterable[Entry], agency: AgencyId) -> tuple[tuple[str, datetime], ...]:
    last = {entry.actor: entry.at for entry in entries if entry.agency == agency}
    return tuple(last.items())


def _waiting(case: CaseId, entries: Sequence[Entry]) -> Waiting:
    high = any(isinstance(entry.body, RiskAssessed) and entry.body.band == "high" for entry in entries)
    return Waiting(case, len(entries), min(entry.at for entry in entries), high)
