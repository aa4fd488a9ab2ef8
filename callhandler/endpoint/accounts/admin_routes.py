"""What administrators do, as JSON: the same functions as behind the pages."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AfterValidator, Field
from sqlalchemy import Connection

from callhandler.endpoint.accounts import devices, people
from callhandler.endpoint.accounts.asking import Asker, asker, gatehouse_of
from callhandler.endpoint.accounts.routes import Asked, Short, plain, told
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.oversight.watching import watched
from callhandler.endpoint.refusing import BEARER, REFUSALS

routes = APIRouter(prefix="/v1/admin", responses=REFUSALS, dependencies=[BEARER])
Who = Annotated[Asker, Depends(asker)]
Name = Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,62}$")]
Id = Annotated[str, Field(max_length=64), AfterValidator(plain)]


class NewPerson(Asked):
    account: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$")]
    name: Short
    role: Short
    agency: Name


class Change(Asked):
    role: Short | None = None
    disabled: bool | None = None
    reset: bool = False
    knows: list[Literal["health", "sensitive", "restricted"]] | None = None


class NewCode(Asked):
    agency: Name
    holder: Short


class State(Asked):
    state: Literal["approved", "revoked"]


class NewAgency(Asked):
    agency: Name
    name: Short
    regime: Literal["part-3", "uk-gdpr"]
    part: Name | None = None


class Switch(Asked):
    disabled: bool


@routes.get("/people")
def all_people(request: Request, who: Who) -> Response:
    return _seen(request, who, "people", people.people)


@routes.post("/people", status_code=201)
def new_person(asked: NewPerson, request: Request, who: Who) -> Response:
    person, code = people.add_person(gatehouse_of(request), who, asked.account, asked.name, asked.role, asked.agency)
    return told({"person": person, "code": code}, 201)


@routes.post("/people/{person}")
def change_person(person: Id, asked: Change, request: Request, who: Who) -> Response:
    wanted = {"role": asked.role or "", "disabled": asked.disabled, "reset": asked.reset, "knows": asked.knows}
    code = people.change_person(gatehouse_of(request), who, person, **wanted)  # type: ignore[arg-type]
    return told({"code": code} if code else {})


@routes.get("/devices")
def all_devices(request: Request, who: Who) -> Response:
    return _seen(request, who, "devices", people.known_devices)


@routes.post("/codes", status_code=201)
def new_code(asked: NewCode, request: Request, who: Who) -> Response:
    return told({"code": people.add_code(gatehouse_of(request), who, asked.agency, asked.holder), "expires_in": devices.CODE_LIFE}, 201)


@routes.post("/devices/{device}")
def change_device(device: Id, asked: State, request: Request, who: Who) -> Response:
    (people.approve if asked.state == "approved" else people.revoke)(gatehouse_of(request), who, device)
    return told({})


@routes.get("/agencies")
def all_agencies(request: Request, who: Who) -> Response:
    return _seen(request, who, "agencies", people.agencies)


@routes.post("/agencies", status_code=201)
def new_agency(asked: NewAgency, request: Request, who: Who) -> Response:
    people.add_agency(gatehouse_of(request), who, asked.agency, asked.name, asked.regime, asked.part or "")
    return told({}, 201)


@routes.post("/agencies/{agency}")
def switch(agency: Id, asked: Switch, request: Request, who: Who) -> Response:
    people.switch_agency(gatehouse_of(request), who, agency, disabled=asked.disabled)
    return told({})


@routes.get("/watch")
def watch(request: Request, who: Who) -> Response:
    gatehouse = gatehouse_of(request)
    with gatehouse.engine.begin() as connection:
        answer = watched(gatehouse, connection, who)
        account(connection, who, "consultation", "watch", "", gatehouse.now())
    return told(answer)


def _seen(request: Request, who: Asker, what: str, read: Callable[[Connection, Asker], list[dict[str, object]]]) -> Response:
    """Read, put down that it was read, and only then answer: without the line nothing is said."""
    gatehouse = gatehouse_of(request)
    with gatehouse.engine.begin() as connection:
        answer: dict[str, Any] = {what: read(connection, who)}
        account(connection, who, "consultation", what, "", gatehouse.now())
    return told(answer)
