"""Days by the clock on the wall: a call at half past midnight in summer, and 24 hours around the nights when the clocks change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from callhandler.protocol.agreement import Target, due_by
from tests import desks
from tests.desks import NUMBER, Room, margaret, rung_off, told
from tests.london import LONDON, in_london

__all__ = ["in_london"]

HALF_PAST_MIDNIGHT = datetime(2026, 6, 1, 0, 30, tzinfo=LONDON).astimezone(UTC).astimezone(LONDON)


@pytest.fixture
def room(tmp_path: Path, in_london: None) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("called", "due"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), date(2026, 10, 25)),  # the day has 25 hours: 24 of them are over at half past eleven
        (datetime(2026, 10, 24, 23, 30, tzinfo=LONDON), date(2026, 10, 25)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=LONDON), date(2026, 3, 30)),  # the day after has 23
        (datetime(2026, 3, 29, 0, 30, tzinfo=LONDON), date(2026, 3, 30)),
        (datetime(2026, 6, 1, 0, 30, tzinfo=LONDON), date(2026, 6, 2)),
    ],
)
def test_24_hours_are_24_hours_on_the_days_on_which_the_clocks_change(in_london: None, called: datetime, due: date) -> None:
    assert due_by(Target(hours=24), called.astimezone()) == due


def test_a_call_of_half_past_midnight_in_summer_stands_with_the_day_on_the_wall(room: Room) -> None:
    desk = room.desk()
    room.now.turn_to(HALF_PAST_MIDNIGHT)
    rung_off(told(margaret(desk.start_call(NUMBER)), ROLE="victim"))
    room.now.move(hours=9)
    beside = desk.glancing().beside(margaret(desk.start_call(NUMBER)).wanted())
    assert beside.number
    assert beside.place
    assert {beside.number.since, beside.number.last, beside.place.since} == {date(2026, 6, 1)}
