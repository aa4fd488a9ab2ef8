"""The auditors' door: the log of their own agency as a signed file, and reading it is a line of it."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from functools import partial
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from callhandler.endpoint.accounts.asking import Asker, asker, check, gatehouse_of
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.keeping.backing_up import snapshot
from callhandler.endpoint.oversight.accounting import account, lines
from callhandler.endpoint.refusing import BEARER, REFUSALS
from callhandler.sync.evidence import conclusion

routes = APIRouter(prefix="/v1/audit", responses=REFUSALS, dependencies=[BEARER])
TYPE, PIECE = "application/jsonl", 64 << 10


@routes.get("/export", response_class=Response)
def export(request: Request, who: Annotated[Asker, Depends(asker)]) -> Response:
    return exported(gatehouse_of(request), who)


@routes.get("/openings")
def openings(request: Request, who: Annotated[Asker, Depends(asker)]) -> Response:
    """What was opened in an emergency in the asker's agency, for those who review it; once it is on record that somebody looked."""
    check(who, "review", "audit")
    gatehouse = gatehouse_of(request)
    with gatehouse.engine.begin() as connection:
        rows = gatehouse.openings(connection, who, gatehouse.clock(), "en")
        account(connection, who, "consultation", "openings", "", gatehouse.now())
    return JSONResponse({"openings": list(rows)}, headers={"Cache-Control": "no-store"})


def exported(gatehouse: Gatehouse, who: Asker) -> Response:
    """The whole log of the asker's agency, to be checked by `callhandler verify`. Raises Refused."""
    check(who, "export", "audit")
    now = gatehouse.clock()
    with gatehouse.engine.begin() as connection:
        account(connection, who, "disclosure", "log exported", who.agency, gatehouse.now())
    first = {"kind": "export", "agency": who.agency, "at": now.isoformat(), "by": who.person, "endpoint": gatehouse.key.public.hex()}
    name = f"log-{who.agency}-{now:%Y%m%d-%H%M%S}.jsonl"
    headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'}
    return Export(gatehouse, lambda: _signed(gatehouse, _told(gatehouse, who.agency, first)), headers)


class Export(StreamingResponse):
    """First all of it goes into a file without a name: whoever reads it slowly holds no connection, and no old state of the database.

    One after another; and whoever waits for a turn holds no thread, of which there are not many for all that are to be answered.
    """

    def __init__(self, gatehouse: Gatehouse, told: Callable[[], Generator[bytes]], headers: Mapping[str, str]) -> None:
        super().__init__((), media_type=TYPE, headers=headers)
        self._turn, self._told = gatehouse.exporting, told

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with TemporaryFile() as file:
            async with self._turn.inside(urgent=False):
                if await Request(scope, receive).is_disconnected():
                    return
                await run_in_threadpool(self._lay_aside, file)
            self.body_iterator = iterate_in_threadpool(iter(partial(file.read, PIECE), b""))
            await super().__call__(scope, receive, send)

    def _lay_aside(self, file: IO[bytes]) -> None:
        with closing(self._told()) as told:
            file.writelines(told)
        file.seek(0)


def _told(gatehouse: Gatehouse, agency: str, first: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All of it as it stands at one moment, and in nobody's way."""
    yield first
    with snapshot(gatehouse.engine) as connection:
        for line, rh in lines(connection, agency):
            yield {"kind": "logged", "line": line, "rh": rh.hex()}
        yield from gatehouse.evidence(connection, agency)


def _signed(gatehouse: Gatehouse, told: Iterator[dict[str, Any]]) -> Generator[bytes]:
    seal, count = sha256(), 0
    for one in told:
        line = json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        seal.update(line)
        count += 1
        yield line
    signature = gatehouse.key.sign(conclusion(count, seal.digest()))
    last = {"kind": "end", "lines": count, "sha256": seal.hexdigest(), "signature": signature.hex()}
    yield json.dumps(last, separators=(",", ":")).encode() + b"\n"
