"""The rows of a repeat: how one is made, put in its place, and taken out."""

import math
from collections.abc import Sequence

from callhandler.script.form import Seed
from callhandler.script.instances import MOST_ROWS
from callhandler.script.kept import fits, read
from callhandler.script.nodes import Node
from callhandler.script.values import Value, number


def grown(seed: Seed, parent: Node | None) -> Node:
    """A place with all that stands in it, holding what the form puts there."""
    node = Node(seed.shape, parent)
    node.text = seed.text if fits(seed.shape.kind, seed.text) else ""
    node.value = read(seed.shape.kind, node.text)
    node.relevant = parent is None or parent.relevant
    node.enabled = parent is None or parent.enabled
    node.inside = [grown(part, node) for part in seed.inside]
    return node


def inserted(parent: Node, row: Node) -> Node:
    """Puts a row after the last of its repeat, asked and open where what it stands in is."""
    for node in row.all():
        above = node.parent or node
        node.relevant, node.enabled = node.open and above.relevant, not node.locked and above.enabled
    at = next((at for at, node in enumerate(parent.inside) if node.shape.index > row.shape.index), len(parent.inside))
    parent.inside.insert(at, row)
    return row


def taken_out(row: Node) -> Node:
    """Takes a row out of its repeat."""
    if row.parent:
        row.parent.inside.remove(row)
    return row


def counted(value: Value) -> int:
    """How many rows a count asks for."""
    wanted = number(value)
    return max(0, min(MOST_ROWS, int(wanted))) if math.isfinite(wanted) else 0


def numbered(root: Node, nodes: Sequence[list[Node]], by_path: dict[str, Node]) -> None:
    """Numbers all rows anew, and notes where everything stands."""
    for found in nodes:
        found.clear()
    by_path.clear()
    _number(root, "", nodes, by_path)


def _number(node: Node, above: str, nodes: Sequence[list[Node]], by_path: dict[str, Node]) -> None:
    shape = node.shape
    node.path = f"{above}/{shape.name}[{node.place}]" if shape.repeat else f"{above}/{shape.name}"
    nodes[shape.index].append(node)
    by_path[node.path] = node
    places: dict[str, int] = {}
    for inside in node.inside:
        inside.place = places[inside.shape.name] = places.get(inside.shape.name, 0) + 1
        _number(inside, node.path, nodes, by_path)
