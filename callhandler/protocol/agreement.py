"""What the agencies of an area agreed: who takes part, how soon a victim hears back, who looks again and when, what each band brings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from callhandler.log.calendar import working_days_after
from callhandler.log.kinds import AgencyId, Band

_NONE: Mapping[Band, Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Target:
    """By when the victim hears from us: so many hours, or by the end of so many working days."""

    hours: int | None = None
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One protocol for all agencies of an area. Clocks give, for a band, the days between two looks by each rank."""

    agencies: tuple[AgencyId, ...]
    targets: Mapping[Band, Target]
    clocks: Mapping[Band, Mapping[str, int]] = field(default_factory=lambda: _NONE)
    actions: Mapping[Band, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    holidays: frozenset[date] = frozenset()

    def contact_by(self, band: Band, called: datetime) -> date:
        """The day by which the victim is to hear from us again, at the latest."""
        return due_by(self.targets[band], called, self.holidays)

    def reviews(self, band: Band, assessed: datetime, last_looks: Mapping[str, datetime]) -> tuple[tuple[str, date], ...]:
        """The next look of each rank: so many days after its last one, or after the grade."""
        clocks = self.clocks.get(band, {})
        return tuple((rank, (last_looks.get(rank, assessed) + timedelta(days=days)).date()) for rank, days in clocks.items())


def due_by(target: Target, since: datetime, holidays: Collection[date] = ()) -> date:
    """The day on which a target falls due; hours by the clock on the wall here, which may have been put forward or back by then."""
    if target.hours is not None:
        return (since + timedelta(hours=target.hours)).astimezone().date()
    return working_days_after(since.date(), target.working_days or 0, holidays)
