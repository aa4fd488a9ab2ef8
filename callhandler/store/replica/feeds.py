"""The rows of the feeds that this device reads, as far as it has read them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import Row as Found

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store import among
from callhandler.store.replica.tables import bare, feed_row
from callhandler.sync.feed import Place, Row, beginning

_OWN = feed_row.c
_ROW = "INSERT INTO feed_row (feed, pos, kind, case_id, entry_id, leaf, rh) VALUES (?, ?, ?, ?, ?, ?, ?)"
_BARE = "INSERT INTO bare (feed, pos) VALUES (?, ?)"
_TELLING = """SELECT feed, pos, kind, case_id, entry_id, leaf, rh FROM json_each(?1) CROSS JOIN feed_row ON leaf = substr(?2, value, 32)
    ORDER BY feed, pos"""
_WITHOUT = """SELECT feed_row.pos, kind, case_id, entry_id, leaf, rh FROM bare CROSS JOIN feed_row USING (feed, pos)
    WHERE feed = ? ORDER BY bare.pos"""
_END = "SELECT pos, rh FROM feed_row WHERE feed = ? ORDER BY pos DESC LIMIT 1"
_NEXT = "SELECT min(feed) FROM feed_row WHERE feed > ?"  # one look for each: going through all the rows would take too long
Told = tuple[tuple[Audience, Row], ...]


class Feeds:
    """Those of one store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._telling: dict[bytes, Told] = {}
        self._feeds: tuple[Audience, ...] | None = None
        self._ends: dict[Audience, Place] = {}

    def feeds(self) -> Sequence[Audience]:
        if self._feeds is None:
            self._feeds = tuple(self._names())
        return self._feeds

    def end(self, feed: Audience) -> Place:
        if feed not in self._ends:
            row = self._driver.execute(_END, (feed,)).fetchone()
            self._ends[feed] = Place(*row) if row else beginning(feed)
        return self._ends[feed]

    def place(self, feed: Audience, pos: int) -> Place | None:
        if not pos:
            return beginning(feed)
        rh = self._connection.execute(select(_OWN.rh).where(_OWN.feed == feed, _OWN.pos == pos)).scalar()
        return None if rh is None else Place(pos, rh)

    def rows(self, feed: Audience, after: int = 0) -> Sequence[Row]:
        asked = select(feed_row).where(_OWN.feed == feed, _OWN.pos > after).order_by(_OWN.pos)
        return [_row(row) for row in self._connection.execute(asked)]

    def warm(self, leaves: Collection[bytes]) -> None:
        """Look up in one go what will be asked one by one."""
        unknown = [leaf for leaf in leaves if leaf not in self._telling]
        told: dict[bytes, list[tuple[Audience, Row]]] = {leaf: [] for leaf in unknown}
        if unknown:
            for feed, *row in self._driver.execute(_TELLING, among.told_blobs(unknown)):
                told[row[4]].append((feed, Row(*row)))
        self._telling |= {leaf: tuple(pairs) for leaf, pairs in told.items()}

    def rows_of(self, leaf: bytes) -> Told:
        if not leaf:
            return ()
        if leaf not in self._telling:
            self.warm((leaf,))
        return self._telling[leaf]

    def last_row(self, feed: Audience, case: CaseId, *, purge: bool) -> int:
        kind = _OWN.kind == "purge" if purge else _OWN.kind != "purge"
        return self._connection.execute(select(func.max(_OWN.pos)).where(_OWN.case_id == case, _OWN.feed == feed, kind)).scalar() or 0

    def follow(self, feed: Audience, rows: Sequence[Row], without: Sequence[Row]) -> None:
        if rows:
            told = [(feed, row.pos, row.kind, row.case, row.id, row.leaf, row.rh) for row in rows]
            self._driver.executemany(_ROW, told)
            self._feeds, self._ends[feed] = None, Place(rows[-1].pos, rows[-1].rh)
        if without:
            self._driver.executemany(_BARE, [(feed, row.pos) for row in without])
        for row in rows:
            if row.leaf in self._telling:
                before = self._telling[row.leaf]
                self._telling[row.leaf] = tuple(sorted((*before, (feed, row)), key=_place)) if before else ((feed, row),)

    def bare(self, feed: Audience) -> Sequence[Row]:
        return [Row(*row) for row in self._driver.execute(_WITHOUT, (feed,))]

    def cut(self, feed: Audience, after: int) -> None:
        for table in (bare, feed_row):
            self._connection.execute(delete(table).where(table.c.feed == feed, table.c.pos > after))
        self.forget()

    def forget(self) -> None:
        """What was looked up may be otherwise now."""
        self._telling.clear()
        self._ends.clear()
        self._feeds = None

    def _names(self) -> Iterator[Audience]:
        found = self._next("")
        while found is not None:
            yield found
            found = self._next(found)

    def _next(self, feed: Audience) -> Audience | None:
        found: Audience | None = self._driver.execute(_NEXT, (feed,)).fetchone()[0]
        return found


def leaves_of(rows: Iterable[Row]) -> list[bytes]:
    """Of those that tell of an entry."""
    return [row.leaf for row in rows if row.leaf]


def _place(told: tuple[Audience, Row]) -> tuple[Audience, int]:
    return told[0], told[1].pos


def _row(row: Found[Any]) -> Row:
    return Row(row.pos, row.kind, row.case_id, row.entry_id, row.leaf, row.rh)
