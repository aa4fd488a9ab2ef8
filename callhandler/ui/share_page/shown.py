"""What the page of a case's sharing shows, told in values."""

from dataclasses import dataclass

from callhandler.ui.lines import Line


@dataclass(frozen=True, slots=True)
class ShareSheet:
    """Who may see a case. `ours`: only then is it ours to share. `audiences` are lines by their audience; `open_to` of them see it."""

    case: str = ""
    reference: str = ""
    about: str = ""
    ours: bool = True
    owner: str = ""
    may_share: bool = True
    may_end: bool = True
    audiences: tuple[Line, ...] = ()
    open_to: frozenset[str] = frozenset()
    consent: str = ""


@dataclass(frozen=True, slots=True)
class PreviewSheet:
    """What one audience would hold, or holds: lines by kind; what it would not, with why; and why it is lawful."""

    audience: str = ""
    name: str = ""
    told: tuple[Line, ...] = ()
    left_out: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedLine:
    """What stands above a person's log about one of their cases: "GEN-… shared with Council since …", and whether it wants a decision."""

    case: str
    says: str
    several: int = 0  # fields of which two values stand side by side


@dataclass(frozen=True, slots=True)
class SideValue:
    """One of several values that stand side by side."""

    entry: str
    value: str
    by: str
    shown: bool = False


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A field with several values; `note` says which counts meanwhile."""

    case: str
    reference: str
    field: str
    name: str
    values: tuple[SideValue, ...] = ()
    note: str = ""
