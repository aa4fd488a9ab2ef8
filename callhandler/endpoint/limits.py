"""How much anybody may send: counted while it comes in, before anything of it is looked at (T19)."""

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callhandler.endpoint.refusing import Refused, no

SMALL = 64 << 10  # bytes of a body, except where a route says otherwise
ROOMY = ("/v1/sync", "/v1/blobs/")  # these count for themselves


async def body_of(request: Request, most: int) -> bytes:
    """The body, read no further than it may go. Raises Refused: packed once more, or too large."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "unreadable")
    if not _says_at_most(request.headers.get("content-length", "0"), most):
        raise Refused(413, "too-large")
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise Refused(413, "too-large")
        pieces.append(piece)
    return b"".join(pieces)


class SmallBodies:
    """Stands before every other route: reads the body to its limit, refuses what is packed, and only then lets the route see it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(ROOMY) or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        try:
            body = await body_of(Request(scope, receive), SMALL)
        except Refused as refused:
            await no(refused.status, refused.code)(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)


def _again(body: bytes, receive: Receive) -> Receive:
    told = False

    async def from_memory() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return from_memory


def _says_at_most(length: str, most: int) -> bool:
    return length.isascii() and length.isdigit() and len(length) < 16 and int(length) <= most
