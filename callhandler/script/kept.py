"""How an answer is kept: as text, and as the value that expressions read, by the type of its question."""

import math
from collections.abc import Callable
from datetime import date, datetime

from callhandler.script.values import NUMBER, Single, Value, clock, flag, moment, number_text, single, text
from callhandler.words import mark

WRONG = {
    "int": mark("A whole number, please."),
    "decimal": mark("A number, please."),
    "date": mark("A date, please: year-month-day."),
    "dateTime": mark("A date and time, please."),
    "time": mark("A time, please: hours:minutes."),
    "boolean": mark("True or false, please."),
}


def read(kind: str, said: str) -> Single:
    """The value expressions read of an answer; text that is not of its kind is read as text."""
    if said == "" or kind in ("string", "time"):
        return said
    if kind in ("int", "decimal"):
        return float(said.replace(",", ".")) if NUMBER.fullmatch(said) else said
    if kind == "boolean":
        return said in ("true", "1")
    when = moment(said)
    if when is None:
        return said
    if kind == "date":
        return when.date() if isinstance(when, datetime) else when
    return when


def fits(kind: str, said: str) -> bool:
    """Whether an answer is of the kind its question asks for."""
    if kind == "string" or said == "":
        return True
    if kind == "time":
        return clock(said)
    value = read(kind, said)
    if kind == "int":
        return isinstance(value, float) and value.is_integer()
    return isinstance(value, date if kind in ("date", "dateTime") else float if kind == "decimal" else bool)


def reckoned(kind: str, value: Value) -> tuple[str, Single]:
    """What is kept of a calculated value, and what expressions read of it."""
    one = single(value)
    if one == "" or (isinstance(one, float) and math.isnan(one)):
        return "", ""
    if isinstance(one, bool) or kind == "boolean":
        return ("true" if flag(one) else "false"), flag(one)
    if isinstance(one, float):
        amount = float(math.trunc(one)) if kind == "int" and math.isfinite(one) else one
        return number_text(amount), amount
    if isinstance(one, str):
        return one, read(kind, one)
    if kind == "date" and isinstance(one, datetime):
        one = one.date()
    if kind == "time" and isinstance(one, datetime):
        return one.time().isoformat("milliseconds"), one.time().isoformat("milliseconds")
    return text(one), one


def preloaded(what: str, now: Callable[[], datetime], identity: str) -> Single:
    """What the form wants known before anybody answers: the time, the day, or what identifies the call."""
    if what == "timestamp start":
        return now()
    if what == "date today":
        return now().date()
    return f"uuid:{identity}" if what == "uid" and identity else ""
