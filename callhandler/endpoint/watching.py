"""What an administrator keeps an eye on: alarms, and how much is held back, in numbers and never in words."""

from sqlalchemy import Connection

from callhandler.endpoint.asking import Asker, check
from callhandler.endpoint.gatehouse import Gatehouse


def watched(gatehouse: Gatehouse, connection: Connection, asker: Asker) -> dict[str, object]:
    """Of the own agency; for those who run the endpoint, of all."""
    check(asker, "view", "devices")
    seen = gatehouse.watch(connection, None if asker.host else frozenset((asker.agency,)))
    return {
        "alarms": [{"what": what, "device": device, "at": at} for what, device, at in seen.alarms],
        "quarantine": [{"agency": agency, "why": why, "count": count} for agency, why, count in seen.quarantine],
    }
