"""The security log: one JSON object a line, with names and numbers from a short list, and never a word about a person (R18, T12)."""

import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALLOWED = {"what", "route", "method", "status", "code", "device", "agency", "ms", "bytes", "rows", "process"}
_PLAIN = re.compile(r"[\w./{}: -]{0,80}", re.ASCII)
_ROUTE = 2  # parts of a path: the rest may be a name
Write = Callable[[str], object]
Clock = Callable[[], datetime]


def to_stderr(line: str) -> None:
    """Raises OSError or ValueError where nobody takes it: a pipe or file that was closed, a disk that is full."""
    stream: TextIO | None = sys.stderr
    if stream is None:
        raise OSError("there was none when this program began")
    stream.write(line + "\n")
    stream.flush()


class SecurityLog:
    """Writes what happened. Whatever is not on the list, or does not look like a code or a number, is left out.

    Where it cannot be written, nobody fails for it: what could not be told is counted, and the count told before whatever is told next.
    """

    def __init__(self, write: Write, clock: Clock) -> None:
        self._write, self._clock = write, clock
        self._untold, self._turn = 0, Lock()

    def tell(self, what: str, **told: str | float) -> None:
        """From any thread."""
        fit = {name: value for name, value in told.items() if name in ALLOWED and _is_plain(value)}
        line = self._line(what if _is_plain(what) else "", fit)
        with self._turn:
            try:
                if self._untold:
                    self._write(self._line("untold", {"rows": self._untold}))
                    self._untold = 0
                self._write(line)
            except (OSError, ValueError):
                self._untold += 1

    def _line(self, what: str, told: Mapping[str, str | float]) -> str:
        return json.dumps({"at": self._clock().isoformat(), "what": what, **told})


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
