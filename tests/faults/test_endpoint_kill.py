"""Killed at any moment, the endpoint has taken all of a push or nothing, and taken once what it is sent again."""

import shutil
import subprocess
import sys

import pytest

from tests.faults.every_push import try_out
from tests.patience import LONG

on_linux = pytest.mark.skipif(sys.platform == "win32", reason="kills by fork and signal")
with_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to kill at a chosen call")
pytestmark = pytest.mark.req("F1", "F9")
SOME = {"pwrite64": range(5, 90, 40)}


@with_strace
def test_a_kill_at_some_places_leaves_all_of_a_push_or_nothing():
    found = try_out(SOME)
    assert found.bad == []
    assert found.tried == 3


@pytest.mark.soak
@with_strace
def test_a_kill_at_every_place_leaves_all_of_a_push_or_nothing():
    found = try_out()
    assert found.bad == []
    assert found.tried > 40


def unanswered(kills: int) -> str:
    words = [sys.executable, "-m", "tests.faults.unanswered", str(kills)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LONG + 3 * kills)
    return done.stdout + done.stderr


@on_linux
def test_an_answer_that_never_came_loses_and_doubles_nothing():
    assert "0 lost, 0 doubled" in unanswered(15)


@on_linux
@pytest.mark.soak
def test_a_thousand_answers_that_never_came_lose_and_double_nothing():
    assert "0 lost, 0 doubled" in unanswered(1000)
