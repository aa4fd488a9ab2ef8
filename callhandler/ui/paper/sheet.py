"""What stands on a copy, before anybody knows how large the paper is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "heading", "strong", "line", "hint"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, in plain letters whatever is in it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is copied. `marking` stands at the head of every page, and `tool` at its foot: by whose rules it was graded."""

    title: str
    marking: str
    blocks: tuple[Block, ...]
    tool: str = ""


def section(heading: str, lines: Iterable[str], kind: Kind = "line") -> tuple[Block, ...]:
    """A heading with its lines; nothing at all where there are none."""
    said = tuple(Block(kind, line) for line in lines if line)
    return (Block("heading", heading), *said) if said else ()
