"""Who wrote an entry, and how anybody can check it: the device's own signature, and the endpoint's word for the device."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

from callhandler.log.chain import fasten
from callhandler.log.device import head, id_of
from callhandler.log.entry import Entry
from callhandler.log.kinds import AgencyId

Verify = Callable[[bytes, bytes, bytes], bool]  # public key, statement, signature


class Signer(Protocol):
    """A key that vouches: a device's, or the endpoint's. `DeviceKey` is one."""

    @property
    def public(self) -> bytes: ...
    @property
    def id(self) -> str: ...
    def sign(self, statement: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Certificate:
    """The endpoint's word that a device speaks for an agency. It outlives every database of the endpoint."""

    public: bytes
    agency: AgencyId
    line: str  # the first name of this device: itself, or the one that it found out to be a copy of
    signature: bytes

    @property
    def device(self) -> str:
        return id_of(self.public)


@dataclass(frozen=True, slots=True)
class Vouch:
    """A device's word that another key goes on in its place: it found out that it is a copy."""

    former: Certificate
    public: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """A device's signature under a run of its entries. Whoever holds one of them can show who wrote it; `leaves` hide the others."""

    author: Certificate
    first: int
    prev: bytes  # the chain before the first
    leaves: tuple[bytes, ...]
    signature: bytes

    @property
    def last(self) -> int:
        return self.first + len(self.leaves) - 1

    @property
    def chain(self) -> bytes:
        """The author's chain after the last."""
        return reduce(fasten, self.leaves, self.prev)

    def covers(self, entry: Entry, leaf: bytes) -> bool:
        """Whether this is the entry that stands at its place in the run."""
        place = entry.n - self.first
        return 0 <= place < len(self.leaves) and self.leaves[place] == leaf and entry.device == self.author.device


def certify(endpoint: Signer, public: bytes, agency: AgencyId, line: str = "") -> Certificate:
    line = line or id_of(public)
    return Certificate(public, agency, line, endpoint.sign(_enrolment(public, agency, line)))


def certified(certificate: Certificate, endpoint: bytes, verify: Verify) -> bool:
    """Whether the endpoint with this public key gave that word."""
    return verify(endpoint, _enrolment(certificate.public, certificate.agency, certificate.line), certificate.signature)


def vouch(former: Certificate, signer: Signer, public: bytes) -> Vouch:
    return Vouch(former, public, signer.sign(_succession(former.public, public)))


def vouched(word: Vouch, verify: Verify) -> bool:
    """Whether the former key said so. Its own certificate is another matter."""
    return verify(word.former.public, _succession(word.former.public, word.public), word.signature)


def signed_by(public: bytes, n: int, chain: bytes, signature: bytes, verify: Verify) -> bool:
    """Whether this device vouched for the first n entries of this chain."""
    return verify(public, head(public, n, chain), signature)


def proven(proof: Proof, endpoint: bytes, verify: Verify) -> bool:
    """Whether author and endpoint both gave their word."""
    return certified(proof.author, endpoint, verify) and signed_by(proof.author.public, proof.last, proof.chain, proof.signature, verify)


def _enrolment(public: bytes, agency: AgencyId, line: str) -> bytes:
    return f"callhandler device 1\n{id_of(public)}\n{line}\n{agency}".encode()


def _succession(former: bytes, public: bytes) -> bytes:
    return f"callhandler successor 1\n{id_of(former)}\n{id_of(public)}".encode()
