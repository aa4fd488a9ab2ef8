"""Reads the clocks of this computer: the one place where the desk asks what time it is, and how much of it has passed."""

import sys
import time
from datetime import UTC, datetime


def wall_clock() -> datetime:
    """The time here, with its offset: what is today for a handler is their own day, not Greenwich's."""
    return datetime.now(UTC).astimezone()


if sys.platform == "linux":
    RUNS_ASLEEP = time.CLOCK_BOOTTIME
elif sys.platform != "win32":
    RUNS_ASLEEP = time.CLOCK_MONOTONIC  # of macOS: it goes on while the computer sleeps; Python's own does not


def passed() -> float:
    """Seconds since some moment, never back; those that the computer slept through are counted too."""
    return time.monotonic() if sys.platform == "win32" else time.clock_gettime(RUNS_ASLEEP)
