"""Killed between the endpoint's answer and its own mark, a device loses nothing, and sends nothing twice that counts twice."""

import re
import subprocess
import sys

import pytest

from tests.patience import LONG

pytestmark = pytest.mark.req("F1", "F6", "F9")


def killed(times: int) -> int:
    """How often before the mark, of so many times; in a process without threads, since it forks."""
    words = [sys.executable, "-m", "tests.faults.unmarked", str(times)]
    said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LONG + 3 * times)
    assert said.returncode == 0, said.stdout + said.stderr
    return int(re.findall(r"\d+", said.stdout)[0])


def test_a_kill_before_the_mark_loses_and_doubles_nothing():
    assert killed(20) > 2


@pytest.mark.soak
def test_a_thousand_kills_before_the_mark_lose_and_double_nothing():
    assert killed(1600) >= 1000
