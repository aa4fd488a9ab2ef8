"""What waits here to be sent: read once for the question that sends it, and not again for the answer that acknowledges it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from callhandler.log.chain import leaf_of
from callhandler.log.entry import Entry, NotAnEntry
from callhandler.store import checking, erasing, tables
from callhandler.store.engine import narrow
from callhandler.store.pressing import unpressed
from callhandler.sync.pace import LARGEST
from callhandler.sync.reading import kept, opened
from callhandler.sync.rules import RULES
from callhandler.sync.stores import Holding

Run = tuple[str, int, int]  # of this device: from this n on, and up to but not with that one
Numbered = tuple[int, Holding]
OPENED = RULES | {"risk-assessed"}  # a high risk is urgent
_BYTES = {bytes}
_RUN = "WHERE entry.device = ? AND own = 1 AND n >= ? AND n < ?"
_USUAL = f"SELECT leaf FROM entry {_RUN} AND standing = 'seen' AND sealed = 0 AND hollow = 0 ORDER BY n"  # noqa: S608 - our own words
_WHOLE = f"""SELECT entry.number, leaf, case_id, standing, sealed, hollow, id, n, kind, hlc, meta, commitment, salt, payload
    FROM entry LEFT JOIN body ON body.number = entry.number {_RUN} ORDER BY n"""  # noqa: S608 - as above


@dataclass(slots=True)
class Outbox:
    """What was read last of this device's own entries: one question is made ready while another is on its way."""

    _known: dict[int, Numbered] = field(default_factory=dict)  # by n: those that stood as usual, seen and whole

    def read(self, connection: Connection, run: Run) -> list[Numbered]:
        """These entries with their numbers here. Most of them are closed: nobody looks into what is only sent. Raises NotAnEntry."""
        driver: Any = connection.connection.driver_connection
        device, first, end = run
        before = self._as_before(driver, run)
        rows = self._whole(driver, (device, first + len(before), end))
        cases = {holding.entry.case for _, holding in before} | {row[2] for row in rows}
        if any(row[5] or row[-1] is None for row in rows) or erasing.rules(connection, cases):
            return self._carefully(connection, run)
        fresh = [(row[0], Holding(_entry(device, row), row[1], row[3], own=True, sealed=bool(row[4]))) for row in rows]
        self._remember(run, fresh)
        return before + fresh

    def _as_before(self, driver: Any, run: Run) -> list[Numbered]:
        """Those at its beginning that are known, and stand on the disk as they did."""
        device, first, end = run
        upto = next((n for n in range(first, end) if n not in self._known), end)
        before = [self._known[n] for n in range(first, upto)]
        there = driver.execute(_USUAL, (device, first, upto)).fetchall() if before else []
        return before if [leaf for (leaf,) in there] == [holding.leaf for _, holding in before] else []

    def _whole(self, driver: Any, run: Run) -> list[Any]:
        _, first, end = run
        if first == end:
            return []
        with narrow(driver):
            rows: list[Any] = driver.execute(_WHOLE, run).fetchall()
            return rows

    def _remember(self, run: Run, fresh: Sequence[Numbered]) -> None:
        _, first, end = run
        if end - first > LARGEST:
            self._known = {}
        elif fresh:
            near = {n: one for n, one in self._known.items() if first - LARGEST <= n < end + LARGEST}
            self._known = near | {one[1].entry.n: one for one in fresh if one[1].shown}

    def _carefully(self, connection: Connection, run: Run) -> list[Numbered]:
        """As it is done for any other entry: where something was erased it may be that its body is not here."""
        self._known = {}
        device, first, end = run
        own = tables.entry.c
        asked = checking.STORED.where(own.device == device, tables.OURS, own.n >= first, own.n < end).order_by(own.n)
        rows = connection.execute(asked).all()
        return [(row.number, Holding(checking.stored(row), row.leaf, row.standing, own=True, sealed=bool(row.sealed))) for row in rows]


def _entry(device: str, row: Sequence[Any]) -> Entry:
    leaf, case, id, n, kind, hlc, meta, commitment, salt, payload = (row[1], row[2], *row[6:])
    if {type(meta), type(commitment), type(salt), type(payload)} != _BYTES:
        raise NotAnEntry("its bytes are not bytes")
    payload = unpressed(payload)
    if sha256(salt + payload).digest() != commitment or leaf_of(meta, commitment) != leaf:
        raise NotAnEntry("it is not as it was recorded")
    entry = opened(meta, salt, payload, commitment) if kind in OPENED else kept(meta, salt, payload, commitment, (device, n), "")
    if (id, device, n, case, kind, hlc) != (entry.id, entry.device, entry.n, entry.case, entry.kind, entry.hlc):
        raise NotAnEntry("it is filed under another name than its own")
    return entry
