"""Stand-ins with behaviour: a wall clock that moves when told, ids that count, dice that can be thrown again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class ToldClock:
    """A wall clock that stands still until a test moves it; call it to read it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
        """Go on (or back) by that much, and say what time it is then."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self.now

    def turn_to(self, now: datetime) -> datetime:
        self.now = now
        return self.now


class CountedIds:
    """Ids of the true shape (UUIDv7) that count upwards; call it for the next one."""

    def __init__(self, first: datetime = MORNING) -> None:
        self._milliseconds = int(first.timestamp() * 1000)
        self._count = 0

    def __call__(self) -> str:
        self._count += 1
        return str(UUID(int=(self._milliseconds << 80) | (0x7 << 76) | (0b10 << 62) | self._count))
