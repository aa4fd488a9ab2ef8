"""Makes an expression runnable, once: what it may name is checked here, and what it reads is noted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from callhandler.script import paths, xpath
from callhandler.script.functions import FUNCTIONS
from callhandler.script.nodes import Node, Shape
from callhandler.script.operators import OPERATORS, Operator
from callhandler.script.patterns import pattern
from callhandler.script.scope import Built, Ground, Run, Scope
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.values import Value, flag, number, text
from callhandler.script.xpath import Both, Calling, Literal, Part, Path

SPECIAL = frozenset({"instance", "current", "jr:choice-name", "indexed-repeat", "pulldata"})


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
    first, rest = _spelt(part)
    return _union((first, *(part for _, part in rest)), ground) if part.operator == "|" else Built(_in_a_row(first, rest, ground))


def _spelt(part: Both) -> tuple[Part, list[tuple[str, Part]]]:
    """A row of operators as it is read, from the left: `a + b - c` is a, then + b, then - c."""
    operators = (part.operator,) if part.operator in ("or", "and", "|") else OPERATORS
    rest = []
    left: Part = part
    while isinstance(left, Both) and left.operator in operators:
        rest.append((left.operator, left.right))
        left = left.left
    return left, rest[::-1]


def _in_a_row(first: Part, rest: list[tuple[str, Part]], ground: Ground) -> Run:
    start, runs = build(first, ground).run, [build(part, ground).run for _, part in rest]
    sign = rest[0][0]
    if sign == "or":
        return lambda s: flag(start(s)) or any(flag(run(s)) for run in runs)
    if sign == "and":
        return lambda s: flag(start(s)) and all(flag(run(s)) for run in runs)
    if len(rest) == 1:
        return _between(OPERATORS[sign], start, runs[0])
    steps = [(OPERATORS[sign], run) for (sign, _), run in zip(rest, runs, strict=True)]
    return lambda s: reduce(lambda value, step: step[0](value, step[1](s)), steps, start(s))


def _between(operator: Operator, left: Run, right: Run) -> Run:
    """Two paths to many places are held against each other place by place."""

    def run(s: Scope) -> Value:
        one, other = left(s), right(s)
        if isinstance(one, list) and isinstance(other, list):
            s.book.spend(len(one) * len(other))
        return operator(one, other)

    return run


def _union(parts: Sequence[Part], ground: Ground) -> Built:
    built = [build(part, ground) for part in parts]
    if any(one.shapes is None for one in built):
        raise ScriptTrouble("path", "“|” stands only between two paths")
    ways = [one.nodes for one in built]
    shapes = tuple(shape for one in built for shape in one.shapes or ())
    return Built(lambda s: list(dict.fromkeys(node for nodes in ways for node in nodes(s))), shapes)


def _calling(part: Calling, ground: Ground) -> Built:
    if part.name in SPECIAL:
        return _special(part, ground)
    function = FUNCTIONS.get(part.name)
    if function is None:
        known = [*FUNCTIONS, *SPECIAL]
        raise ScriptTrouble("function", f"unknown function {part.name}(){did_you_mean(part.name, known, '{}()')}")
    if not function.least <= len(part.arguments) <= function.greatest:
        raise ScriptTrouble("arguments", f"{part.name}() cannot take {len(part.arguments)} arguments")
    if part.name == "regex":
        _check_pattern(part.arguments[1])
    given = [build(argument, ground) for argument in part.arguments]
    if function.paths and given[0].shapes is None:
        raise ScriptTrouble("arguments", f"{part.name}() wants a path")
    return Built(function.make(*[one.run for one in given]))


def _check_pattern(part: Part) -> None:
    """A pattern written out is tried when the form is opened."""
    if isinstance(part, Literal):
        pattern(str(part.value))


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
