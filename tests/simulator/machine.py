"""One machine on somebody's desk: its disk, the program that runs on it, and its clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from callhandler.log.clock import Clock
from callhandler.log.ownership import Audience
from callhandler.sync.following import Guard
from callhandler.sync.pace import Pace
from callhandler.sync.proof import Signer, Verify
from callhandler.sync.replica import Replica
from callhandler.sync.stores import DeviceStore
from tests.simulator.steady import SteadyDevice


@dataclass
class Machine:
    """A desk or a laptop. Its program can be stopped at any moment; its disk can be copied, and put back."""

    name: str
    agency: str
    disk: SteadyDevice
    feeds: tuple[Audience, ...]
    endpoint: bytes
    verify: Verify
    mint: Callable[[], Signer]
    batch: int
    guard: Guard
    skew: timedelta = timedelta()
    clock: Clock = field(default_factory=Clock)
    alive: bool = True
    wiped: bool = False
    line: str = ""  # the name under which an administrator let it in, or the machine that it is a copy of: rights are given to that
    names: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)  # of the machine that it is a copy of: what is on its disk may have come to them
    known: set[str] = field(default_factory=set)  # cases that were ever seen here

    def __post_init__(self) -> None:
        self.program = self.started(self.disk)

    def started(self, store: DeviceStore) -> Replica:
        """The program as it is after its start: it remembers nothing."""
        return Replica(store, self.endpoint, self.verify, self._mint, guard=self.guard, pace=Pace(self.batch))

    def restart(self) -> None:
        self.program = self.started(self.disk)

    def stamp(self, now: datetime) -> tuple[datetime, int]:
        """The time that its clock shows, and the stamp of an entry made now."""
        shown = now + self.skew
        return shown, self.clock.tick(shown)

    def reads(self) -> tuple[Audience, ...]:
        """The feeds that are carried here, of those that it may read."""
        beats = self.disk.progress().beats
        if beats is None:
            return self.feeds
        groups = tuple(feed for feed in self.feeds if "/" in feed)
        return (*groups, *(f"{self.agency}//{beat}" for beat in sorted({*beats, f"~{self.line}"})))

    def _mint(self) -> Signer:
        key = self.mint()
        self.names.append(key.id)
        return key
