"""What was kept out of sight and stands in it again, without anybody bringing it: whom it tells of is found, and stands as before."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from callhandler.desk.desk import Desk
from callhandler.log.kinds import CaseId
from tests import desks
from tests.desk_reading import asked_of
from tests.desks import NUMBER, Room, margaret, rung_off


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def called(desk: Desk) -> tuple[CaseId, str]:
    """Margaret rings, and rings off: the case, and who she is in it."""
    call = margaret(desk.start_call(NUMBER))
    rung_off(call)
    return call.case, call.paper.begun.caller


def turn(room: Room, case: CaseId, *, away: bool) -> None:
    """What the line does with own lines of a case that goes from here, and with those that a feed tells of again."""
    store = room.vault.logbook.replica()
    with store.transaction():
        for one in store.of_case(case):
            store.hold(replace(one, sealed=away))


def test_a_complaint_that_is_back_stands_beside_the_call_again(room: Room) -> None:
    desk = room.desk()
    earlier, _ = called(desk)
    wanted = margaret(desk.start_call(NUMBER)).wanted()
    assert [one.candidate.complaints for one in desk.glancing().look(wanted).seen] == [1]
    turn(room, earlier, away=True)
    desk.came((), gone=(earlier,))
    assert desk.glancing().look(wanted).seen == ()
    assert desk.glancing().beside(wanted).number is None
    turn(room, earlier, away=False)
    desk.went_on()
    assert [one.candidate.complaints for one in desk.glancing().look(wanted).seen] == [1]
    assert desk.glancing().beside(wanted).number


def test_a_line_that_waited_for_the_owner_and_now_stands_is_told_of(room: Room) -> None:
    desk = room.desk()
    earlier, _ = called(desk)
    store = room.vault.logbook.replica()
    held = next(one for one in store.of_case(earlier) if one.entry.kind == "risk-assessed")
    with store.transaction():
        store.hold(replace(held, standing="held"))
    wanted = margaret(desk.start_call(NUMBER)).wanted()
    (seen,) = desk.glancing().look(wanted).seen
    assert seen.candidate.band is None
    with store.transaction():
        store.hold(replace(held, standing="seen"))
    desk.went_on()
    (seen,) = desk.glancing().look(wanted).seen
    assert seen.candidate.band


def test_two_who_were_held_to_be_one_are_so_again_once_that_decision_is_back(room: Room) -> None:
    desk = room.desk()
    (_, one), (_, other) = called(desk), called(desk)
    decided = desk.combine(one, other, ("number",))
    assert len(desk.person(one).people) == 2
    turn(room, decided.case, away=True)
    desk.came((), gone=(decided.case,))
    assert len(desk.joining().ties().decided) == 0
    turn(room, decided.case, away=False)
    desk.went_on()
    assert len(desk.joining().ties().decided) == 1


def test_a_decision_that_was_out_of_sight_when_the_desk_opened_is_taken_in(room: Room) -> None:
    desk = room.desk()
    (_, one), (_, other) = called(desk), called(desk)
    decided = desk.combine(one, other, ("number",))
    turn(room, decided.case, away=True)
    later = room.desk()
    assert len(later.joining().ties().decided) == 0
    turn(room, decided.case, away=False)
    later.went_on()
    assert len(later.joining().ties().decided) == 1


def test_where_nothing_is_withheld_nothing_is_asked(room: Room) -> None:
    desk = room.desk()
    called(desk)
    desk.glancing().look(margaret(desk.start_call(NUMBER)).wanted())
    with asked_of(room) as asked:
        desk.went_on()
    assert asked == []
