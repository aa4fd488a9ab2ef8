"""What waits here to be sent: read once for the question that sends it, and not again for the answer that acknowledges it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from callhandler.log.chain import leaf_of
from callhandler.log.entry import Entry, NotAnEntry
from callhandler.store import checking, erasing
from callhandler.store.pressing import unpressed
from callhandler.store.tables import entry as told
from callhandler.sync.pace import LARGEST
from callhandler.sync.reading import kept, opened
from callhandler.sync.rules import RULES
from callhandler.sync.stores import Holding, Standing

Run = tuple[str, int, int]  # of this device: from this n on, and up to but not with that one
Numbered = tuple[int, Holding]
OPENED = RULES | {"risk-assessed"}  # a high risk is urgent
_WHERE = "WHERE entry.device = ? AND entry.own = 1 AND entry.n >= ? AND entry.n < ? ORDER BY entry.n"
_STANDS = f"SELECT number, n, leaf, case_id, standing, sealed, hollow FROM entry {_WHERE}"  # noqa: S608 - our own words
_WHOLE = f"""SELECT entry.number, leaf, case_id, standing, sealed, hollow, id, n, kind, hlc, meta, commitment, salt, payload
    FROM entry JOIN body ON body.number = entry.number {_WHERE}"""  # noqa: S608 - as above


@dataclass(slots=True)
class Outbox:
    """What was read last of this device's own entries, and what before: one question is made ready while another is on its way."""

    _read: dict[bytes, Entry] = field(default_factory=dict)
    _before: dict[bytes, Entry] = field(default_factory=dict)

    def read(self, connection: Connection, run: Run) -> list[Numbered]:
        """These entries with their numbers here. Most of them are closed: nobody looks into what is only sent. Raises NotAnEntry."""
        driver: Any = connection.connection.driver_connection
        stands = driver.execute(_STANDS, run).fetchall()
        rules = erasing.rules(connection, {case for _, _, _, case, *_ in stands})
        if any(hollow for *_, hollow in stands) or rules:
            return self._carefully(connection, run)
        known = self._before | self._read
        if unread := [n for _, n, leaf, *_ in stands if leaf not in known]:
            known |= self._whole(driver, (run[0], unread[0], unread[-1] + 1), len(unread))
        read = {leaf: known[leaf] for _, _, leaf, *_ in stands}
        if len(read) > LARGEST:
            self._read, self._before = {}, {}
        elif read.keys() != self._read.keys():
            self._read, self._before = read, self._read
        return [(number, _holding(read[leaf], leaf, standing, sealed)) for number, _, leaf, _, standing, sealed, _ in stands]

    def _whole(self, driver: Any, run: Run, least: int) -> dict[bytes, Entry]:
        whole = driver.execute(_WHOLE, run).fetchall()
        if len(whole) < least:
            raise NotAnEntry("its body is missing, and nothing says that it was erased")
        return {row[1]: _entry(run[0], row) for row in whole}

    def _carefully(self, connection: Connection, run: Run) -> list[Numbered]:
        """As it is done for any other entry: where something was erased it may be that its body is not here."""
        self._read, self._before = {}, {}
        device, first, end = run
        own = told.c
        asked = checking.STORED.where(own.device == device, own.own == 1, own.n >= first, own.n < end).order_by(own.n)
        rows = connection.execute(asked).all()
        return [(row.number, _holding(checking.stored(row), row.leaf, row.standing, row.sealed)) for row in rows]


def _entry(device: str, row: Sequence[Any]) -> Entry:
    leaf, case, id, n, kind, hlc, meta, commitment, salt, payload = (row[1], row[2], *row[6:])
    if not all(isinstance(part, bytes) for part in (meta, commitment, salt, payload)):
        raise NotAnEntry("its bytes are not bytes")
    payload = unpressed(payload)
    if sha256(salt + payload).digest() != commitment or leaf_of(meta, commitment) != leaf:
        raise NotAnEntry("it is not as it was recorded")
    entry = opened(meta, salt, payload, commitment) if kind in OPENED else kept(meta, salt, payload, commitment, (device, n), "")
    if (id, device, n, case, kind, hlc) != (entry.id, entry.device, entry.n, entry.case, entry.kind, entry.hlc):
        raise NotAnEntry("it is filed under another name than its own")
    return entry


def _holding(entry: Entry, leaf: bytes, standing: Standing, sealed: int) -> Holding:
    return Holding(entry, leaf, standing, own=True, sealed=bool(sealed))
