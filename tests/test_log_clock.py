"""The clock sorts what causes leave open; no wall clock, ours or anybody's, can poison it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.clock import AHEAD, Clock, milliseconds
from callhandler.log.fold import fold
from callhandler.log.kinds import Answered, Noted
from tests.scribe import MORNING, Scribe

YEAR = timedelta(days=365)
moments = st.datetimes(timezones=st.just(UTC))


def stamp(at: datetime, counter: int = 0) -> int:
    return (int(at.timestamp() * 1000) << 16) + counter


def test_a_stamp_is_the_time_and_a_counter():
    clock = Clock()
    assert [clock.tick(MORNING) for _ in range(3)] == [stamp(MORNING), stamp(MORNING, 1), stamp(MORNING, 2)]
    assert milliseconds(clock.last) == int(MORNING.timestamp() * 1000)


def test_the_counter_runs_over_into_the_milliseconds():
    clock = Clock(stamp(MORNING, 0xFFFF))
    assert clock.tick(MORNING) == stamp(MORNING + timedelta(milliseconds=1))


@pytest.mark.req("F10", "T18")
@given(st.lists(st.integers(-120_000, 3_600_000), max_size=30))
def test_a_clock_that_jitters_never_goes_back(steps):
    clock, now, stamps = Clock(), MORNING, []
    latest = now
    for step in steps:
        now = max(now + timedelta(milliseconds=step), latest - timedelta(milliseconds=AHEAD))
        latest = max(latest, now)
        stamps.append(clock.tick(now))
    assert all(one < two for one, two in pairwise(stamps))


@pytest.mark.req("F10", "T18")
@given(st.lists(st.tuples(moments, moments, st.booleans())), moments)
def test_whatever_the_clocks_did_the_next_stamp_is_near_the_wall_clock(history, now):
    clock = Clock()
    for ours, theirs, heard in history:
        if heard:
            clock.heard(stamp(max(theirs, datetime(1970, 1, 1, tzinfo=UTC))), ours)
        else:
            clock.tick(ours)
    ticked = clock.tick(now)
    assert 0 <= ticked < 2**63
    assert milliseconds(ticked) - max(0, int(now.timestamp() * 1000)) <= AHEAD + 1


@pytest.mark.req("F10", "T18")
def test_an_entry_of_another_device_is_sorted_before_ours():
    clock = Clock()
    near = MORNING + timedelta(minutes=2)
    clock.heard(stamp(near), MORNING)
    assert clock.tick(MORNING) == stamp(near, 1)
    clock.heard(stamp(MORNING), MORNING)
    assert clock.tick(MORNING) == stamp(near, 2)


@pytest.mark.req("F10", "T18")
@pytest.mark.parametrize("ahead", [timedelta(minutes=2, milliseconds=1), timedelta(days=1), YEAR, 73 * YEAR])
def test_a_stamp_from_the_far_future_never_moves_ours(ahead):
    clock = Clock()
    clock.tick(MORNING)
    clock.heard(stamp(MORNING + ahead), MORNING)
    assert clock.tick(MORNING) == stamp(MORNING, 1)


@pytest.mark.req("F10", "T18")
@pytest.mark.parametrize("wrong", [datetime(2099, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC), MORNING + YEAR])
def test_our_own_clock_set_far_ahead_and_back_heals(wrong):
    clock = Clock()
    clock.tick(wrong)
    assert clock.tick(MORNING) == stamp(MORNING)
    assert clock.tick(MORNING) == stamp(MORNING, 1)


def test_a_clock_before_1970_still_counts():
    clock = Clock()
    assert [clock.tick(datetime(1901, 1, 1, tzinfo=UTC)) for _ in range(2)] == [1, 2]


def test_a_time_without_its_offset_is_our_own_mistake():
    with pytest.raises(ValueError, match="offset"):
        Clock().tick(datetime(2026, 3, 2))  # noqa: DTZ001


@pytest.mark.req("F10", "T18")
@given(
    st.lists(st.sampled_from([0, 1, 30]), min_size=4, max_size=12),
    st.sampled_from([-YEAR, YEAR, -timedelta(days=1), timedelta(days=1), 73 * YEAR]),
)
def test_a_desk_whose_clock_was_wrong_for_an_hour_keeps_its_order(steps, wrong):
    clock, scribe, now = Clock(), Scribe(), MORNING
    for place, step in enumerate(steps):
        now += timedelta(seconds=step)
        shown = now + wrong if len(steps) // 3 <= place < 2 * len(steps) // 3 else now
        scribe.write(Noted(text=str(place)), hlc=clock.tick(shown), at=shown)
    assert [entry.n for entry in fold(reversed(scribe.written)).entries("case")] == list(range(1, len(steps) + 1))


@pytest.mark.req("F10", "T18")
@pytest.mark.parametrize("wrong", [-YEAR, YEAR, -timedelta(days=1), timedelta(days=1)])
def test_causes_come_first_whatever_the_other_clock_says(wrong):
    ours, theirs = Scribe("ours"), Scribe("theirs")
    first = ours.write(Answered(path="/a", value="1"), hlc=stamp(MORNING))
    second = theirs.write(Answered(path="/a", value="2"), hlc=stamp(MORNING + wrong), parents=(first.id,))
    third = ours.write(Answered(path="/a", value="3"), hlc=stamp(MORNING + timedelta(minutes=1)), parents=(second.id,))
    told = fold([third, second, first])
    assert told.entries("case") == (first, second, third)
    assert told.values("case", "answer:/a") == (third,)
