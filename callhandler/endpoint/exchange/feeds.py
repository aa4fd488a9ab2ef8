"""The numbered rows of every audience, and who was told which of them."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, any_, bindparam, select, update

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import add_missing, append, put
from callhandler.endpoint.statements import is_postgres, row, rows, tell
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Place, Row, beginning
from callhandler.sync.stores import Branch, Disclosure

_FEED, _ROW, _LIFE, _TURN = tables.feed.c, tables.feed_row.c, tables.life.c, tables.turn.c
_COLUMNS = ("feed", "pos", "kind", "case_id", "id", "leaf", "rh")
_EVERY_ROW = select(_ROW.pos, _ROW.kind, _ROW.case_id, _ROW.id, _ROW.leaf, _ROW.rh)
_ROWS = _EVERY_ROW.where(_ROW.feed == bindparam("feed"), _ROW.pos > bindparam("after"))
_NEXT = _ROWS.order_by(_ROW.pos).limit(bindparam("most"))
_AT = select(_ROW.rh).where(_ROW.feed == bindparam("feed"), _ROW.pos == bindparam("pos"))
_END = select(_FEED.pos, _FEED.rh, _FEED.cleared).where(_FEED.feed == bindparam("feed"))
_END_TURN = _END.with_for_update()
_DISCLOSED = ("device", "feed", "first", "last", "at", "purpose", "person")
_GO_ON = update(tables.feed).where(_FEED.feed == bindparam("of")).values(pos=bindparam("pos"), rh=bindparam("rh"))
_INCARNATION = select(_LIFE.incarnation)
_TURNS = select(_TURN.number).where(_TURN.number == any_(bindparam("numbers"))).order_by(_TURN.number).with_for_update()


class Feeds:
    """Those that one transaction sees."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbered: dict[Audience, Sequence[Row]] = {}  # by us, and therefore the end of the feed
        self._ends: dict[Audience, Place] = {}
        self._orders: dict[Audience, int] = {}
        self._places: dict[tuple[Audience, int], Place] = {}
        self._life: str | None = None

    def lock(self, cases: Collection[CaseId]) -> None:
        """Hold the rows that stand for these cases, in their order."""
        if cases and is_postgres(self._connection):
            numbers = sorted({crc32(case.encode()) % tables.TURNS for case in cases})
            rows(self._connection, _TURNS, {"numbers": numbers})

    def incarnation(self) -> str:
        if self._life is None:
            self._life = (row(self._connection, _INCARNATION) or ("",))[0]
        return self._life

    def lineage(self) -> Sequence[Branch]:
        told = self._connection.execute(select(_LIFE.lineage)).scalar()
        return [Branch(incarnation, feeds) for incarnation, feeds in json.loads(told)] if told else ()

    def begin(self, incarnation: str, lineage: Sequence[Branch]) -> None:
        told = json.dumps([(one.incarnation, dict(one.feeds)) for one in lineage])
        self._life = incarnation
        put(self._connection, tables.life, ("one",), {"one": 1, "incarnation": incarnation, "lineage": told})

    def feeds(self) -> Sequence[Audience]:
        return [row[0] for row in self._connection.execute(select(_FEED.feed).where(_FEED.pos > 0))]

    def end(self, feed: Audience) -> Place:
        if feed not in self._ends:
            self._know(feed, row(self._connection, _END, {"feed": feed}))
        return self._ends[feed]

    def turn(self, feed: Audience) -> Place:
        """The end, which is ours to move until this transaction ends."""
        if feed not in self._numbered:
            told = row(self._connection, _END_TURN, {"feed": feed})
            if told is None:
                start = {"feed": feed, "pos": 0, "rh": beginning(feed).rh, "cleared": -1}
                add_missing(self._connection, tables.feed, [start])
                told = row(self._connection, _END_TURN, {"feed": feed})
            self._know(feed, told)
        return self._ends[feed]

    def place(self, feed: Audience, pos: int) -> Place | None:
        if not pos:
            return beginning(feed)
        if pos > self.end(feed).pos:
            return None
        if (feed, pos) not in self._places:
            (rh,) = rows(self._connection, _AT, {"feed": feed, "pos": pos})[0]
            self._places[feed, pos] = Place(pos, rh)
        return self._places[feed, pos]

    def rows(self, feed: Audience, after: int, most: int) -> Sequence[Row]:
        ours = self._numbered.get(feed, ())
        if ours and ours[0].pos <= after + 1:
            return ours[after + 1 - ours[0].pos :][:most]
        if after >= self.end(feed).pos:
            return ()
        return [Row(*row) for row in rows(self._connection, _NEXT, {"feed": feed, "after": after, "most": most})]

    def rows_about(self, feed: Audience, cases: Collection[CaseId]) -> Sequence[Row]:
        """Reads the whole feed: only for the day on which an agreement changes."""
        asked = _EVERY_ROW.where(_ROW.feed == feed, _ROW.case_id.in_(cases)).order_by(_ROW.pos)
        return [Row(*row) for row in self._connection.execute(asked)]

    def agreed(self) -> tuple[str, CaseId]:
        told = self._connection.execute(select(tables.agreed.c.under, tables.agreed.c.after)).first()
        return (told[0], told[1]) if told else ("", "")

    def agree(self, under: str, after: CaseId) -> None:
        put(self._connection, tables.agreed, ("one",), {"one": 1, "under": under, "after": after})

    def publish(self, feed: Audience, rows: Sequence[Row]) -> None:
        append(self._connection, tables.feed_row, _COLUMNS, [(feed, r.pos, r.kind, r.case, r.id, r.leaf, r.rh) for r in rows])
        self._numbered[feed] = (*self._numbered.get(feed, ()), *rows)
        last = rows[-1]
        tell(self._connection, _GO_ON, {"of": feed, "pos": last.pos, "rh": last.rh})
        self._ends[feed] = self._places[feed, last.pos] = Place(last.pos, last.rh)

    def cleared(self, feed: Audience) -> int:
        self.end(feed)
        return self._orders[feed]

    def clear(self, feed: Audience, pos: int) -> None:
        self.turn(feed)
        self._connection.execute(update(tables.feed).where(_FEED.feed == feed).values(cleared=pos))
        self._orders[feed] = pos

    def disclose(self, one: Disclosure) -> None:
        told = (one.device, one.feed, one.first, one.last, one.at.isoformat(), one.purpose, one.person)
        append(self._connection, tables.disclosure, _DISCLOSED, [told])

    def alarm(self, what: str, device: str) -> None:
        self._connection.execute(tables.alarm.insert(), {"what": what, "device": device})

    def _know(self, feed: Audience, told: Sequence[Any] | None) -> None:
        end = Place(told[0], told[1]) if told else beginning(feed)
        self._ends[feed] = self._places[feed, end.pos] = end
        self._orders[feed] = told[2] if told else -1
