"""Finds the places a path leads to: looked up once in the form as drawn, then walked in the answers of a call."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from callhandler.script.nodes import Node, Shape
from callhandler.script.scope import Built, Ground, Nodes, Run, Scope
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.values import flag
from callhandler.script.xpath import Part, Path, Step

Build = Callable[[Part, Ground], Built]
Shapes = tuple[Shape, ...]
CONDITION = 4  # what it costs to try one, in looks at a place
DEEPEST = 2  # each condition within another goes through all places again


def walk(path: Path, ground: Ground, build: Build) -> Built:
    """A path made runnable. Raises ScriptTrouble where it leads nowhere."""
    if path.rooted:
        start, steps = _from_the_top(path, ground)
    elif path.start is not None:
        start, steps = build(path.start, ground), path.steps
    else:
        start, steps = Built(lambda s: [s.node], (ground.here,)), path.steps
    if start.shapes is None:
        raise ScriptTrouble("path", "a path can only follow a path, instance() or current()")
    built = _walked(steps, start, ground, build)
    ground.reads.update(shape for shape in built.shapes or () if shape.index >= 0)
    return built if any(step.conditions for step in path.steps) else _direct(built)


def along(steps: Sequence[Step], shapes: Shapes) -> Shapes:
    """Where steps lead in the form as drawn. Raises ScriptTrouble at the first that leads nowhere."""
    for step in steps:
        shapes = _step(step.name, shapes)
    return shapes


def place(path: Path, ground: Ground) -> Shape:
    """The one place a path without conditions leads to, in the form as drawn."""
    shapes = along(path.steps[1:], (_top(path, ground.root),)) if path.rooted else along(path.steps, (ground.here,))
    return shapes[0]


def _direct(built: Built) -> Built:
    """Fetches a place that stands in no repeat directly."""
    shapes = built.shapes or ()
    if len(shapes) != 1 or shapes[0].index < 0 or shapes[0].in_rows:
        return built
    index = shapes[0].index
    return Built(lambda s: s.nodes[index], shapes)


def _from_the_top(path: Path, ground: Ground) -> tuple[Built, Sequence[Step]]:
    """Starts a path from the top at the rows the expression stands in: /data/rep/x read in row 2 is that row's x."""
    chain = [_top(path, ground.root)]
    for step in takewhile(lambda step: not step.conditions and step.name not in (".", "..", "*"), path.steps[1:]):
        chain.extend(_step(step.name, (chain[-1],)))
    if path.steps[0].conditions:
        return Built(_nodes_of(chain[0]), (chain[0],)), (Step(".", path.steps[0].conditions), *path.steps[1:])
    depth, from_here = max((_shared(chain, shape), shape is ground.here) for shape in {ground.here, ground.origin})
    if chain[-1].repeat:
        depth = min(depth, len(chain) - 1)  # a repeat named from within itself: all its rows
    base = chain[depth - 1]
    if not base.in_rows:
        return Built(_nodes_of(base), (base,)), path.steps[depth:]
    return Built(_climbing(base, from_here=from_here), (base,)), path.steps[depth:]


def _top(path: Path, root: Shape) -> Shape:
    first = path.steps[0].name if path.steps else ""
    if first not in (root.name, "*"):
        raise ScriptTrouble("path", f"unknown path /{first}{did_you_mean(first, [root.name], '/{}')}")
    return root


def _shared(chain: Sequence[Shape], here: Shape) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(chain, here.line, strict=False)))


def _nodes_of(shape: Shape) -> Nodes:
    index = shape.index
    return lambda s: s.nodes[index]


def _climbing(base: Shape, *, from_here: bool) -> Nodes:
    def climb(s: Scope) -> list[Node]:
        node: Node | None = s.node if from_here else s.origin
        while node is not None and node.shape is not base:
            node = node.parent
        return [node] if node else []

    return climb


def _walked(steps: Sequence[Step], start: Built, ground: Ground, build: Build) -> Built:
    built = start
    for step in steps:
        shapes = _step(step.name, built.shapes or ())
        if step.conditions and ground.deep >= DEEPEST:
            raise ScriptTrouble("expression", f"conditions stand within each other more than {DEEPEST} deep; use a calculate in between")
        tests = [_test(condition, ground.at(shapes[0]), build) for condition in step.conditions]
        if built.fixed is not None and not tests:
            built = _fixed(tuple(node for one in built.fixed for node in _next(one, step.name)), shapes)
        else:
            built = Built(_stepping(built.nodes, step.name, tests), shapes)
    return built


def _fixed(nodes: tuple[Node, ...], shapes: Shapes) -> Built:
    found, many = list(nodes), len(nodes)

    def look(s: Scope) -> list[Node]:
        s.book.spend(many)
        return found

    return Built(look, shapes, nodes)


def _step(name: str, shapes: Shapes) -> Shapes:
    if name == ".":
        return shapes
    if name == "..":
        found = tuple(shape.parent for shape in shapes if shape.parent)
    elif name == "*":
        found = tuple(part for shape in shapes for part in shape.inside.values())
    else:
        local = name.rpartition(":")[2]
        found = tuple(shape.inside[local] for shape in shapes if local in shape.inside)
    return found or _nowhere(name, shapes)


def _nowhere(name: str, shapes: Shapes) -> Shapes:
    if name == "..":
        raise ScriptTrouble("path", "the path leads above the top of the form")
    known = [part for shape in shapes for part in shape.inside]
    raise ScriptTrouble("path", f"unknown path {shapes[0].path}/{name}{did_you_mean(name, known, shapes[0].path + '/{}')}")


def _next(node: Node, name: str) -> list[Node]:
    if name == ".":
        return [node]
    if name == "..":
        return [node.parent] if node.parent else []
    return node.inside if name == "*" else node.named(name.rpartition(":")[2])


def _stepping(nodes: Nodes, name: str, tests: Sequence[Run]) -> Nodes:
    """One step for every place reached so far; each condition counts its places anew."""
    if name == ".":
        return (lambda s: _kept(nodes(s), tests, s)) if tests else nodes
    if name == "..":
        return lambda s: list(dict.fromkeys(node.parent for node in nodes(s) if node.parent))
    if not tests and name != "*":
        local = name.rpartition(":")[2]
        return lambda s: _named(nodes(s), local, s)
    return lambda s: [found for node in nodes(s) for found in _kept(_next(node, name), tests, s)]


def _named(nodes: list[Node], name: str, s: Scope) -> list[Node]:
    s.book.spend(sum([len(node.inside) for node in nodes]))
    return [found for node in nodes for found in node.inside if found.shape.name == name]


def _kept(nodes: list[Node], tests: Sequence[Run], s: Scope) -> list[Node]:
    s.book.spend(len(nodes))
    for test in tests:
        s.book.spend(CONDITION * len(nodes))
        inner = Scope(s.book, s.node, s.origin)
        kept = []
        for inner.place, inner.node in enumerate(nodes, start=1):
            if test(inner):
                kept.append(inner.node)
        nodes = kept
    return nodes


def _test(condition: Part, ground: Ground, build: Build) -> Run:
    """A condition in square brackets: a number is a place to match, anything else is read as yes or no."""
    run = build(condition, ground).run

    def test(s: Scope) -> bool:
        value = run(s)
        if value is True or value is False:
            return bool(value)
        return value == s.place if isinstance(value, float) else flag(value)

    return test
