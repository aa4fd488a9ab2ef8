"""Watches who looks: reads each look once it counts, and puts on the list of whoever reviews what no work explains (T2)."""

from asyncio import timeout
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select, update

from callhandler.cases.browsing import MEMORY, SAMPLE, LookRules
from callhandler.endpoint.again import Aside, again
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import add_missing
from callhandler.endpoint.exchange.poll import Positions
from callhandler.endpoint.oversight import looked
from callhandler.endpoint.oversight.around import Around, around, shown_by
from callhandler.endpoint.oversight.homes import Sign
from callhandler.endpoint.oversight.looked import Came
from callhandler.endpoint.oversight.patterns import Look, Past, Tie, patterns_of, tie_of
from callhandler.endpoint.oversight.tables import LOOK, LOOK_ALERT, LOOKS_READ
from callhandler.endpoint.security_log import Clock, SecurityLog
from callhandler.log.kinds import CaseId

EVERY, PAUSE = 20, 1  # seconds: at least, and after something came
PORTION = 200  # looks read together
HELD = timedelta(days=2)  # in which whoever is held back from a feed is looked for beside them
HOURLY = frozenset(("many", "searching", "unlinked"))  # grounds that are about no log in particular
KEPT = timedelta(days=366)  # for which a look that was reviewed stays on the list
_FEED, _ROW, _ENTRY = tables.feed.c, tables.feed_row.c, tables.entry.c
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """A look with what it is: what links it to work, and on which grounds it stands on the list."""

    came: Came
    look: Look
    tie: Tie
    patterns: tuple[str, ...]


@dataclass(slots=True)
class Browsing:
    """Any number of processes may watch: whoever moves the mark of a feed puts down what it read up to there."""

    engine: Engine
    rules: LookRules
    sign: Sign
    log: SecurityLog
    now: Clock
    portion: int = PORTION
    _aside: Aside = field(default_factory=Aside)
    _tidied: datetime | None = None

    async def keep_watch(self, positions: Positions) -> None:
        """Look whenever something came, and again and again, until cancelled."""

        async def look() -> None:
            seen = positions.changes
            await self._aside.done(self.look)
            with suppress(TimeoutError):
                async with timeout(EVERY):
                    await positions.change(seen)

        await again(look, PAUSE)

    def look(self) -> None:
        """Read everything that came, a portion at a time: nobody waits for it."""
        with self._looking() as connection:
            behind = looked.unread(connection)
        for feed in behind:
            while self._read_on(feed):
                pass
        while self._read_held():
            pass
        if self._tidied is None or self.now() - self._tidied > timedelta(hours=1):
            self._tidy()

    def _read_on(self, feed: str) -> bool:
        """One portion; whether there may be more."""
        with self._looking() as connection:
            was = connection.execute(select(LOOKS_READ.c.pos).where(LOOKS_READ.c.feed == feed)).scalar()
            end = connection.execute(select(_FEED.pos).where(_FEED.feed == feed)).scalar_one()
            begin = was if was and was <= end else 0  # a feed shorter than the mark was restored without it: rather twice than never
            asked = select(_ROW.pos, _ROW.leaf).where(_ROW.feed == feed, _ROW.pos > begin).order_by(_ROW.pos).limit(self.portion)
            rows = connection.execute(asked).all()
            judged = self._judged(connection, [bytes(row.leaf) for row in rows])
        to = rows[-1].pos if rows else begin
        with self.engine.begin() as connection:
            add_missing(connection, LOOKS_READ, [{"feed": feed, "pos": 0}])
            ours = (LOOKS_READ.c.feed == feed) & (LOOKS_READ.c.pos == (was or 0))
            if connection.execute(update(LOOKS_READ).where(ours).values(pos=to)).rowcount == 1:
                self._put_down(connection, judged)
        return len(rows) == self.portion

    def _read_held(self) -> bool:
        """What stands in no feed: looks at what was never shared with the looker's agency, or from a device that was taken out."""
        since = int((self.now() - HELD).timestamp()) * 10**9
        sound = (_ENTRY.kind == "viewed") & (_ENTRY.why != "") & (_ENTRY.why != "poison") & _ENTRY.payload.is_not(None)
        known = select(LOOK.c.leaf).where(LOOK.c.leaf == _ENTRY.leaf)
        asked = select(_ENTRY.leaf).where(sound, _ENTRY.came > since, ~known.exists()).order_by(_ENTRY.came).limit(self.portion)
        with self._looking() as connection:
            leaves = [bytes(leaf) for leaf in connection.execute(asked).scalars()]
            judged = self._judged(connection, leaves)
        if not leaves:
            return False
        with self.engine.begin() as connection:
            unread = set(leaves) - {one.came.leaf for one in judged}
            add_missing(connection, LOOK, [_nothing(leaf, self.now()) for leaf in sorted(unread)])
            self._put_down(connection, judged)
        return len(leaves) == self.portion

    def _judged(self, connection: Connection, leaves: Sequence[bytes]) -> list[Judged]:
        came = looked.looks(connection, leaves)
        known = around(connection, came, self.rules, self.sign) if came else None
        return list(self._each(known, came)) if known else []

    def _each(self, known: Around, came: Sequence[Came]) -> Iterator[Judged]:
        """In the order in which they came: each is one of those before the next."""
        for one in came:
            look = known.look(one)
            tie = tie_of(look, self.rules)
            yield Judged(one, look, tie, (*patterns_of(look, tie, self.rules), *self._sampled(one, look)))
            known.remember(look.by.key, Past(look.at, look.kind, look.subject, tie), shown_by(one))

    def _sampled(self, one: Came, look: Look) -> tuple[str, ...]:
        """Which are taken nobody can foresee, and every process takes the same."""
        drawn = self.rules.sample and not int.from_bytes(self.sign("sample", one.leaf.hex())) % self.rules.sample
        return (SAMPLE,) if drawn and look.kind != "listed" else ()

    def _put_down(self, connection: Connection, judged: Sequence[Judged]) -> None:
        add_missing(connection, LOOK, [_remembered(one) for one in judged])
        for one in judged:
            for pattern in one.patterns:
                self._ring(connection, one, pattern)

    def _ring(self, connection: Connection, one: Judged, pattern: str) -> None:
        """Put it on the list, which counts; and tell the security log, which may lose a line: rather twice than never."""
        before = (LOOK_ALERT.c.leaf == one.came.leaf) & (LOOK_ALERT.c.pattern == pattern)
        same = _same(self.sign, one, pattern)
        if connection.execute(select(LOOK_ALERT.c.leaf).where(before | (LOOK_ALERT.c.same == same))).first():
            return
        entry = one.came.entry
        told = {"leaf": one.came.leaf, "pattern": pattern, "same": same, "agency": entry.agency, "case_id": _case(one)}
        when = {"at": int(entry.at.timestamp()), "found": int(self.now().timestamp())}
        waits = {"verdict": "", "words": "", "reviewer": "", "reviewed": 0}
        connection.execute(LOOK_ALERT.insert().values(**told, **when, **waits, looker=one.look.by.key))
        if pattern != SAMPLE:
            self.log.tell("look to review", agency=entry.agency, code=pattern)

    def _tidy(self) -> None:
        """What no rule looks back to is forgotten, and what was erased leaves the list."""
        now = self.now()
        long_ago, erased = int((now - timedelta(days=MEMORY)).timestamp()), select(_ENTRY.leaf).where(_ENTRY.payload.is_(None))
        settled = (LOOK_ALERT.c.verdict != "") & (LOOK_ALERT.c.found < int((now - KEPT).timestamp()))
        with self.engine.begin() as connection:
            connection.execute(delete(LOOK).where(LOOK.c.at < long_ago))
            connection.execute(delete(LOOK_ALERT).where(settled | LOOK_ALERT.c.leaf.in_(erased.where(_ENTRY.leaf == LOOK_ALERT.c.leaf))))
        self._tidied = now

    def _looking(self) -> Connection:
        return self.engine.connect().execution_options(**{LOOKING: True})


def _case(one: Judged) -> CaseId:
    """Of a search none but its own: to be listed is not to be opened."""
    return one.came.subject if one.look.kind == "log" and one.came.subject else one.came.entry.case


def _same(sign: Sign, one: Judged, pattern: str) -> bytes:
    """The same of one looker about one log is told once a day, and what is about no log in particular once an hour."""
    if pattern == SAMPLE:
        return sign("alert", pattern, one.came.leaf.hex())
    hourly = pattern in HOURLY
    when = one.look.at.strftime("%Y-%m-%d %H" if hourly else "%Y-%m-%d")
    return sign("alert", pattern, one.look.by.key, "" if hourly else one.look.subject.hex(), when)


def _remembered(one: Judged) -> Row:
    at = int(one.look.at.timestamp())
    return {
        "leaf": one.came.leaf,
        "looker": one.look.by.key,
        "at": at,
        "kind": one.look.kind,
        "subject": one.look.subject,
        "tie": one.tie,
    }


def _nothing(leaf: bytes, now: datetime) -> Row:
    """Of a look that cannot be read: that it was tried."""
    return {"leaf": leaf, "looker": "", "at": int(now.timestamp()), "kind": "listed", "subject": b"", "tie": ""}
