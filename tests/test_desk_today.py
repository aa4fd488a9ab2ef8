"""Today's calls are read once, and again only where more was written about them, by whomever."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callhandler.desk.desk import Desk
from callhandler.log.kinds import Erased, PersonDescribed
from callhandler.store.pen import InlinePen
from tests import desks
from tests.desk_reading import WaitingPen, asked_of, put_away
from tests.desks import NUMBER, Room, margaret, rung_off, told


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.today()]


def test_a_call_that_is_over_is_read_no_more(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    before = desk.today()
    with asked_of(room) as asked:
        assert desk.today() == before
    assert asked == []


def test_only_what_was_written_about_is_read_again(room: Room) -> None:
    desk = room.desk()
    first, second = (margaret(desk.start_call(NUMBER)) for _ in range(2))
    kept, _ = reversed(desk.today())
    told(second, NAME="Ada Lovelace")
    assert names(desk) == ["Ada Lovelace", "Margaret Jones"]
    assert next(one for one in desk.today() if one.case == first.case) is kept


def test_a_call_of_this_morning_is_todays_after_signing_in_again(room: Room) -> None:
    call = margaret(room.desk().start_call(NUMBER))
    assert [one.case for one in room.desk().today()] == [call.case]


def test_what_the_disk_takes_late_is_shown_once_it_has_it(room: Room) -> None:
    pen = WaitingPen(room)
    desk = room.desk(pen)
    call = margaret(desk.start_call(NUMBER))
    assert names(desk) == ["Margaret Jones"]
    pen.refused = True
    told(call, NAME="Ada Lovelace")
    assert names(desk) == ["Margaret Jones"]
    pen.let_go()
    assert names(desk) == ["Ada Lovelace"]


def test_what_another_desk_wrote_is_shown_once_it_came(room: Room) -> None:
    desk, other = room.desk(), room.desk()
    case = margaret(desk.start_call(NUMBER)).case
    assert names(desk) == ["Margaret Jones"]
    *_, said = room.vault.logbook.entries(case=case, kinds=("person-described",))
    ada = PersonDescribed(person=f"{case}.caller", role="caller", name="Ada Lovelace")
    written = room.hand(InlinePen(room.vault.logbook)).write(case, ada, (said.id,))
    assert names(desk) == ["Margaret Jones"]
    desk.came([written])
    assert names(desk) == ["Ada Lovelace"]
    assert other.today() == ()


def test_a_case_that_went_from_here_is_not_listed_until_it_is_back(room: Room) -> None:
    desk = room.desk()
    case = margaret(desk.start_call(NUMBER)).case
    assert len(desk.today()) == 1
    put_away(room, case, sealed=True)
    desk.came((), gone=(case,))
    assert desk.today() == ()
    assert desk.today() == ()
    put_away(room, case, sealed=False)
    assert [one.case for one in desk.today()] == [case]


@pytest.mark.req("F20")
def test_what_an_erasure_emptied_is_no_longer_shown(room: Room) -> None:
    pen = InlinePen(room.vault.logbook)
    hand = room.hand(pen)
    desk = room.desk(pen)
    case = margaret(desk.start_call(NUMBER)).case
    assert desk.today()[0].place
    place = [entry.id for entry in room.vault.logbook.entries(case=case) if "Maes" in str(entry.body)]
    erased = hand.write(case, Erased(entries=tuple(place), rule="asked for"))
    desk.came([erased])
    assert "Maes" not in str(desk.today()[0].place)
