"""The devices, how much of each one's chain the endpoint holds, and the signatures under it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, Insert, Select, bindparam, case, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import add_missing, append
from callhandler.endpoint.statements import Row, is_postgres, row, rows, tell
from callhandler.log.chain import fasten, start
from callhandler.sync.proof import Certificate, Proof
from callhandler.sync.stores import Enrolled, Link

HASH = 32
_DEVICE = tables.device.c
_STRETCH = tables.stretch.c
_PROOF = tables.proof.c
_EVERY_DEVICE = select(
    _DEVICE.device, _DEVICE.n, _DEVICE.head, _DEVICE.revoked, _DEVICE.public, _DEVICE.agency, _DEVICE.line, _DEVICE.signature
)
_BY_DEVICE = _EVERY_DEVICE.where(_DEVICE.device == bindparam("device"))
_BY_DEVICE_HELD = _BY_DEVICE.with_for_update()
_OF_LINE = _EVERY_DEVICE.where(or_(_DEVICE.device == bindparam("device"), _DEVICE.line == bindparam("device")))
_STRETCHES = (
    select(_STRETCH.first, _STRETCH.last, _STRETCH.leaves, _STRETCH.before, _STRETCH.after)
    .where(_STRETCH.device == bindparam("device"), _STRETCH.last >= bindparam("least"), _STRETCH.first <= bindparam("most"))
    .order_by(_STRETCH.first)
)
_STRETCH_COLUMNS = ("device", "first", "last", "leaves", "before", "after")
_PROOFS = (
    select(_PROOF.first, _PROOF.prev, _PROOF.leaves, _PROOF.signature, _PROOF.public, _PROOF.agency, _PROOF.line, _PROOF.certified)
    .where(_PROOF.device == bindparam("device"), _PROOF.last >= bindparam("least"), _PROOF.first <= bindparam("most"))
    .order_by(_PROOF.last)
)


class Chains:
    """Those that one transaction sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Enrolled | None] = {}

    def lock(self, device: str) -> None:
        self._known[device] = self._found(_BY_DEVICE_HELD, device)

    def device(self, device: str) -> Enrolled | None:
        if device not in self._known:
            self._known[device] = self._found(_BY_DEVICE, device)
        return self._known[device]

    def line(self, device: str) -> Sequence[Enrolled]:
        return [_enrolled(one) for one in rows(self._connection, _OF_LINE, {"device": device})]

    def enrol(self, enrolled: Enrolled) -> None:
        word = enrolled.certificate
        told = {"line": word.line, "public": word.public, "agency": word.agency, "signature": word.signature}
        state = {"n": enrolled.n, "head": enrolled.head, "revoked": enrolled.revoked}
        tell(self._connection, _enrolling(postgres=is_postgres(self._connection)), {"device": enrolled.device, **told, **state})
        self._known[enrolled.device] = enrolled

    def links(self, device: str, first: int, last: int) -> Sequence[Link]:
        """First..last of the chain, as far as it goes."""
        stretches = rows(self._connection, _STRETCHES, {"device": device, "least": first, "most": last})
        return [link for stretch in stretches for link in _links(stretch, first, last)]

    def fasten(self, device: str, links: Sequence[Link]) -> None:
        first, last = links[0], links[-1]
        leaves = b"".join(link.leaf for link in links)
        stretch = (device, first.n, last.n, leaves, self._before(device, first.n), last.chain)
        append(self._connection, tables.stretch, _STRETCH_COLUMNS, [stretch])

    def prove(self, proof: Proof) -> None:
        word = proof.author
        told = {
            "device": word.device,
            "first": proof.first,
            "last": proof.last,
            "prev": proof.prev,
            "leaves": b"".join(proof.leaves),
            "signature": proof.signature,
            "public": word.public,
            "agency": word.agency,
            "line": word.line,
            "certified": word.signature,
        }
        add_missing(self._connection, tables.proof, [told])

    def proofs(self, places: Mapping[bytes, tuple[str, int]]) -> Mapping[bytes, Proof]:
        """Of these leaves, each of which stands at this place: device and n."""
        by_device: dict[str, dict[bytes, int]] = defaultdict(dict)
        for leaf, (device, n) in places.items():
            by_device[device][leaf] = n
        return {leaf: proof for device, told in by_device.items() for leaf, proof in self._proofs_of(device, told)}

    def _proofs_of(self, device: str, places: Mapping[bytes, int]) -> Iterator[tuple[bytes, Proof]]:
        least, most = min(places.values()), max(places.values())
        for near in rows(self._connection, _PROOFS, {"device": device, "least": least, "most": most}):
            proof = _proof(near)
            told = proof.leaves[max(0, least - proof.first) : most - proof.first + 1]
            yield from ((leaf, proof) for leaf in told if leaf in places)

    def _before(self, device: str, n: int) -> bytes:
        """The chain before the nth entry."""
        known = self.device(device)
        if known and known.n == n - 1:
            return known.head
        before = self.links(device, n - 1, n - 1)
        return before[0].chain if before else start(known.certificate.public if known else b"")

    def _found(self, statement: Select[tuple[object, ...]], device: str) -> Enrolled | None:
        found = row(self._connection, statement, {"device": device})
        return _enrolled(found) if found else None


@lru_cache(2)
def _enrolling(*, postgres: bool) -> Insert:
    """In place of what was known. A chain only grows: whoever takes a device out may have read of it before its last push came in."""
    known, told = tables.device.c, (postgresql.insert if postgres else sqlite.insert)(tables.device)
    told = told.values({column.name: bindparam(column.name) for column in known})
    grown = told.excluded.n >= known.n
    chain = {name: case((grown, told.excluded[name]), else_=known[name]) for name in ("n", "head")}
    others = {column.name: told.excluded[column.name] for column in known if column.name != "device"}
    return told.on_conflict_do_update(index_elements=["device"], set_=others | chain)


def _enrolled(told: Row) -> Enrolled:
    device, n, head, revoked, *word = told
    return Enrolled(Certificate(*word), device, n, head, bool(revoked))


def _links(stretch: Row, first: int, last: int) -> Iterator[Link]:
    """Those of one stretch that lie in the range; the last of it is at hand, the others are reckoned from its beginning."""
    begins, ends, leaves, chain, after = stretch
    if first >= ends:
        yield Link(ends, leaves[-HASH:], after)
        return
    for n, leaf in enumerate(_leaves(leaves), begins):
        chain = fasten(chain, leaf)
        if first <= n <= last:
            yield Link(n, leaf, chain)


def _leaves(joined: bytes) -> tuple[bytes, ...]:
    return tuple(joined[place : place + HASH] for place in range(0, len(joined), HASH))


def _proof(told: Row) -> Proof:
    first, prev, leaves, signature, *word = told
    return Proof(Certificate(*word), first, prev, _leaves(leaves), signature)
