"""Reads a number of earlier reports, and how long it has been going on, out of a phrase such as "several in four months"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_ONE_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
AMOUNTS = {"several": 3, "few": 3, "some": 3, "many": 6, "couple": 2}  # of days, weeks, months or years
NUMBERS = dict(zip(_ONE_TO_TWENTY.split(), range(1, 21), strict=True)) | {"a": 1, "an": 1, "dozen": 12, "once": 1, "twice": 2}
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
YEAR = 12  # months: what the script asks about

_N = r"(\d+|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
_A = rf"(?:a (?=few|couple))?(?:{_N[1:-1]}|{'|'.join(AMOUNTS)})(?: of)?"
_PERIOD = re.compile(rf"\b({_A})(?:[ -]and[ -]a[ -]half)? (day|week|month|year)s?\b(?! (?:before|earlier|ago|previously|prior))")
_AGO = re.compile(
    rf"\b(?:(?:{_A} )?(?:days?|weeks?|months?|years?)|the (?:day|week|month|night)) (?:before|earlier|ago|previously|prior)\b"
    r"|\b(?:last|previous|past) (?:night|week|month)\b|\byesterday\b"
)
_LONG_AGO = re.compile(
    r"\byears (?:before|earlier|ago|previously)\b|\b(?:earlier|previous|past) years\b|\bin the past\b|\bhistoric|\blong ago\b"
)
_OF_REPORTS = re.compile(
    r"\b(?:months|years?) of (?:them|reports?|reporting|complaints?|complaining|calls)\b"
    r"|\b(?:report|complain)\w* (?:\w+ )?for (?:[\w-]+ )*(?:months|years)\b"
)
_SINCE = re.compile(r"\b(?:since|from) (?:(\w+) )?(\d{4})\b")
_DATED = re.compile(rf"\b(?:\d{{1,2}} )?({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
_POINTED = re.compile(r"\b(?:these|those|this|that|the) (?:same )?(?:incidents?\b.*|reports?\b|" + _N + r"\b)")
_COUNT = re.compile(rf"\b{_N}\b(?! (?:day|week|month|year)s?\b)(?! (?:{'|'.join(MONTHS)}))")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_IN_MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1.0, "year": 12.0}


@dataclass(frozen=True, slots=True)
class Vague:
    """A vague word for a number, and the least that it says."""

    words: str
    least: int


@dataclass(frozen=True, slots=True)
class Counted:
    """At least so many in the last twelve months; `exact` where a number was said."""

    least: int
    exact: bool = False


def earlier_reports(phrase: str, on: date, vague: Sequence[Vague], kept_reporting: int) -> Counted | None:
    """How many reports a phrase tells of in the year before a day; None where it does not say, or not of that year."""
    found = [_earlier(clause, on, vague, kept_reporting) for clause in _clauses(phrase)]
    return max((one for one in found if one), key=lambda one: one.least, default=None)


def number_of(phrase: str, vague: Sequence[Vague], months: float = 0) -> Counted | None:
    """The number that a phrase gives to a run of reports, brought down to twelve months; `months` is how long the run lasted."""
    lasted = max((amount * _IN_MONTHS[unit] for amount, unit in periods(phrase)), default=months)
    for clause in _clauses(phrase):
        if number := _number(clause, vague):
            return _within_a_year(number, lasted)
    return None


def periods(phrase: str) -> tuple[tuple[float, str], ...]:
    """Every length of time in a phrase that is not a time ago: ("eight", "month") for "eight months of them"."""
    lowered = phrase.lower()
    return tuple((_value(found[1]), found[2]) for found in _PERIOD.finditer(lowered))


def since(phrase: str, on: date) -> float:
    """For how many months something has been going on, where a phrase names the year it began; 0 where it does not."""
    found = _SINCE.search(phrase.lower())
    if not found:
        return 0
    month = MONTHS.index(found[1]) + 1 if found[1] in MONTHS else 1
    return max(0, (on.year - int(found[2])) * 12 + on.month - month)


def _earlier(clause: str, on: date, vague: Sequence[Vague], kept_reporting: int) -> Counted | None:
    if _OF_REPORTS.search(clause):
        return Counted(kept_reporting)
    if _LONG_AGO.search(clause) or _too_old(clause, on):
        return None
    if long := since(clause, on):
        number = _number(clause, vague)
        return _within_a_year(number, long) if number else None
    if number := _number(clause, vague):
        lasted = max((amount * _IN_MONTHS[unit] for amount, unit in periods(clause)), default=0)
        return _within_a_year(number, lasted)
    if _AGO.search(clause):
        return Counted(1) if _ago_months(clause) <= YEAR else None
    return _by_date(clause, on)


def _clauses(phrase: str) -> Iterable[str]:
    return (_POINTED.sub(" ", clause) for clause in phrase.lower().split(";"))


def _number(clause: str, vague: Sequence[Vague]) -> Counted | None:
    """The number in a clause, lengths of time and times ago left out."""
    bare = _YEAR.sub(" ", _DATED.sub(" ", _AGO.sub(" ", _PERIOD.sub(" ", clause))))
    said = [_value(found[1]) for found in _COUNT.finditer(bare) if found[1] not in ("a", "an")]
    if said:
        return Counted(int(said[0]), exact=True)
    return next((Counted(one.least) for one in vague if re.search(one.words, bare)), None)


def _within_a_year(number: Counted, months: float) -> Counted | None:
    if months <= YEAR:
        return number
    least = int(number.least * YEAR / months)
    return Counted(least) if least else None


def _ago_months(clause: str) -> float:
    found = re.search(rf"\b({_A}) (day|week|month|year)s? (?:before|earlier|ago|previously|prior)", clause)
    return _value(found[1]) * _IN_MONTHS[found[2]] if found else 0


def _too_old(clause: str, on: date) -> bool:
    """Whether the years that a clause names, if any, were over a year before that day."""
    years = [int(year) for year in _YEAR.findall(clause)]
    return bool(years) and not _SINCE.search(clause) and date(max(years), 12, 31) < date(on.year - 1, on.month, 1)


def _by_date(clause: str, on: date) -> Counted | None:
    """Reports told by their months or days: "October and November" are two."""
    named = [(found[1], int(found[2]) if found[2] else None) for found in _DATED.finditer(clause)]
    recent = [month for month, year in named if year is None or 0 <= (on.year - year) * 12 + on.month - MONTHS.index(month) - 1 <= YEAR]
    return Counted(len(recent)) if recent else None


def _value(said: str) -> float:
    word = said.removesuffix(" of").removeprefix("a ") or "a"
    known = NUMBERS | AMOUNTS
    return float(known[word]) if word in known else float(word)
