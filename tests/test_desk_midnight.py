"""Midnight, the day of the clock change, and a clock that was wrong: each call belongs to the day on the wall when it was taken."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from callhandler.cases.held import Reader
from callhandler.log.kinds import ActionAgreed
from callhandler.script.call import Call
from callhandler.store.drafts import Focus
from callhandler.ui.form_names import names_of
from callhandler.words import Words
from tests import desks
from tests.desks import NUMBER, Room, generic, margaret

SUMMER = timezone(timedelta(hours=1))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def test_a_call_of_half_past_midnight_is_todays_on_the_day_on_which_the_clocks_go_back(room: Room) -> None:
    desk = room.desk()
    room.now.turn_to(datetime(2026, 10, 25, 0, 30, tzinfo=SUMMER))
    case = margaret(desk.start_call(NUMBER)).case
    room.now.turn_to(datetime(2026, 10, 25, 9, 0, tzinfo=UTC))
    assert [one.case for one in desk.today()] == [case]


def test_todays_calls_are_still_there_after_the_clock_was_a_day_ahead_for_a_while(room: Room) -> None:
    desk = room.desk()
    case = margaret(desk.start_call(NUMBER)).case
    room.now.move(days=1)
    assert desk.today() == ()
    room.now.move(days=-1)
    assert [one.case for one in desk.today()] == [case]


def test_the_caret_is_where_it_was_last_although_the_clocks_went_back(room: Room) -> None:
    logbook = room.vault.logbook
    logbook.keep(Focus("before", "/a", 1, datetime(2026, 10, 25, 1, 50, tzinfo=SUMMER)))
    logbook.keep(Focus("after", "/a", 1, datetime(2026, 10, 25, 1, 10, tzinfo=UTC)))
    last = logbook.focus()
    assert last
    assert last.case == "after"


@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_a_promise_given_before_the_clocks_went_forward_is_read_with_the_day_that_was_promised(room: Room, ahead: int) -> None:
    by = datetime(2026, 3, 31, 23, 59, tzinfo=timezone(timedelta(hours=ahead)))
    area, form = generic()
    reader = Reader(Words("en"), area, names_of(Call(form, now=room.now), "en"), date.isoformat)
    assert [one.what for one in reader.said(ActionAgreed(agency="police", what="", due=by))] == ["Agreed, by 2026-03-31"]
