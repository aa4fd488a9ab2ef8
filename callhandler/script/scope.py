"""What an expression can see while it runs: the answers of the call, the question it stands at, and the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, cast

from callhandler.script.nodes import Node, Shape
from callhandler.script.values import Value


class Book(Protocol):
    """The call an expression runs in."""

    nodes: list[list[Node]]  # by the index of their shape

    def now(self) -> datetime: ...

    def spend(self, looks: int) -> None: ...  # what an expression costs; ScriptTrouble where a form asks too much

    def choice_name(self, shape: Shape, node: Node, value: str) -> str: ...


class Scope:
    """Where an expression stands: `node` within a condition, `origin` the question itself, `place` counting from 1."""

    __slots__ = ("book", "node", "nodes", "origin", "place")

    def __init__(self, book: Book, node: Node, origin: Node, place: int = 0) -> None:
        self.book = book
        self.nodes = book.nodes
        self.node = node
        self.origin = origin
        self.place = place


Run = Callable[[Scope], Value]
Nodes = Callable[[Scope], list[Node]]


@dataclass(frozen=True, slots=True)
class Built:
    """A runnable part of an expression. `shapes`: where a path can lead, None where it is no path; `fixed`: always these."""

    run: Run
    shapes: tuple[Shape, ...] | None = None
    fixed: tuple[Node, ...] | None = None

    @property
    def nodes(self) -> Nodes:
        """What a path leads to; only for a path."""
        return cast("Nodes", self.run)


@dataclass(slots=True)
class Ground:
    """What an expression may name: where it stands, the form, its lists. `reads` collects the places it looks at."""

    here: Shape
    origin: Shape
    root: Shape
    lists: Mapping[str, Node]
    reads: set[Shape] = field(default_factory=set)
    deep: int = 0  # conditions within conditions

    def at(self, here: Shape) -> "Ground":
        """The ground of a condition on the way; what it reads is noted in the same set."""
        return replace(self, here=here, deep=self.deep + 1)
