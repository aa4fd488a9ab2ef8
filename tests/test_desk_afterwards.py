"""After a call: a closed case wants nothing more until it is opened again, and what was said of the case review stays said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callhandler.desk.afterwards import NotOurs
from tests import desks
from tests.desks import NUMBER, Room, margaret, rung_off


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def test_nothing_is_due_on_a_closed_case_and_all_of_it_again_once_it_is_opened(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    rung_off(call)
    before = [one.case for one in desk.due()]
    assert call.case in before
    desk.afterwards().close(call.case, "told by telephone")
    assert call.case not in [one.case for one in desk.due()]
    shut = desk.complaint(call.case)
    assert shut
    assert shut.closing
    assert shut.closed
    desk.afterwards().reopen(call.case, shut.closing)
    assert [one.case for one in desk.due()] == before
    again = desk.complaint(call.case)
    assert again
    assert again.open


def test_another_agencys_case_is_not_ours_to_close(room: Room) -> None:
    after = room.desk().afterwards()
    with pytest.raises(NotOurs):
        after.close("council.c1")
    with pytest.raises(NotOurs):
        after.reopen("council.c1", "e1")


def test_what_was_said_of_the_case_review_is_on_record(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    rung_off(call)
    desk.afterwards().told_of_review(call.case)
    room.now.move(days=1)
    desk.afterwards().told_of_review(call.case, asked_for=True)
    complaint = desk.complaint(call.case)
    assert complaint
    (told, first), (asked, second) = complaint.reviews
    assert (first, second) == (False, True)
    assert told < asked
