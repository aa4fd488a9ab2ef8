"""The one road by which desks send what they recorded, and get what they are owed."""

from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.asking import leaving
from callhandler.endpoint.limits import body_of
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.switchboard import Switchboard
from callhandler.sync.wire import MEDIA, PACKED

MOST_WAITING = 200
RETRY_AFTER = 5  # seconds


@dataclass(slots=True)
class SyncRoute:
    """`POST /v1/sync`. Whoever comes while too many wait is asked to come again."""

    switchboard: Switchboard
    waiting: int = field(default=0)
    rounds: int = field(default=0)

    async def answer(self, request: Request) -> Response:
        if request.headers.get("content-type") != MEDIA:
            raise Refused(415, "unreadable")
        if self.waiting >= MOST_WAITING:
            raise Refused(503, "busy", retry_after=RETRY_AFTER)
        self.waiting += 1
        try:
            packed = await body_of(request, PACKED)
            answer = await run_in_threadpool(self._answer, request, packed)
        finally:
            self.waiting -= 1
        self.rounds += 1
        return Response(answer, media_type=MEDIA, headers={"Cache-Control": "no-store"})

    def _answer(self, request: Request, packed: bytes) -> bytes:
        return self.switchboard.answer(packed, leaving(request).device)
