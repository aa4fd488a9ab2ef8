"""A whole partnership: the endpoint as it is served, its administrator at a browser, and desks with encrypted stores of their own."""

import re
import secrets
import threading
from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import requests
import uvicorn
from fastapi import FastAPI
from uuid_utils import uuid7

from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.endpoint.accounts.first_run import ROOT, first_run
from callhandler.endpoint.accounts.totp import STEP, code_at
from callhandler.endpoint.app import application
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.serve import prepare
from callhandler.endpoint.settings import Settings
from callhandler.line.joining import Membership
from callhandler.line.session import Address
from callhandler.line.state import LineState
from callhandler.line.worker import Dice, LineWorker, News, Told
from callhandler.log.clock import Clock
from callhandler.log.entry import Entry
from callhandler.store.pen import InlinePen
from callhandler.store.vault import Vault
from tests.desks import generic
from tests.patience import SOON, gone, until
from tests.stores import Place

PASSWORD = "a long walk by the sea"
PAUSE = (60.0, 60.0)  # what others do is heard of because the endpoint says so
DICE = Dice(lambda: datetime.now(UTC), lambda: secrets.token_bytes(16), lambda: 0.5)


@dataclass
class Browser:
    """An administrator's: it fills in forms, and reads what stands on the page."""

    url: str
    http: requests.Session = field(default_factory=requests.Session)

    def press(self, page: str, /, **fields: str) -> requests.Response:
        mark = re.search(r'name="mark" value="([0-9a-f]+)"', self.http.get(f"{self.url}/admin/{page}", timeout=SOON).text)
        told = {**({"mark": mark.group(1)} if mark else {}), **fields}
        answer = self.http.post(f"{self.url}/admin/{page}", data=told, timeout=SOON)
        assert answer.ok, answer.text
        return answer

    def code(self, page: str, /, **fields: str) -> str:
        """What the page shows once."""
        shown = re.search(r'class="code">([A-Z2-7-]+)<', self.press(page, **fields).text)
        assert shown
        return shown.group(1)

    def come_in(self, account: str, code: str) -> None:
        secret = self.code("set-up", account=account, code=code, password=PASSWORD)
        digits = code_at(b32decode(secret + "=" * (-len(secret) % 8)), int(datetime.now(UTC).timestamp()) // STEP)
        self.press("sign-in", account=account, password=PASSWORD, totp=digits)


@dataclass
class Seat:
    """One operator's desk, and what its line says. `until` waits for something that the line brings about."""

    vault: Vault
    agency: str
    member: Membership
    desk: Desk
    hand: Hand
    worker: LineWorker | None = None
    state: LineState = field(default_factory=LineState)
    news: list[News] = field(default_factory=list)
    wiped: bool = False
    mistakes: list[Exception] = field(default_factory=list)

    def line_up(self) -> None:
        told = Told(self._stands, self.news.append, self._is_wiped, self.mistakes.append)
        self.worker = self.member.start(told, DICE, pause=PAUSE)
        assert self.worker

    def line_down(self) -> None:
        if self.worker:
            assert self.worker.close(SOON)
            self.worker = None
        assert self.mistakes == []

    def until(self, so: Callable[[], object]) -> None:
        until(lambda: self._is(so))

    def until_sent(self) -> None:
        self.until(lambda: self.state.saved == self.state.sent == self.member.store.total() and not self.state.trouble)

    def shown(self, case: str) -> dict[str, Entry]:
        """What its operator may read of a case, by id."""
        return {entry.id: entry for entry in self.vault.logbook.entries(case=case)}

    def _is(self, so: Callable[[], object]) -> bool:
        while self.news:
            news = self.news.pop(0)
            self.desk.came(news.read, news.gone)
        return bool(so())

    def _stands(self, state: LineState) -> None:
        self.state = state

    def _is_wiped(self) -> None:
        self.wiped = True


@dataclass
class Partnership:
    """Police run the endpoint. Each agency has an administrator, at a browser."""

    app: FastAPI
    url: str
    folder: Path
    public: bytes
    browsers: dict[str, Browser]
    seats: list[Seat] = field(default_factory=list)

    def agency(self, name: str) -> None:
        """Another agency takes part; whoever runs the endpoint appoints its administrator."""
        host, account = self.browsers["police"], f"head-of-{name}"
        host.press("agencies", what="add", agency=name, name=name.title(), regime="uk-gdpr")
        code = host.code("people", what="add", account=account, name=account, role="administrator", agency=name)
        self.browsers[name] = Browser(self.url)
        self.browsers[name].come_in(account, code)

    def seat(self, account: str, agency: str, role: str = "officer") -> Seat:
        """Somebody new at a device that was let in, with the line up."""
        vault = Place(self.folder / account).create()
        member = Membership.of(Address(self.url), vault.logbook.replica(), vault.keeper, vault.op)
        hand = Hand(Who(account, agency), InlinePen(vault.logbook), DICE.now, lambda: str(uuid7()), Clock(vault.logbook.last_stamp()))
        seat = Seat(vault, agency, member, Desk(hand, vault.logbook, *generic()), hand)
        self.seats.append(seat)
        hand.listeners.append(lambda _written: seat.worker.wake() if seat.worker else None)
        self.let_in(member, agency)
        code = self.browsers[agency].code("people", what="add", account=account, name=account.title(), role=role, agency=agency)
        made = member.set_up(account, code, PASSWORD)
        assert member.sign_in(account, PASSWORD, made.recovery[0]) == account.title()
        seat.line_up()
        return seat

    def let_in(self, member: Membership, agency: str) -> None:
        code = self.browsers[agency].code("devices", what="code", agency=agency, holder="the front desk")
        asked = member.enrol(code)
        assert asked.certificate is None
        self.browsers[agency].press("devices", what="approve", device=asked.device)
        assert member.enrol(code).certificate


@contextmanager
def partnership(database: str, folder: Path) -> Iterator[Partnership]:
    """As on the first day: tables, first administrator, and the endpoint served on a free port. No look is drawn at random."""
    settings = Settings.of(database, folder / "apart", tls=False)
    migrate(database)
    prepare(settings)
    app = application(settings)
    app.state.browsing.rules = replace(app.state.browsing.rules, sample=0)
    code = first_run(app.state.gatehouse, "police", "Police")
    assert code
    with served(app) as url:
        made = Partnership(app, url, folder, settings.key().public, {"police": Browser(url)})
        made.browsers["police"].come_in(ROOT, code)
        try:
            yield made
        finally:
            for seat in made.seats:
                seat.line_down()
                seat.vault.close()
            for browser in made.browsers.values():
                browser.http.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """By a real server, with whatever the application does by itself."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, name="endpoint", daemon=True)
    thread.start()
    until(lambda: server.started or not thread.is_alive(), pause=0.005)
    assert server.started
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        gone(thread)
