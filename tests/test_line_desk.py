"""A desk lets others see its cases, shows what two people wrote at once, and knows how far a line of its own has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.desk.sharing import NotOurs
from callhandler.log.clock import Clock
from callhandler.log.kinds import PlaceDescribed
from callhandler.log.ownership import owner_of
from callhandler.protocol.disclosure import tells
from callhandler.store import tables
from callhandler.store.pen import InlinePen
from tests.desks import NAME, generic, margaret
from tests.doubles import CountedIds, ToldClock
from tests.hall import Hall, handler, listening
from tests.lined_desks import LinedDesk
from tests.lined_desks import desk as lined
from tests.stored_device import Shelf


@dataclass
class Seat:
    """A desk over the store of a device that has a line."""

    line: LinedDesk
    desk: Desk
    hand: Hand

    def sync(self) -> None:
        for _ in range(9):
            taken = self.line.round()
            self.desk.came(taken.read, taken.gone)
            if not taken.more:
                return


class Ids:
    """Ids that no other desk gives."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, CountedIds()

    def __call__(self) -> str:
        return f"{self._name}-{self._count()}"


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[dict[str, Seat]]:
    hall, shelf = Hall(tells(generic()[0].discloses)), Shelf(tmp_path)
    with listening(handler(hall)) as port:
        made = {}
        for name, agency in (("police", "police"), ("sergeant", "police"), ("council", "council")):
            line = lined(hall, shelf, f"http://127.0.0.1:{port}", agency)
            logbook = line.disk.logbook(lambda: bytes(range(16)))
            hand = Hand(Who(name, agency), InlinePen(logbook), ToldClock(), Ids(name), Clock(logbook.last_stamp()))
            made[name] = Seat(line, Desk(hand, logbook, *generic()), hand)
        yield made
        for seat in made.values():
            seat.line.remote.close()
    shelf.clear()


def test_a_case_bears_the_name_of_its_agency_and_its_reference_stays_short(seats):
    call = seats["police"].desk.start_call()
    assert owner_of(call.case) == "police"
    assert len(call.reference) == len("GEN-260302-K4CD-001")


@pytest.mark.req("F6")
def test_a_shared_case_is_found_and_known_at_the_other_desk_until_the_share_ends(seats):
    police, council = seats["police"], seats["council"]
    call = margaret(police.desk.start_call())
    police.desk.sharing.share(call.case, "council", gateway="cda-115")
    police.sync()
    council.sync()
    assert police.desk.sharing.open_to(call.case) == ("council",)
    assert [found.name for found in council.desk.find(name="Margret Jones")] == ["Margaret Jones"]
    assert council.desk.calls() == ()
    assert council.desk.today() == ()
    police.desk.sharing.end(call.case, "council")
    police.sync()
    council.sync()
    assert council.desk.find(name="Margret Jones") == ()
    with council.line.disk.engine.reader.connect() as connection:
        left = connection.execute(select(tables.body.c.payload)).scalars().all()
    assert not [payload for payload in left if b"Margaret" in payload]


def test_only_the_owner_of_a_case_decides_who_may_see_it(seats):
    police, council = seats["police"], seats["council"]
    call = police.desk.start_call()
    with pytest.raises(NotOurs):
        council.desk.sharing.share(call.case, "housing")


def test_two_values_written_at_once_stand_side_by_side_until_somebody_resolves_them(seats):
    police, sergeant = seats["police"], seats["sergeant"]
    case = police.desk.start_call().case
    police.sync()
    sergeant.sync()
    for seat, place in ((police, "14 Maes Road"), (sergeant, "41 Maes Road")):
        seat.hand.write(case, PlaceDescribed(place=place))
    for seat in (police, sergeant, police):
        seat.sync()
    (conflict,) = police.desk.sharing.conflicts(case)
    assert conflict.field == "place"
    assert {(one.actor, one.agency, one.body.place) for one in conflict.values} == {
        ("police", "police", "14 Maes Road"),
        ("sergeant", "police", "41 Maes Road"),
    }
    right = next(one.entry for one in conflict.values if one.actor == "sergeant")
    police.desk.sharing.resolve(case, "place", right)
    assert police.desk.sharing.conflicts(case) == ()
    police.sync()
    sergeant.sync()
    assert sergeant.desk.sharing.conflicts(case) == ()
    with pytest.raises(LookupError):
        police.desk.sharing.resolve(case, "place", right)


@pytest.mark.req("F9")
def test_a_line_is_saved_then_sent(seats):
    police = seats["police"]
    call = police.desk.start_call()
    call.answer(NAME, "Margaret Jones")
    entry = call.paper.entries[-1].id
    assert (standing := police.desk.sharing.standing(call.case, entry)).saved
    assert not standing.sent
    police.sync()
    assert police.desk.sharing.standing(call.case, entry).sent
    assert not police.desk.sharing.standing(call.case, "never written").saved
