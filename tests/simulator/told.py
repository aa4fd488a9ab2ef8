"""What truly happened, as plain values: written down while it happens, for a judge who trusts nobody's store."""

from dataclasses import dataclass, field


@dataclass
class Written:
    """An entry as somebody wrote it."""

    id: str
    case: str
    agency: str
    machine: str
    kind: str
    field: str
    parents: tuple[str, ...]
    payload: bytes
    audience: str = ""  # of a share, or of its end
    erases: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()
    whole: bool = False
    odd: str = ""  # why it must be held back, whoever wrote it
    device: str = ""  # the device that it lets in or takes out
    at_risk: bool = False  # its writer's disk has since been lost or put back


@dataclass
class Story:
    """Everything written, and what faults have destroyed."""

    written: dict[str, Written] = field(default_factory=dict)
    vanished: set[str] = field(default_factory=set)  # every disk that held it failed
    excused: set[str] = field(default_factory=set)  # every disk that held its body failed
    verified: set[str] = field(default_factory=set)  # was in a verified backup
    shown: dict[str, set[str]] = field(default_factory=dict)  # by machine, what it once showed of its own agency's cases
    decreed: set[str] = field(default_factory=set)  # erasures that the endpoint has heard of: kept outside, no restore forgets them
    barred: set[str] = field(
        default_factory=set
    )  # held back when the endpoint was restored, there or as far as a desk knew; its device was out
    restored: int = 0
    failures: list[str] = field(default_factory=list)

    def erased(self, id: str) -> bool:
        """By anybody, and whether or not that survived."""
        case = self.written[id].case
        told = (one for one in self.written.values() if one.kind == "erased" and one.case == case)
        return any(one.whole or id in one.erases for one in told)

    def accepted(self, id: str, case: str) -> bool:
        """By the owner of its case, who saw it held back."""
        owner = case.partition(".")[0]
        return any(id in one.accepts for one in self.written.values() if one.case == case and one.agency == owner)

    def fail(self, what: str) -> None:
        self.failures.append(what)
