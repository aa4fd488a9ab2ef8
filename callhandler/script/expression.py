"""Makes an expression runnable, once: what it may name is checked here, and what it reads is noted."""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from callhandler.script import paths, xpath
from callhandler.script.functions import FUNCTIONS
from callhandler.script.nodes import Node, Shape
from callhandler.script.scope import Built, Ground, Run, Scope
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.values import NAN, Value, any_differ, any_ordered, any_same, flag, number, text
from callhandler.script.xpath import Both, Calling, Literal, Part, Path

SPECIAL = frozenset({"instance", "current", "jr:choice-name", "indexed-repeat", "pulldata"})
ARITHMETIC: dict[str, Callable[[float, float], float]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
ORDER: dict[str, Callable[[float, float], bool]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Expression:
    """A runnable expression: its parts for those who explain it, the places it reads, and, for a path, where it leads."""

    run: Run
    part: Part
    reads: frozenset[Shape]
    shapes: tuple[Shape, ...] = ()
    fixed: tuple[Node, ...] | None = None


def compiled(written: str, ground: Ground) -> Expression:
    """An expression as written in a script. Raises ScriptTrouble in plain words."""
    part = xpath.read(written)
    ground.reads = set()
    built = build(part, ground)
    return Expression(built.run, part, frozenset(ground.reads), built.shapes or (), built.fixed)


def build(part: Part, ground: Ground) -> Built:
    """One part of an expression made runnable."""
    if isinstance(part, Literal):
        value = part.value
        return Built(lambda _s: value)
    if isinstance(part, Path):
        return paths.walk(part, ground, build)
    if isinstance(part, Calling):
        return _calling(part, ground)
    return _union(part, ground) if part.operator == "|" else Built(_both(part, ground))


def _both(part: Both, ground: Ground) -> Run:
    sign = part.operator
    if sign in ("or", "and"):
        return _chain(part, ground)
    a, b = build(part.left, ground).run, build(part.right, ground).run
    if sign == "=":
        return lambda s: any_same(a(s), b(s))
    if sign == "!=":
        return lambda s: any_differ(a(s), b(s))
    if sign in ORDER:
        order = ORDER[sign]
        return lambda s: any_ordered(a(s), b(s), order)
    if sign in ARITHMETIC:
        reckon = ARITHMETIC[sign]
        return lambda s: reckon(number(a(s)), number(b(s)))
    divided = _quotient if sign == "div" else _remainder
    return lambda s: divided(number(a(s)), number(b(s)))


def _chain(part: Both, ground: Ground) -> Run:
    """A row of `or` or of `and`, in one go."""
    ends: list[Part] = [part.right]
    left = part.left
    while isinstance(left, Both) and left.operator == part.operator:
        ends.append(left.right)
        left = left.left
    runs = [build(end, ground).run for end in (left, *reversed(ends))]
    if part.operator == "or":
        return lambda s: any(flag(run(s)) for run in runs)
    return lambda s: all(flag(run(s)) for run in runs)


def _quotient(a: float, b: float) -> float:
    if b:
        return a / b
    return NAN if a == 0 else a * math.inf


def _remainder(a: float, b: float) -> float:
    return math.fmod(a, b) if b and math.isfinite(a) else NAN


def _union(part: Both, ground: Ground) -> Built:
    left, right = build(part.left, ground), build(part.right, ground)
    if left.shapes is None or right.shapes is None:
        raise ScriptTrouble("path", "“|” stands only between two paths")
    a, b = left.nodes, right.nodes
    return Built(lambda s: list(dict.fromkeys((*a(s), *b(s)))), (*left.shapes, *right.shapes))


def _calling(part: Calling, ground: Ground) -> Built:
    if part.name in SPECIAL:
        return _special(part, ground)
    function = FUNCTIONS.get(part.name)
    if function is None:
        known = [*FUNCTIONS, *SPECIAL]
        raise ScriptTrouble("function", f"unknown function {part.name}(){did_you_mean(part.name, known, '{}()')}")
    if not function.least <= len(part.arguments) <= function.greatest:
        raise ScriptTrouble("arguments", f"{part.name}() cannot take {len(part.arguments)} arguments")
    given = [build(argument, ground) for argument in part.arguments]
    if function.paths and given[0].shapes is None:
        raise ScriptTrouble("arguments", f"{part.name}() wants a path")
    return Built(function.make(*[one.run for one in given]))


def _special(part: Calling, ground: Ground) -> Built:
    made = {"instance": _instance, "current": _current, "jr:choice-name": _choice_name}
    return made.get(part.name, _indexed if part.name == "indexed-repeat" else _pulled)(part.arguments, ground)


def _instance(arguments: Sequence[Part], ground: Ground) -> Built:
    top = _list(arguments, ground, "instance")
    return Built(lambda _s: [top], (top.shape,), (top,))


def _list(arguments: Sequence[Part], ground: Ground, function: str) -> Node:
    """The list that the first argument names; its top stands above `root`."""
    name = arguments[0].value if arguments and isinstance(arguments[0], Literal) else None
    if not isinstance(name, str):
        raise ScriptTrouble("arguments", f"{function}() wants the name of a list in quotation marks")
    if name not in ground.lists:
        raise ScriptTrouble("list", f"unknown list “{name}”{did_you_mean(name, ground.lists)}")
    return ground.lists[name]


def _current(_arguments: Sequence[Part], ground: Ground) -> Built:
    return Built(lambda s: [s.origin], (ground.origin,))


def _choice_name(arguments: Sequence[Part], ground: Ground) -> Built:
    """jr:choice-name(answer, 'path of the question'): the label of an answer."""
    named = arguments[1].value if len(arguments) == 2 and isinstance(arguments[1], Literal) else ""
    path = xpath.read(str(named)) if named else None
    if not isinstance(path, Path):
        raise ScriptTrouble("arguments", "jr:choice-name() wants an answer, and the path of its question in quotation marks")
    shape = paths.place(path, ground)
    answer = build(arguments[0], ground).run
    ground.reads.add(shape)
    return Built(lambda s: s.book.choice_name(shape, s.origin, text(answer(s))))


def _indexed(arguments: Sequence[Part], ground: Ground) -> Built:
    """indexed-repeat(question, repeat, row, …): the answer to a question in a given row."""
    target, *pairs = arguments
    if not isinstance(target, Path) or not pairs or len(pairs) % 2:
        raise ScriptTrouble("arguments", "indexed-repeat() wants a question, and a repeat with the number of its row")
    shape = paths.place(target, ground)
    repeats = [paths.place(one, ground) for one in pairs[::2] if isinstance(one, Path)]
    if len(repeats) != len(pairs) // 2 or not set(repeats) <= set(shape.line):
        raise ScriptTrouble("arguments", "indexed-repeat(): the question must stand in the repeats named")
    rows = [build(row, ground).run for row in pairs[1::2]]
    ground.reads.add(shape)
    return Built(lambda s: _row_of(shape, dict(zip(repeats, [number(row(s)) for row in rows], strict=True)), s), (shape,))


def _row_of(shape: Shape, rows: dict[Shape, float], s: Scope) -> Value:
    found = s.nodes[shape.line[0].index]
    mine = {node.shape: node.place for node in s.origin.up()}
    for step in shape.line[1:]:
        inside = [node for one in found for node in one.named(step.name)]
        place = _row(rows[step]) if step in rows else mine.get(step, 0)
        found = [node for node in inside if not step.repeat or not place or node.place == place]
    return found


def _row(named: float) -> int:
    return max(int(named), 1) if math.isfinite(named) else 1


def _pulled(arguments: Sequence[Part], ground: Ground) -> Built:
    """pulldata('list', 'column wanted', 'column to match', value)."""
    if len(arguments) != 4 or not all(isinstance(one, Literal) for one in arguments[:3]):
        raise ScriptTrouble("arguments", "pulldata() wants a list, two columns in quotation marks, and a value")
    wanted, key = (str(one.value) for one in arguments[1:3] if isinstance(one, Literal))
    items = [item for root in _list(arguments, ground, "pulldata").inside for item in root.inside]
    value = build(arguments[3], ground).run
    named = {text(one.named(key)): text(one.named(wanted)) for one in reversed(items)}
    return Built(lambda s: named.get(text(value(s)), ""))
