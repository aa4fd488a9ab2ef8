"""A whole endpoint for the tests: its tables, its processes, and desks that ask over real HTTP."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import SO_REUSEADDR, SOL_SOCKET, socket
from typing import Any

import requests
from sqlalchemy import insert

from callhandler.endpoint.accounts import tables as known
from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.app import now, rooms
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.settings import Settings
from callhandler.log.device import DeviceKey, verify
from callhandler.log.entry import compose
from callhandler.log.kinds import Body, Noted
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.messages import Ask
from callhandler.sync.proof import Certificate
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken
from callhandler.sync.stores import Identity
from callhandler.sync.wire import MEDIA, decode_answer, encode_ask
from tests.patience import SOON, until

HOUR = 3600


@dataclass
class Caller:
    """A desk with its store in memory, and its line to the endpoint."""

    url: str
    store: MemoryDevice
    replica: Replica
    token: str
    agency: str
    http: requests.Session = field(default_factory=requests.Session)
    written: int = 0

    def write(self, case: str, body: Body | None = None) -> str:
        self.written += 1
        id = f"{self.store.identity().signer.id}-{self.written}"
        told = compose(
            body or Noted(text=f"line {self.written}"), id=id, case=case, at=now(), hlc=self.written, actor="C1", agency=self.agency
        )
        self.store.write(told, secrets.token_bytes(16))
        return id

    def send(self, body: bytes, **headers: str) -> requests.Response:
        told = {"Authorization": f"Bearer {self.token}", "Content-Type": MEDIA, **headers}
        return self.http.post(f"{self.url}/v1/sync", body, headers=told, timeout=SOON)

    def ask(self) -> Ask:
        return self.replica.ask(secrets.token_bytes(16))

    def round(self) -> Taken:
        ask = self.ask()
        answer = self.send(encode_ask(ask))
        answer.raise_for_status()
        return self.replica.take(decode_answer(answer.content, ask))

    def sync(self) -> None:
        while self.round().more:
            pass

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.http.get(self.url + path, headers={"Authorization": f"Bearer {self.token}", **headers}, timeout=SOON)


@dataclass
class Endpoint:
    """An endpoint that is served at one or several addresses over one database."""

    settings: Settings
    urls: list[str]
    callers: list[Caller] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)

    def caller(self, agency: str = "police", at: int = 0, role: str = "handler") -> Caller:
        """A desk that was let in, with somebody signed in at it."""
        key = DeviceKey.generate()
        certificate, token = self.admit(key, agency, role)
        store = MemoryDevice(Identity(key, certificate))
        replica = Replica(store, self.settings.key().public, verify, DeviceKey.generate)
        self.callers.append(Caller(self.urls[at], store, replica, token, agency))
        return self.callers[-1]

    def admit(self, key: DeviceKey, agency: str = "police", role: str = "handler") -> tuple[Certificate, str]:
        """Let a device in, and sign somebody in at it: the endpoint's word for it, and the token."""
        behind = rooms(self.settings)
        with behind.engine.begin() as connection:
            has = connection.execute(known.AGENCY.select().where(known.AGENCY.c.agency == agency)).first()
            if not has:
                told = {"name": agency, "part": agency, "regime": "part-3", "host": False, "disabled": False}
                connection.execute(insert(known.AGENCY), {"agency": agency, **told})
            about = {
                "role": role,
                "knows": "",
                "disabled": False,
                "password": "",
                "totp": b"",
                "totp_step": 0,
                "code": b"",
                "code_until": 0,
            }
            connection.execute(insert(known.PERSON), {"person": key.id, "account": key.id, "name": "C1", "agency": agency, **about})
            admitted = {"public": key.public, "agency": agency, "holder": "", "state": "approved", "asked": 0, "seen": 0}
            connection.execute(insert(known.ADMITTED), {"device": key.id, **admitted})
            until = int(now().timestamp()) + HOUR
            sitting = tokens.sit_down(connection, os.urandom, key.id, key.id, until)
            token = tokens.issue(connection, os.urandom, sitting, "access", until)
        certificate = behind.switchboard.enrol(key.public, agency)
        behind.engine.dispose()
        return certificate, token


@contextmanager
def served(database: str, state: Path, processes: int = 1, **more: Any) -> Iterator[Endpoint]:
    """As somebody would start it: each process by itself. `more`: as Popen takes it."""
    migrate(database)
    with ExitStack() as running:
        ports = [running.enter_context(free_port()) for _ in range(processes)]
        started = [running.enter_context(program(database, state, port, **more)) for port in ports]
        endpoint = Endpoint(Settings.of(database, state, tls=False), [f"http://127.0.0.1:{port}" for port in ports])
        endpoint.pids = [process.pid for process in started]
        running.callback(hang_up, endpoint)
        for url, process in zip(endpoint.urls, started, strict=True):
            wait_for(url, process)
        yield endpoint


def hang_up(endpoint: Endpoint) -> None:
    for caller in endpoint.callers:
        caller.http.close()


@contextmanager
def program(database: str, state: Path, port: int, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """One of its processes, which has ended afterwards whatever happens."""
    words = ["serve", "--no-tls", "--port", str(port), "--database", database, "--state", str(state)]
    with subprocess.Popen([sys.executable, "-m", "callhandler.endpoint.cli", *words], **more) as process:
        try:
            yield process
        finally:
            process.terminate()
            stopped(process)


def stopped(process: subprocess.Popen[bytes]) -> None:
    """It may answer for a minute those whom it is answering. Fails where it does not end by itself."""
    try:
        process.wait(2 * SOON)
    finally:
        process.kill()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until it answers. Fails where it ends, or never does."""
    until(lambda: process.poll() is not None or answers(url))
    assert process.poll() is None, "the endpoint does not start"


def answers(url: str) -> bool:
    with suppress(requests.RequestException), requests.Session() as http:
        return http.get(f"{url}/v1/health", timeout=SOON).ok
    return False


@contextmanager
def free_port() -> Iterator[int]:
    """On which nobody listens, kept for whoever of ours is to: meanwhile the system gives it to nobody else, nor to a line elsewhere."""
    with socket() as one:
        one.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)  # as servers have it: so they may listen where somebody only stands
        one.bind(("127.0.0.1", 0))
        yield int(one.getsockname()[1])
