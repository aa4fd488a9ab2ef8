"""The files of a case as its entries tell of them: who attached which, when, and what they said about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from callhandler.log.entry import Entry
from callhandler.log.fold import corrections
from callhandler.log.kinds import AgencyId, CaseId, FileAttached
from callhandler.log.order import in_order


@dataclass(frozen=True, slots=True)
class Attached:
    """One file of one case. `told`: what its entry says of it; `size` in bytes."""

    entry: str
    case: CaseId
    at: datetime
    actor: str
    agency: AgencyId
    told: FileAttached


def files_of(entries: Iterable[Entry]) -> tuple[Attached, ...]:
    """The files of these cases, the newest first; without those that were erased, and those whose entry was put right."""
    told = tuple(entries)
    gone = corrections(told)
    return tuple(
        Attached(entry.id, entry.case, entry.at, entry.actor, entry.agency, entry.body)
        for entry in reversed(in_order(told))
        if isinstance(entry.body, FileAttached) and entry.id not in gone
    )
