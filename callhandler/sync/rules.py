"""The standing rules that entries lay down: who may see a case, which devices may speak, what is erased for good."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from callhandler.log.entry import Entry
from callhandler.log.fold import standing
from callhandler.log.kinds import AgencyId, CaseId, CaseShared, DeviceEnrolled, DeviceRevoked, Erased, LateAccepted, OnBeats, ShareEnded
from callhandler.log.ownership import Audience, Beat, carriers_of, owner_of, whole_of

SHARING = frozenset({"case-shared", "share-ended"})
BEATS = frozenset({"on-beats"})
DEVICES = frozenset({"device-enrolled", "device-revoked"})
ERASING = frozenset({"erased"})
ACCEPTING = frozenset({"late-accepted"})
RULES = SHARING | BEATS | DEVICES | ERASING | ACCEPTING  # never erased themselves: they say nothing about a person
May = Callable[[Entry], bool]  # whether whoever hands in a decision may decide that


def anybody(_: Entry) -> bool:
    """Where nobody is told apart by their role."""
    return True


@dataclass(frozen=True, slots=True)
class Erasure:
    """What the erasures of one case reach: these entries, or all there are and will be."""

    ids: frozenset[str] = frozenset()
    whole: bool = False

    def reaches(self, entry: Entry) -> bool:
        return entry.kind not in RULES and (self.whole or entry.id in self.ids)


def audience_of(case: CaseId, rules: Collection[Entry]) -> frozenset[Audience]:
    """Who may see the case: its owner, unless the owner narrowed it down, and whomever the owner let see it.

    Of each agency also those who carry a beat on which the case stands; of concurrent decisions about that all hold.

    `rules` are the owner's own decisions. Of concurrent ones about who may see it an end of sharing wins. Only a decision takes back a
    decision: a correction of one changes nothing here.
    """
    if not rules:
        return _alone(owner_of(case))
    told: dict[Audience, bool] = {owner_of(case): True}
    seen: set[Audience] = set()
    beats: set[Beat] = set()
    for entry in _standing(rules):
        if isinstance(entry.body, OnBeats):
            beats.update(entry.body.beats)
        if isinstance(entry.body, CaseShared | ShareEnded):
            audience, shared = entry.body.audience, isinstance(entry.body, CaseShared)
            told[audience] = shared and (told[audience] if audience in seen else True)
            seen.add(audience)
    open_to = frozenset(audience for audience, shared in told.items() if shared and audience)
    return open_to | {carriers_of(agency, beat) for agency in open_to if "/" not in agency for beat in beats}


@cache
def _alone(owner: AgencyId) -> frozenset[Audience]:
    return frozenset((owner,) if owner else ())


def lets(entry: Entry, audience: Audience) -> bool:
    """Whether this is a permission for that audience."""
    return isinstance(entry.body, CaseShared) and entry.body.audience in {audience, whole_of(audience)}


def devices_told(rules: Iterable[Entry]) -> Mapping[str, DeviceEnrolled | None]:
    """The devices that an agency's administrators decided about: let in by this entry, or taken out."""
    told: dict[str, DeviceEnrolled | None] = {}
    for entry in _standing(rules):
        if isinstance(entry.body, DeviceRevoked):
            told[entry.body.device] = None
        elif isinstance(entry.body, DeviceEnrolled):
            told.setdefault(entry.body.device, entry.body)
    return told


def erasure_of(rules: Iterable[Entry]) -> Erasure:
    """Everything that the erasures among these entries of one case reach."""
    bodies = [entry.body for entry in rules if isinstance(entry.body, Erased)]
    return Erasure(frozenset(id for body in bodies for id in body.entries), any(body.whole for body in bodies))


def accepted_of(rules: Iterable[Entry]) -> frozenset[str]:
    """The ids of late entries that the owner of the case lets count."""
    return frozenset(id for entry in rules if isinstance(entry.body, LateAccepted) for id in entry.body.entries)


def emptied(entry: Entry) -> Entry:
    """The entry without its body. Its place in the chain still verifies."""
    return replace(entry, body=None, salt=b"", payload=b"")


def _standing(rules: Iterable[Entry]) -> tuple[Entry, ...]:
    return standing({entry.id: entry for entry in rules if entry.kind in SHARING | BEATS | DEVICES}, frozenset())
