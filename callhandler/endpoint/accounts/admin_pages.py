"""The pages at /admin: people, devices, agencies, what to keep an eye on, and the log of the own agency."""

import json
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, Row

from callhandler.endpoint.accounts import people, throttle, tokens
from callhandler.endpoint.accounts.asking import Asker, check, gatehouse_of
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.pages import HEADERS, MAY_VISIT, SAID, Form, Here, Visitor, page, pressed, refusal, style, welcome
from callhandler.endpoint.accounts.routes import address
from callhandler.endpoint.accounts.signing_in import check_password, set_up, use_code, wrong
from callhandler.endpoint.accounts.speaking import choose, words_of
from callhandler.endpoint.accounts.throttle import Guesser
from callhandler.endpoint.oversight.accounting import account, lines
from callhandler.endpoint.oversight.auditor import exported
from callhandler.endpoint.oversight.watching import watched
from callhandler.endpoint.refusing import Refused
from callhandler.protocol.decision import ROLES
from callhandler.words import mark

routes = APIRouter(prefix="/admin", include_in_schema=False)
SHOWN = 200  # lines of the log on its page
DONE = {
    "removals": mark("Ordered. What was to be removed up to now goes from each of these desks when it next asks. It stands in the log.")
}
Work = Callable[[Gatehouse, Asker, Mapping[str, str]], str]


@routes.get("/style.css")
def stylesheet() -> Response:
    return Response(style(), media_type="text/css", headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"})


@routes.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    return page("sign-in", gatehouse_of(request), words_of(request), told="")


@routes.post("/sign-in")
def sign_in(request: Request, fields: Form) -> Response:
    gatehouse = gatehouse_of(request)
    try:
        token = _visit(gatehouse, fields, address(request))
    except Refused as trouble:
        return page("sign-in", gatehouse, words_of(request), trouble.status, told=SAID.get(trouble.code, SAID["wrong"]))
    return welcome(RedirectResponse("/admin", 303, HEADERS), gatehouse, token)


@routes.get("/language/{language}")
def speak(language: Literal["en", "cy"], request: Request) -> Response:
    """From now on; and back to the page from which they came."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = came.netloc == request.headers.get("host", "") and came.path.startswith("/admin/") and "//" not in came.path
    answer = RedirectResponse(came.path if ours else "/admin", 303, HEADERS)
    choose(answer, gatehouse_of(request), language)
    return answer


@routes.get("/set-up")
def set_up_page(request: Request) -> Response:
    return page("set-up", gatehouse_of(request), words_of(request), told="", done=None)


@routes.post("/set-up")
def set_up_here(request: Request, fields: Form) -> Response:
    gatehouse = gatehouse_of(request)
    try:
        who = [fields.get(name, "") for name in ("account", "code", "password")]
        done = set_up(gatehouse, who[0], who[1], who[2], None, address(request))
    except Refused as trouble:
        told = SAID.get(trouble.code, SAID["wrong"])
        return page("set-up", gatehouse, words_of(request), trouble.status, told=told, done=None)
    return page("set-up", gatehouse, words_of(request), told="", done=done)


@routes.post("/sign-out")
def sign_out(request: Request, here: Here, fields: Form) -> Response:
    gatehouse = gatehouse_of(request)
    pressed(gatehouse, here, fields)
    with gatehouse.engine.begin() as connection:
        tokens.end(connection, here.asker.sitting)
    return welcome(RedirectResponse("/admin/sign-in", 303, HEADERS), gatehouse, "")


@routes.get("")
def front(here: Here) -> Response:
    return RedirectResponse("/admin/people" if here.asker.role == "administrator" else "/admin/log", 303, HEADERS)


@routes.get("/people")
def people_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "people")


@routes.post("/people")
def people_changed(request: Request, here: Here, fields: Form) -> Response:
    return _done(request, here, fields, "people", _change_people)


@routes.get("/devices")
def devices_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "devices")


@routes.post("/devices")
def devices_changed(request: Request, here: Here, fields: Form) -> Response:
    return _done(request, here, fields, "devices", _change_devices)


@routes.get("/agencies")
def agencies_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "agencies")


@routes.post("/agencies")
def agencies_changed(request: Request, here: Here, fields: Form) -> Response:
    return _done(request, here, fields, "agencies", _change_agencies)


@routes.get("/removals")
def removals_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "removals")


@routes.post("/removals")
def removals_ordered(request: Request, here: Here, fields: Form) -> Response:
    return _done(request, here, fields, "removals", _order_removals)


@routes.get("/watch")
def watch_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "watch")


@routes.get("/openings")
def openings_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "openings")


@routes.get("/log")
def log_page(request: Request, here: Here) -> Response:
    return _shown(request, here, "log")


@routes.post("/log")
def log_file(request: Request, here: Here, fields: Form) -> Response:
    gatehouse = gatehouse_of(request)
    pressed(gatehouse, here, fields)
    return exported(gatehouse, here.asker)


def _shown(request: Request, here: Visitor, name: str, told: str = "", code: str = "", status: int = 200) -> Response:
    """Put down that it is looked at, and only then show it."""
    gatehouse = gatehouse_of(request)
    try:
        with gatehouse.engine.begin() as connection:
            seen = READ[name](gatehouse, connection, here)
            account(connection, here.asker, "consultation", f"{name} page", "", gatehouse.now())
    except Refused as trouble:
        return refusal(gatehouse, trouble.status, trouble.code, here)
    return page(name, gatehouse, here, status, told=told, code=code, **seen)


def _done(request: Request, here: Visitor, fields: Mapping[str, str], name: str, work: Work) -> Response:
    gatehouse = gatehouse_of(request)
    pressed(gatehouse, here, fields)
    try:
        code = work(gatehouse, here.asker, fields)
    except Refused as trouble:
        return _shown(request, here, name, SAID.get(trouble.code, SAID["unreadable"]), status=trouble.status)
    return _shown(request, here, name, "" if code else DONE.get(name, mark("Done.")), code)


def _visit(gatehouse: Gatehouse, fields: Mapping[str, str], address: str) -> str:
    account_, password, typed = (fields.get(name, "") for name in ("account", "password", "totp"))
    person, now = check_password(gatehouse, account_, password, "", address), gatehouse.now()
    with gatehouse.engine.begin() as connection:
        if person is None or person.role not in MAY_VISIT or not use_code(connection, gatehouse, person, typed, now):
            raise wrong()
        throttle.forgive(connection, Guesser(account_, "", address))
        sitting = tokens.sit_down(connection, gatehouse.dice, person.person, "", now)
        account(connection, _asker(person), "access", "signed in at the pages", person.person, now)
        return tokens.issue(connection, gatehouse.dice, sitting, "page", now + tokens.PAGE)


def _asker(person: Row[tuple[object, ...]]) -> Asker:
    return Asker(person.person, person.name, person.role, person.agency, "")


def _change_people(gatehouse: Gatehouse, asker: Asker, fields: Mapping[str, str]) -> str:
    person, what = fields.get("person", ""), fields.get("what", "")
    if what == "add":
        names = [fields.get(name, "").strip() for name in ("account", "name", "role", "agency")]
        if not all(name.isprintable() and 0 < len(name) <= 100 for name in names):
            raise Refused(422, "unreadable")
        return people.add_person(gatehouse, asker, *names)[1]
    if what == "role":
        return people.change_person(gatehouse, asker, person, role=fields.get("role", ""))
    if what == "knows":
        return people.change_person(gatehouse, asker, person, knows=[one for one in people.KNOWN if one in fields])
    if what == "home":
        return people.keep_home_of(gatehouse, asker, person, fields.get("home", ""))
    if what in {"disable", "enable"}:
        return people.change_person(gatehouse, asker, person, disabled=what == "disable")
    if what == "reset":
        return people.change_person(gatehouse, asker, person, reset=True)
    raise Refused(422, "unreadable")


def _change_devices(gatehouse: Gatehouse, asker: Asker, fields: Mapping[str, str]) -> str:
    device, what = fields.get("device", ""), fields.get("what", "")
    if what == "code":
        holder = fields.get("holder", "").strip()
        if not (holder.isprintable() and 0 < len(holder) <= 100):
            raise Refused(422, "unreadable")
        return people.add_code(gatehouse, asker, fields.get("agency", ""), holder)
    if what not in {"approve", "revoke"}:
        raise Refused(422, "unreadable")
    (people.approve if what == "approve" else people.revoke)(gatehouse, asker, device)
    return ""


def _change_agencies(gatehouse: Gatehouse, asker: Asker, fields: Mapping[str, str]) -> str:
    agency, what = fields.get("agency", "").strip(), fields.get("what", "")
    if what == "add":
        name, regime = fields.get("name", "").strip(), fields.get("regime", "")
        if regime not in {"part-3", "uk-gdpr"} or not (name.isprintable() and 0 < len(name) <= 100 and agency.isprintable()):
            raise Refused(422, "unreadable")
        people.add_agency(gatehouse, asker, agency, name, regime)
    elif what in {"off", "on"}:
        people.switch_agency(gatehouse, asker, agency, disabled=what == "off")
    else:
        raise Refused(422, "unreadable")
    return ""


def _order_removals(gatehouse: Gatehouse, asker: Asker, fields: Mapping[str, str]) -> str:
    if fields.get("what") != "order":
        raise Refused(422, "unreadable")
    people.order_removals(gatehouse, asker, fields.get("agency", ""))
    return ""


def _people(_: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    agencies = people.agencies(connection, here.asker)
    return {"people": people.people(connection, here.asker), "roles": ROLES, "agencies": agencies}


def _devices(_: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    known = people.known_devices(connection, here.asker)
    told = [{**one, "seen": datetime.fromtimestamp(int(str(one["seen"])), UTC)} for one in known]
    return {"devices": sorted(told, key=lambda one: one["state"] != "waiting")}


def _agencies(_: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    return {"agencies": people.agencies(connection, here.asker)}


def _removals(_: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    """The agencies, each with how many of its devices are let in."""
    desks = Counter(one["agency"] for one in people.known_devices(connection, here.asker) if one["state"] == "approved")
    return {"agencies": [{**one, "desks": desks[one["agency"]]} for one in people.agencies(connection, here.asker)]}


def _log(_: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    check(here.asker, "audit", "audit")
    last = deque((json.loads(line) for line, _ in lines(connection, here.asker.agency)), SHOWN)
    return {"lines": [*reversed(last)]}


def _openings(gatehouse: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    check(here.asker, "review", "audit")
    return {"openings": gatehouse.openings(connection, here.asker, gatehouse.clock(), here.words.language)}


def _watch(gatehouse: Gatehouse, connection: Connection, here: Visitor) -> dict[str, object]:
    return watched(gatehouse, connection, here.asker)


READ: Mapping[str, Callable[[Gatehouse, Connection, Visitor], dict[str, object]]] = {
    "people": _people,
    "devices": _devices,
    "agencies": _agencies,
    "removals": _removals,
    "watch": _watch,
    "openings": _openings,
    "log": _log,
}
