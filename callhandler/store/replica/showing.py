"""Lets the index of people follow what may be read here: what comes into sight is found, what goes out of it is not."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, func, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Corrected
from callhandler.store import among, filing, index, tables
from callhandler.store.replica import indexing
from callhandler.sync.stores import Holding

Change = tuple[Holding | None, Holding | None]  # before, after
DESCRIBES = frozenset({"person-described", "place-described"})
_OWN = tables.entry.c


def show(connection: Connection, changes: Iterable[Change]) -> None:
    """Bring the index up to these changes."""
    told = [(was, now) for was, now in changes if _read(was) != _read(now)]
    out = sorted({was.entry.id for was, _ in told if was and _read(was) and was.entry.kind in DESCRIBES})
    fresh = [now.entry for _, now in told if now and _read(now)]
    described = _without_copies(connection, [entry for entry in fresh if entry.kind in DESCRIBES])
    if out:
        index.forget(connection, out)
        described += filing.find(connection, tables.SHOWN, _OWN.id.in_(among.texts(out)))
    if described:
        indexing.take(connection, {entry.id: entry for entry in described}.values())
    _put_right(connection, {entry.case for entry in (*described, *fresh) if entry.kind in {*DESCRIBES, "corrected"}})


def _without_copies(connection: Connection, fresh: Sequence[Entry]) -> list[Entry]:
    """Those of which no other copy, sealed under another name, is found already."""
    ids = [entry.id for entry in fresh]
    if not ids:
        return []
    counted = select(_OWN.id).where(tables.SHOWN, _OWN.id.in_(among.texts(ids))).group_by(_OWN.id).having(func.count() > 1)
    twice = set(connection.execute(counted).scalars())
    return [entry for entry in fresh if entry.id not in twice]


def _put_right(connection: Connection, cases: Collection[CaseId]) -> None:
    """Whichever came first: what was corrected, in its own case, is found no more."""
    for entry in (
        filing.find(connection, tables.SHOWN, _OWN.kind == "corrected", _OWN.case_id.in_(among.texts(sorted(cases)))) if cases else ()
    ):
        if isinstance(entry.body, Corrected):
            same = select(_OWN.id).where(_OWN.id == entry.body.of, _OWN.case_id == entry.case).limit(1)
            if connection.execute(same).first():
                index.forget(connection, (entry.body.of,))


def _read(holding: Holding | None) -> bool:
    return holding is not None and holding.shown and bool(holding.entry.payload)
