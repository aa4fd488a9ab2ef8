"""The numbered rows of every audience, and who was told which of them."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, any_, bindparam, select, update

from callhandler.endpoint import tables
from callhandler.endpoint.bulk import add_missing, append, is_postgres, put, quick
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Place, Row, beginning
from callhandler.sync.stores import Branch, Disclosure

_FEED, _ROW, _LIFE, _TURN = tables.feed.c, tables.feed_row.c, tables.life.c, tables.turn.c
_COLUMNS = ("feed", "pos", "kind", "case_id", "id", "leaf", "rh")
_ROWS = select(_ROW.pos, _ROW.kind, _ROW.case_id, _ROW.id, _ROW.leaf, _ROW.rh).where(
    _ROW.feed == bindparam("feed"), _ROW.pos > bindparam("after")
)
_NEXT = _ROWS.order_by(_ROW.pos).limit(bindparam("most"))
_AT = select(_ROW.rh).where(_ROW.feed == bindparam("feed"), _ROW.pos == bindparam("pos"))
_END = select(_FEED.pos, _FEED.rh).where(_FEED.feed == bindparam("feed"))
_TURNS = select(_TURN.number).where(_TURN.number == any_(bindparam("numbers"))).order_by(_TURN.number).with_for_update()


class Feeds:
    """Those that one transaction sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbered: dict[Audience, Sequence[Row]] = {}  # by us, and therefore the end of the feed

    def lock(self, cases: Collection[CaseId]) -> None:
        """Hold the rows that stand for these cases, in their order."""
        if cases and is_postgres(self._connection):
            numbers = sorted({crc32(case.encode()) % tables.TURNS for case in cases})
            self._connection.execute(_TURNS, {"numbers": numbers})

    def incarnation(self) -> str:
        return self._connection.execute(select(_LIFE.incarnation)).scalar() or ""

    def lineage(self) -> Sequence[Branch]:
        told = self._connection.execute(select(_LIFE.lineage)).scalar()
        return [Branch(incarnation, feeds) for incarnation, feeds in json.loads(told)] if told else ()

    def begin(self, incarnation: str, lineage: Sequence[Branch]) -> None:
        told = json.dumps([(one.incarnation, dict(one.feeds)) for one in lineage])
        put(self._connection, tables.life, ("one",), {"one": 1, "incarnation": incarnation, "lineage": told})

    def feeds(self) -> Sequence[Audience]:
        return [row[0] for row in self._connection.execute(select(_FEED.feed).where(_FEED.pos > 0))]

    def end(self, feed: Audience) -> Place:
        return self._place(self._connection.execute(_END, {"feed": feed}).first(), feed)

    def turn(self, feed: Audience) -> Place:
        """The end, which is ours to move until this transaction ends."""
        told = self._connection.execute(_END.with_for_update(), {"feed": feed}).first()
        if told is None:
            start = beginning(feed)
            add_missing(self._connection, tables.feed, [{"feed": feed, "pos": 0, "rh": start.rh, "cleared": -1}])
            told = self._connection.execute(_END.with_for_update(), {"feed": feed}).first()
        return self._place(told, feed)

    def place(self, feed: Audience, pos: int) -> Place | None:
        if not pos:
            return beginning(feed)
        told = self._connection.execute(_AT, {"feed": feed, "pos": pos}).scalar()
        return Place(pos, told) if told else None

    def rows(self, feed: Audience, after: int, most: int) -> Sequence[Row]:
        ours = self._numbered.get(feed, ())
        if ours and ours[0].pos <= after + 1:
            return ours[after + 1 - ours[0].pos :][:most]
        return [Row(*row) for row in quick(self._connection, _NEXT, {"feed": feed, "after": after, "most": most})]

    def publish(self, feed: Audience, rows: Sequence[Row]) -> None:
        append(self._connection, tables.feed_row, _COLUMNS, [(feed, r.pos, r.kind, r.case, r.id, r.leaf, r.rh) for r in rows])
        self._numbered[feed] = (*self._numbered.get(feed, ()), *rows)
        last = rows[-1]
        self._connection.execute(update(tables.feed).where(_FEED.feed == feed).values(pos=last.pos, rh=last.rh))

    def cleared(self, feed: Audience) -> int:
        told = self._connection.execute(select(_FEED.cleared).where(_FEED.feed == feed)).scalar()
        return -1 if told is None else told

    def clear(self, feed: Audience, pos: int) -> None:
        self.turn(feed)
        self._connection.execute(update(tables.feed).where(_FEED.feed == feed).values(cleared=pos))

    def disclose(self, one: Disclosure) -> None:
        told = {"device": one.device, "feed": one.feed, "first": one.first, "last": one.last, "purpose": one.purpose}
        self._connection.execute(tables.disclosure.insert(), {**told, "at": one.at.isoformat()})

    def alarm(self, what: str, device: str) -> None:
        self._connection.execute(tables.alarm.insert(), {"what": what, "device": device})

    def _place(self, told: Sequence[Any] | None, feed: Audience) -> Place:
        return Place(told[0], told[1]) if told else beginning(feed)
