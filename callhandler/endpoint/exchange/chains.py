"""The devices, how much of each one's chain the endpoint holds, and the signatures under it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import add_missing, among, put
from callhandler.log.chain import fasten, start
from callhandler.sync.proof import Certificate, Proof
from callhandler.sync.stores import Enrolled, Link

HASH = 32
_DEVICE = tables.device.c
_STRETCH = tables.stretch.c
_PROOF = tables.proof.c
_BY_DEVICE = select(tables.device).where(_DEVICE.device == bindparam("device"))
_GO_ON = tables.stretch.insert()
_PLACE = select(tables.entry.c.leaf, tables.entry.c.device, tables.entry.c.n)


class Chains:
    """Those that one transaction sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, Enrolled | None] = {}

    def lock(self, device: str) -> None:
        self._known[device] = self._found(_BY_DEVICE.with_for_update(), device)

    def device(self, device: str) -> Enrolled | None:
        if device not in self._known:
            self._known[device] = self._found(_BY_DEVICE, device)
        return self._known[device]

    def line(self, device: str) -> Sequence[Enrolled]:
        found = self._connection.execute(select(tables.device).where(or_(_DEVICE.device == device, _DEVICE.line == device)))
        return [_enrolled(row) for row in found]

    def enrol(self, enrolled: Enrolled) -> None:
        word = enrolled.certificate
        told = {"line": word.line, "public": word.public, "agency": word.agency, "signature": word.signature}
        state = {"n": enrolled.n, "head": enrolled.head, "revoked": enrolled.revoked}
        put(self._connection, tables.device, ("device",), {"device": enrolled.device, **told, **state})
        self._known[enrolled.device] = enrolled

    def links(self, device: str, first: int, last: int) -> Sequence[Link]:
        """First..last of the chain, as far as it goes."""
        statement = select(_STRETCH.first, _STRETCH.last, _STRETCH.leaves, _STRETCH.before, _STRETCH.after)
        reach = statement.where(_STRETCH.device == device, _STRETCH.last >= first, _STRETCH.first <= last)
        return [link for row in self._connection.execute(reach.order_by(_STRETCH.first)) for link in _links(row, first, last)]

    def fasten(self, device: str, links: Sequence[Link]) -> None:
        first, last = links[0], links[-1]
        row = {
            "device": device,
            "first": first.n,
            "last": last.n,
            "leaves": b"".join(link.leaf for link in links),
            "before": self._before(device, first.n),
            "after": last.chain,
        }
        self._connection.execute(_GO_ON, row)

    def prove(self, proof: Proof) -> None:
        word = proof.author
        row = {
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
        add_missing(self._connection, tables.proof, [row])

    def proofs(self, leaves: Collection[bytes]) -> Mapping[bytes, Proof]:
        places: dict[str, dict[bytes, int]] = defaultdict(dict)
        for leaf, device, n in among(self._connection, _PLACE, tables.entry.c.leaf, leaves):
            places[device][bytes(leaf)] = n
        return {leaf: proof for device, told in places.items() for leaf, proof in self._proofs_of(device, told)}

    def _proofs_of(self, device: str, places: Mapping[bytes, int]) -> Iterator[tuple[bytes, Proof]]:
        least, most = min(places.values()), max(places.values())
        near = select(tables.proof).where(_PROOF.device == device, _PROOF.last >= least, _PROOF.first <= most)
        for row in self._connection.execute(near.order_by(_PROOF.last)):
            proof = _proof(row)
            told = proof.leaves[max(0, least - proof.first) : most - proof.first + 1]
            yield from ((leaf, proof) for leaf in told if leaf in places)

    def _before(self, device: str, n: int) -> bytes:
        """The chain before the nth entry."""
        known = self.device(device)
        if known and known.n == n - 1:
            return known.head
        before = self.links(device, n - 1, n - 1)
        return before[0].chain if before else start(known.certificate.public if known else b"")

    def _found(self, statement: Select[Any], device: str) -> Enrolled | None:
        found = self._connection.execute(statement, {"device": device}).first()
        return _enrolled(found) if found else None


def _enrolled(row: Any) -> Enrolled:
    word = Certificate(row.public, row.agency, row.line, row.signature)
    return Enrolled(word, row.device, row.n, row.head, row.revoked)


def _links(row: Any, first: int, last: int) -> Iterator[Link]:
    """Those of one stretch that lie in the range; the last of it is at hand, the others are reckoned from its beginning."""
    if first >= row.last:
        yield Link(row.last, row.leaves[-HASH:], row.after)
        return
    chain = row.before
    for n, leaf in enumerate(_leaves(row.leaves), row.first):
        chain = fasten(chain, leaf)
        if first <= n <= last:
            yield Link(n, leaf, chain)


def _leaves(joined: bytes) -> tuple[bytes, ...]:
    return tuple(joined[place : place + HASH] for place in range(0, len(joined), HASH))


def _proof(row: Any) -> Proof:
    word = Certificate(row.public, row.agency, row.line, row.certified)
    return Proof(word, row.first, row.prev, _leaves(row.leaves), row.signature)
