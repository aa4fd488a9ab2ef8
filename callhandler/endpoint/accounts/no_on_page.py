"""Whoever reads a page in a browser is told no on a page, with the way back; only programs are told it in one word."""

import json

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callhandler.endpoint.accounts.pages import refusal
from callhandler.endpoint.accounts.speaking import words_of

PLACE = "/admin"
KEPT = ("Allow", "Retry-After")


class NoOnPage:
    """Stands before the routes, and before whatever refuses what comes to them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_for_reading(scope):
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        try:
            await self._app(scope, receive, answer.hear)
        except Exception:
            if not answer.began:
                await _page(scope, 500, "fault", Headers())(scope, receive, send)
            raise
        if answer.no:
            headers = Headers(raw=answer.no["headers"])
            await _page(scope, answer.no["status"], json.loads(answer.body)["error"], headers)(scope, receive, send)


class _Answer:
    """What is told on the way out: a refusal in one word is kept back, all else goes on."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.began, self.body = False, b""
        self.no: Message | None = None

    async def hear(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_no(message):
            self.no = message
        elif self.no:
            self.body += message.get("body", b"")
        else:
            self.began = True
            await self._send(message)


def _is_for_reading(scope: Scope) -> bool:
    path: str = scope["path"]
    return (path == PLACE or path.startswith(f"{PLACE}/")) and "text/html" in Headers(scope=scope).get("accept", "")


def _is_no(message: Message) -> bool:
    return message["status"] >= 400 and Headers(raw=message["headers"]).get("content-type") == "application/json"


def _page(scope: Scope, status: int, code: str, headers: Headers) -> Response:
    """An address that nobody knows, and one where nothing can be done in this way, are told as the same."""
    words = words_of(Request(scope))
    shown = refusal(scope["app"].state.gatehouse, status, "no-page" if status in {404, 405} else code, words)
    MutableHeaders(raw=shown.raw_headers).update({name: headers[name] for name in KEPT if name in headers})
    return shown
