"""Everything that falls due: promises, actions, second looks by each rank, and lowered bands that wait for a supervisor."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.log import complaints_of
from callhandler.cases.promises import promises_of
from callhandler.log.entry import Entry
from callhandler.log.kinds import Band, CaseId, PersonId
from callhandler.risk.bands import RANK

Kind = Literal["promise", "action", "review", "lowered", "glass"]


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do. `what`: the action in words, the rank that looks, who opened something, or "" for contact; `entry` told of it."""

    what: str
    case: CaseId
    reference: str
    person: PersonId
    band: Band | None
    when: date
    overdue: bool
    kind: Kind
    entry: str = ""
    name: str = ""


def due(entries: Iterable[Entry], area: Area, now: datetime) -> tuple[Due, ...]:
    """What is open, in the order in which it is to be done."""
    return in_order((one for complaint in complaints_of(entries, area) if complaint.open for one in _due(complaint, area, now)), now)


def in_order(dues: Iterable[Due], now: datetime) -> tuple[Due, ...]:
    """As they stand now: the overdue first, then the higher band, then the earlier day."""
    today = [replace(one, overdue=one.when < now.date()) for one in dues]
    return tuple(sorted(today, key=lambda one: (not one.overdue, -RANK[one.band or "standard"], one.when, one.case, one.kind, one.what)))


def _due(one: Complaint, area: Area, now: datetime) -> Iterable[Due]:
    for promise in promises_of(one):
        if not promise.kept:
            yield _of(one, "promise", promise.what, promise.by, now, promise.entry)
    for act in one.actions:
        if act.done is None and not act.promise:
            yield _of(one, "action", act.what, act.due.date(), now, act.entry)
    for grade in one.awaiting_supervisor:
        yield _of(one, "lowered", "", grade.at.date(), now, grade.entry)
    yield from _reviews(one, area, now)


def _reviews(one: Complaint, area: Area, now: datetime) -> Iterable[Due]:
    """The clock of each rank runs from the last grade; a look that is on record sets back the clock of the first rank alone."""
    band = one.band_until_confirmed
    if band is None:
        return
    graded = one.standing[-1]
    first_rank = next(iter(area.agreement.clocks.get(band, {})), "")
    looks = {first_rank: max(one.looked)} if one.looked else {}
    for rank, when in area.agreement.reviews(band, graded.at, looks):
        yield _of(one, "review", rank, when, now, graded.entry)


def _of(one: Complaint, kind: Kind, what: str, when: date, now: datetime, entry: str) -> Due:
    return Due(what, one.case, one.reference, one.victim, one.band_until_confirmed, when, when < now.date(), kind, entry, one.name)
