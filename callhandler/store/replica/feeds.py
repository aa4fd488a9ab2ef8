"""The rows of the feeds that this device reads, as far as it has read them."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store import among
from callhandler.sync.feed import Place, Row, beginning

WIDE = 40  # bits of a row's number within its feed; above them stands the feed's own
_ROW = "INSERT INTO feed_row (place, kind, case_id, entry_id, leaf, rh) VALUES (?, ?, ?, ?, ?, ?)"
_BARE = "INSERT INTO bare (feed, pos) VALUES (?, ?)"
_NAME = "INSERT INTO feed_name (feed) VALUES (?) RETURNING number"
_NAMES = "SELECT feed, number FROM feed_name"
_TELLING = "SELECT place, kind, case_id, entry_id, leaf, rh FROM json_each(?1) CROSS JOIN feed_row ON leaf = substr(?2, value, 32)"
_WITHOUT = "SELECT place, kind, case_id, entry_id, leaf, rh FROM bare CROSS JOIN feed_row ON place = ?2 + pos WHERE feed = ?1 ORDER BY pos"
_ROWS = "SELECT place, kind, case_id, entry_id, leaf, rh FROM feed_row WHERE place > ? AND place < ? ORDER BY place"
_END = "SELECT place, rh FROM feed_row WHERE place > ? AND place < ? ORDER BY place DESC LIMIT 1"
_AT = "SELECT rh FROM feed_row WHERE place = ?"
_LAST = "SELECT max(place) FROM feed_row WHERE case_id = ? AND place > ? AND place < ? AND (kind = 'purge') = ?"
_CUT = "DELETE FROM feed_row WHERE place > ? AND place < ?"
_CUT_BARE = "DELETE FROM bare WHERE feed = ? AND pos > ?"
Told = tuple[tuple[Audience, Row], ...]


class Feeds:
    """Those of one store."""

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.connection.driver_connection
        self._telling: dict[bytes, Told] = {}
        self._names: dict[Audience, int] | None = None
        self._feeds: tuple[Audience, ...] | None = None
        self._ends: dict[Audience, Place] = {}

    def feeds(self) -> Sequence[Audience]:
        if self._feeds is None:
            self._feeds = tuple(feed for feed in sorted(self._numbers()) if self.end(feed).pos)
        return self._feeds

    def end(self, feed: Audience) -> Place:
        if feed not in self._ends:
            row = self._driver.execute(_END, self._after(feed, 0)).fetchone()
            self._ends[feed] = Place(_pos(row[0]), row[1]) if row else beginning(feed)
        return self._ends[feed]

    def place(self, feed: Audience, pos: int) -> Place | None:
        if not pos:
            return beginning(feed)
        row = self._driver.execute(_AT, (self._first(feed) + pos,)).fetchone()
        return Place(pos, row[0]) if row else None

    def rows(self, feed: Audience, after: int = 0) -> Sequence[Row]:
        return [_row(row) for row in self._driver.execute(_ROWS, self._after(feed, after))]

    def warm(self, leaves: Collection[bytes]) -> None:
        """Look up in one go what will be asked one by one."""
        unknown = [leaf for leaf in leaves if leaf not in self._telling]
        told: dict[bytes, list[tuple[Audience, Row]]] = {leaf: [] for leaf in unknown}
        if unknown:
            names = {number: feed for feed, number in self._numbers().items()}
            for row in self._driver.execute(_TELLING, among.told_blobs(unknown)):
                told[row[4]].append((names[row[0] >> WIDE], _row(row)))
        self._telling |= {leaf: tuple(sorted(pairs, key=_place)) for leaf, pairs in told.items()}

    def rows_of(self, leaf: bytes) -> Told:
        if not leaf:
            return ()
        if leaf not in self._telling:
            self.warm((leaf,))
        return self._telling[leaf]

    def last_row(self, feed: Audience, case: CaseId, *, purge: bool) -> int:
        (last,) = self._driver.execute(_LAST, (case, *self._after(feed, 0), purge)).fetchone()
        return _pos(last or 0)

    def follow(self, feed: Audience, rows: Sequence[Row], without: Sequence[Row]) -> None:
        if rows:
            first = self._first(feed) or self._name(feed)
            self._driver.executemany(_ROW, [(first + row.pos, row.kind, row.case, row.id, row.leaf, row.rh) for row in rows])
            self._feeds, self._ends[feed] = None, Place(rows[-1].pos, rows[-1].rh)
        if without:
            self._driver.executemany(_BARE, [(feed, row.pos) for row in without])
        for row in rows:
            if row.leaf in self._telling:
                before = self._telling[row.leaf]
                self._telling[row.leaf] = tuple(sorted((*before, (feed, row)), key=_place)) if before else ((feed, row),)

    def bare(self, feed: Audience) -> Sequence[Row]:
        return [_row(row) for row in self._driver.execute(_WITHOUT, (feed, self._first(feed)))]

    def cut(self, feed: Audience, after: int) -> None:
        self._driver.execute(_CUT_BARE, (feed, after))
        self._driver.execute(_CUT, self._after(feed, after))
        self.forget()

    def forget(self) -> None:
        """What was looked up may be otherwise now."""
        self._telling.clear()
        self._ends.clear()
        self._feeds = self._names = None

    def _numbers(self) -> dict[Audience, int]:
        """Of every feed that was ever read here."""
        if self._names is None:
            self._names = dict(self._driver.execute(_NAMES).fetchall())
        return self._names

    def _name(self, feed: Audience) -> int:
        """Number a feed that is read for the first time; gives the place before its first row."""
        self._numbers()[feed] = self._driver.execute(_NAME, (feed,)).fetchall()[0][0]
        return self._first(feed)

    def _first(self, feed: Audience) -> int:
        """The place before the first row of a feed; of one that was never read, where there are no rows."""
        return self._numbers().get(feed, 0) << WIDE

    def _after(self, feed: Audience, pos: int) -> tuple[int, int]:
        """Between which places, both left out, those of its rows lie that come after this one."""
        first = self._first(feed)
        return first + pos, first + (1 << WIDE)


def leaves_of(rows: Iterable[Row]) -> list[bytes]:
    """Of those that tell of an entry."""
    return [row.leaf for row in rows if row.leaf]


def _pos(place: int) -> int:
    return place & ((1 << WIDE) - 1)


def _place(told: tuple[Audience, Row]) -> tuple[Audience, int]:
    return told[0], told[1].pos


def _row(row: Sequence[Any]) -> Row:
    place, *told = row
    return Row(_pos(place), *told)
