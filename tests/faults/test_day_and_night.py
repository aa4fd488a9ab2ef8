"""A whole window that is open day and night holds no more files, no longer log and no more memory, however many calls were taken."""

from pathlib import Path

import pytest

from callhandler.store.engine import READERS
from tests.faults.day_and_night import Seen, day_and_night

pytestmark = [pytest.mark.req("F23"), pytest.mark.usefixtures("qapp")]  # which undresses it afterwards
MOST_WAL = 16 * 1024 * 1024
A_CALL = 3_000  # small objects that may stay of a call, most in caches; of a page that is not let go of stay 16,000, of a call 4,500
DAY, WARM = 240, 60  # calls at one desk in 24 hours; and those after which all that is kept ready has been needed once
MORE = 1.05  # of what it took when it was warm


def lasting(seen: list[Seen]) -> None:
    """The same files are open, the log is as short as ever, and what is held grows by no more than the calls themselves."""
    first, last = seen[0], seen[-1]
    assert {one.held.open for one in seen} == {first.held.open}
    assert max(one.held.wal for one in seen) <= MOST_WAL
    assert max(one.held.connections for one in seen) <= 1 + READERS
    assert last.blocks - first.blocks <= A_CALL * (last.calls - first.calls)


def test_a_window_holds_no_more_after_some_calls(tmp_path: Path) -> None:
    lasting(list(day_and_night(tmp_path, calls=4, every=1))[1:])


@pytest.mark.soak
def test_a_window_that_is_open_for_a_day_and_a_night(tmp_path: Path) -> None:
    seen = [one for one in day_and_night(tmp_path, DAY, every=WARM // 4) if one.calls >= WARM]
    lasting(seen)
    assert seen[-1].held.memory <= MORE * seen[0].held.memory
