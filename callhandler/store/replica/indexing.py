"""Lets people and places that came together be found: a portion at a time, behind the rounds that bring them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Column, Connection, delete, func, insert, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Corrected
from callhandler.store import among, filing, index, tables
from callhandler.store.index import Said
from callhandler.store.people_index.said import said_in
from callhandler.store.people_tables import behind, description

DESCRIBES = ("person-described", "place-described")
MANY = 50  # descriptions: from here on they are read together, which takes a fraction of the time
PORTION = 250  # entries: a call that is being written down waits no longer than they take
_OWN = tables.entry.c


def put_off(connection: Connection, filed: range) -> None:
    """The entries with these numbers are read when there is time; until then no search finds whom they describe."""
    connection.execute(insert(behind), {"first": filed.start, "last": filed.stop - 1})


def unread(connection: Connection) -> int:
    """How many entries were put off."""
    return int(connection.execute(select(func.coalesce(func.sum(behind.c.last - behind.c.first + 1), 0))).scalar_one())


def catch_up(connection: Connection, most: int = PORTION) -> bool:
    """Read so many of those that were put off, the oldest first; says whether there were any. Killed anywhere, it is simply done again."""
    waiting = connection.execute(select(behind).order_by(behind.c.first).limit(1)).first()
    if waiting is None:
        return False
    first, last = waiting
    until = min(first + most - 1, last)
    here = filing.find(connection, tables.SHOWN, _OWN.number.between(first, until), _OWN.kind.in_(DESCRIBES))
    described = {entry.id: entry for entry in here}
    take(connection, described.values())
    put_right(connection, {entry.case for entry in described.values()})
    connection.execute(delete(behind).where(behind.c.first == first))
    if until < last:
        put_off(connection, range(until + 1, last + 1))
    return True


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


def put_right(connection: Connection, cases: Collection[CaseId]) -> None:
    """Whichever came first: what was corrected, in its own case, is found no more."""
    if not cases:
        return
    for entry in filing.find(connection, tables.SHOWN, _OWN.kind == "corrected", _OWN.case_id.in_(among.texts(sorted(cases)))):
        if isinstance(entry.body, Corrected):
            same = select(_OWN.id).where(_OWN.id == entry.body.of, _OWN.case_id == entry.case).limit(1)
            if connection.execute(same).first():
                index.forget(connection, (entry.body.of,))


def _known(connection: Connection, column: Column[str], names: Sequence[str]) -> set[str]:
    return set(connection.execute(select(column).where(column.in_(among.texts(names)))).scalars())


def _newest(said: Sequence[Said]) -> dict[tuple[str, str, str], str]:
    """Of several descriptions of the same person in the same case, the last."""
    return {one.of: one.entry for one in sorted(said, key=lambda one: (one.hlc, one.entry))}
