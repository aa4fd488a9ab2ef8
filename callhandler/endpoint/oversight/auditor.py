"""The auditors' door: the log of their own agency as a signed file, and reading it is a line of it."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from hashlib import sha256
from tempfile import TemporaryFile
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

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
        rows = gatehouse.openings(connection, who, gatehouse.clock())
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
    return StreamingResponse(
        _laid_aside(gatehouse, _signed(gatehouse, _told(gatehouse, who.agency, first))), media_type=TYPE, headers=headers
    )


def _laid_aside(gatehouse: Gatehouse, told: Generator[bytes]) -> Iterator[bytes]:
    """First all of it goes into a file without a name: whoever reads it slowly holds no connection, and no old state of the database.

    One after another: however many ask for their log at once, the others go on.
    """
    with TemporaryFile() as file:
        with gatehouse.exporting, closing(told):
            file.writelines(told)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


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
