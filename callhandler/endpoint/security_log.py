"""The security log: one JSON object a line, with names and numbers from a short list, and never a word about a person (R18, T12)."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callhandler.endpoint.scribe import Scribe, Write, to_stderr

ALLOWED = {"what", "route", "method", "status", "code", "device", "agency", "ms", "bytes", "rows", "process"}
_PLAIN = re.compile(r"[\w./{}: -]{0,80}", re.ASCII)
_ROUTE = 2  # parts of a path: the rest may be a name
Clock = Callable[[], datetime]


class SecurityLog:
    """Tells what happened. Whatever is not on the list, or does not look like a code or a number, is left out."""

    def __init__(self, write: Write, clock: Clock) -> None:
        """`write` takes a line, keeps nobody waiting, and never fails."""
        self._write, self._clock = write, clock

    def tell(self, what: str, **told: str | float) -> None:
        """From any thread."""
        fit = {name: value for name, value in told.items() if name in ALLOWED and _is_plain(value)}
        self._write(_line(self._clock, what if _is_plain(what) else "", fit))


def written(clock: Clock) -> Scribe:
    """To stderr, by a thread of its own."""
    return Scribe(to_stderr, untold(clock))


def untold(clock: Clock) -> Callable[[int], str]:
    """The line that says how many were not written."""
    return lambda rows: _line(clock, "untold", {"rows": rows})


class Logged:
    """Stands before the whole application, and writes down every request that was refused or failed."""

    def __init__(self, app: ASGIApp, log: SecurityLog) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = False

        async def heard(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start":
                told = True
                if message["status"] >= 400:
                    self._tell(scope, message["status"])
            await send(message)

        try:
            await self._app(scope, receive, heard)
        except Exception:
            if not told:  # what went wrong is told further out
                self._tell(scope, 500)
            raise

    def _tell(self, scope: Scope, status: int) -> None:
        known = "endpoint" in scope  # else they are the asker's own words
        route = "/".join(scope["path"].split("/")[: _ROUTE + 1]) if known else ""
        self._log.tell("refused", method=scope["method"], route=route, status=status)


def _line(clock: Clock, what: str, told: Mapping[str, str | float]) -> str:
    return json.dumps({"at": clock().isoformat(), "what": what, **told})


def _is_plain(value: str | float) -> bool:
    return not isinstance(value, str) or _PLAIN.fullmatch(value) is not None
