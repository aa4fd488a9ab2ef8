"""A control room under watch: real desks over encrypted stores, whose looks reach a real endpoint, and a clock that all of them go by."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.desk.open_call import OpenCall
from callhandler.endpoint.accounts.people import put_agency, put_person
from callhandler.endpoint.accounts.tokens import sit_down
from callhandler.endpoint.oversight.browsing import Browsing
from callhandler.endpoint.oversight.homes import keep_home
from callhandler.endpoint.oversight.tables import LOOK_ALERT
from callhandler.endpoint.security_log import SecurityLog
from callhandler.log.clock import Clock
from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import CallStarted, PersonDescribed, ScriptVersion
from callhandler.protocol.decision import Role
from callhandler.store.pen import InlinePen
from callhandler.store.vault import Vault
from callhandler.sync.replica import Replica
from callhandler.sync.wire import decode_answer, encode_ask
from tests.desks import generic, told
from tests.doubles import CountedIds, ToldClock
from tests.premises import Premises
from tests.stores import Place

SCRIPT = ScriptVersion(form="generic", version="1", sha256="0" * 64)


@dataclass
class Seat:
    """Somebody at their desk. `send`: what they put down is at the endpoint, and what others did is here."""

    room: "ControlRoom"
    vault: Vault
    desk: Desk
    hand: Hand
    replica: Replica
    account: str
    line: str

    def call(self, name: str, place: str, number: str = "") -> str:
        """A whole call, from the first word to the last; gives the case."""
        call = self.taken(name, place, number)
        call.end({question.path: "rang-off" for question in call.still_to_ask()}, "rang-off")
        self.send()
        return call.case

    def taken(self, name: str, place: str, number: str = "") -> OpenCall:
        return told(self.desk.start_call(number), ROLE="victim", NAME=name, WHEN="today", WHERE=place, HOME="yes")

    def complaint(self, name: str, place: str = "", role: Literal["caller", "alleged"] = "caller") -> str:
        """No more of a call than who it is about; gives the case."""
        case = self.hand.new_case()
        begun = CallStarted(reference=f"GEN-{case[-4:]}", area="generic", script=SCRIPT, caller=f"{case}.caller")
        about = PersonDescribed(person=f"{case}.{role}", role=role, name=name, place=place)
        self.hand.write_all(case, ((begun, ()), (about, ())))
        return case

    def opens(self, case: str) -> None:
        self.desk.person(f"{case}.caller")
        self.send()

    def send(self) -> None:
        more = True
        while more:
            ask = self.replica.ask(secrets.token_bytes(16))
            packed = self.room.premises.behind.switchboard.answer(encode_ask(ask), self.line, self.account)
            news = self.replica.take(decode_answer(packed, ask))
            self.desk.came(news.read, news.gone)
            more = news.more


@dataclass
class ControlRoom:
    """Of the police, beside whom council and landlord use the endpoint. `watch` reads what came, and says which grounds it found anew."""

    premises: Premises
    folder: Path
    clock: ToldClock
    new_id: CountedIds = field(default_factory=CountedIds)
    rung: list[str] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    def somebody(self, name: str, role: Role = "handler", agency: str = "police", home: str = "") -> Seat:
        """Somebody new, signed in at a device that was let in."""
        vault = Place(self.folder / f"desk{len(self.seats)}").create()
        store, behind = vault.logbook.replica(), self.premises.behind
        certificate = behind.switchboard.enrol(store.identity().signer.public, agency)
        store.be_let_in(certificate, self.premises.settings.key().public)
        account = f"p{len(self.seats)}"
        with behind.engine.begin() as connection:
            about = {"account": account, "name": name, "role": role, "agency": agency}
            person, _ = put_person(connection, secrets.token_bytes, about, 0, code=False)
            sit_down(connection, secrets.token_bytes, person, certificate.line, int(self.clock().timestamp()))
            keep_home(connection, person, home, behind.gatehouse.seal.sign)
        hand = Hand(Who(account, agency), InlinePen(vault.logbook), self.clock, self.new_id, Clock(vault.logbook.last_stamp()))
        replica = Replica(store, self.premises.settings.key().public, verify, DeviceKey.generate)
        self.seats.append(Seat(self, vault, Desk(hand, vault.logbook, *generic()), hand, replica, person, certificate.line))
        return self.seats[-1]

    def browsing(self, **other: object) -> Browsing:
        """Nothing is drawn at random, unless other rules say so."""
        behind, log = self.premises.behind, SecurityLog(self.rung.append, self.clock)
        told = {
            "engine": behind.engine,
            "rules": replace(behind.looks, sample=0),
            "sign": behind.gatehouse.seal.sign,
            "log": log,
            "now": self.clock,
        }
        return Browsing(**{**told, **other})  # type: ignore[arg-type]

    def watch(self) -> set[str]:
        before = len(self.rung)
        self.browsing().look()
        return {json.loads(line)["code"] for line in self.rung[before:]}

    def alerts(self) -> list[tuple[str, str, int, int]]:
        """Ground, who, when they looked and when it was found."""
        told = LOOK_ALERT.c
        with self.premises.behind.engine.connect() as connection:
            rows = connection.execute(select(told.pattern, told.looker, told.at, told.found).where(told.pattern != "sample")).all()
        return [(row.pattern, row.looker, row.at, row.found) for row in rows]

    def close(self) -> None:
        for seat in self.seats:
            seat.vault.close()
        self.premises.close()


@contextmanager
def control_room(folder: Path, fresh: Callable[[str], str]) -> Iterator[ControlRoom]:
    premises = Premises(folder, fresh)
    with premises.behind.engine.begin() as connection:
        for agency in ("police", "council", "landlord"):
            put_agency(connection, agency, agency.title(), "part-3", agency, host=agency == "police")
    room = ControlRoom(premises, folder, ToldClock())
    try:
        yield room
    finally:
        room.close()


@pytest.fixture
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ControlRoom]:
    """On SQLite where nothing else is asked for."""
    large = getattr(request, "param", "") == "postgres"
    fresh = request.getfixturevalue("postgres").fresh if large else lambda name: f"sqlite:///{tmp_path}/{name}.db"
    with control_room(tmp_path, fresh) as made:
        yield made
