"""What the endpoint does with an entry that comes in: it keeps every one, judges afterwards, and tells everybody who may see it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, UnknownBody, version_of
from callhandler.log.ownership import Audience, agency_of, devices_of, owner_of
from callhandler.sync.admission import Admission
from callhandler.sync.feed import Call, RowKind, numbered
from callhandler.sync.messages import Offer
from callhandler.sync.poison import Unreadable
from callhandler.sync.rules import (
    ACCEPTING,
    BEATS,
    DEVICES,
    ERASING,
    RULES,
    SHARING,
    Erasure,
    accepted_of,
    audience_of,
    emptied,
    erasure_of,
    lets,
)
from callhandler.sync.stores import EndpointStore, Enrolled, Kept, WhyHeld

OVERRULED: frozenset[WhyHeld] = frozenset({"not-shared", "revoked"})  # by the owner of the case, who has seen the entry count
_MOVING = SHARING | BEATS | ERASING | ACCEPTING
Readers = Callable[[Entry, frozenset[Audience]], frozenset[Audience]]


def readers(entry: Entry, audience: frozenset[Audience]) -> frozenset[Audience]:
    """Who of a case's audience reads this entry. Who looked at what concerns the auditors of their own agency alone."""
    return frozenset((f"{entry.agency}/audit",)) if entry.kind == "viewed" else audience


class Intake:
    """Everything that comes in within one transaction, and the rows that follow from it."""

    def __init__(self, store: EndpointStore, admission: Admission, tells: Readers) -> None:
        self._store, self._admission, self._tells = store, admission, tells
        self._calls: dict[Audience, list[Call]] = defaultdict(list)
        self._kept: dict[bytes, Kept] = {}
        self._namesakes: dict[str, list[Kept]] = defaultdict(list)
        self._audiences: dict[CaseId, frozenset[Audience]] = {}
        self._erasures: dict[CaseId, Erasure] = {}
        self._welcome: dict[CaseId, frozenset[str]] = {}
        self._ruling: dict[CaseId, list[Entry]] = {}
        self._histories: dict[CaseId, dict[bytes, Kept]] = {}  # of the cases about which something is decided

    def foresee(self, arrivals: Sequence[tuple[Entry, bytes]]) -> None:
        """Look up in one go what these entries, each with its leaf, will be compared with."""
        cases = {entry.case for entry, _ in arrivals}
        self._store.lock(cases=sorted(cases))
        for id, kept in self._store.same_id({entry.id for entry, _ in arrivals}).items():
            self._namesakes[id] = list(kept)
            self._kept |= {one.leaf: one for one in kept}
        told, rules = self._store.audiences(cases), self._store.rules(cases)
        for case in cases - self._audiences.keys():
            self._audiences[case] = told[case] if case in told else audience_of(case, ())
            self._ruling[case] = list(rules.get(case, ()))
            self._erasures[case] = erasure_of(self._ruling[case])
            self._welcome[case] = accepted_of(self._ruling[case])
        decided = {entry.case for entry, _ in arrivals if entry.kind in _MOVING} - self._histories.keys()
        self._histories |= {case: {one.leaf: one for one in kept} for case, kept in self._store.of_cases(decided).items()}
        self._histories |= {case: {} for case in decided - self._histories.keys()}

    def take(self, entry: Entry, leaf: bytes, author: Enrolled, *, vouched: bool = False, allowed: bool = True) -> None:
        """Keep an entry of this author. Foresee it first.

        `vouched`: the owner of its case has seen it count. `allowed`: whoever hands it in may decide what it decides, if it decides
        anything; what was held back for want of that counts once somebody hands it in who may.
        """
        known = self._kept.get(leaf)
        settled = known is not None and not (known.why == "not-allowed" and allowed)
        why: WhyHeld = known.why if known and settled else self._why(entry, author, allowed=allowed)
        heard = self._heard(entry, leaf, "" if why in OVERRULED and (vouched or self._is_welcome(entry)) else why)
        if known is None:
            self._put(heard)
        elif known.why != heard.why or (known.hollow and not heard.hollow):
            self._put(heard if known.hollow else replace(heard, entry=known.entry, hollow=False))
            self._take_back(known, heard)

    def publish(self) -> None:
        """Number the rows: last of all, and feed by feed in one order, so that no two transactions wait for each other."""
        for feed in sorted(self._calls):
            self._store.publish(feed, numbered(self._store.turn(feed), self._calls[feed]))
        self._calls.clear()

    def _why(self, entry: Entry, author: Enrolled, *, allowed: bool = True) -> WhyHeld:
        if isinstance(entry.body, Unreadable):
            return "poison"
        if entry.agency != author.agency:
            return "agency"
        if isinstance(entry.body, UnknownBody) and entry.kv <= version_of(entry.kind):
            return "poison"
        if any(_another(entry, other.entry) for other in self._namesakes[entry.id]):
            return "id"
        return self._trespass(entry, author, allowed=allowed)

    def _trespass(self, entry: Entry, author: Enrolled, *, allowed: bool) -> WhyHeld:
        owner = owner_of(entry.case)
        if not owner:
            return "no-owner"
        if owner != entry.agency and entry.kind in RULES:
            return (
                "not-owner"  # before anything that the owner can overrule: nobody rules over another agency's case, not even by its leave
            )
        if entry.kind in RULES and not allowed:
            return "not-allowed"  # before "revoked", which is overruled the day a device is let in again
        if author.revoked:
            return "revoked"
        invited = {agency_of(audience) for audience in self._audiences[entry.case]}
        return "" if entry.agency == owner or entry.agency in invited else "not-shared"

    def _is_welcome(self, entry: Entry) -> bool:
        return entry.id in self._welcome[entry.case]

    def _heard(self, entry: Entry, leaf: bytes, why: WhyHeld) -> Kept:
        erased = self._erasures[entry.case].reaches(entry)
        return Kept(emptied(entry) if erased else entry, leaf, why, hollow=not (entry.payload or erased))

    def _put(self, kept: Kept) -> None:
        self._keep(kept)
        self._namesakes[kept.entry.id].append(kept)
        if kept.why:
            self._tell("held", kept, self._owners(kept.entry))
        else:
            self._accept(kept)

    def _keep(self, kept: Kept) -> None:
        self._store.keep(kept)
        self._kept[kept.leaf] = kept
        if kept.entry.case in self._histories:
            self._histories[kept.entry.case][kept.leaf] = kept
        if kept.entry.kind in RULES and not kept.why:
            self._ruling[kept.entry.case].append(kept.entry)

    def _accept(self, kept: Kept) -> None:
        entry = kept.entry
        before = self._audiences[entry.case]
        after = audience_of(entry.case, self._ruling[entry.case]) if entry.kind in SHARING | BEATS else before
        self._tell("entry", kept, self._tells(entry, before & after))
        if before != after:
            self._move(entry.case, before, after)
        if entry.kind in ERASING:
            self._erase(kept)
        if entry.kind in ACCEPTING:
            self._welcome[entry.case] = accepted_of(self._ruling[entry.case])
            self._reconsider(self._history(entry.case))
        if entry.kind in DEVICES and entry.case == devices_of(entry.agency):
            for device in self._admission.decide(entry.agency):
                self._reconsider(self._store.held_of(device))

    def _take_back(self, was: Kept, now: Kept) -> None:
        """A body came to its envelope, and shows that some were told of it who may not be: they are told of the case anew."""
        audience = self._audiences[now.entry.case]
        for feed in (self._tells(was.entry, audience) - self._tells(now.entry, audience)) & audience:
            self._calls[feed].append(("purge", now.entry.case, now.entry.case, b""))
            self._move_in(now.entry.case, feed)

    def _move(self, case: CaseId, before: frozenset[Audience], after: frozenset[Audience]) -> None:
        self._store.set_audience(case, after)
        self._audiences[case] = after
        for feed in before - after:
            self._calls[feed].append(("purge", case, case, b""))
        for feed in after - before:
            self._move_in(case, feed)
        self._reconsider(self._history(case))

    def _reconsider(self, those: Sequence[Kept]) -> None:
        """Something was decided: what was held back for want of it counts now, as it would have done had it come later."""
        held = [kept for kept in those if kept.why in OVERRULED]
        if not held:
            return
        self.foresee([(kept.entry, kept.leaf) for kept in held])
        for kept in (self._kept.get(one.leaf, one) for one in held):  # as it stands now that nobody else decides: it may have been erased
            author = self._store.device(kept.entry.device)
            if author and (self._is_welcome(kept.entry) or not self._why(kept.entry, author)):
                self._put(replace(kept, why=""))

    def _move_in(self, case: CaseId, feed: Audience) -> None:
        """The permission first, so that nobody ever holds content without it; then the whole history."""
        for kept in sorted(self._history(case), key=lambda kept: not lets(kept.entry, feed)):
            if not kept.why:
                self._tell("entry", kept, self._tells(kept.entry, frozenset((feed,))) & {feed})
            else:
                self._tell("held", kept, self._owners(kept.entry) & {feed})

    def _erase(self, kept: Kept) -> None:
        case = kept.entry.case
        self._store.keep_outside(Offer(kept.entry, kept.leaf, self._store.proofs((kept.leaf,))[kept.leaf]))
        self._erasures[case] = erasure_of(self._ruling[case])
        for other in self._history(case):
            if (other.entry.payload or other.hollow) and self._erasures[case].reaches(other.entry):
                self._keep(replace(other, entry=emptied(other.entry), hollow=False))

    def _tell(self, kind: RowKind, kept: Kept, feeds: frozenset[Audience]) -> None:
        for feed in feeds:
            self._calls[feed].append((kind, kept.entry.case, kept.entry.id, kept.leaf))

    def _owners(self, entry: Entry) -> frozenset[Audience]:
        """Who sees it while it is held back: those of the owner's people who would read it otherwise."""
        readers = self._tells(entry, self._audiences[entry.case]) & self._audiences[entry.case]
        return frozenset(audience for audience in readers if agency_of(audience) == owner_of(entry.case))

    def _history(self, case: CaseId) -> Sequence[Kept]:
        """All that there is of a case, in the order in which it came."""
        if case not in self._histories:
            self._histories[case] = {one.leaf: one for one in self._store.of_case(case)}
        return tuple(self._histories[case].values())


def _another(entry: Entry, namesake: Entry) -> bool:
    """Whether this is another entry under the same id. A copy that its device sealed anew under a new name is the same one."""
    return (entry.commitment, entry.case, entry.agency, entry.kind) != (namesake.commitment, namesake.case, namesake.agency, namesake.kind)
