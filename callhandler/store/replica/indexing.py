"""Lets people and places of a whole round be found: together where their cases are new here, which takes a fraction of the time."""

from collections.abc import Collection, Sequence

from sqlalchemy import Column, Connection, select

from callhandler.log.entry import Entry
from callhandler.store import among, index
from callhandler.store.index import Said
from callhandler.store.people_index.said import said_in
from callhandler.store.people_tables import description

MANY = 50  # descriptions: from here on it pays


def take(connection: Connection, described: Collection[Entry]) -> None:
    """Take these in, each told once."""
    if len(described) < MANY:
        index.take(connection, described)
        return
    ids = _known(connection, description.c.entry_id, [entry.id for entry in described])
    cases = _known(connection, description.c.case_id, sorted({entry.case for entry in described}))
    fresh = [entry for entry in described if entry.id not in ids and entry.case not in cases]
    index.take(connection, [entry for entry in described if entry.id not in ids and entry.case in cases])
    said = [one for entry in fresh if (one := said_in(entry))]
    newest = _newest(said)
    index.fill(connection.connection.driver_connection, ((one, newest[one.of] == one.entry) for one in said))


def _known(connection: Connection, column: Column[str], names: Sequence[str]) -> set[str]:
    return set(connection.execute(select(column).where(column.in_(among.texts(names)))).scalars())


def _newest(said: Sequence[Said]) -> dict[tuple[str, str, str], str]:
    """Of several descriptions of the same person in the same case, the last."""
    return {one.of: one.entry for one in sorted(said, key=lambda one: (one.hlc, one.entry))}
