"""Killed at any call that changes a file, a device has written or taken all of it, or nothing."""

import shutil

import pytest

from tests.faults.every_call import try_out

pytestmark = [
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to kill at a chosen call"),
    pytest.mark.req("F1", "F6"),
]
SOME = {"pwrite64": range(5, 30, 20), "fdatasync": range(1, 2), "fsync": range(1, 2)}  # SQLite is built with one or the other


@pytest.mark.parametrize("step", ["write", "apply"])
def test_a_kill_at_some_places_leaves_all_of_a_step_or_nothing(step: str):
    found = try_out(step, SOME)
    assert found.bad == []
    assert found.tried >= 3


@pytest.mark.soak
@pytest.mark.parametrize("step", ["write", "apply"])
def test_a_kill_at_every_place_leaves_all_of_a_step_or_nothing(step: str):
    found = try_out(step)
    assert found.bad == []
    assert found.tried > 100
