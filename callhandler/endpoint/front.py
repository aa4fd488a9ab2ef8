"""The doors that every desk uses all day stand at the front: nobody who comes to them walks through the whole house."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from callhandler.endpoint.refusing import Refused, no

Door = Callable[[Request], Awaitable[Response]]
Doors = Mapping[tuple[str, str], Door]  # by method and path


class Front:
    """Stands before the routes. A door says no as every route does, before its first word; all else goes on to the routes."""

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app, self._doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door = self._doors.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if door is None:
            await self._app(scope, receive, send)
            return
        scope["endpoint"] = door
        try:
            await (await door(Request(scope, receive)))(scope, receive, send)
        except Refused as refused:
            await no(refused.status, refused.code, refused.retry_after)(scope, receive, send)
