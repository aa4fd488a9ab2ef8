"""Who was told of a case: agencies it is or was shared with, and copies that left on paper."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from callhandler.desk.looks import number_of_copy
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, CaseShared, ShareEnded
from callhandler.log.order import in_order
from callhandler.log.ownership import Audience


@dataclass(frozen=True, slots=True)
class Recipient:
    """`audience`: an agency, or a group of it, which saw the case from `since`, to `until` where that has ended; "" for a copy on paper.

    `number`: of such a copy. `gateway`: why the share was lawful, as a code.
    """

    key: str
    case: CaseId
    since: datetime
    audience: Audience = ""
    until: datetime | None = None
    number: str = ""
    gateway: str = ""


def recipients(
    entries: Iterable[Entry], copies: Iterable[Entry], since: datetime | None = None, knows: Callable[[Audience], bool] = lambda _: True
) -> tuple[Recipient, ...]:
    """Of those who `knows` lets through, whoever could see it after `since`; oldest first."""
    found: dict[tuple[CaseId, Audience], Recipient] = {}
    for entry in in_order(entries):
        match entry.body:
            case CaseShared(audience=audience, gateway=gateway) if (entry.case, audience) not in found:
                found[entry.case, audience] = Recipient(f"{entry.case} {audience}", entry.case, entry.at, audience, gateway=gateway)
            case ShareEnded(audience=audience) if (entry.case, audience) in found:
                shared = found[entry.case, audience]
                found[entry.case, audience] = Recipient(shared.key, shared.case, shared.since, audience, entry.at, gateway=shared.gateway)
            case _:
                pass
    printed = [Recipient(entry.id, entry.case, entry.at, number=number_of_copy(entry.id)) for entry in copies]
    told = [one for one in (*found.values(), *printed) if _told(one, since) and (not one.audience or knows(one.audience))]
    return tuple(sorted(told, key=lambda one: (one.since, one.key)))


def _told(one: Recipient, since: datetime | None) -> bool:
    """A share goes on telling until it ends; a copy tells what stood on the day."""
    if since is None:
        return True
    return (one.until is None or one.until >= since) if one.audience else one.since >= since
