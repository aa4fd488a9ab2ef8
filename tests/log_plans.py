"""Plans of a log, drawn by chance, and what they must come to by the plain definition: written apart from the fold that it judges."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from callhandler.log.entry import Entry, read
from callhandler.log.kinds import Answered, Body, Corrected, Noted, RiskAssessed, ScriptVersion, UnknownBody
from tests.scribe import Scribe

SCRIPT = ScriptVersion(form="first-call", version="1", sha256="ab")
FIELDS = {"a": "answer:/a", "b": "answer:/b", "standard": "risk", "medium": "risk", "high": "risk"}
BANDS = ("standard", "medium", "high")


@dataclass(frozen=True)
class Planned:
    """One entry to be: what it says ("a" and "b" answer a question, a band assesses, "note", "newer", "strike" corrects)."""

    id: str
    case: str
    device: str
    says: str
    hlc: int
    parents: tuple[str, ...]
    of: str
    erased: bool

    @property
    def field(self) -> str:
        return "" if self.erased else FIELDS.get(self.says, "")


@st.composite
def plans(draw: st.DrawFn, *, honest: bool = False) -> tuple[Planned, ...]:
    """Up to nine entries of two cases. The honest name as parents only what is there already, and their clocks go on."""
    count = draw(st.integers(1, 9))
    ids = [f"e{number}" for number in range(count)]
    planned: list[Planned] = []
    for place, id in enumerate(ids):
        seen = ids[:place] if honest else ids
        planned.append(
            Planned(
                id,
                draw(st.sampled_from(("c1", "c1", "c2"))),
                draw(st.sampled_from(("x", "y", "z"))),
                draw(st.sampled_from(("a", "a", "b", "standard", "medium", "high", "note", "newer", "strike"))),
                place + 1 if honest else draw(st.integers(0, 4)),
                tuple(draw(st.lists(st.sampled_from(seen), max_size=3, unique=True))) if seen else (),
                draw(st.sampled_from(ids)),
                draw(st.sampled_from((False, False, False, True))),
            ),
        )
    return tuple(planned)


def written(planned: Sequence[Planned], *, erase: bool = True) -> list[Entry]:
    """The entries of a plan, each by its own device; those to be erased without their bodies."""
    scribes = {device: Scribe(device) for device in "xyz"}
    entries = [scribes[one.device].write(body_of(one), case=one.case, parents=one.parents, hlc=one.hlc, id=one.id) for one in planned]
    return [erased(entry) if one.erased and erase else entry for one, entry in zip(planned, entries, strict=True)]


def erased(entry: Entry) -> Entry:
    return read(entry.meta, b"", b"", entry.commitment)


def body_of(one: Planned) -> Body:
    if one.says in BANDS:
        return RiskAssessed.model_validate({"script": SCRIPT, "computed": one.says, "band": one.says, "score": 0, "most": 0})
    match one.says:
        case "note":
            return Noted(text=one.id)
        case "newer":
            return UnknownBody.model_validate({"kind": "made-in-2031", "path": "/a"})
        case "strike":
            return Corrected(of=one.of)
        case path:
            return Answered(path=f"/{path}", value=one.id)


def struck(planned: Sequence[Planned], case: str) -> set[str]:
    """By definition: what a correction of the case names, unless that is a correction itself."""
    strikes = [one for one in planned if one.case == case and one.says == "strike" and not one.erased]
    return {one.of for one in strikes} - {one.id for one in strikes}


def expected(planned: Sequence[Planned], case: str, field: str) -> tuple[str, ...]:
    """By definition: the values that no counting entry replaces; one replaces what it descends from and what does not descend from it."""
    own = {one.id: one for one in planned if one.case == case}
    below = {(child.id, parent) for child in own.values() for parent in child.parents if parent in own and joined(child, own[parent])}
    while more := {(one, three) for one, two in below for two_, three in below if two == two_} - below:
        below |= more
    gone = struck(planned, case)
    replaced = {old for new, old in below if new not in gone and (old, new) not in below}
    left = [one for one in own.values() if one.field == field and one.id not in gone | replaced]
    return tuple(one.id for one in sorted(left, key=lambda one: (one.hlc, one.id)))


def joined(child: Planned, parent: Planned) -> bool:
    return child.erased or parent.erased or child.field == parent.field != ""
