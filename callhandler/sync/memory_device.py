"""A device's store in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from callhandler.log.chain import fasten, leaf, start
from callhandler.log.entry import Unsealed, seal_all
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Place, Row, beginning
from callhandler.sync.following import erase_by
from callhandler.sync.memory import Copied
from callhandler.sync.proof import Proof
from callhandler.sync.rules import ERASING, Erasure, emptied
from callhandler.sync.stores import Doubt, Holding, Identity, Progress

_NONE = Erasure()


@dataclass(slots=True)
class MemoryDevice(Copied):
    """Satisfies `DeviceStore`."""

    name: Identity
    come: Progress = field(default_factory=Progress)
    written: list[bytes] = field(default_factory=list)
    links: list[bytes] = field(default_factory=list)
    holdings: dict[bytes, Holding] = field(default_factory=dict)
    in_case: dict[CaseId, tuple[bytes, ...]] = field(default_factory=dict)
    proofs: dict[bytes, Proof] = field(default_factory=dict)
    doubts: dict[bytes, Doubt] = field(default_factory=dict)
    erasures: dict[CaseId, Erasure] = field(default_factory=dict)
    told: dict[Audience, tuple[Row, ...]] = field(default_factory=dict)
    telling: dict[bytes, tuple[tuple[Audience, Row], ...]] = field(default_factory=dict)
    last: dict[tuple[Audience, CaseId, bool], int] = field(default_factory=dict)
    without: dict[Audience, tuple[Row, ...]] = field(default_factory=dict)

    def write(self, unsealed: Unsealed, salt: bytes) -> Holding:
        """Put an entry on record, as the desk's logbook does."""
        (entry,) = seal_all((unsealed,), self.name.signer.id, len(self.written) + 1, lambda: salt)
        reached = self.erasure(entry.case).reaches(entry)
        holding = Holding(emptied(entry) if reached else entry, leaf(entry), own=True)
        self.links.append(fasten(self.link(len(self.written)), holding.leaf))
        self.written.append(holding.leaf)
        self.hold(holding)
        if entry.kind in ERASING:
            erase_by(self, entry)
        return holding

    def identity(self) -> Identity:
        return self.name

    def set_identity(self, identity: Identity) -> None:
        self.name = identity

    def progress(self) -> Progress:
        return self.come

    def set_progress(self, progress: Progress) -> None:
        self.come = progress

    def total(self) -> int:
        return len(self.written)

    def own(self, first: int, most: int) -> Sequence[Holding]:
        return [self.holdings[one] for one in self.written[first - 1 : first - 1 + most]]

    def link(self, n: int) -> bytes:
        return self.links[n - 1] if n else start(self.name.signer.public)

    def adopt(self, identity: Identity, moved: Sequence[Holding]) -> None:
        self.name, self.written, self.links = identity, [], []
        for holding in moved:
            self.links.append(fasten(self.link(len(self.written)), holding.leaf))
            self.written.append(holding.leaf)
            self.hold(holding)

    def holding(self, leaf: bytes) -> Holding | None:
        return self.holdings.get(leaf)

    def of_case(self, case: CaseId) -> Sequence[Holding]:
        return [self.holdings[one] for one in self.in_case.get(case, ())]

    def cases(self) -> int:
        return sum(any(not self.holdings[one].sealed for one in leaves) for leaves in self.in_case.values())

    def hold(self, holding: Holding) -> None:
        if holding.leaf not in self.holdings:
            self.in_case[holding.entry.case] = (*self.in_case.get(holding.entry.case, ()), holding.leaf)
        self.holdings[holding.leaf] = holding

    def drop(self, leaf: bytes) -> None:
        self.doubts.pop(leaf, None)
        if holding := self.holdings.pop(leaf, None):
            self.in_case[holding.entry.case] = tuple(one for one in self.in_case[holding.entry.case] if one != leaf)

    def prove(self, proof: Proof) -> None:
        for one in proof.leaves:
            self.proofs.setdefault(one, proof)

    def proof(self, leaf: bytes) -> Proof | None:
        return self.proofs.get(leaf)

    def doubted(self, leaf: bytes) -> Doubt | None:
        return self.doubts.get(leaf)

    def in_doubt(self, doubt: Doubt, most: int | None = None) -> Sequence[bytes]:
        return list(islice((leaf for leaf, one in self.doubts.items() if one == doubt), most))

    def doubt(self, leaf: bytes, doubt: Doubt) -> None:
        self.doubts[leaf] = doubt

    def confirm(self, leaf: bytes) -> None:
        self.doubts.pop(leaf, None)

    def erasure(self, case: CaseId) -> Erasure:
        return self.erasures.get(case, _NONE)

    def erase(self, case: CaseId, erasure: Erasure) -> None:
        known = self.erasure(case)
        self.erasures[case] = Erasure(known.ids | erasure.ids, known.whole or erasure.whole)

    def feeds(self) -> Sequence[Audience]:
        return tuple(self.told)

    def end(self, feed: Audience) -> Place:
        rows = self.told.get(feed)
        return Place(rows[-1].pos, rows[-1].rh) if rows else beginning(feed)

    def place(self, feed: Audience, pos: int) -> Place | None:
        rows = self.told.get(feed, ())
        if not pos:
            return beginning(feed)
        return Place(pos, rows[pos - 1].rh) if pos <= len(rows) else None

    def rows(self, feed: Audience, after: int = 0) -> Sequence[Row]:
        return self.told.get(feed, ())[after:]

    def rows_of(self, leaf: bytes) -> Sequence[tuple[Audience, Row]]:
        return self.telling.get(leaf, ())

    def last_row(self, feed: Audience, case: CaseId, *, purge: bool) -> int:
        return self.last.get((feed, case, purge), 0)

    def bare(self, feed: Audience) -> Sequence[Row]:
        return self.without.get(feed, ())

    def follow(self, feed: Audience, rows: Sequence[Row], bare: Sequence[Row]) -> None:
        self.told[feed] = (*self.told.get(feed, ()), *rows)
        for row in rows:
            self._index(feed, row)
        self.without[feed] = (*self.without.get(feed, ()), *bare)

    def cut(self, feed: Audience, after: int) -> None:
        kept = self.told.pop(feed, ())[:after]
        without = tuple(row for row in self.without.pop(feed, ()) if row.pos <= after)
        self.telling = {one: pairs for one, told in self.telling.items() if (pairs := tuple(pair for pair in told if pair[0] != feed))}
        self.last = {key: pos for key, pos in self.last.items() if key[0] != feed}
        if kept:
            self.follow(feed, kept, without)

    def waits(self, incarnation: str) -> bool:  # noqa: ARG002 - nothing lies beside a memory
        return False

    def wipe(self) -> None:
        empty = MemoryDevice(self.name)
        self.put_back(empty)

    def _index(self, feed: Audience, row: Row) -> None:
        self.last[feed, row.case, row.kind == "purge"] = row.pos
        if row.leaf:
            self.telling[row.leaf] = (*self.telling.get(row.leaf, ()), (feed, row))
