"""What was opened in an emergency: who, which case, why, who reviewed it and whether it was right; what waits, and what is overdue (R8).

It is read from the entries that desks hand in, so that nothing has to be kept beside them, and nothing is lost with a restore.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, select

from callhandler.cases.glass import KINDS, TOLD_OF, Broken, GlassRules, broken_of
from callhandler.endpoint.accounts.asking import Asker
from callhandler.endpoint.exchange import tables
from callhandler.log.entry import Entry
from callhandler.log.kinds import AgencyId
from callhandler.sync.reading import looked_into

Row = dict[str, object]
_ENTRY = tables.entry.c
_OPENED = select(_ENTRY.case_id).where(_ENTRY.kind.in_(KINDS))
_WHOLE = select(_ENTRY.meta, _ENTRY.salt, _ENTRY.payload, _ENTRY.commitment, _ENTRY.device, _ENTRY.n)


@dataclass(frozen=True, slots=True)
class Review:
    """As an area has it: what its reasons are called, and on which days nobody works."""

    rules: GlassRules
    holidays: frozenset[date]

    def openings(self, connection: Connection, agency: AgencyId = "") -> tuple[Broken, ...]:
        """What the people of an agency opened, or of all agencies: what waits, the oldest first; then the rest, the newest first."""
        found = broken_of(_entries(connection), self.holidays)
        return tuple(one for one in found if agency in {"", one.agency})

    def seen(self, connection: Connection, who: Asker, now: datetime, language: str = "en") -> Sequence[Row]:
        """The list, for whoever reviews it in their agency. No name of anybody a case is about stands in it."""
        return [self._row(one, now.date(), language) for one in self.openings(connection, who.agency)]

    def waiting(self, connection: Connection) -> list[Broken]:
        """What nobody has reviewed yet, of all agencies, the oldest first."""
        return [one for one in self.openings(connection) if one.settled is None]

    def counted(self, connection: Connection, today: date) -> tuple[int, int]:
        """How many wait, and how many of them are overdue: of all agencies."""
        waiting = self.waiting(connection)
        return len(waiting), sum(one.overdue(today) for one in waiting)

    def _row(self, one: Broken, today: date, language: str) -> Row:
        return {
            "entry": one.entry,
            "case": one.case,
            "reference": one.reference,
            "at": _utc(one.at),
            "until": _utc(one.told.until),
            "by": one.by,
            "parts": list(one.told.parts),
            "reason": self.rules.reason_in(language, one.told.reason),
            "words": one.told.words,
            "review_by": one.review_by.isoformat(),
            "overdue": one.overdue(today),
            "verdict": one.settled.verdict if one.settled else "",
            "reviewed_by": one.settled_by,
            "reviewed_at": _utc(one.settled_at) if one.settled_at else "",
            "said": one.settled.words if one.settled else "",
        }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _entries(connection: Connection) -> Iterable[Entry]:
    """Everything that tells of these cases what an opening is; of an erased entry only the envelope is left."""
    asked = _WHOLE.where(_ENTRY.case_id.in_(_OPENED), _ENTRY.kind.in_(TOLD_OF), _ENTRY.payload.is_not(None))
    for meta, salt, payload, commitment, device, n in connection.execute(asked):
        yield looked_into(meta, salt, payload, commitment, (device, n))
