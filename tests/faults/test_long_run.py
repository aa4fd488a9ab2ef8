"""A desk that is open for long holds on to no file, to no call that has ended, and to no log that only grows."""

import gc
import weakref
from pathlib import Path

import pytest

from tests.desks import NUMBER, margaret, room, rung_off
from tests.faults.long_run import shift

pytestmark = pytest.mark.req("F23")
MOST_WAL = 16 * 1024 * 1024


def test_the_log_beside_the_store_and_the_open_files_do_not_grow_with_the_calls(tmp_path: Path) -> None:
    seen = list(shift(tmp_path, calls=20, looks=4))
    assert {one.open for one in seen} == {seen[0].open}
    assert max(one.wal for one in seen) <= MOST_WAL


def test_a_call_that_has_ended_is_let_go_of_once_the_next_begins(tmp_path: Path) -> None:
    with room(tmp_path) as desk_room:
        desk = desk_room.desk()
        ended, open_still = (margaret(desk.start_call(NUMBER)) for _ in range(2))
        rung_off(ended)
        gone = weakref.ref(ended)
        del ended
        assert desk.start_call() in desk.calls()
        gc.collect()
        assert gone() is None
        assert open_still in desk.calls()


@pytest.mark.soak
def test_two_thousand_calls_in_a_row(tmp_path: Path) -> None:
    seen = list(shift(tmp_path, calls=2000, looks=20))
    assert {one.open for one in seen} == {seen[0].open}
    assert max(one.wal for one in seen) <= MOST_WAL
