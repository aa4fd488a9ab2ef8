"""The one road by which desks send what they recorded, and get what they are owed."""

from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from fastapi.responses import Response

from callhandler.endpoint.accounts.asking import Asker, leaving
from callhandler.endpoint.exchange.ruling import ruling
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.endpoint.exchange.turns import Turns
from callhandler.endpoint.limits import body_of
from callhandler.endpoint.refusing import Refused
from callhandler.sync.wire import MEDIA, PACKED

MOST_WAITING = 200
AT_A_TIME = 4  # each holds a connection, and may want a second one for a moment: half of what the pool has
RETRY_AFTER = 5  # seconds


@dataclass(slots=True)
class SyncRoute:
    """`POST /v1/sync`. Whoever brings a high risk goes first; whoever comes while too many wait is asked to come again.

    A stranger never takes a place among them.
    """

    switchboard: Switchboard
    turns: Turns = field(default_factory=lambda: Turns(AT_A_TIME))
    threads: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_A_TIME))
    waiting: int = field(default=0)
    rounds: int = field(default=0)

    async def answer(self, request: Request) -> Response:
        if request.headers.get("content-type") != MEDIA:
            raise Refused(415, "unreadable")
        who = await to_thread.run_sync(leaving, request)
        if self.waiting >= MOST_WAITING:
            raise Refused(503, "busy", retry_after=RETRY_AFTER)
        self.waiting += 1
        try:
            packed = await body_of(request, PACKED)
            async with self.turns.turn(urgent=request.headers.get("urgency") == "high"):
                answer = await to_thread.run_sync(self._answer, who, packed, limiter=self.threads)
        finally:
            self.waiting -= 1
        self.rounds += 1
        return Response(answer, media_type=MEDIA, headers={"Cache-Control": "no-store"})

    def _answer(self, who: Asker, packed: bytes) -> bytes:
        return self.switchboard.answer(packed, who.device, who.person, ruling(who))
