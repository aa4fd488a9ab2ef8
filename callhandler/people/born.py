"""Dates of birth as they are said: whole, or the year alone; with day and month the wrong way round."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

_WHOLE = re.compile(r"^([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})$|^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$")
_YEAR = re.compile(r"^[0-9]{4}$")


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


def like_born(one: str, other: str) -> bool:
    """Whether one slip lies between two dates: a digit, or day and month the wrong way round; or one is the year of the other."""
    if len(one) != len(other):
        return one[:4] == other[:4]
    return len(one) == 8 and (OSA.distance(one, other) <= 1 or one == other[:4] + other[6:] + other[4:6])
