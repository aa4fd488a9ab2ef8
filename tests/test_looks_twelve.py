"""Twelve ways of browsing, each by a real desk that reaches a real endpoint: every one is on the list within the minute (T2)."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from sqlalchemy import select

from callhandler.cases.browsing import PATTERNS, Pattern
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.oversight.browsing import EVERY
from callhandler.endpoint.oversight.look_list import flag
from callhandler.endpoint.oversight.tables import TABLES
from callhandler.log.kinds import Noted, Viewed
from tests.control_room import ControlRoom, Seat, control_room

pytestmark = pytest.mark.req("T2")
HOME, OWENS = "3 Heol y Bont, CF99 2AB", "8 Quay Terrace, CF99 4QT"
LONG_AGO = 100  # days
WITHIN = 60  # seconds


class Town:
    """What stands in the log when somebody begins to browse. Nia takes calls, Owen is an officer, Carys works for the council."""

    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.nia = room.somebody("Nia Prosser", home=HOME)
        self.owen = room.somebody("Owen Bellamy", "officer", home=OWENS)
        self.carys = room.somebody("Carys Tudor", "partner-caseworker", "council")
        told = {
            "own-log": ("Nia Prosser", ""),
            "own-surname": ("Margaret Prosser", "14 Maes Road, CF99 1AB"),
            "own-address": ("Tom Blake", HOME),
            "neighbour": ("Una Flynn", "9 Heol y Bont, CF99 2AB"),
            "colleague": ("Owen Bellamy", ""),
            "colleague-address": ("Ida Crane", OWENS),
            "unlinked": ("Zoe Marsh", "1 Station Street, CF99 3AA"),
            "sibling": ("Max Oakley", "2 Station Street, CF99 3AA"),
        }
        self.cases = {what: self.owen.complaint(*who) for what, who in told.items()}
        self.many = [self.owen.complaint(f"Caller {place}") for place in range(41)]
        self.owen.send()
        room.clock.move(days=LONG_AGO)
        self.cases |= {what: self.owen.complaint(f"Person {what}") for what in ("flagged", "again")}
        self.owen.send()
        self.nia.send()
        room.watch()

    def opens(self, what: str) -> Seat:
        self.nia.opens(self.cases[what])
        return self.nia


def _many(town: Town) -> Seat:
    for case in town.many:
        town.room.clock.move(minutes=1)
        town.nia.desk.person(f"{case}.caller")
    town.nia.send()
    return town.nia


def _searching(town: Town) -> Seat:
    for name in ("Ann", "Bea", "Cat", "Dee", "Eve", "Fay", "Gwen", "Hope", "Ivy"):
        town.room.clock.move(minutes=3)
        town.nia.desk.find(name=f"{name} Marsh")
    town.nia.send()
    return town.nia


def _flagged(town: Town) -> Seat:
    sergeant = Asker("s1", "Sergeant", "supervisor", "police", "")
    with town.room.premises.behind.engine.begin() as connection:
        flag(connection, sergeant, f"GEN-{town.cases['flagged'][-4:]}", "public", 0)
    return town.opens("flagged")


def _sibling(town: Town) -> Seat:
    """A name that somebody gave them: nothing of the case is at their desk."""
    town.carys.opens(town.cases["sibling"])
    return town.carys


def _again(town: Town) -> Seat:
    """Owen works on it all the while, and whoever takes calls has no business there."""
    for _ in range(3):
        town.room.clock.move(days=2)
        town.owen.hand.write(town.cases["again"], Noted(text="seen"))
        town.owen.send()
        town.opens("again")
    return town.nia


SCRIPTS: Mapping[Pattern, Callable[[Town], Seat]] = {
    "many": _many,
    "searching": _searching,
    "flagged": _flagged,
    "sibling": _sibling,
    "again": _again,
}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("looks")
    fresh = request.getfixturevalue("postgres").fresh if request.param == "postgres" else lambda name: f"sqlite:///{folder}/{name}.db"
    with control_room(folder, fresh) as room:
        yield Town(room)


@pytest.mark.parametrize("what", PATTERNS)
def test_whoever_browses_is_on_the_list_within_the_minute(town: Town, what: Pattern) -> None:
    room, before = town.room, len(town.room.alerts())
    room.clock.move(days=1)  # each by itself
    looker = SCRIPTS.get(what, lambda one: one.opens(what))(town)
    accepted = int(room.clock().timestamp())
    room.clock.move(seconds=EVERY)
    assert what in room.watch()
    rung = [(found, by) for code, by, _, found in room.alerts()[before:] if code == what]
    assert rung
    assert all(found - accepted <= WITHIN and by == looker.account for found, by in rung)
    assert room.watch() == set(), "once is enough"


@pytest.mark.req("R18")
def test_no_name_of_anybody_stands_in_the_tables_or_in_the_security_log(town: Town) -> None:
    town.room.clock.move(days=1)
    town.opens("own-surname")
    town.room.watch()
    with town.room.premises.behind.engine.connect() as connection:
        kept = [str(connection.execute(select(table)).all()) for table in TABLES]
    said = " ".join((*kept, *town.room.rung)).casefold()
    assert not [word for word in ("prosser", "margaret", "heol", "bont", "cf99", "maes") if word in said]


def test_a_look_that_stands_in_no_feed_is_seen_too(town: Town) -> None:
    """The council puts it down in the case of the police itself, which is held back: nobody let it write there."""
    room, case = town.room, town.owen.complaint("Nobody the council knows")
    town.owen.send()
    room.watch()
    before = len(room.alerts())
    town.carys.hand.on_record(case, Viewed(what="case", subject=case))
    town.carys.send()
    assert "not-shared" in {why for why, _ in room.premises.kept().values()}
    assert "sibling" in room.watch()
    assert {by for _, by, *_ in room.alerts()[before:]} == {town.carys.account}
