"""The operators of the script between two values; a path to several places fulfils a comparison when any of them does."""

import math
import operator
from collections.abc import Callable
from datetime import date

from callhandler.script.values import NAN, Single, Value, day, each, number, same, single

Operator = Callable[[Value, Value], Value]


def _compared(test: Callable[[Single, Single], bool]) -> Operator:
    def compare(left: Value, right: Value) -> bool:
        if _several(left) or _several(right):
            return any(test(a, b) for a in each(left) for b in each(right))
        return test(single(left), single(right))

    return compare


def _several(value: Value) -> bool:
    return isinstance(value, list) and len(value) > 1 and sum(node.relevant for node in value) > 1


def _ordered(order: Callable[[float, float], bool]) -> Operator:
    return _compared(lambda a, b: order(*_amounts(a, b)))


def _amounts(a: Single, b: Single) -> tuple[float, float]:
    """Two values as numbers; a date written out is a date beside a date."""
    if isinstance(a, date) and isinstance(b, str):
        b = day(b)
    elif isinstance(b, date) and isinstance(a, str):
        a = day(a)
    return number(a), number(b)


def _reckoned(reckon: Callable[[float, float], float]) -> Operator:
    return lambda left, right: reckon(number(left), number(right))


def _quotient(a: float, b: float) -> float:
    if b:
        return a / b
    return NAN if a == 0 else a * math.inf


def _remainder(a: float, b: float) -> float:
    return math.fmod(a, b) if b and math.isfinite(a) else NAN


OPERATORS: dict[str, Operator] = {
    "=": _compared(same),
    "!=": _compared(lambda a, b: not same(a, b)),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "+": _reckoned(operator.add),
    "-": _reckoned(operator.sub),
    "*": _reckoned(operator.mul),
    "div": _reckoned(_quotient),
    "mod": _reckoned(_remainder),
}
