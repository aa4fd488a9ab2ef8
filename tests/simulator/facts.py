"""What every disk holds in the end, as plain values that a judge can read without the code that wrote them."""

from dataclasses import dataclass

RowFact = tuple[int, str, str, str, bytes, bytes]  # pos, kind, case, id, leaf, running hash


@dataclass(frozen=True)
class Copy:
    """An entry on some disk. `standing` is how it stands there; at the endpoint "seen", or "held" for the owner of its case."""

    id: str
    leaf: bytes
    case: str
    agency: str
    device: str
    n: int
    kind: str
    meta: bytes
    commitment: bytes
    salt: bytes
    payload: bytes
    standing: str
    own: bool = False
    why: str = ""


@dataclass(frozen=True)
class AtMachine:
    name: str
    agency: str
    feeds: tuple[str, ...]  # that it reads
    names: tuple[str, ...]
    former: tuple[str, ...]
    alive: bool
    wiped: bool
    copies: tuple[Copy, ...]
    rows: dict[str, tuple[RowFact, ...]]
    values: dict[tuple[str, str], tuple[str, ...]]  # what the screens show, by case and field
    unsent: int
    to_offer: int


@dataclass(frozen=True)
class AtEndpoint:
    copies: tuple[Copy, ...]
    audiences: dict[str, frozenset[str]]
    rows: dict[str, tuple[RowFact, ...]]
    chains: dict[str, tuple[bytes, tuple[tuple[int, bytes, bytes], ...]]]  # public key, then (n, leaf, chain)
    disclosures: tuple[tuple[str, str, int, int], ...]  # device, feed, first, last
    revoked: frozenset[str]
