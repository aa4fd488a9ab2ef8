"""What a device and the endpoint say to each other: one question with entries and cursors, one answer with entries and a receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from callhandler.log.entry import Entry
from callhandler.log.ownership import Audience
from callhandler.sync.carrying import Beats
from callhandler.sync.feed import Place, Row
from callhandler.sync.proof import Certificate, Proof, Signer, Verify, Vouch

PROTO = 1
Outcome = Literal["ok", "gap", "back", "fork", "need"]


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry handed in with its author's proof, by whoever holds it. `accepted` says that it counted where it came from."""

    entry: Entry
    leaf: bytes
    proof: Proof
    accepted: bool = True


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the endpoint signs: so much of a device's chain it holds, and so far its feeds went. `rest` seals what else the answer says."""

    device: str
    n: int
    chain: bytes
    incarnation: str
    at: datetime
    feeds: tuple[tuple[Audience, Place], ...]
    rest: bytes
    signature: bytes = b""

    def statement(self) -> bytes:
        feeds = ",".join(f"{feed} {place.pos} {place.rh.hex()}" for feed, place in self.feeds)
        parts = (self.device, str(self.n), self.chain.hex(), self.incarnation, self.at.isoformat(), feeds, self.rest.hex())
        return ("callhandler receipt 1\n" + "\n".join(parts)).encode()


@dataclass(frozen=True, slots=True)
class Ask:
    """A device's half of a round. The entries follow on `first - 1`; with none of them it asks only for what is new."""

    nonce: bytes  # 16 random bytes: the answer repeats them
    device: str
    certificate: Certificate | None  # shown until the endpoint has answered with it
    vouch: Vouch | None
    incarnation: str  # the last one that the device heard of
    first: int
    prev: bytes
    total: int  # how many entries the device has written under this name
    entries: tuple[Entry, ...]
    signature: bytes  # under the chain after the last entry; b"" with no entries
    cursors: Mapping[Audience, Place]
    receipt: Receipt | None  # the last one, as evidence
    offers: tuple[Offer, ...] = ()
    sealed: tuple[bytes, ...] = ()  # leaves of own entries that are kept for the endpoint's sake alone
    whole: bool = False  # send our own entries as well
    rows: int = 1000  # at most
    urgent: bool = False
    purpose: str = "routine"
    beats: Beats = None  # what of its agency's cases the device carries
    proto: int = PROTO
    certified: bool = False  # it has a certificate, which it does not show

    @property
    def last(self) -> int:
        return self.first + len(self.entries) - 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the endpoint makes of the entries sent.

    ok n: it holds 1..n as the device does. gap n: it holds only 1..n. back: the chains part before `first`.
    fork n: they part after n, the device is a copy. need: something else first, `why` says what.
    """

    outcome: Outcome
    n: int = 0
    why: Literal["", "enrol", "update", "signature", "wipe"] = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A row on its way, with its entry unless the reader has it already or may not see it any more."""

    row: Row
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The next rows of one feed. They follow on `base`; the feed ends at `end`; up to `cleared` an administrator ordered the purges."""

    feed: Audience
    base: Place
    rows: tuple[Sent, ...]
    end: int
    cleared: int = -1

    @property
    def to(self) -> Place:
        return Place(self.rows[-1].row.pos, self.rows[-1].row.rh) if self.rows else self.base


@dataclass(frozen=True, slots=True)
class Answer:
    """The endpoint's half of a round."""

    nonce: bytes
    incarnation: str
    verdict: Verdict
    receipt: Receipt
    certificate: Certificate | None = None
    slices: tuple[Slice, ...] = ()
    proofs: tuple[Proof, ...] = ()  # of the entries in the slices
    taken: tuple[bytes, ...] = ()  # leaves of the offers that the endpoint now holds
    durable: tuple[bytes, ...] = ()  # of the sealed: those that a verified backup holds
    erased: tuple[bytes, ...] = ()  # of the sealed: those whose bodies are to be emptied
    wanted: tuple[bytes, ...] = ()  # what the endpoint lacks, and this device may have

    def rest(self) -> bytes:
        """The seal of everything that neither the receipt nor a running hash says."""
        told = sha256(f"{self.nonce.hex()}\n{self.verdict.outcome} {self.verdict.n} {self.verdict.why}\n".encode())
        for one in self.slices:
            told.update(f"{one.feed}|{one.base.pos}|{one.end}|{one.cleared}\n".encode())
        for leaves in (self.taken, self.durable, self.erased, self.wanted):
            told.update(f"{len(leaves)}\n".encode() + b"".join(leaves))
        return told.digest()


def signed(receipt: Receipt, endpoint: Signer) -> Receipt:
    return replace(receipt, signature=endpoint.sign(receipt.statement()))


def genuine(receipt: Receipt, endpoint: bytes, verify: Verify) -> bool:
    """Whether the endpoint with this public key signed it."""
    return verify(endpoint, receipt.statement(), receipt.signature)
