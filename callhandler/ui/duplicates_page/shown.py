"""What the page of pairs shows, ready to be read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a description: what it is, what was told, and whether the other of the two has the same, another, or none."""

    label: str
    value: str
    beside: str  # "same", "other" or ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: the parts of the description, and the complaints under this name, newest first."""

    person: str
    name: str
    parts: tuple[Part, ...]
    complaints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two descriptions on which to decide. `decided`: what was decided already, where that contradicts itself."""

    one: Side
    other: Side
    sure: str
    reasons: tuple[str, ...]
    codes: tuple[str, ...]
    decided: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.one.person, self.other.person


@dataclass(frozen=True, slots=True)
class Pairs:
    """Everything on the page."""

    pairs: tuple[Pair, ...] = ()
    links: tuple[str, ...] = ()
    figures: str = ""
