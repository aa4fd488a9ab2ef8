"""Reads a date the way a handler types one while listening: "today", "ddoe", "3/11", "3 nov", "last tue", "next fri"."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from callhandler.people.born import whole_year
from callhandler.words import Words

_NAMED = {"today": 0, "heddiw": 0, "yesterday": -1, "ddoe": -1, "tomorrow": 1, "yfory": 1, "echdoe": -2}
_WEEKDAYS = (("mon", "llun"), ("tue", "maw"), ("wed", "mer"), ("thu", "iau"), ("fri", "gwe"), ("sat", "sad"), ("sun", "sul"))
_MONTHS = (
    ("jan", "ion"), ("feb", "chwe"), ("mar", "maw"), ("apr", "ebr"), ("may", "mai"), ("jun", "meh"),
    ("jul", "gor"), ("aug", "awst"), ("sep", "medi"), ("oct", "hyd"), ("nov", "tach"), ("dec", "rhag"),
)  # fmt: skip


SOON = 10  # years: 36 means 2036 until 2026 is over, and 37 means 1937


def read_date(typed: str, today: date, *, ahead: bool = False) -> date | None:
    """The date meant, or None. Without a year it is the nearest such day; a weekday is the last one, today not counted.

    `ahead`: where a date must lie ahead a weekday is the next one, unless "last" is said with it.
    """
    text = " ".join(typed.casefold().split())
    readers: tuple[Callable[[str, date], date | None], ...] = (_named, _away, _iso, _numbers, _month_named, partial(_weekday, ahead=ahead))
    return next((found for reader in readers if (found := reader(text, today))), None)


def such_dates(words: Words, today: date, *, ahead: bool = False) -> str:
    """Examples of what may be typed: days that have been, or that lie ahead where they must."""
    soon = today + timedelta(days=10)
    return words.say("today, tomorrow, fri, {day}", day=f"{soon.day}/{soon.month}") if ahead else words.say("3/11, yesterday, last tue")


def write_date(iso: str) -> str:
    """The date as it is shown for typing over, "3/11/2026"; other text unchanged."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso)
    return f"{int(found[3])}/{int(found[2])}/{found[1]}" if found else iso


def _named(text: str, today: date) -> date | None:
    return today + timedelta(days=_NAMED[text]) if text in _NAMED else None


def _away(text: str, today: date) -> date | None:
    found = re.fullmatch(r"([+-]\d{1,3})", text)
    return today + timedelta(days=int(found[1])) if found else None


def _iso(text: str, _today: date) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _numbers(text: str, today: date) -> date | None:
    found = re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{2}|\d{4}))?", text)
    return _dated(int(found[1]), int(found[2]), found[3], today) if found else None


def _month_named(text: str, today: date) -> date | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([a-zŵŷâêîôû]{3,})\.?(?: (\d{2}|\d{4}))?", text)
    month = found and next((n for n, names in enumerate(_MONTHS, 1) if found[2].startswith(names)), None)
    return _dated(int(found[1]), month, found[3], today) if found and month else None


def _weekday(text: str, today: date, *, ahead: bool) -> date | None:
    """As in "tue", "last tue", "next fri", "mawrth", "dydd mawrth diwethaf", "gwener nesaf"."""
    name = text.removeprefix("on ").removeprefix("dydd ")
    last = name.removeprefix("last ").removesuffix(" diwethaf")
    coming = name.removeprefix("next ").removesuffix(" nesaf")
    forward, name = (False, last) if last != name else (ahead or coming != name, coming)
    wanted = next((n for n, names in enumerate(_WEEKDAYS) if len(name) > 2 and name.startswith(names)), None)
    if wanted is None:
        return None
    return (
        today + timedelta(days=(wanted - today.weekday()) % 7 or 7)
        if forward
        else today - timedelta(days=(today.weekday() - wanted) % 7 or 7)
    )


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _made(int(year) if len(year) == 4 else whole_year(int(year), today.year + SOON), month, day)
    near = [made for y in (today.year - 1, today.year, today.year + 1) if (made := _made(y, month, day))]
    return min(near, key=lambda made: abs(made - today), default=None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
