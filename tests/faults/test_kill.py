"""A program killed while it writes loses nothing that was marked saved."""

import subprocess
import sys

import pytest

from tests.patience import LONG

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by fork")


@pytest.mark.req("F1")
def test_a_few_random_kills_lose_nothing():
    done = subprocess.run([sys.executable, "-m", "tests.faults.kill", "15", "1"], capture_output=True, text=True, check=False, timeout=LONG)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 corrupt" in done.stdout


@pytest.mark.soak
@pytest.mark.req("F1")
def test_many_random_kills_lose_nothing():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill", "1000"], capture_output=True, text=True, check=False, timeout=12 * LONG
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.req("F1")
def test_a_desk_killed_in_the_middle_of_its_calls_comes_back_with_them():
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.desk_kill", "8", "1"], capture_output=True, text=True, check=False, timeout=LONG
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost, 0 corrupt" in done.stdout
