"""What the page of the beats shows, told in values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class BeatLine:
    """A beat by its code and name, how many cases of it are here, and when they were last brought; `cases` is None where none are kept."""

    code: str
    name: str
    cases: int | None = None
    brought: datetime | None = None


@dataclass(frozen=True, slots=True)
class BeatsSheet:
    """`chosen`: the codes that are carried, None for everything; `unplaced`: so many cases could stand on a beat; `free`: bytes.

    `read`: whether it was looked up already.
    """

    chosen: frozenset[str] | None = None
    lines: tuple[BeatLine, ...] = ()
    own: int = 0
    unplaced: int = 0
    free: int | None = None
    read: bool = True
