"""Who is asking: looked up at every request, so that whoever was taken out is out at the next one."""

from fastapi import Request
from sqlalchemy import Connection

from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.refusing import Refused
from callhandler.log.kinds import AgencyId
from callhandler.protocol.decision import Action, Field, Resource, decide

__all__ = ["Asker", "Refused", "asker", "check", "gatehouse_of", "leaving", "looking", "token_of", "who"]


def gatehouse_of(request: Request) -> Gatehouse:
    """What `endpoint.app` put at the application's door."""
    gatehouse: Gatehouse = request.app.state.gatehouse
    return gatehouse


def asker(request: Request) -> Asker:
    """The person behind this request. Raises Refused: 401 without a good token, 403 where device or agency were taken out."""
    gatehouse = gatehouse_of(request)
    with looking(gatehouse) as connection:
        return _judged(_bearer(gatehouse, connection, token_of(request), "access"))


def leaving(gatehouse: Gatehouse, connection: Connection, token: str) -> Asker:
    """As `asker`, or a revoked device that hands in what waits. Only where nothing is read out to it."""
    found = _bearer(gatehouse, connection, token, "access")
    if found is None and (leaves := _bearer(gatehouse, connection, token, "leave")):
        if leaves.state != "revoked":
            raise Refused(401, "sign-in")
        return Asker("", "", "", leaves.device_agency, leaves.device, sitting=leaves.sitting)
    return _judged(found)


def check(asker: Asker, action: Action, field: Field, agency: AgencyId = "") -> None:
    """Raises Refused where the decision table does not let them."""
    resource = Resource(agency or asker.agency, frozenset((field,)), host=asker.agency if asker.host else "")
    if not decide(asker.subject, action, resource).allow:
        raise Refused(403, "refused")


def who(found: tokens.Bearer) -> Asker:
    knows = frozenset(found.knows.split())
    return Asker(found.person, found.name, found.role, found.agency, found.device, knows, found.host, found.sitting)


def token_of(request: Request) -> str:
    """What the request shows; "" where it is nothing that we gave out."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and len(token) == tokens.LENGTH else ""


def looking(gatehouse: Gatehouse) -> Connection:
    """A connection that waits for nobody."""
    return gatehouse.engine.connect().execution_options(**{LOOKING: True})


def _bearer(gatehouse: Gatehouse, connection: Connection, token: str, kind: tokens.Kind) -> tokens.Bearer | None:
    return tokens.bearer(connection, token, kind, gatehouse.now()) if token else None


def _judged(found: tokens.Bearer | None) -> Asker:
    if found is None or not found.person or found.disabled:
        raise Refused(401, "sign-in")
    if found.closed or found.state != "approved":
        raise Refused(403, "blocked")
    return who(found)
