"""Puts the rules of a form in an order in which each comes after all it reads, and names the circle where there is none."""

from collections import defaultdict
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from callhandler.script.form import Rule
from callhandler.script.nodes import Shape
from callhandler.script.trouble import ScriptTrouble

SPREADING = frozenset({"relevant", "calculate"})
ALONE = frozenset({"required", "readonly"})


def ordered(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that others may read first, each after what it reads. Raises ScriptTrouble naming a circle."""
    deciding: dict[tuple[str, Shape], int] = {}
    for at, rule in enumerate(rules):
        if rule.kind in ALONE and rule.shape in rule.expression.reads:
            raise _circle([rule, rule])
        if rule.kind in SPREADING:
            deciding[rule.kind, rule.shape] = at
    graph = {at: _before(rules[at], deciding) for at in deciding.values()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        raise _circle([rules[at] for at in reversed(circle.args[1])]) from circle
    rest = [rule for rule in rules if rule.kind not in SPREADING]
    counts = [rule for rule in rest if rule.kind == "count"]
    return (*(rules[at] for at in order), *counts, *(rule for rule in rest if rule.kind != "count"))


def _before(rule: Rule, deciding: dict[tuple[str, Shape], int]) -> list[int]:
    """The rules that decide what this one reads: what is reckoned, and whether it or anything it stands in is asked."""
    keys = [("calculate", shape) for shape in rule.expression.reads]
    keys += [("relevant", above) for shape in rule.expression.reads for above in shape.line]
    return [deciding[key] for key in keys if key in deciding]


def _circle(rules: Sequence[Rule]) -> ScriptTrouble:
    names = " → ".join(rule.shape.name for rule in rules)
    return ScriptTrouble("circle", f"these depend on each other in a circle: {names}", where=rules[0].shape.name)


def readers(rules: Sequence[Rule], shapes: Sequence[Shape]) -> tuple[tuple[int, ...], ...]:
    """For each place the rules that read it; a constraint always reads the answer it is about."""
    found: dict[Shape, list[int]] = defaultdict(list)
    for rank, rule in enumerate(rules):
        own = {rule.shape} if rule.kind == "constraint" else set()
        for shape in rule.expression.reads | own:
            found[shape].append(rank)
    return tuple(tuple(found[shape]) for shape in shapes)


def below(rules: Sequence[Rule], shapes: Sequence[Shape], reading: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """For each place the rules that stand in it or read anything in it: they are asked anew when its rows come or go."""
    standing: dict[Shape, set[int]] = defaultdict(set)
    for rank, rule in enumerate(rules):
        standing[rule.shape].add(rank)
    inside = {shape: standing[shape] | set(reading[shape.index]) for shape in shapes}
    return tuple(tuple(sorted(set().union(*(inside[part] for part in shape.all())))) for shape in shapes)


def leading_to(rules: Sequence[Rule], shapes: Sequence[Shape]) -> frozenset[int]:
    """The rules that have a say in what stands at these places."""
    found: set[int] = set()
    looked: set[Shape] = set()
    looking = list(shapes)
    while looking:
        line = looking.pop().line
        looked.update(line)
        for rank, rule in enumerate(rules):
            if rank not in found and _says(rule, line):
                found.add(rank)
                looking += [shape for shape in rule.expression.reads if shape not in looked]
    return frozenset(found)


def _says(rule: Rule, line: Sequence[Shape]) -> bool:
    return rule.kind in SPREADING and (rule.shape is line[-1] or (rule.kind == "relevant" and rule.shape in line))
