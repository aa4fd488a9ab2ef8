"""Dates and times as old logs write them: either way round, in words, as an Excel number; the whole column decides what is ambiguous."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from callhandler.cases.legacy import First, Order

EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number says no place on earth
SERIALS = range(20_000, 80_000)  # 1954 to 2119
MONTHS_A_YEAR = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CYMRAEG = ("ion", "chwe", "maw", "ebr", "mai", "meh", "gor", "aws", "med", "hyd", "tach", "rhag")
_CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
_ZONE = r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_TAIL = rf"(?:(?:T|,?\s+(?:at\s+)?){_CLOCK}{_ZONE})?$"
_ISO = re.compile(rf"^(?P<year>\d{{4}})[-/.](?P<one>\d{{1,2}})[-/.](?P<two>\d{{1,2}}){_TAIL}", re.IGNORECASE)
_SLASHED = re.compile(rf"^(?P<one>\d{{1,2}})\s*[-/.]\s*(?P<two>\d{{1,2}})\s*[-/.]\s*(?P<year>\d{{4}}|\d{{2}}){_TAIL}", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun|llun|maw|mer|iau|gwe|sad|sul)[a-z]*,?\s+(?=\d)", re.IGNORECASE)
_WORDED = re.compile(
    rf"^(?P<one>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<month>[a-z]{{3,}})\.?[\s,-]+(?P<year>\d{{4}}|\d{{2}}){_TAIL}", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"^(?P<month>[a-z]{{3,}})\.?\s+(?P<one>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TAIL}", re.IGNORECASE)
_RUN = re.compile(r"^(?P<year>(?:19|20)\d{2})(?P<one>\d{2})(?P<two>\d{2})$")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_TIME = re.compile(rf"^{_CLOCK}$", re.IGNORECASE)
_BARE_TIME = re.compile(r"^(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)$")
_FRACTION = re.compile(r"^0?\.\d+$")


@dataclass(slots=True)
class Tally:
    """Counts the dates of a column that can only be read one way round."""

    days: int = 0
    months: int = 0

    def add(self, text: str) -> None:
        if found := _SLASHED.match(text):
            one, two = int(found["one"]), int(found["two"])
            self.days += one > MONTHS_A_YEAR >= two
            self.months += two > MONTHS_A_YEAR >= one

    def order(self) -> Order:
        """Whether the day or the month comes first in the column; undecided, the day, as here."""
        return Order("month", self.months, self.days) if self.months > self.days else Order("day", self.days, self.months)


@lru_cache(16_384)
def moment_of(text: str, first: First = "day", pivot: int = 0) -> datetime | None:
    """The moment that a text names, at midnight where it says no time; None where it names none.

    Aware only where the text says its offset from UTC. `pivot`: the last two digits of a year up to which 19 means 2019.
    """
    said = _WEEKDAY.sub("", text.strip())
    if found := _ISO.match(said) or _RUN.match(said):
        return _moment(found, int(found["year"]), int(found["one"]), int(found["two"]))
    if found := _SLASHED.match(said):
        one, two = int(found["one"]), int(found["two"])
        return _moment(found, _year(found["year"], pivot), *((two, one) if first == "day" else (one, two)))
    if found := _WORDED.match(said) or _MONTH_FIRST.match(said):
        return _moment(found, _year(found["year"], pivot), _month(found["month"]), int(found["one"]))
    return _serial(said)


@lru_cache(4096)
def time_of(text: str) -> time | None:
    """A time of day: 14:05, 2.05 pm, 1405, or Excel's part of a day; None where it is none."""
    said = text.strip()
    if found := _TIME.match(said):
        return _time(found)
    if found := _BARE_TIME.match(said):
        return time(int(found["hour"]), int(found["minute"]))
    if _FRACTION.match(said):
        return (EXCEL + timedelta(seconds=round(float(said) * 86_400))).time()
    return _at_midnight(moment_of(said))


def _at_midnight(found: datetime | None) -> time | None:
    """The time in a cell that Excel keeps as a whole moment."""
    return found.time() if found else None


def _moment(found: re.Match[str], year: int, month: int, day: int) -> datetime | None:
    told = found.groupdict()
    at = _time(found) if told.get("hour") else time()
    try:
        return None if at is None else datetime.combine(date(year, month, day), at, _zone(told.get("zone") or ""))
    except ValueError:
        return None


def _time(found: re.Match[str]) -> time | None:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def _zone(told: str) -> timezone | None:
    if not told:
        return None
    if told.upper() == "Z":
        return timezone.utc  # noqa: UP017 - beside another timezone it reads best so
    minutes = int(told[1:3]) * 60 + int(told[-2:])
    return timezone(timedelta(minutes=-minutes if told.startswith("-") else minutes))


def _year(told: str, pivot: int) -> int:
    if len(told) == 4:
        return int(told)
    return int(told) + (2000 if int(told) <= pivot else 1900)


def _month(told: str) -> int:
    """1 to 12 by its first letters, in English or Welsh; 0, which no calendar has, where it is no month."""
    for names in (_MONTHS, _CYMRAEG):
        if found := next((place for place, name in enumerate(names, 1) if told.lower().startswith(name)), 0):
            return found
    return 0


def _serial(said: str) -> datetime | None:
    if not _SERIAL.match(said) or int(float(said)) not in SERIALS:
        return None
    return EXCEL + timedelta(seconds=round(float(said) * 86_400))
