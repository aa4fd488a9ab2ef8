"""Checks that the log is as it was recorded: each entry against its chain, and the chain against the device's signature."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, select

from callhandler.log import chain as links
from callhandler.log.device import DeviceKey, id_of, verify_head
from callhandler.log.entry import Entry, NotAnEntry, read
from callhandler.log.kinds import version_of
from callhandler.store import tables
from callhandler.store.pressing import unpressed
from callhandler.sync.poison import read_or_keep
from callhandler.sync.reading import as_promised
from callhandler.sync.rules import RULES

HEAD = tables.latest(tables.head, "device")
_HEAD_OF = "SELECT n, chain FROM head WHERE device = ?"  # this and the next at every round: no time for more
_LINK_AT = "SELECT link FROM entry WHERE device = ? AND n = ? AND own = 1"
TAIL = 500  # entries; the whole chain of years is for a quiet moment, not for signing in
_OWN, _GONE = tables.entry.c, tables.erased.c
_GONE_BY_NAME = exists().where(_GONE.case_id == _OWN.case_id, _GONE.entry_id == _OWN.id)
_GONE_AS_A_WHOLE = exists().where(_GONE.case_id == _OWN.case_id, _GONE.entry_id == "")
REACHED = and_(_GONE_BY_NAME | _GONE_AS_A_WHOLE, *(_OWN.kind != kind for kind in sorted(RULES)))  # lists cost more than the body
STORED = select(
    tables.entry,
    func.coalesce(tables.body.c.salt, b"").label("salt"),
    func.coalesce(tables.body.c.payload, b"").label("payload"),
    REACHED.label("reached"),
).outerjoin(tables.body, tables.body.c.number == _OWN.number)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry of a device that is not as recorded."""

    device: str
    n: int


def stored(row: Row[Any]) -> Entry:
    """The entry of one row. Raises NotAnEntry where it does not verify."""
    if not all(isinstance(part, bytes) for part in (row.meta, row.salt, row.payload, row.commitment)):
        raise NotAnEntry("its bytes are not bytes")
    entry = _read(row)
    if entry.body is None and not (row.reached or row.hollow):
        raise NotAnEntry("its body is missing, and nothing says that it was erased")
    if entry.body is not None and row.reached:
        raise NotAnEntry("its body was erased, and is here")
    told = (row.leaf, row.id, row.device, row.n, row.case_id, row.kind, row.hlc)
    if told != (links.leaf(entry), entry.id, entry.device, entry.n, entry.case, entry.kind, entry.hlc):
        raise NotAnEntry("it is filed under another name than its own")
    return entry


def _read(row: Row[Any]) -> Entry:
    """At once where all about it is as this program writes it, which is nearly always."""
    payload = unpressed(row.payload)
    parts = row.meta, row.salt, payload, row.commitment
    if version_of(row.kind) and (entry := as_promised(*parts)):
        return entry
    return read(*parts) if row.own else read_or_keep(*parts, (row.device, row.n))


def head(connection: Connection, public: bytes) -> tuple[int, bytes]:
    """How many entries this device has made, and its chain after them."""
    driver: Any = connection.connection.driver_connection
    row = driver.execute(_HEAD_OF, (id_of(public),)).fetchone()
    return (0, links.start(public)) if row is None else (row[0], row[1])


def link_at(connection: Connection, public: bytes, n: int) -> bytes | None:
    """The device's chain after its nth entry, or None where it has not come so far."""
    if n == 0:
        return links.start(public)
    driver: Any = connection.connection.driver_connection
    row = driver.execute(_LINK_AT, (id_of(public), n)).fetchone()
    return row[0] if row else None


def sign(connection: Connection, device: DeviceKey, n: int, chain: bytes) -> None:
    """Vouch for everything up to the nth entry."""
    values = {"device": device.id, "public": device.public, "n": n, "chain": chain, "signature": device.sign_head(n, chain)}
    connection.execute(HEAD, values)


def whole_chain(connection: Connection, public: bytes) -> Fault | None:
    """Every entry of the device since its first; and, as number 0, whether the indexes by which they are found agree with them."""
    sound = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"
    return _follow(connection, public, 0) or (None if sound else Fault(id_of(public), 0))


def tail(connection: Connection, public: bytes, last: int = TAIL) -> Fault | None:
    """The device's newest entries, and its signature."""
    n, _ = head(connection, public)
    return _follow(connection, public, max(0, n - last))


def _follow(connection: Connection, public: bytes, after: int) -> Fault | None:
    n, chain, device = after, link_at(connection, public, after), id_of(public)
    if chain is None:
        return Fault(device, after)
    for row in _rows(connection, device, after):
        n += 1
        try:
            chain = links.follow(chain, stored(row))
        except NotAnEntry:
            return Fault(device, n)
        if row.n != n or row.link != chain:
            return Fault(device, n)
    return None if _signed(connection, public, n, chain) else Fault(device, n)


def _rows(connection: Connection, device: str, after: int) -> Iterator[Row[Any]]:
    own = tables.entry.c
    return iter(connection.execute(STORED.where(own.device == device, own.n > after, tables.OURS).order_by(own.n)))


def _signed(connection: Connection, public: bytes, n: int, chain: bytes) -> bool:
    row = connection.execute(select(tables.head).where(tables.head.c.device == id_of(public))).first()
    if row is None:
        return n == 0
    return (row.n, row.chain) == (n, chain) and verify_head(public, n, chain, row.signature)
