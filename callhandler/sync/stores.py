"""What sync needs of the two places that keep entries: a device's own store, and the endpoint's."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from callhandler.log.entry import Entry
from callhandler.log.kinds import AgencyId, CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.carrying import Beats
from callhandler.sync.feed import Place, Row
from callhandler.sync.messages import Offer, Receipt
from callhandler.sync.proof import Certificate, Proof, Signer, Vouch
from callhandler.sync.rules import Erasure

WhyHeld = Literal["", "not-shared", "revoked", "not-owner", "not-allowed", "no-owner", "agency", "id", "poison"]
Standing = Literal["seen", "held"]
# The endpoint may have lost it; it said that it holds it; so, and there is an order that it go; ours, kept for its sake alone.
Doubt = Literal["lost", "taken", "ordered", "kept"]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device as the endpoint knows it, and how much of its chain the endpoint holds."""

    certificate: Certificate
    device: str
    n: int
    head: bytes
    revoked: bool = False

    @property
    def agency(self) -> AgencyId:
        return self.certificate.agency


@dataclass(frozen=True, slots=True)
class Link:
    """One place in a device's chain as the endpoint holds it."""

    n: int
    leaf: bytes
    chain: bytes  # after it


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry at the endpoint. With a `why` it is held back for the owner of its case."""

    entry: Entry
    leaf: bytes
    why: WhyHeld = ""
    hollow: bool = False  # without its body, though nobody erased it: whoever has the body hands it in


@dataclass(frozen=True, slots=True)
class Branch:
    """An incarnation that ended in a restore, and where its feeds stood then: from there on, what it numbered is void."""

    incarnation: str
    feeds: Mapping[Audience, int] = field(default_factory=dict)  # a feed that is missing is void from its start


@dataclass(frozen=True, slots=True)
class Disclosure:
    """These rows of a feed went to this device (DPA 2018 s.62). Positions have no holes, so this says exactly what was disclosed."""

    device: str
    feed: Audience
    first: int
    last: int
    at: datetime
    purpose: str
    person: str = ""  # who was signed in at it


class EndpointStore(Protocol):
    """The endpoint's database. `transaction` holds or undoes everything in it; `outside` is kept apart and outlives a restore."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def lock(self, *, device: str = "", cases: Collection[CaseId] = ()) -> None:
        """Until this transaction ends no other one hears this device, or decides about these cases. Devices first, cases in their order."""

    def incarnation(self) -> str: ...
    def lineage(self) -> Sequence[Branch]: ...
    def begin(self, incarnation: str, lineage: Sequence[Branch]) -> None:
        """Take another incarnation, here and outside."""

    def outside(self) -> tuple[str, Sequence[Offer]]:
        """The incarnation and the erasures as kept outside."""

    def keep_outside(self, erasure: Offer) -> None: ...

    def device(self, device: str) -> Enrolled | None: ...
    def line(self, device: str) -> Sequence[Enrolled]:
        """The device, and those that go on in its place."""

    def enrol(self, enrolled: Enrolled) -> None:
        """Add a device, or put this in place of what was known of it."""

    def links(self, device: str, first: int, last: int) -> Sequence[Link]:
        """Entries first..last of the device's chain, as far as it goes."""

    def fasten(self, device: str, links: Sequence[Link]) -> None: ...
    def prove(self, proof: Proof) -> None: ...
    def proofs(self, leaves: Collection[bytes]) -> Mapping[bytes, Proof]: ...

    def kept(self, leaves: Collection[bytes]) -> Mapping[bytes, Kept]: ...
    def same_id(self, ids: Collection[str]) -> Mapping[str, Sequence[Kept]]: ...
    def of_case(self, case: CaseId) -> Sequence[Kept]:
        """In the order in which they came."""

    def of_cases(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Kept]]:
        """As `of_case`, of each that has any, in one go."""

    def held_of(self, device: str) -> Sequence[Kept]:
        """What this device wrote and is held back."""

    def hollow(self) -> Sequence[Kept]:
        """The entries whose body is missing, hardly ever any."""

    def rules(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Entry]]:
        """Of the kinds in RULES those that are not held back, in the order in which they came."""

    def keep(self, kept: Kept) -> None:
        """Add an entry, or put this in place of the one with the same leaf. Salt and payload of an erased one are gone from the disk."""

    def durable(self, leaves: Collection[bytes]) -> AbstractSet[bytes]:
        """Those that a verified backup holds."""

    def mark_durable(self, leaves: Collection[bytes]) -> None: ...

    def audiences(self, cases: Collection[CaseId]) -> Mapping[CaseId, frozenset[Audience]]:
        """Of those cases whose audience was ever set."""

    def set_audience(self, case: CaseId, audience: frozenset[Audience]) -> None: ...

    def shared_after(self, case: CaseId, most: int) -> Sequence[CaseId]:
        """The next cases whose audience was ever set, by their names."""

    def agreed(self) -> tuple[str, CaseId]:
        """The agreement under which guests are told of shared cases, and up to which case they were; up to "" where it is all of them."""

    def agree(self, under: str, after: CaseId) -> None: ...
    def rows_about(self, feed: Audience, cases: Collection[CaseId]) -> Sequence[Row]:
        """All that a feed ever told of these cases, in its order."""

    def end(self, feed: Audience) -> Place: ...
    def turn(self, feed: Audience) -> Place:
        """The end, and until this transaction ends no other one numbers rows here. Taken last, feed by feed in their order."""

    def place(self, feed: Audience, pos: int) -> Place | None:
        """The place after this row; None beyond the end."""

    def feeds(self) -> Sequence[Audience]: ...
    def rows(self, feed: Audience, after: int, most: int) -> Sequence[Row]: ...
    def publish(self, feed: Audience, rows: Sequence[Row]) -> None: ...
    def cleared(self, feed: Audience) -> int:
        """Up to where an administrator ordered the purges; -1 where nobody ordered anything."""

    def clear(self, feed: Audience, pos: int) -> None: ...

    def disclose(self, disclosure: Disclosure) -> None: ...
    def alarm(self, what: str, device: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """The name under which a device writes."""

    signer: Signer
    certificate: Certificate | None = None
    vouch: Vouch | None = None  # of the name before, until the endpoint has certified this one


@dataclass(frozen=True, slots=True)
class Holding:
    """An entry on a device, and how it stands there."""

    entry: Entry
    leaf: bytes
    standing: Standing = "seen"
    own: bool = False  # written here, under this name or a former one
    sealed: bool = False  # kept only for the endpoint's sake, shown to nobody

    @property
    def shown(self) -> bool:
        """Whether it counts for whoever reads the case here."""
        return self.standing == "seen" and not self.sealed


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a device has come with the endpoint."""

    incarnation: str = ""
    acked: int = 0
    receipt: Receipt | None = None
    goals: Mapping[Audience, int] = field(default_factory=dict)  # where the feeds ended when we last heard
    removed: int = 0  # cases put away without an order since we last had caught up
    whole: bool = False
    leaving: bool = False  # told to drain and wipe
    beats: Beats = None  # what the officer chose to carry
    brought: Mapping[Audience, datetime] = field(default_factory=dict)  # when each feed was last read to its end, by the endpoint's clock


class DeviceStore(Protocol):
    """A device's own database. `transaction` holds or undoes everything in it."""

    def transaction(self) -> AbstractContextManager[None]: ...

    def identity(self) -> Identity: ...
    def set_identity(self, identity: Identity) -> None: ...
    def progress(self) -> Progress: ...
    def set_progress(self, progress: Progress) -> None: ...

    def total(self) -> int: ...
    def own(self, first: int, most: int) -> Sequence[Holding]:
        """What this device wrote under its present name, from the first-th on."""

    def link(self, n: int) -> bytes:
        """The chain after the nth of them; after 0, its start."""

    def adopt(self, identity: Identity, moved: Sequence[Holding]) -> None:
        """Take a new name. `moved` begin the chain under it, in place of the same entries under the old one, which nobody has seen."""

    def holding(self, leaf: bytes) -> Holding | None: ...
    def of_case(self, case: CaseId) -> Sequence[Holding]: ...
    def cases(self) -> int:
        """How many cases have an entry that is seen or held here."""

    def hold(self, holding: Holding) -> None:
        """Add an entry, or put this in place of the one with the same leaf. Salt and payload of an erased one are gone from the disk."""

    def drop(self, leaf: bytes) -> None:
        """Take away entry and body; its place in this device's own chain stays."""

    def prove(self, proof: Proof) -> None: ...
    def proof(self, leaf: bytes) -> Proof | None: ...

    def doubted(self, leaf: bytes) -> Doubt | None:
        """Of an entry that was sent or came from elsewhere, and that no feed tells of now: whether the endpoint holds it."""

    def in_doubt(self, doubt: Doubt, most: int | None = None) -> Sequence[bytes]:
        """The leaves of all such entries, or of the first of them, in the order in which the doubt arose."""

    def doubt(self, leaf: bytes, doubt: Doubt) -> None: ...
    def confirm(self, leaf: bytes) -> None: ...

    def erasure(self, case: CaseId) -> Erasure: ...
    def erase(self, case: CaseId, erasure: Erasure) -> None:
        """Add to the standing rule of a case."""

    def feeds(self) -> Sequence[Audience]: ...
    def end(self, feed: Audience) -> Place: ...
    def place(self, feed: Audience, pos: int) -> Place | None: ...
    def rows(self, feed: Audience, after: int = 0) -> Sequence[Row]: ...
    def rows_of(self, leaf: bytes) -> Sequence[tuple[Audience, Row]]: ...
    def last_row(self, feed: Audience, case: CaseId, *, purge: bool) -> int:
        """The position of the last row that puts the case away, or else of the last that tells of it; 0 for none."""

    def follow(self, feed: Audience, rows: Sequence[Row], bare: Sequence[Row]) -> None:
        """Add rows of a feed. To those in `bare` belongs an entry that this device has not got."""

    def bare(self, feed: Audience) -> Sequence[Row]: ...
    def cut(self, feed: Audience, after: int) -> None:
        """Forget the rows after this position; after 0 the feed itself."""

    def waits(self, incarnation: str) -> bool:
        """Whether something that lies beside the store, such as attached files, has yet to be handed in to this life of the endpoint."""

    def wipe(self) -> None: ...
