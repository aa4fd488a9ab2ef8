"""How the script reads a value as text, as a number, as yes or no, and as a date; the same way as JavaRosa reads it."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from callhandler.script.nodes import Node

Single = str | float | bool | date
Value = Single | list[Node]

NUMBER = re.compile(r"\s*-?(\d+[.,]?\d*|[.,]\d+)\s*", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?", re.ASCII)
TIME = re.compile(r"\d\d:\d\d.*", re.ASCII)
EPOCH = date(1970, 1, 1)
EARLIEST, LATEST = (date.min - EPOCH).days, (date.max - EPOCH).days
NAN = math.nan
NEAR = 1e-12


def single(value: Value) -> Single:
    """A value on its own: the first relevant question of a path, "" where there is none."""
    if not isinstance(value, list):
        return value
    for node in value:
        if node.relevant:
            found: Single = node.value
            return found
    return ""


def text(value: Value) -> str:
    """As text: a whole number has no decimal point, a date is ISO 8601."""
    one = single(value)
    if isinstance(one, str):
        return one
    if isinstance(one, bool):
        return "true" if one else "false"
    return number_text(one) if isinstance(one, float) else one.isoformat()


def number(value: Value) -> float:
    """As a number, NaN where it is none; a date is the whole days since 1 January 1970."""
    one = single(value)
    if isinstance(one, float):
        return one
    if isinstance(one, str):
        return float(one.replace(",", ".")) if NUMBER.fullmatch(one) else NAN
    if isinstance(one, bool):
        return 1.0 if one else 0.0
    return float((_day(one) - EPOCH).days)


def flag(value: Value) -> bool:
    """As yes or no: "" and 0 and NaN are no."""
    one = single(value)
    if isinstance(one, bool):
        return one
    if isinstance(one, float):
        return abs(one) > NEAR
    return one != ""


def same(left: Value, right: Value) -> bool:
    """Whether two values are equal: as yes or no, as numbers, or else as text, whichever comes first."""
    a, b = single(left), single(right)
    if isinstance(a, str) and isinstance(b, str):
        return a == b
    if isinstance(a, bool) or isinstance(b, bool):
        return flag(a) == flag(b)
    if isinstance(a, float) or isinstance(b, float):
        return abs(number(a) - number(b)) < NEAR
    return text(a) == text(b)


def each(value: Value) -> list[Single]:
    """The value of every relevant place of a path; or the one value."""
    return [node.value for node in value if node.relevant] if isinstance(value, list) else [value]


def day(value: Value) -> Single:
    """As a date: of a number the day that many days after 1 January 1970; "" where it is none."""
    one = single(value)
    if isinstance(one, float):
        return EPOCH + timedelta(days=int(one)) if EARLIEST < one < LATEST else NAN
    if isinstance(one, str):
        return moment(one) or ""
    return "" if isinstance(one, bool) else _day(one)


def moment(said: str) -> date | None:
    """A date or a date with time, out of ISO 8601 text."""
    if not DAY.fullmatch(said):
        return None
    try:
        return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    except ValueError:
        return None


def number_text(amount: float) -> str:
    """A number as the form keeps it."""
    if math.isnan(amount):
        return "NaN"
    if math.isinf(amount):
        return "-Infinity" if amount < 0 else "Infinity"
    if abs(amount - round(amount)) < NEAR:
        return str(round(amount))
    return format(Decimal(repr(amount)), "f")


def clock(said: str) -> bool:
    """Whether a text is a time of day."""
    if not TIME.fullmatch(said):
        return False
    try:
        time.fromisoformat(said)
    except ValueError:
        return False
    return True


def tokens(value: Value) -> list[str]:
    """The answers of a multiple choice."""
    return text(value).split()


def _day(one: date) -> date:
    return one.date() if isinstance(one, datetime) else one
