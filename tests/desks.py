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
        logbook = self.vault.logbook
        area, form = generic()
        hand = Hand(Who(COLLAR, self.agency), pen or InlinePen(logbook), now or self.now, self.new_id, Clock(logbook.last_stamp()))
        return Desk(hand, logbook, area, form)


@contextmanager
def room(folder: Path) -> Iterator[Room]:
    vault = Place(folder / "vault").create()
    try:
        yield Room(vault)
    finally:
        vault.close()
