"""The endpoint's store in memory."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import ClassVar

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Place, Row, beginning
from callhandler.sync.memory import Copied
from callhandler.sync.messages import Offer
from callhandler.sync.proof import Proof
from callhandler.sync.rules import RULES
from callhandler.sync.stores import Branch, Disclosure, Enrolled, Kept, Link


@dataclass(slots=True)
class Outside:
    """What the endpoint keeps apart from its database."""

    incarnation: str = ""
    erasures: dict[bytes, Offer] = field(default_factory=dict)


@dataclass(slots=True)
class MemoryEndpoint(Copied):
    """Satisfies `EndpointStore`."""

    SHARED: ClassVar[frozenset[str]] = frozenset({"apart"})

    apart: Outside = field(default_factory=Outside)
    name: str = ""
    ancestors: tuple[Branch, ...] = ()
    enrolled: dict[str, Enrolled] = field(default_factory=dict)
    chains: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    signatures: dict[bytes, Proof] = field(default_factory=dict)
    entries: dict[bytes, Kept] = field(default_factory=dict)
    cases: dict[CaseId, tuple[bytes, ...]] = field(default_factory=dict)
    ruling: dict[CaseId, tuple[bytes, ...]] = field(default_factory=dict)
    ids: dict[str, tuple[bytes, ...]] = field(default_factory=dict)
    shared: dict[CaseId, frozenset[Audience]] = field(default_factory=dict)
    told: dict[Audience, tuple[Row, ...]] = field(default_factory=dict)
    orders: dict[Audience, int] = field(default_factory=dict)
    hollows: set[bytes] = field(default_factory=set)
    backed_up: set[bytes] = field(default_factory=set)
    disclosures: list[Disclosure] = field(default_factory=list)
    under: tuple[str, CaseId] = ("", "")
    alarms: list[tuple[str, str]] = field(default_factory=list)

    def lock(self, *, device: str = "", cases: Collection[CaseId] = ()) -> None:
        """Nobody else is here."""

    def incarnation(self) -> str:
        return self.name

    def lineage(self) -> Sequence[Branch]:
        return self.ancestors

    def begin(self, incarnation: str, lineage: Sequence[Branch]) -> None:
        self.apart.incarnation = self.name = incarnation
        self.ancestors = tuple(lineage)

    def outside(self) -> tuple[str, Sequence[Offer]]:
        return self.apart.incarnation, tuple(self.apart.erasures.values())

    def keep_outside(self, erasure: Offer) -> None:
        self.apart.erasures[erasure.leaf] = erasure

    def device(self, device: str) -> Enrolled | None:
        return self.enrolled.get(device)

    def line(self, device: str) -> Sequence[Enrolled]:
        return [one for one in self.enrolled.values() if device in {one.device, one.certificate.line}]

    def enrol(self, enrolled: Enrolled) -> None:
        self.enrolled[enrolled.device] = enrolled

    def links(self, device: str, first: int, last: int) -> Sequence[Link]:
        return self.chains.get(device, ())[max(0, first - 1) : max(0, last)]

    def fasten(self, device: str, links: Sequence[Link]) -> None:
        self.chains[device] = (*self.chains.get(device, ()), *links)

    def prove(self, proof: Proof) -> None:
        for leaf in proof.leaves:
            self.signatures.setdefault(leaf, proof)

    def proofs(self, leaves: Collection[bytes]) -> Mapping[bytes, Proof]:
        return {leaf: self.signatures[leaf] for leaf in leaves if leaf in self.signatures}

    def kept(self, leaves: Collection[bytes]) -> Mapping[bytes, Kept]:
        return {leaf: self.entries[leaf] for leaf in leaves if leaf in self.entries}

    def same_id(self, ids: Collection[str]) -> Mapping[str, Sequence[Kept]]:
        return {id: [self.entries[leaf] for leaf in self.ids[id]] for id in ids if id in self.ids}

    def of_case(self, case: CaseId) -> Sequence[Kept]:
        return [self.entries[leaf] for leaf in self.cases.get(case, ())]

    def of_cases(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Kept]]:
        return {case: self.of_case(case) for case in cases if case in self.cases}

    def held_of(self, device: str) -> Sequence[Kept]:
        return [kept for kept in self.entries.values() if kept.why and kept.entry.device == device]

    def hollow(self) -> Sequence[Kept]:
        return [self.entries[leaf] for leaf in sorted(self.hollows)]

    def rules(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Entry]]:
        return {case: [self.entries[leaf].entry for leaf in self.ruling.get(case, ()) if not self.entries[leaf].why] for case in cases}

    def keep(self, kept: Kept) -> None:
        if kept.leaf not in self.entries:
            entry = kept.entry
            self.cases[entry.case] = (*self.cases.get(entry.case, ()), kept.leaf)
            self.ids[entry.id] = (*self.ids.get(entry.id, ()), kept.leaf)
            if entry.kind in RULES:
                self.ruling[entry.case] = (*self.ruling.get(entry.case, ()), kept.leaf)
        self.entries[kept.leaf] = kept
        (self.hollows.add if kept.hollow else self.hollows.discard)(kept.leaf)

    def durable(self, leaves: Collection[bytes]) -> AbstractSet[bytes]:
        return self.backed_up.intersection(leaves)

    def mark_durable(self, leaves: Collection[bytes]) -> None:
        self.backed_up.update(self.entries.keys() & set(leaves))

    def audiences(self, cases: Collection[CaseId]) -> Mapping[CaseId, frozenset[Audience]]:
        return {case: self.shared[case] for case in cases if case in self.shared}

    def set_audience(self, case: CaseId, audience: frozenset[Audience]) -> None:
        self.shared[case] = audience

    def shared_after(self, case: CaseId, most: int) -> Sequence[CaseId]:
        return sorted(one for one in self.shared if one > case)[:most]

    def agreed(self) -> tuple[str, CaseId]:
        return self.under

    def agree(self, under: str, after: CaseId) -> None:
        self.under = (under, after)

    def rows_about(self, feed: Audience, cases: Collection[CaseId]) -> Sequence[Row]:
        return [row for row in self.told.get(feed, ()) if row.case in cases]

    def feeds(self) -> Sequence[Audience]:
        return tuple(self.told)

    def end(self, feed: Audience) -> Place:
        rows = self.told.get(feed)
        return Place(rows[-1].pos, rows[-1].rh) if rows else beginning(feed)

    def turn(self, feed: Audience) -> Place:
        return self.end(feed)

    def place(self, feed: Audience, pos: int) -> Place | None:
        rows = self.told.get(feed, ())
        if not pos:
            return beginning(feed)
        return Place(pos, rows[pos - 1].rh) if pos <= len(rows) else None

    def rows(self, feed: Audience, after: int, most: int) -> Sequence[Row]:
        return self.told.get(feed, ())[after : after + most]

    def publish(self, feed: Audience, rows: Sequence[Row]) -> None:
        self.told[feed] = (*self.told.get(feed, ()), *rows)

    def cleared(self, feed: Audience) -> int:
        return self.orders.get(feed, -1)

    def clear(self, feed: Audience, pos: int) -> None:
        self.orders[feed] = pos

    def disclose(self, disclosure: Disclosure) -> None:
        self.disclosures.append(disclosure)

    def alarm(self, what: str, device: str) -> None:
        self.alarms.append((what, device))
