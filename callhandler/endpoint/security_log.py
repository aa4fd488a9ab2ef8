"""The security log: one JSON object a line, with names and numbers from a short list, and never a word about a person (R18, T12)."""

import json
import re
import sys
from collections.abc import Callable
from datetime import datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = {"what", "route", "method", "status", "code", "device", "agency", "ms", "bytes", "rows", "process"}
_PLAIN = re.compile(r"[\w./{}: -]{0,80}", re.ASCII)
_ROUTE = 2  # parts of a path: the rest may be a name
Write = Callable[[str], object]
Clock = Callable[[], datetime]


def to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


class SecurityLog:
    """Writes what happened. Whatever is not on the list, or does not look like a code or a number, is left out."""

    def __init__(self, write: Write, clock: Clock) -> None:
        self._write, self._clock = write, clock

    def tell(self, what: str, **told: str | float) -> None:
        fit = {name: value for name, value in told.items() if name in ALLOWED and _is_plain(value)}
        self._write(json.dumps({"at": self._clock().isoformat(), "what": what if _is_plain(what) else "", **fit}))


class Logged:
    """Stands before the whole application, and writes down every request that was refused or failed."""

    def __init__(self, app: ASGIApp, log: SecurityLog) -> None:
        self._app, self._log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def heard(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                route = (
                    "/".join(scope["path"].split("/")[: _ROUTE + 1]) if "endpoint" in scope else ""
                )  # else they are the asker's own words
                self._log.tell("refused", method=scope["method"], route=route, status=message["status"])
            await send(message)

        await self._app(scope, receive, heard if scope["type"] == "http" else send)


def _is_plain(value: str | float) -> bool:
    return not isinstance(value, str) or _PLAIN.fullmatch(value) is not None
