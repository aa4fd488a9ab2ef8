"""How the script reads a value as text, as a number, as yes or no, and as a date; the same way as JavaRosa reads it."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from callhandler.script.nodes import Node

Single = str | float | bool | date
Value = Single | list[Node]

NUMBER = re.compile(r"\s*-?(\d+[.,]?\d*|[.,]\d+)\s*", re.ASCII)
EPOCH = date(1970, 1, 1)
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


def any_same(left: Value, right: Value) -> bool:
    """Whether two values are equal; of a path to many places, whether any of them is."""
    return any(same(a, b) for a in each(left) for b in each(right)) if _many(left) or _many(right) else same(left, right)


def any_differ(left: Value, right: Value) -> bool:
    """Whether two values differ; of a path to many places, whether any of them does."""
    return any(not same(a, b) for a in each(left) for b in each(right)) if _many(left) or _many(right) else not same(left, right)


def any_ordered(left: Value, right: Value, order: Callable[[float, float], bool]) -> bool:
    """Whether one value lies before the other, by number; of a path to many places, whether any of them does."""
    if _many(left) or _many(right):
        return any(order(*_amounts(a, b)) for a in each(left) for b in each(right))
    return order(*_amounts(single(left), single(right)))


def each(value: Value) -> list[Single]:
    """The value of every relevant place of a path; or the one value."""
    return [node.value for node in value if node.relevant] if isinstance(value, list) else [value]


def _many(value: Value) -> bool:
    return isinstance(value, list) and len(value) > 1 and sum(node.relevant for node in value) > 1


def _amounts(a: Single, b: Single) -> tuple[float, float]:
    """Two values as numbers; a date written out is a date beside a date."""
    if isinstance(a, date) and isinstance(b, str):
        b = day(b)
    elif isinstance(b, date) and isinstance(a, str):
        a = day(a)
    return number(a), number(b)


def day(value: Value) -> Single:
    """As a date: of a number the day that many days after 1 January 1970; "" where it is none."""
    one = single(value)
    if isinstance(one, float):
        return EPOCH + timedelta(days=int(one)) if abs(one) < 1e6 else NAN
    if isinstance(one, str):
        return moment(one) or ""
    return "" if isinstance(one, bool) else _day(one)


def moment(said: str) -> date | None:
    """A date or a date with time, out of ISO 8601 text."""
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
