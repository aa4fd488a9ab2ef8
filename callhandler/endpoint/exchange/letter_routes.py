"""Letters: what an operator could not send is brought by whoever sits at that computer next, and opened here alone (F12)."""

import json
from dataclasses import dataclass, field

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.accounts.asking import Asker, asker, gatehouse_of
from callhandler.endpoint.exchange.narrow import Narrow
from callhandler.endpoint.exchange.switchboard import Switchboard, understood
from callhandler.endpoint.limits import body_of
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.settings import Settings
from callhandler.sync.letters import LARGEST, NotALetter, Seal, opened, seal_of

routes = APIRouter()
MEDIA = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Letters:
    """What opens them, and what they are sealed with. One is read at a time: it takes room until it is."""

    private: bytes
    seal: Seal
    turn: Narrow = field(default_factory=lambda: Narrow(1))

    @classmethod
    def of(cls, settings: Settings) -> "Letters":
        private = settings.seal()
        return cls(private, seal_of(private, settings.key()))


@routes.get("/v1/sync/seal")
def seal(request: Request) -> Response:
    """The key to which letters are sealed, with this endpoint's signature."""
    asker(request)
    told = request.app.state.letters.seal
    body = json.dumps({"public": told.public.hex(), "signature": told.signature.hex()})
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@routes.post("/v1/sync/letters")
async def letters(request: Request) -> Response:
    """A letter that somebody left at the asker's computer: 204 once all that counts of it is kept; 400 for none of ours."""
    who = await run_in_threadpool(asker, request)
    if request.headers.get("content-type") != MEDIA:
        raise Refused(415, "unreadable")
    content = await body_of(request, LARGEST)
    kept: Letters = request.app.state.letters
    async with kept.turn.inside(urgent=False):
        await run_in_threadpool(_take, request, who, content, kept.private)
    return Response(status_code=204, headers={"Cache-Control": "no-store"})


def _take(request: Request, who: Asker, content: bytes, private: bytes) -> None:
    switchboard: Switchboard = request.app.state.sync.switchboard
    try:
        packed = opened(content, private)
    except NotALetter:
        packed = b""
    ask = understood(packed)
    with switchboard.engine.begin() as connection:
        account(connection, who, "collection", "letter", ask.device, gatehouse_of(request).now())
    switchboard.hand_in(ask.offers, who.device)
