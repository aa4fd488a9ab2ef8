"""Reads the clock on the wall: the one place where the desk asks what time it is."""

from datetime import UTC, datetime


def wall_clock() -> datetime:
    return datetime.now(UTC)
