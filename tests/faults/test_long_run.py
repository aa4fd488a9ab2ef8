"""A desk that is open for long holds on to no file, to no call that has ended, and to no log that only grows."""

import gc
import weakref
from collections import Counter
from pathlib import Path

import pytest

from callhandler.desk.desk import Desk
from callhandler.desk.glance import Wanted
from callhandler.desk.open_call import OpenCall
from callhandler.log.entry import Entry
from callhandler.people.person import Description
from tests.desks import NUMBER, margaret, room, rung_off, told
from tests.faults.long_run import shift

pytestmark = pytest.mark.req("F23")
MOST_WAL = 16 * 1024 * 1024


def test_the_log_beside_the_store_and_the_open_files_do_not_grow_with_the_calls(tmp_path: Path) -> None:
    seen = list(shift(tmp_path, calls=20, looks=4))
    assert {(one.connections, one.open) for one in seen} == {(seen[0].connections, seen[0].open)}
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


def live() -> Counter[str]:
    """What of calls is in memory."""
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, (Entry, OpenCall)))


def strangers(desk: Desk, first: int, calls: int) -> None:
    """People who have nothing to do with each other call one after the other."""
    for n in range(first, first + calls):
        call = desk.start_call(f"07700 {n:06}")
        told(call, ROLE="victim", NAME=f"Ada {'LMNOPRST'[n % 8] * 4}", PHONE=f"07700 {n:06}", WHERE=f"{n} Heol Fawr", HOME="no")
        desk.glancing().look(Wanted(call.case, Description("", f"Ada {n}", f"07700 {n:06}")))
        rung_off(call)


def test_what_is_held_of_calls_that_are_over_does_not_grow(tmp_path: Path) -> None:
    with room(tmp_path) as desk_room:
        desk = desk_room.desk()
        strangers(desk, 0, 3)
        before = live()
        strangers(desk, 3, 4)
        assert live() <= before


@pytest.mark.soak
def test_two_thousand_calls_in_a_row(tmp_path: Path) -> None:
    seen = list(shift(tmp_path, calls=2000, looks=20))
    assert {(one.connections, one.open) for one in seen} == {(seen[0].connections, seen[0].open)}
    assert max(one.wal for one in seen) <= MOST_WAL
