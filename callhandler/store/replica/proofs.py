"""Who wrote what: the signatures under runs of entries, kept for whoever hands one of them in again."""

from typing import Any

from sqlalchemy import Connection, Row, select

from callhandler.store.replica.tables import proof
from callhandler.store.tables import entry
from callhandler.sync.proof import Certificate, Proof

SIZE = 32  # bytes of a leaf
_NEW = """INSERT OR IGNORE INTO proof (device, first, last, prev, leaves, signature, public, agency, line, certified)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class Proofs:
    """Those of one store. The entry itself says in which run it stands: its device, and its place there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._there: set[tuple[str, int, bytes]] = set()

    def prove(self, one: Proof) -> None:
        key = (one.author.device, one.first, one.signature)
        if key not in self._there:
            self._there.add(key)
            author = (one.author.public, one.author.agency, one.author.line, one.author.signature)
            told = (one.author.device, one.first, one.last, one.prev, b"".join(one.leaves), one.signature, *author)
            self._connection.exec_driver_sql(_NEW, told)

    def proof(self, leaf: bytes) -> Proof | None:
        told = self._connection.execute(select(entry.c.device, entry.c.n).where(entry.c.leaf == leaf)).first()
        if told is None:
            return None
        asked = select(proof).where(proof.c.device == told.device, proof.c.first <= told.n, proof.c.last >= told.n).order_by(proof.c.number)
        runs = (_proof(row) for row in self._connection.execute(asked))
        return next((run for run in runs if run.leaves[told.n - run.first] == leaf), None)


def _proof(row: Row[Any]) -> Proof:
    leaves = tuple(row.leaves[start : start + SIZE] for start in range(0, len(row.leaves), SIZE))
    return Proof(Certificate(row.public, row.agency, row.line, row.certified), row.first, row.prev, leaves, row.signature)
