"""The hybrid clock of a device: it sorts entries as they were made, and no wrong wall clock can poison it."""

from datetime import datetime

AHEAD = 120_000  # milliseconds that a stamp may run ahead of the wall clock before we call it wrong
_COUNTER = 16  # bits
_LATEST = (1 << 47) - (1 << 32)  # milliseconds, in the year 6429: above it a stamp would no longer fit 64 bits


class Clock:
    """Stamps of 48 bits of milliseconds and 16 bits of counter, each above the last.

    Causes come first: `parents` say what replaced what, and the clock only sorts.
    """

    __slots__ = ("last",)

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def tick(self, now: datetime) -> int:
        """The stamp of a new entry. Where our own last stamp lies far ahead, the wall clock was wrong when it was made: forget it."""
        stamp = _stamp(now)
        self.last = stamp if _far_ahead(self.last, stamp) else max(stamp, self.last + 1)
        return self.last

    def heard(self, stamp: int, now: datetime) -> None:
        """An entry of another device arrived: ours will sort after it, unless it claims a far future."""
        if stamp > self.last and not _far_ahead(stamp, _stamp(now)):
            self.last = stamp


def milliseconds(stamp: int) -> int:
    """The wall-clock part of a stamp, since 1970."""
    return stamp >> _COUNTER


def _stamp(now: datetime) -> int:
    if now.utcoffset() is None:
        raise ValueError("a clock needs a time that says its offset from UTC")
    return min(max(0, int(now.timestamp() * 1000)), _LATEST) << _COUNTER


def _far_ahead(stamp: int, now: int) -> bool:
    return milliseconds(stamp) > milliseconds(now) + AHEAD
