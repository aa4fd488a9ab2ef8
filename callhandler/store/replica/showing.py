"""Lets the index of people follow what may be read here: what comes into sight is found, what goes out of it is not."""

from collections.abc import Iterable

from sqlalchemy import Connection

from callhandler.log.entry import Entry
from callhandler.log.kinds import Corrected
from callhandler.store import among, filing, index, tables
from callhandler.store.replica import indexing
from callhandler.store.replica.indexing import DESCRIBES
from callhandler.sync.stores import Holding

Change = tuple[Holding | None, Holding | None]  # before, after
_OWN = tables.entry.c


def show(connection: Connection, changes: Iterable[Change], filed: range) -> None:
    """Bring the index up to these changes. `filed`: the numbers of what is new; where that describes very many, it is read later."""
    told = [(was, now) for was, now in changes if _read(was) != _read(now)]
    gone = [was.entry for was, _ in told if was and _read(was)]
    come = [now.entry for was, now in told if was and now and _read(now)]
    new = [now.entry for was, now in told if now and was is None]
    if sum(entry.kind in DESCRIBES for entry in new) >= indexing.MANY:
        indexing.put_off(connection, filed)
        new = [entry for entry in new if entry.kind not in DESCRIBES]
    described = [*_told_otherwise(connection, gone), *(entry for entry in (*come, *new) if entry.kind in DESCRIBES)]
    if described:
        indexing.take(connection, {entry.id: entry for entry in described}.values())
    corrected = {entry.case for entry in (*come, *new) if entry.kind == "corrected"}
    indexing.put_right(connection, corrected | {entry.case for entry in described})


def _told_otherwise(connection: Connection, gone: Iterable[Entry]) -> list[Entry]:
    """What these describe is not found any more; but what another copy still describes is, and what only they had corrected."""
    out = sorted({entry.id for entry in gone if entry.kind in DESCRIBES})
    index.forget(connection, out)
    again = {*out, *(entry.body.of for entry in gone if isinstance(entry.body, Corrected))}
    wished = (_OWN.id.in_(among.texts(sorted(again))), _OWN.kind.in_(DESCRIBES))
    return list(filing.find(connection, tables.SHOWN, *wished)) if again else []


def _read(holding: Holding | None) -> bool:
    return holding is not None and holding.shown and bool(holding.entry.payload)
