"""What an administrator keeps an eye on: alarms, and how much is held back, in numbers and never in words."""

from collections import Counter

from sqlalchemy import Connection, func, select

from callhandler.endpoint.accounts.asking import Asker, check
from callhandler.endpoint.accounts.gatehouse import Gatehouse, Watch
from callhandler.endpoint.exchange import tables
from callhandler.log.kinds import AgencyId
from callhandler.log.ownership import owner_of


def watched(gatehouse: Gatehouse, connection: Connection, asker: Asker) -> dict[str, object]:
    """Of the own agency; for those who run the endpoint, of all."""
    check(asker, "view", "devices")
    seen = gatehouse.watch(connection, None if asker.host else frozenset((asker.agency,)))
    return {
        "alarms": [{"what": what, "device": device, "at": at} for what, device, at in seen.alarms],
        "quarantine": [{"agency": agency, "why": why, "count": count} for agency, why, count in seen.quarantine],
    }


def watch(connection: Connection, agencies: frozenset[AgencyId] | None) -> Watch:
    """Alarms about these agencies' devices, and what is held back in their cases; of all where none are named."""
    alarm, device, entry = tables.alarm, tables.device, tables.entry
    rung = connection.execute(select(alarm.c.what, alarm.c.device, device.c.agency).outerjoin(device, device.c.device == alarm.c.device))
    alarms = [(row.what, row.device, "") for row in rung if agencies is None or row.agency in agencies]
    held: Counter[tuple[AgencyId, str]] = Counter()
    asked = select(entry.c.case_id, entry.c.why, func.count().label("many")).where(entry.c.why != "").group_by(entry.c.case_id, entry.c.why)
    for row in connection.execute(asked):
        held[owner_of(row.case_id), row.why] += row.many
    mine = sorted((agency, why, many) for (agency, why), many in held.items() if agencies is None or agency in agencies)
    return Watch(alarms, mine)
