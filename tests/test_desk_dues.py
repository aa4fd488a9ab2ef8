"""What is due is read once, case by case, and again only where more was written about a case, by whomever."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from callhandler.desk.desk import Desk
from callhandler.log.kinds import ActionDone
from callhandler.store.pen import InlinePen
from tests import desks
from tests.desk_reading import WaitingPen, asked_of, put_away
from tests.desks import NUMBER, Room, margaret, rung_off


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def promised(desk: Desk) -> str:
    """A call whose caller was promised something; its case."""
    call = margaret(desk.start_call(NUMBER))
    rung_off(call)
    return call.case


def kinds(desk: Desk) -> list[str]:
    return [one.kind for one in desk.due()]


@pytest.mark.req("F23")
def test_only_a_case_of_which_more_was_written_is_read_again(room: Room) -> None:
    desk = room.desk()
    first = promised(desk)
    assert kinds(desk) == ["promise"]
    second = promised(desk)
    with asked_of(room) as asked:
        assert kinds(desk) == ["promise", "promise"]
    assert second in asked
    assert first not in asked


def test_whoever_sits_down_anew_is_told_of_all_of_it(room: Room) -> None:
    cases = {promised(room.desk()) for _ in range(2)}
    assert {one.case for one in room.desk().due()} == cases


def test_what_was_read_before_is_overdue_when_its_day_is_over(room: Room) -> None:
    desk = room.desk()
    promised(desk)
    assert [one.overdue for one in desk.due()] == [False]
    room.now.move(days=30)
    with asked_of(room) as asked:
        assert all(one.overdue for one in desk.due())
    assert not [word for word in asked if word.startswith("police.")]


def test_what_the_disk_takes_late_counts_once_it_has_it(room: Room) -> None:
    pen = WaitingPen(room)
    desk = room.desk(pen)
    case = promised(desk)
    (due,) = desk.due()
    pen.refused = True
    desk.done(case, due.entry)
    assert kinds(desk) == ["promise"]
    pen.let_go()
    assert kinds(desk) == []


def test_what_another_desk_did_counts_once_it_came(room: Room) -> None:
    desk = room.desk()
    case = promised(desk)
    (due,) = desk.due()
    done = room.hand(InlinePen(room.vault.logbook)).write(case, ActionDone(action=due.entry))
    desk.came([done])
    assert kinds(desk) == []


def test_a_case_that_was_taken_away_has_nothing_due_until_it_is_back(room: Room) -> None:
    desk = room.desk()
    case = promised(desk)
    assert kinds(desk) == ["promise"]
    put_away(room, case, sealed=True)
    desk.came((), gone=(case,))
    assert kinds(desk) == []
    assert kinds(desk) == []
    put_away(room, case, sealed=False)
    assert kinds(desk) == ["promise"]


def test_a_case_that_was_closed_is_not_even_read_by_whoever_sits_down(room: Room) -> None:
    before = room.desk()
    closed, opened, stands = promised(before), promised(before), promised(before)
    after = before.afterwards()
    after.close(closed)
    after.reopen(opened, after.close(opened).id)
    desk = room.desk()
    with asked_of(room) as asked:
        assert {one.case for one in desk.due()} == {opened, stands}
    assert closed not in asked
    desk.afterwards().reopen(closed, room.vault.logbook.entries(case=closed, kinds=("case-closed",))[0].id)
    assert {one.case for one in desk.due()} == {closed, opened, stands}


def test_a_closing_that_may_not_be_read_here_closes_nothing(room: Room) -> None:
    before = room.desk()
    case = promised(before)
    closing = before.afterwards().close(case)
    store = room.vault.logbook.replica()
    with store.transaction():
        for one in store.of_case(case):
            if one.entry.id == closing.id:
                store.hold(replace(one, standing="held"))
    assert [one.case for one in room.desk().due()] == [case]
