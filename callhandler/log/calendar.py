"""Days, months and working days, as the rules of the field count them."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a rule states it: calendar months, or days. Both its ends are included."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The last day that still lies within this span of `day`; the last of all days where it would lie beyond."""
        try:
            return months_after(day, self.months) + timedelta(days=self.days)
        except (ValueError, OverflowError):
            return date.max

    def takes_in(self, *days: date) -> bool:
        """Whether all these days, in any order, lie within one such span."""
        return max(days) <= self.after(min(days))


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on; the month's last day where it has no such day (31 January → 28 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_after(day: date, number: int, holidays: Collection[date] = ()) -> date:
    """The day so many working days on: Monday to Friday, bank holidays left out. 0 gives `day`, or the next working day."""
    while number > 0 or not is_working_day(day, holidays):
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    return day.weekday() < SATURDAY and day not in holidays
