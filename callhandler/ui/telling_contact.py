"""Turns what a call is, and about which earlier case, into what the people panel shows; and what is chosen there back again."""

from callhandler.cases.log import PersonLog
from callhandler.desk.open_call import OpenCall
from callhandler.log.kinds import Purpose
from callhandler.ui import shown
from callhandler.ui.telling import Teller

PURPOSES: dict[str, tuple[Purpose, bool]] = {  # as chosen on the panel: what goes on record, and whether about an earlier case
    "new": ("report", False),
    "more": ("follow-up", True),
    "service": ("service-complaint", False),
    "elsewhere": ("report", True),
}


def contact_told(tell: Teller, call: OpenCall, log: PersonLog) -> shown.Contact:
    """What the call is; only reports can be told again or asked after."""
    earlier = (one for one in log.complaints if one.reports and one.case != call.case)
    stands = call.sorted()
    kinds = (kind for kind, told in PURPOSES.items() if told == (stands.purpose, bool(stands.incident)))
    told = tuple(shown.Earlier(one.case, one.reference, one.started.astimezone().date(), tell.what(one)) for one in earlier)
    return shown.Contact(next(kinds, ""), stands.incident, told, decided=call.paper.sorted is not None)


def affected_told(call: OpenCall) -> shown.Affected | None:
    """Whom the caller speaks for; None where it is themselves."""
    said = call.affected()
    return shown.Affected(said.name, said.phone, said.place) if call.for_somebody_else() else None
