"""The two trees of a script: the shape of its form, drawn once, and the answers of one call, which follow that shape."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, eq=False)
class Shape:
    """One place of a form (or of one of its lists): what it is called, and what stands in it. `repeat`: it may have many rows."""

    name: str
    parent: "Shape | None" = None
    repeat: bool = False
    in_rows: bool = False  # it, or something it stands in, may have many rows
    inside: dict[str, "Shape"] = field(default_factory=dict)
    index: int = -1
    kind: str = "string"
    path: str = field(init=False)
    line: tuple["Shape", ...] = field(init=False)  # from the root down to here

    def __post_init__(self) -> None:
        self.path = f"{self.parent.path if self.parent else ''}/{self.name}"
        self.line = (*(self.parent.line if self.parent else ()), self)

    def all(self) -> Iterator["Shape"]:
        """The place itself and everything in it, as the form is read."""
        yield self
        for part in self.inside.values():
            yield from part.all()


class Node:
    """One place of one call (or one entry of a list). `text` is what is kept, `value` what expressions read."""

    __slots__ = (
        "enabled",
        "inside",
        "locked",
        "offered",
        "open",
        "parent",
        "path",
        "place",
        "refused",
        "relevant",
        "required",
        "shape",
        "text",
        "value",
    )

    def __init__(self, shape: Shape, parent: "Node | None" = None) -> None:
        self.shape = shape
        self.parent = parent
        self.inside: list[Node] = []
        self.place = 1  # among the rows of its repeat
        self.path = ""
        self.text = ""
        self.value: Any = ""
        self.open = True  # its own relevance
        self.relevant = True
        self.locked = False
        self.enabled = True
        self.required = False
        self.refused = False
        self.offered: tuple[str, ...] | None = None

    def all(self) -> Iterator["Node"]:
        yield self
        for node in self.inside:
            yield from node.all()

    def up(self) -> Iterator["Node"]:
        """The place itself and all it stands in."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def named(self, name: str) -> list["Node"]:
        return [node for node in self.inside if node.shape.name == name]
