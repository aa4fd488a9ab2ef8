"""When a case was closed, and by what: by an entry that says so, or in the old log from which it was brought in."""

from datetime import datetime

from callhandler.log.fold import Registers
from callhandler.log.kinds import BroughtIn, CaseClosed, CaseId

IN_OLD_LOG = "old-log"  # stands where else the entry is named that closed the case


def closure(case: CaseId, started: datetime, brought: BroughtIn | None, registers: Registers) -> tuple[datetime | None, str]:
    """When, and the id of the entry; None and "" while it is open.

    One that came in as closed is so from its call on, until anybody here closed it or opened it again.
    """
    closed = registers.value(case, "closed")
    if closed:
        return closed.at, closed.id
    if brought and brought.closed and not any(isinstance(entry.body, CaseClosed) for entry in registers.entries(case)):
        return started, IN_OLD_LOG
    return None, ""
