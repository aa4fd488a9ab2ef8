"""How much anybody may send: counted while it comes in, before anything of it is looked at (T19)."""

from anyio import fail_after
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from callhandler.endpoint.refusing import Refused, no

PATIENCE = 30.0  # seconds in which a body must have come
SMALL = 64 << 10  # bytes of a body, except where a route says otherwise
ROOMY = ("/v1/sync", "/v1/blobs/")  # these count for themselves


async def body_of(request: Request, most: int, patience: float = PATIENCE) -> bytes:
    """The body, read no further than it may go. Raises Refused: packed once more, too large, or never sent to its end."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "unreadable")
    if not _says_at_most(request.headers.get("content-length", "0"), most):
        raise Refused(413, "too-large")
    pieces, size = [], 0
    try:
        with fail_after(patience):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise Refused(413, "too-large")
                pieces.append(piece)
    except ClientDisconnect:
        raise Refused(400, "unreadable") from None  # which nobody hears any more
    except TimeoutError:
        raise Refused(408, "too-slow") from None
    return b"".join(pieces)


class SmallBodies:
    """Stands before every other route: reads the body to its limit, refuses what is packed, and only then lets the route see it."""

    def __init__(self, app: ASGIApp, patience: float = PATIENCE) -> None:
        self._app, self._patience = app, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(ROOMY) or scope["method"] in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        try:
            body = await body_of(Request(scope, receive), SMALL, self._patience)
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
