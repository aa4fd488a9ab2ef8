"""What the page of a person's rights shows, in values."""

from dataclasses import dataclass

from callhandler.ui.lines import Line


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A request to put something right: `open` while nobody decided; `tell`: recipients who still have to be told, key and words."""

    entry: str
    line: Line
    open: bool
    tell: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RightsSheet:
    """Everything the page shows of one person. `figures`: how much there is, and how much of it is kept back."""

    person: str = ""
    name: str = ""
    figures: str = ""
    lines: tuple[Line, ...] = ()
    asked: tuple[AskedLine, ...] = ()
