"""Why somebody looks into a log: the reasons that one key gives, and when an area asks for one (R3; DUAA 2025 s.82 leaves it to policy)."""

from collections.abc import Iterable
from typing import Literal

from callhandler.cases.complaint import Complaint
from callhandler.log.text import clean
from callhandler.people.names import fold_name

Asks = Literal["off", "sensitive", "always"]
Ground = Literal["always", "sensitive", "own-name", "copy", "search"]
REASONS = ("follow-up", "contact", "partners", "safeguarding", "review", "subject", "proceedings", "other")  # in the order of their keys
IN_CALL = "call"  # the call they take is the reason, and nobody is asked
QUALIFIERS, SAFE_CALL, HATE = "/data/incident/qualifiers", "/data/opening/safe_call", "/data/hate/r_hate"
SHORT = 3  # letters: parts of a name below that are initials and particles


def grounds(asks: Asks, own: Iterable[Complaint], operator: str, *, hidden: bool = False, copying: bool = False) -> tuple[Ground, ...]:
    """For what an area wants a reason before this log is opened, or copied; none where nobody is asked. `hidden`: a protected address."""
    if asks == "off":
        return ()
    complaints = tuple(own)
    found: list[tuple[Ground, bool]] = [
        ("copy", copying),
        ("own-name", any(bears_name(operator, one.name) for one in complaints)),
        ("sensitive", hidden or any(map(sensitive, complaints))),
        ("always", asks == "always"),
    ]
    return tuple(ground for ground, holds in found if holds)


def sensitive(one: Complaint) -> bool:
    """Told of hate or of harm at home, or that ringing them is not safe."""
    ticked = {tick for tick, _ in one.ticked(QUALIFIERS)}
    return bool(ticked & {"domestic", "hate"} or one.says(SAFE_CALL, "no") or one.says(HATE, "yes"))


def bears_name(operator: str, name: str) -> bool:
    """Whether whoever sits here and this person have a surname in common: the last part of the person's name stands in the operator's."""
    last = fold_name(clean(name)).split()[-1:]
    return bool(last) and len(last[0]) >= SHORT and last[0] in fold_name(clean(operator)).split()
