"""Who is asking: looked up at every request, so that whoever was taken out is out at the next one."""

from typing import Any

from fastapi import Request
from sqlalchemy import Connection, Row

from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.refusing import Refused
from callhandler.log.kinds import AgencyId
from callhandler.protocol.decision import Action, Field, Resource, decide

__all__ = ["Asker", "Refused", "asker", "check", "gatehouse_of", "leaving", "who"]


def gatehouse_of(request: Request) -> Gatehouse:
    """What `endpoint.app` put at the application's door."""
    gatehouse: Gatehouse = request.app.state.gatehouse
    return gatehouse


def asker(request: Request) -> Asker:
    """The person behind this request. Raises Refused: 401 without a good token, 403 where device or agency were taken out."""
    row = _row(request, "access")
    if row is None or row.person is None or row.disabled:
        raise Refused(401, "sign-in")
    if row.closed or row.state != "approved":
        raise Refused(403, "blocked")
    return who(row)


def leaving(request: Request) -> Asker:
    """As `asker`, or a revoked device that hands in what waits. For the sync route alone: nothing is read out to it there."""
    row = _row(request, "leave")
    if row is None:
        return asker(request)
    if row.state != "revoked":
        raise Refused(401, "sign-in")
    return Asker("", "", "", row.device_agency, row.device, sitting=row.sitting)


def check(asker: Asker, action: Action, field: Field, agency: AgencyId = "") -> None:
    """Raises Refused where the decision table does not let them."""
    resource = Resource(agency or asker.agency, frozenset((field,)), host=asker.agency if asker.host else "")
    if not decide(asker.subject, action, resource).allow:
        raise Refused(403, "refused")


def who(row: Row[Any]) -> Asker:
    knows = frozenset(row.knows.split())
    return Asker(row.person, row.name, row.role, row.agency, row.device, knows, bool(row.host), row.sitting)


def _row(request: Request, kind: tokens.Kind) -> Row[Any] | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or len(token) != tokens.LENGTH:
        return None
    gatehouse = gatehouse_of(request)
    with _looking(gatehouse) as connection:
        return tokens.bearer(connection, token, kind, gatehouse.now())


def _looking(gatehouse: Gatehouse) -> Connection:
    return gatehouse.engine.connect().execution_options(**{LOOKING: True})
