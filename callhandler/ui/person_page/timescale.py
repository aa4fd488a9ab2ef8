"""Lays days out along a line: where a day stands on the chart, and which months or years are written under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from callhandler.ui.dates import month
from callhandler.words import Words

LEAST_DAYS = 56
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from `first` to `last`, drawn from `left` to `right` in pixels."""

    first: date
    last: date
    left: float
    right: float

    def x(self, on: date) -> float:
        return self.left + (self.right - self.left) * (on - self.first).days / (self.last - self.first).days


def scale(days: Sequence[date], today: date, left: float, right: float) -> Scale:
    """A scale that holds all these days and today, never so short that two calls of one week look like years apart."""
    first = min((*days, today - timedelta(days=LEAST_DAYS)))
    last = max((*days, today))
    air = max(2, (last - first).days // 40)
    return Scale(first - timedelta(days=air), last + timedelta(days=air), left, right)


def ticks(over: Scale, words: Words, room: float) -> tuple[tuple[float, str], ...]:
    """Where to write which month; as many as there are with `room` pixels between two of them. Each new year is named once."""
    months = _firsts_of_months(over)
    for step in _STEPS:
        chosen = [on for on in months if (on.year * 12 + on.month - 1) % step == 0]
        if all(over.x(later) - over.x(sooner) >= room for sooner, later in pairwise(chosen)):
            break
    return tuple((over.x(on), _said(words, on, named)) for on, named in zip(chosen, [None, *chosen], strict=False))


def _said(words: Words, on: date, before: date | None) -> str:
    if before is None or before.year != on.year:
        return str(on.year) if on.month == 1 else f"{month(words, on)} {on.year}"
    return month(words, on)


def _firsts_of_months(over: Scale) -> list[date]:
    start = over.first.year * 12 + over.first.month
    end = over.last.year * 12 + over.last.month
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end)]
