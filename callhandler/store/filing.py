"""Files entries, envelopes and bodies apart, and finds them again; what was erased stays empty whenever it arrives."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import Erased
from callhandler.store import checking, tables

Link = bytes


def put(connection: Connection, entries: Sequence[tuple[Entry, Link]]) -> None:
    """File new entries, each with the device's chain after it."""
    connection.execute(insert(tables.entry), [_envelope(entry, link) for entry, link in entries])
    gone = _gone(connection, [entry.id for entry, _ in entries])
    bodies = [{"entry_id": entry.id, "salt": entry.salt, "payload": entry.payload} for entry, _ in entries if entry.id not in gone]
    if bodies:
        connection.execute(insert(tables.body), bodies)
    for entry, _ in entries:
        if isinstance(entry.body, Erased):
            _empty(connection, entry.id, entry.body.entries)


def by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    """Those of these entries that are there."""
    return {entry.id: entry for entry in find(connection, tables.entry.c.id.in_(ids))}


def find(connection: Connection, *wishes: ColumnElement[bool]) -> Iterator[Entry]:
    """Every entry of which all wishes are true, in no order. Raises NotAnEntry where one does not verify."""
    for row in connection.execute(checking.STORED.where(*wishes)):
        yield checking.stored(row)


def _envelope(entry: Entry, link: Link) -> dict[str, object]:
    return {
        "id": entry.id, "device": entry.device, "n": entry.n, "case_id": entry.case, "kind": entry.kind, "hlc": entry.hlc,
        "at": entry.at.astimezone(UTC).isoformat(), "meta": entry.meta, "commitment": entry.commitment, "link": link,
    }  # fmt: skip


def _gone(connection: Connection, ids: Sequence[str]) -> set[str]:
    own = tables.erased.c.entry_id
    return set(connection.execute(select(own).where(own.in_(ids))).scalars())


def _empty(connection: Connection, by: str, ids: Iterable[str]) -> None:
    rows = [{"entry_id": id, "by_entry": by} for id in ids]
    if rows:
        connection.execute(insert(tables.erased).prefix_with("OR IGNORE"), rows)
        connection.execute(delete(tables.body).where(tables.body.c.entry_id.in_([row["entry_id"] for row in rows])))
