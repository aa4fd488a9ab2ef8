"""A small partnership for the tests: an endpoint's gate over a real database, its administrators, people and devices."""

import secrets
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
import uvicorn
from argon2 import PasswordHasher
from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine

from callhandler.endpoint.accounts import admin_pages, admin_routes
from callhandler.endpoint.accounts import routes as account_routes
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.devices import proof_of, statement
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.passwords import Passwords
from callhandler.endpoint.accounts.people import add_agency, add_code, add_person, approve, put_agency, put_person
from callhandler.endpoint.accounts.totp import STEP, code_at
from callhandler.endpoint.database import METADATA, open_database
from callhandler.endpoint.exchange.taking_out import take_out
from callhandler.endpoint.oversight import auditor, look_pages
from callhandler.endpoint.oversight.evidence import evidence
from callhandler.endpoint.refusing import refuse_plainly
from callhandler.endpoint.sealing import Seal
from callhandler.log.device import DeviceKey, verify
from callhandler.sync.exchange import Exchange
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.proof import Signer
from callhandler.sync.stores import EndpointStore
from tests.doubles import ToldClock
from tests.patience import SOON, gone, until

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ENDPOINT = DeviceKey.from_bytes(sha256(b"endpoint").digest())
PASSWORD = "a long walk by the sea"
ROUTES: tuple[APIRouter, ...] = (
    account_routes.routes,
    admin_routes.routes,
    auditor.routes,
    admin_pages.routes,
    look_pages.doors,
    look_pages.pages,
)


@dataclass
class Person:
    """Somebody with a password and a phone."""

    person: str
    account: str
    code: str
    secret: bytes = b""
    recovery: list[str] = field(default_factory=list)
    role: str = ""
    agency: str = ""


@dataclass
class Town:
    """Police run the endpoint; council and landlord take part."""

    gatehouse: Gatehouse
    clock: ToldClock
    disk: EndpointStore
    root: Asker
    url: str = ""
    session: requests.Session = field(default_factory=requests.Session)
    counted: int = 0

    def post(self, path: str, body: object, token: str = "", **more: Any) -> requests.Response:
        return self.session.post(self.url + path, json=body, headers=_bearer(token), timeout=SOON, **more)

    def get(self, path: str, token: str = "", **more: Any) -> requests.Response:
        return self.session.get(self.url + path, headers=_bearer(token), timeout=SOON, **more)

    def add(self, role: str = "handler", agency: str = "police") -> Person:
        """A new person, not set up yet."""
        self.counted += 1
        account = f"{role}{self.counted}"
        asker = replace(self.root, agency=agency)
        person, code = add_person(self.gatehouse, asker, account, f"{role} of {agency}", role, agency)
        return Person(person, account, code, role=role, agency=agency)

    def device(self, agency: str = "police") -> DeviceKey:
        """A device that an administrator let in."""
        key, code = DeviceKey.generate(), self.code(agency)
        assert self.enrol(key, code).status_code == 202
        approve(self.gatehouse, replace(self.root, agency=agency), key.id)
        return key

    def code(self, agency: str = "police") -> str:
        return add_code(self.gatehouse, replace(self.root, agency=agency), agency, "the front desk")

    def enrol(self, key: DeviceKey, code: str) -> requests.Response:
        return self.post("/v1/enrol", {"code": code, "public": key.public.hex(), "proof": key.sign(proof_of(code, key.public)).hex()})

    def word(self, key: DeviceKey, purpose: str, about: str = "") -> dict[str, str]:
        """What a device signs, over a fresh nonce."""
        nonce = bytes.fromhex(self.get("/v1/challenge").json()["nonce"])
        return {"device": key.id, "nonce": nonce.hex(), "signature": key.sign(statement(purpose, nonce, about)).hex()}  # type: ignore[arg-type]

    def set_up(self, person: Person, key: DeviceKey) -> Person:
        told = {"account": person.account, "code": person.code, "password": PASSWORD}
        answer = self.post("/v1/set-up", {**told, **self.word(key, "set-up", person.account)})
        assert answer.status_code == 200, answer.text
        person.secret = secret_of(answer.json()["totp_secret"])
        person.recovery = answer.json()["recovery"]
        return person

    def somebody(self, role: str = "handler", agency: str = "police") -> tuple[Person, DeviceKey]:
        key = self.device(agency)
        return self.set_up(self.add(role, agency), key), key

    def digits(self, person: Person) -> str:
        return code_at(person.secret, int(self.clock().timestamp()) // STEP)

    def sign_in(self, person: Person, key: DeviceKey, **other: object) -> requests.Response:
        """At the next half minute, so that the digits are fresh."""
        self.clock.move(seconds=STEP)
        told = {"account": person.account, "password": PASSWORD, "totp": self.digits(person)}
        return self.post("/v1/sign-in", {**told, **self.word(key, "sign-in", person.account), **other})

    def token(self, role: str = "handler", agency: str = "police") -> str:
        return str(self.sign_in(*self.somebody(role, agency)).json()["access"])

    def refresh(self, token: str, key: DeviceKey) -> requests.Response:
        return self.post("/v1/refresh", {"refresh": token, **self.word(key, "refresh", sha256(token.encode()).hexdigest())})


def secret_of(letters: str) -> bytes:
    return b32decode(letters + "=" * (-len(letters) % 8))


def gate(engine: Engine, clock: ToldClock, disk: EndpointStore, key: Signer) -> Gatehouse:
    exchange = Exchange(disk, key, verify, new_incarnation=lambda: "life")
    exchange.open()
    return Gatehouse(
        engine,
        clock,
        secrets.token_bytes,
        Passwords(CHEAP),
        Seal(sha256(b"seal").digest()),
        key,
        exchange.enrol,
        lambda device: take_out(disk, device),
        evidence=evidence,
        order=lambda _connection, agency: exchange.order(agency),
        secure=False,
    )


def founded(engine: Engine, clock: ToldClock, disk: EndpointStore, key: Signer) -> Town:
    """Three agencies, and an administrator who sits at no device."""
    METADATA.create_all(engine)
    gatehouse = gate(engine, clock, disk, key)
    with engine.begin() as connection:
        put_agency(connection, "police", "Police", "part-3", "police", host=True)
        told = {"account": "root", "name": "Root", "role": "administrator", "agency": "police"}
        person, _ = put_person(connection, secrets.token_bytes, told, gatehouse.now())
    root = Asker(person, "Root", "administrator", "police", "", host=True)
    for agency in ("council", "landlord"):
        add_agency(gatehouse, root, agency, agency.title(), "uk-gdpr")
    return Town(gatehouse, clock, disk, root)


def app_of(gatehouse: Gatehouse) -> FastAPI:
    app = FastAPI(title="callhandler", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.gatehouse = gatehouse
    refuse_plainly(app)
    for routes in ROUTES:
        app.include_router(routes)
    return app


class Served:
    """A real server on a free port, for as long as a test runs."""

    def __init__(self, app: FastAPI) -> None:
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=10))
        self._thread = Thread(target=self._server.run, name="endpoint", daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        until(lambda: self._server.started or not self._thread.is_alive(), pause=0.005)
        assert self._server.started
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        gone(self._thread)


def founded_at(folder: Path, clock: ToldClock) -> tuple[Town, Engine]:
    """In a fresh SQLite file."""
    engine = open_database(f"sqlite:///{folder}/endpoint.db")
    return founded(engine, clock, MemoryEndpoint(), ENDPOINT), engine


@pytest.fixture
def town(tmp_path: Path, clock: ToldClock) -> Iterator[Town]:
    founding, engine = founded_at(tmp_path, clock)
    with Served(app_of(founding.gatehouse)) as founding.url, founding.session:
        yield founding
    engine.dispose()


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
