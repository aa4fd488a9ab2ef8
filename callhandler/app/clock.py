"""Reads the clock on the wall: the one place where the desk asks what time it is."""

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """The time here, with its offset: what is today for a handler is their own day, not Greenwich's."""
    return datetime.now(UTC).astimezone()
