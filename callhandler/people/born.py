"""Dates of birth as they are said: whole, or the year alone; with day and month the wrong way round."""

import re
from datetime import date
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

_WHOLE = re.compile(r"^([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})$|^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$")
_YEAR = re.compile(r"^[0-9]{4}$")
_SHORT = re.compile(r"^([0-9]{1,2}[-/. ][0-9]{1,2}[-/. ])([0-9]{2})$")


@lru_cache(4096)
def born_digits(text: str) -> str:
    """Year, month and day as eight digits, or the year as four; "" where neither was said. An impossible date is kept as said."""
    said = text.strip()
    if _YEAR.match(said):
        return said
    if not (found := _WHOLE.match(said)):
        return ""
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    return f"{year}{int(month):02}{int(day):02}"


def with_whole_year(text: str, today: date) -> str:
    """A date with the last two digits of its year alone, written out: the last such year that is not ahead. Other text unchanged."""
    found = _SHORT.match(text.strip())
    return f"{found[1]}{whole_year(int(found[2]), today.year)}" if found else text


def whole_year(last: int, latest: int) -> int:
    """The year with these last two digits: of those up to `latest` the last."""
    return latest - (latest - last) % 100


def born_on(text: str) -> date | None:
    """The day, where one was said that the calendar has."""
    digits = born_digits(text)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else None
    except ValueError:
        return None


def cannot_be(text: str, today: date) -> Literal["", "no-day", "ahead"]:
    """Why nobody was born on a date that was read; "" where somebody may have been, and of what is no date."""
    digits, day = born_digits(text), born_on(text)
    if len(digits) == 8 and day is None:
        return "no-day"
    return "ahead" if (day and day > today) or digits[:4] > f"{today.year:04}" else ""


def like_born(one: str, other: str) -> bool:
    """Whether one slip lies between two dates: a digit, or day and month the wrong way round; or one is the year of the other."""
    if len(one) != len(other):
        return one[:4] == other[:4]
    return len(one) == 8 and (OSA.distance(one, other) <= 1 or one == other[:4] + other[6:] + other[4:6])
