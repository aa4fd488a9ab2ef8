"""Puts a history on the calendar: one day for every contact, the days not given made up by fixed rules and marked as such."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from callhandler.replay.story import Contact, Story

FIRST = date(2024, 1, 1)  # where a history has no date at all
APART = timedelta(days=14)
UNKNOWN_NUMBER = 2  # a run of unknown number is played at its start and at its end


@dataclass(frozen=True, slots=True)
class Step:
    """The kth contact of entry n. `invented` marks a day that the source does not give; `last` the end of a run of unknown number."""

    n: int
    k: int
    of: int
    on: date
    invented: bool
    contact: Contact
    began: date  # the first day of its run

    @property
    def last_of_unknown(self) -> bool:
        return self.contact.count is None and self.k == self.of


def plan(story: Story) -> tuple[Step, ...]:
    """Every contact of a history in the order in which it is played: entry by entry, also where their days overlap."""
    steps: list[Step] = []
    zero: date | None = None
    for contact in story.contacts:
        if contact.day_offset is not None:
            zero = zero or (period(contact.date)[0] if contact.date else FIRST)
        steps += _run(contact, zero, steps[-1].on if steps else None)
    return tuple(steps)


def period(text: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year: "2020-03-05", "2020-03", "2020"."""
    parts = [int(part) for part in text.split("-")]
    year, months = parts[0], parts[1:2] or [1, 12]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    return date(year, months[0], 1), date(year, months[-1], monthrange(year, months[-1])[1])


def spread(first: date, last: date, number: int) -> tuple[date, ...]:
    """So many days evenly from the first to the last, both included; one alone lies in the middle."""
    if number == 1:
        return (first + (last - first) // 2,)
    return tuple(first + timedelta(days=round((last - first).days * place / (number - 1))) for place in range(number))


def _run(contact: Contact, zero: date | None, before: date | None) -> Sequence[Step]:
    number = UNKNOWN_NUMBER if contact.count is None else contact.count
    days, exact = _days(contact, number, zero, before)
    return [Step(contact.n, k, number, day, not exact, contact, days[0]) for k, day in enumerate(days, 1)]


def _days(contact: Contact, number: int, zero: date | None, before: date | None) -> tuple[Sequence[date], bool]:
    if contact.date and contact.day_offset is None:
        first, last = period(contact.date)[0], period(contact.date_to or contact.date)[1]
        return spread(first, last, number), first == last and not contact.approximate
    if contact.date and zero:
        return [zero + timedelta(days=contact.day_offset or 0)] * number, False
    start = zero + timedelta(days=contact.day_offset) if zero and contact.day_offset is not None else before + APART if before else FIRST
    return [start + place * APART for place in range(number)], False
