"""The page and the doors at which looks are reviewed, by somebody else than whoever looked, and at which people are flagged."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AfterValidator, Field

from callhandler.endpoint.accounts.asking import Asker, asker, check, gatehouse_of
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.pages import SAID, Form, Here, Visitor, page, pressed, refusal
from callhandler.endpoint.accounts.routes import Asked, plain
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.oversight.look_list import FLAGGED_AS, LONGEST, VERDICTS, flag, flags, looks_seen, settle
from callhandler.endpoint.refusing import BEARER, REFUSALS, Refused
from callhandler.words import mark

doors = APIRouter(prefix="/v1/audit", responses=REFUSALS, dependencies=[BEARER])
pages = APIRouter(prefix="/admin", include_in_schema=False)
Who = Annotated[Asker, Depends(asker)]
Words = Annotated[str, Field(max_length=LONGEST), AfterValidator(plain)]
Id = Annotated[str, Field(max_length=64), AfterValidator(plain)]
TOLD = {
    "own-look": mark("Whoever looked does not review it: a second person does."),
    "names": mark("Leave names out: say what you did, not whom it is about."),
    "no-such-reference": mark("There is no complaint of that reference in your agency."),
}


class Verdict(Asked):
    verdict: Id
    words: Words = ""


class Flag(Asked):
    reference: Id
    why: Id = ""


@doors.get("/looks")
def looks(request: Request, who: Who) -> Response:
    """What the people of the asker's agency looked at and somebody should look at, for those who review it."""
    return JSONResponse(_seen(gatehouse_of(request), who, "looks"), headers={"Cache-Control": "no-store"})


@doors.post("/looks/{look}")
def reviewed(look: Id, asked: Verdict, request: Request, who: Who) -> Response:
    _review(gatehouse_of(request), who, look, asked.verdict, asked.words)
    return JSONResponse({})


@doors.post("/flags")
def flagged(asked: Flag, request: Request, who: Who) -> Response:
    _flag(gatehouse_of(request), who, asked.reference, asked.why)
    return JSONResponse({})


@pages.get("/looks")
def looks_page(request: Request, here: Here) -> Response:
    return _shown(gatehouse_of(request), here)


@pages.post("/looks")
def looks_changed(request: Request, here: Here, fields: Form) -> Response:
    gatehouse, who = gatehouse_of(request), here.asker
    pressed(gatehouse, here, fields)
    try:
        _change(gatehouse, who, fields)
    except Refused as trouble:
        return _shown(gatehouse, here, TOLD.get(trouble.code, SAID.get(trouble.code, SAID["unreadable"])), trouble.status)
    return _shown(gatehouse, here, mark("Done."))


def _change(gatehouse: Gatehouse, who: Asker, fields: Mapping[str, str]) -> None:
    what, reference = fields.get("what", ""), fields.get("reference", "")
    if what in VERDICTS:
        _review(gatehouse, who, fields.get("look", ""), what, fields.get("words", "").strip())
    elif what in {"flag", "unflag"}:
        _flag(gatehouse, who, reference, fields.get("why", "other") if what == "flag" else "")
    else:
        raise Refused(422, "unreadable")


def _seen(gatehouse: Gatehouse, who: Asker, what: str) -> Mapping[str, object]:
    """Read it, and put down that it was read."""
    check(who, "review", "audit")
    with gatehouse.engine.begin() as connection:
        seen = {"looks": looks_seen(connection, who, gatehouse.clock()), "flags": flags(connection, who.agency)}
        account(connection, who, "consultation", what, "", gatehouse.now())
    return seen


def _shown(gatehouse: Gatehouse, here: Visitor, told: str = "", status: int = 200) -> Response:
    try:
        seen = _seen(gatehouse, here.asker, "looks page")
    except Refused as trouble:
        return refusal(gatehouse, trouble.status, trouble.code, here)
    return page("looks", gatehouse, here, status, told=told, grounds=FLAGGED_AS, longest=LONGEST, **seen)


def _review(gatehouse: Gatehouse, who: Asker, look: str, verdict: str, words: str) -> None:
    check(who, "review", "audit")
    with gatehouse.engine.begin() as connection:
        settle(connection, who, look, (verdict, words), gatehouse.now())
        account(connection, who, "alteration", f"look reviewed: {verdict}", look, gatehouse.now())


def _flag(gatehouse: Gatehouse, who: Asker, reference: str, why: str) -> None:
    check(who, "review", "audit")
    with gatehouse.engine.begin() as connection:
        case = flag(connection, who, reference, why, gatehouse.now())
        account(connection, who, "alteration", f"flagged: {why}" if why else "flag taken off", case, gatehouse.now())
