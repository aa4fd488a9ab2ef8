"""A real desk made small: an encrypted store in a folder of the test's own, the generic area, and the shipped script."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from callhandler.cases.area import Area, load_area
from callhandler.config import RESOURCES
from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Pen, Who
from callhandler.desk.open_call import OpenCall
from callhandler.log.clock import Clock
from callhandler.script.form import Form
from callhandler.script.load import load
from callhandler.store.pen import InlinePen
from callhandler.store.vault import Vault
from tests.doubles import CountedIds, ToldClock
from tests.stores import COLLAR, Place

DANGER, ROLE, NAMING = "/data/opening/danger", "/data/opening/caller_role", "/data/opening/naming"
NAME, PHONE = "/data/opening/caller_name", "/data/opening/caller_phone"
WHEN, WHERE, HOME = "/data/incident/when_happened", "/data/incident/location", "/data/incident/at_home"
THREATS, VIOLENCE, WEAPON = "/data/who/r_threats", "/data/who/r_violence", "/data/who/r_weapon"
OFTEN, HISTORY, VULNERABILITY = "/data/harm/r_often", "/data/harm/r_history", "/data/harm/r_vuln"
NUMBER = "07700 900123"
PATHS = {name: value for name, value in globals().items() if isinstance(value, str) and value.startswith("/data/")}


def generic() -> tuple[Area, Form]:
    area = load_area(RESOURCES / "areas" / "generic")
    return area, load(area.script.read_bytes())


@dataclass
class Room:
    """A control room with one desk. `desk()` sits down at it anew, as after a crash: what it knows then is what was kept."""

    vault: Vault
    now: ToldClock = field(default_factory=ToldClock)
    new_id: CountedIds = field(default_factory=CountedIds)
    agency: str = "police"

    def desk(self, pen: Pen | None = None, now: Callable[[], datetime] | None = None) -> Desk:
        area, form = generic()
        return Desk(self.hand(pen or InlinePen(self.vault.logbook), now), self.vault.logbook, area, form)

    def hand(self, pen: Pen, now: Callable[[], datetime] | None = None) -> Hand:
        return Hand(Who(COLLAR, self.agency), pen, now or self.now, self.new_id, Clock(self.vault.logbook.last_stamp()))


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    vault = Place(folder / "vault").create()
    try:
        yield Room(vault)
    finally:
        vault.close()


def told(call: OpenCall, **answers: str) -> OpenCall:
    for name, value in answers.items():
        call.answer(PATHS[name], value)
    return call


def margaret(call: OpenCall) -> OpenCall:
    return told(call, ROLE="victim", NAME="Margaret Jones", PHONE=NUMBER, WHEN="today", WHERE="14 Maes Road, CF62 8AB", HOME="yes")


def rung_off(call: OpenCall) -> None:
    call.end({question.path: "rang-off" for question in call.still_to_ask()}, "rang-off")
