"""The functions a script may use, and what each makes of its arguments."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from callhandler.script.nodes import Node
from callhandler.script.patterns import fits
from callhandler.script.scope import Run, Scope
from callhandler.script.values import NAN, Single, Value, day, each, flag, number, single, text, tokens

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SPACE = re.compile(r"[ \t\r\n]+")
Make = Callable[..., Run]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of `least` to `most` arguments; `paths`: its first argument must be a path."""

    make: Make
    least: int
    most: int = -1
    paths: bool = False

    @property
    def greatest(self) -> int:
        return self.least if self.most < 0 else self.most


def _texts(meant: Callable[..., Value]) -> Make:
    """A function of texts."""

    def make(*given: Run) -> Run:
        if len(given) == 1:
            (only,) = given
            return lambda s: meant(text(only(s)))
        return lambda s: meant(*[text(one(s)) for one in given])

    return make


def _numbers(meant: Callable[..., Value]) -> Make:
    """A function of numbers."""
    return lambda *given: lambda s: meant(*[number(one(s)) for one in given])


def _here(meant: Callable[[str], Value]) -> Make:
    """A function of one text; without it, of the answer where the expression stands."""
    return lambda given=None: (lambda s: meant(text(given(s)))) if given else lambda s: meant(text([s.node]))


def _all(given: tuple[Run, ...], s: Scope) -> Iterable[Single]:
    """All arguments, and for a path every relevant place it leads to."""
    for one in given:
        value = one(s)
        yield from each(value)


def _if(asked: Run, then: Run, otherwise: Run) -> Run:
    return lambda s: then(s) if flag(asked(s)) else otherwise(s)


def _coalesce(*given: Run) -> Run:
    def run(s: Scope) -> Value:
        value: Single = ""
        for one in given:
            value = single(one(s))
            if value != "" and not (isinstance(value, float) and math.isnan(value)):
                return value
        return value

    return run


def _once(given: Run) -> Run:
    return lambda s: s.origin.value if s.origin.text != "" else given(s)


def _selected(answers: Run, name: Run) -> Run:
    return lambda s: text(name(s)).strip() in text(answers(s)).split()


def _selected_at(answers: Run, at: Run) -> Run:
    def run(s: Scope) -> str:
        named, place = tokens(answers(s)), number(at(s))
        return named[int(place)] if 0 <= place < len(named) else ""

    return run


def _counted(given: Run) -> Run:
    return lambda s: float(sum(node.relevant for node in _nodes(given(s))))


def _count_non_empty(given: Run) -> Run:
    return lambda s: float(sum(node.relevant and (node.text != "" or bool(node.inside)) for node in _nodes(given(s))))


def _nodes(value: Value) -> list[Node]:
    return value if isinstance(value, list) else []


def _sum(given: Run) -> Run:
    return lambda s: float(sum(_known(_all((given,), s))))


def _most(*given: Run) -> Run:
    return lambda s: max(_known(_all(given, s)), default=NAN)


def _least(*given: Run) -> Run:
    return lambda s: min(_known(_all(given, s)), default=NAN)


def _known(values: Iterable[Single]) -> list[float]:
    amounts = [number(value) for value in values]
    return [amount for amount in amounts if not math.isnan(amount)]


def _number(given: Run | None = None) -> Run:
    return (lambda s: number(given(s))) if given else lambda s: number([s.node])


def _whole(amount: float) -> float:
    return float(math.trunc(amount)) if math.isfinite(amount) else amount


def _round(amount: float, places: float = 0.0) -> float:
    """Halves go up, as in XPath; to that many decimal places, or tens, hundreds … where negative."""
    if not abs(places) <= 30:
        return NAN
    if not math.isfinite(amount):
        return amount
    manner = ROUND_HALF_DOWN if amount < 0 else ROUND_HALF_UP
    scaled = Decimal(repr(amount)).scaleb(int(places)).quantize(Decimal(1), manner, EXACT)
    return float(scaled.scaleb(-int(places), EXACT))


def _joined(between: Run, *given: Run) -> Run:
    return lambda s: _shortened(text(between(s)).join(text(value) for value in _all(given, s)))


def _concat(*given: Run) -> Run:
    return lambda s: _shortened("".join(text(value) for value in _all(given, s)))


def _shortened(said: str) -> str:
    """Texts put together end somewhere: calculates that double one another would fill the memory."""
    return said[:LONGEST]


def _substr(said: Run, start: Run, end: Run | None = None) -> Run:
    def run(s: Scope) -> str:
        whole = text(said(s))
        first = _place(number(start(s)), len(whole))
        return whole[first : _place(number(end(s)), len(whole)) if end else len(whole)]

    return run


def _place(at: float, length: int) -> int:
    if math.isnan(at):
        return 0
    at = max(-length, min(at, length))
    return int(at) + length if at < 0 else int(at)


def _position(given: Run | None = None) -> Run:
    if given is None:
        return lambda s: float(s.place or s.node.place)
    return lambda s: next((float(node.place) for node in _nodes(given(s)) if node.relevant), 0.0)


def _today() -> Run:
    return lambda s: s.book.now().date()


def _now() -> Run:
    return lambda s: s.book.now()


def _date(given: Run) -> Run:
    return lambda s: day(given(s))


def _format_date(given: Run, pattern: Run) -> Run:
    def run(s: Scope) -> str:
        when = single(given(s))
        when = when if isinstance(when, date) else day(when)
        return formatted(when, text(pattern(s))) if isinstance(when, date) else ""

    return run


def formatted(when: date, pattern: str) -> str:
    """A date by a pattern: %Y %y %m %n %b %d %e %H %h %M %S %3 %a."""
    at = when if isinstance(when, datetime) else datetime.combine(when, datetime.min.time())
    said = {
        "%Y": f"{at.year:04}",
        "%y": f"{at.year % 100:02}",
        "%m": f"{at.month:02}",
        "%n": str(at.month),
        "%b": MONTHS[at.month - 1],
        "%d": f"{at.day:02}",
        "%e": str(at.day),
        "%a": DAYS[at.weekday()],
        "%H": f"{at.hour:02}",
        "%h": str(at.hour),
        "%M": f"{at.minute:02}",
        "%S": f"{at.second:02}",
        "%3": f"{at.microsecond // 1000:03}",
        "%%": "%",
    }
    return re.sub(r"%.", lambda found: said.get(found[0], found[0]), pattern)


def _fixed(value: Value) -> Make:
    return lambda: lambda _s: value


EXACT = Context(prec=400)
LONGEST = 100_000  # characters
MANY = 100
FUNCTIONS = {
    "if": Function(_if, 3),
    "coalesce": Function(_coalesce, 2, MANY),
    "once": Function(_once, 1),
    "selected": Function(_selected, 2),
    "count-selected": Function(lambda given: lambda s: float(len(tokens(given(s)))), 1),
    "selected-at": Function(_selected_at, 2),
    "count": Function(_counted, 1, paths=True),
    "count-non-empty": Function(_count_non_empty, 1, paths=True),
    "sum": Function(_sum, 1, paths=True),
    "min": Function(_least, 1, MANY),
    "max": Function(_most, 1, MANY),
    "int": Function(_numbers(_whole), 1),
    "number": Function(_number, 0, 1),
    "round": Function(_numbers(_round), 1, 2),
    "abs": Function(_numbers(abs), 1),
    "not": Function(lambda given: lambda s: not flag(given(s)), 1),
    "true": Function(_fixed(value=True), 0),
    "false": Function(_fixed(value=False), 0),
    "string": Function(_here(lambda said: said), 0, 1),
    "concat": Function(_concat, 0, MANY),
    "join": Function(_joined, 1, MANY),
    "contains": Function(_texts(lambda said, part: part in said), 2),
    "starts-with": Function(_texts(str.startswith), 2),
    "ends-with": Function(_texts(str.endswith), 2),
    "string-length": Function(_here(lambda said: float(len(said))), 0, 1),
    "substr": Function(_substr, 2, 3),
    "normalize-space": Function(_here(lambda said: SPACE.sub(" ", said).strip(" ")), 0, 1),
    "regex": Function(_texts(fits), 2),
    "today": Function(_today, 0),
    "now": Function(_now, 0),
    "date": Function(_date, 1),
    "format-date": Function(_format_date, 2),
    "position": Function(_position, 0, 1),
}
