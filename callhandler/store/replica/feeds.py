"""The rows of the feeds that this device reads, as far as it has read them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import Row as Found

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store.replica.tables import bare, feed_row
from callhandler.sync.feed import Place, Row, beginning

_OWN = feed_row.c
_ROW = "INSERT INTO feed_row (feed, pos, kind, case_id, entry_id, leaf, rh) VALUES (?, ?, ?, ?, ?, ?, ?)"
_BARE = "INSERT INTO bare (feed, pos) VALUES (?, ?)"
Told = tuple[tuple[Audience, Row], ...]


class Feeds:
    """Those of one store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._telling: dict[bytes, Told] = {}

    def feeds(self) -> Sequence[Audience]:
        return tuple(self._names())

    def end(self, feed: Audience) -> Place:
        asked = select(_OWN.pos, _OWN.rh).where(_OWN.feed == feed).order_by(_OWN.pos.desc()).limit(1)
        row = self._connection.execute(asked).first()
        return Place(row.pos, row.rh) if row else beginning(feed)

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
            for row in self._connection.execute(select(feed_row).where(_OWN.leaf.in_(unknown)).order_by(_OWN.feed, _OWN.pos)):
                told[row.leaf].append((row.feed, _row(row)))
        self._telling |= {leaf: tuple(pairs) for leaf, pairs in told.items()}

    def rows_of(self, leaf: bytes) -> Told:
        if not leaf:
            return ()
        self.warm((leaf,))
        return self._telling[leaf]

    def last_row(self, feed: Audience, case: CaseId, *, purge: bool) -> int:
        kind = _OWN.kind == "purge" if purge else _OWN.kind != "purge"
        return self._connection.execute(select(func.max(_OWN.pos)).where(_OWN.case_id == case, _OWN.feed == feed, kind)).scalar() or 0

    def follow(self, feed: Audience, rows: Sequence[Row], without: Sequence[Row]) -> None:
        if rows:
            told = [(feed, row.pos, row.kind, row.case, row.id, row.leaf, row.rh) for row in rows]
            self._connection.exec_driver_sql(_ROW, told)
        if without:
            self._connection.exec_driver_sql(_BARE, [(feed, row.pos) for row in without])
        self._telling.clear()

    def bare(self, feed: Audience) -> Sequence[Row]:
        asked = select(feed_row).join(bare, (bare.c.feed == _OWN.feed) & (bare.c.pos == _OWN.pos))
        return [_row(row) for row in self._connection.execute(asked.where(bare.c.feed == feed).order_by(bare.c.pos))]

    def cut(self, feed: Audience, after: int) -> None:
        for table in (bare, feed_row):
            self._connection.execute(delete(table).where(table.c.feed == feed, table.c.pos > after))
        self._telling.clear()

    def _names(self) -> Iterator[Audience]:
        """One look for each: going through all the rows would take too long."""
        found = self._connection.execute(select(func.min(_OWN.feed))).scalar()
        while found is not None:
            yield found
            found = self._connection.execute(select(func.min(_OWN.feed)).where(_OWN.feed > found)).scalar()


def leaves_of(rows: Iterable[Row]) -> list[bytes]:
    """Of those that tell of an entry."""
    return [row.leaf for row in rows if row.leaf]


def _row(row: Found[Any]) -> Row:
    return Row(row.pos, row.kind, row.case_id, row.entry_id, row.leaf, row.rh)
