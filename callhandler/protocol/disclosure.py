"""What of a shared case another agency is told: the parts that the agreement discloses to it, entry by entry, and nothing else."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from callhandler.log.entry import Entry
from callhandler.log.kinds import (
    AgencyId,
    Answered,
    Body,
    CallEnded,
    CaseShared,
    ContactMade,
    FileAttached,
    Noted,
    PersonDescribed,
    RiskAssessed,
    RowAdded,
    RowRemoved,
    ShareEnded,
    UnknownBody,
)
from callhandler.log.ownership import Audience, agency_of, owner_of, whole_of
from callhandler.protocol.decision import Field

Reads = Callable[[Entry, frozenset[Audience]], frozenset[Audience]]
AUDIT = "viewed"
EDITION = 4  # another one whenever the rules below tell otherwise: guests are then told anew
ALWAYS = frozenset(("erased", "corrected", "late-accepted"))  # whoever was told must also hear that it no longer counts
PARTS: Mapping[str, frozenset[Field]] = {
    "call-started": frozenset(("case", "contact")),
    "call-brought-in": frozenset(("case", "contact")),
    "contact-sorted": frozenset(("case",)),
    "noted": frozenset(("notes",)),
    "history-told": frozenset(("account",)),
    "place-described": frozenset(("account",)),
    "same-person": frozenset(("contact",)),
    "not-same-person": frozenset(("contact",)),
    "link-undone": frozenset(("contact",)),
    "reviewed": frozenset(("risk", "notes")),
    "action-agreed": frozenset(("case",)),
    "action-done": frozenset(("case",)),
    "contact-made": frozenset(("case",)),
    "case-review-offered": frozenset(("case",)),
    "keeping-told": frozenset(("health",)),
    "case-closed": frozenset(("case",)),
    "file-attached": frozenset(("files",)),  # with its name, and the words said about it
    "case-shared": frozenset(("sharing",)),
    "share-ended": frozenset(("sharing",)),
}  # by kind; the kinds that are missing depend on what they say, or are for nobody else
_ROW = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class Discloses:
    """What an agreement discloses.

    `to`: to an agency, or to a narrower group such as "council/health". `answers`: the part that a question, or a group of questions,
    belongs to, by its path; the longest path counts, and a question that none names is told to nobody else.
    """

    to: Mapping[Audience, frozenset[Field]]
    answers: Mapping[str, Field]

    def part_of(self, path: str) -> Field | None:
        return _part(_ROW.sub("", path), tuple(self.answers.items()))


NOTHING = Discloses({}, {})


def parts(body: Body, discloses: Discloses) -> frozenset[Field] | None:
    """The parts of a case that a body tells of; None for what is told to no other agency, whatever was agreed."""
    match body:
        case UnknownBody():
            return None
        case Answered(path=path) | RowAdded(path=path) | RowRemoved(path=path):
            part = discloses.part_of(path)
            return frozenset((part,)) if part else None
        case PersonDescribed(role=role):
            return frozenset(("account",)) if role == "alleged" else frozenset(("contact",))
        case Noted(path=path) if path:
            part = discloses.part_of(path)
            return frozenset(("notes", part)) if part else None
        case ContactMade(words=words) if words:
            return frozenset(("case", "notes"))
    return _summing_up(body, discloses) or PARTS.get(body.kind)


def disclosed(entry: Entry, audience: Audience, discloses: Discloses, plays: Callable[[AgencyId], str] = str) -> bool:
    """Whether this audience, which may see the case, is told of the entry. `plays`: which part of the agreement an agency plays.

    The owner of the case reads all of it, and whoever wrote an entry reads that. Of an erased one the envelope is told: no word is left in
    it, and whoever knew the words must hear of it.
    """
    agency = agency_of(audience)
    if agency in {owner_of(entry.case), entry.agency} or entry.kind in ALWAYS:
        return True
    body = entry.body
    if body is None:
        return entry.kind != AUDIT
    if isinstance(body, CaseShared | ShareEnded) and body.audience in {audience, whole_of(audience)}:
        return True
    told = parts(body, discloses)
    return told is not None and told <= agreed(discloses, audience, plays(agency))


def tells(discloses: Discloses, plays: Callable[[AgencyId], str] = str) -> Reads:
    """Who of a case's audience reads an entry: the same answer for what a share would show and for what is delivered."""

    def readers(entry: Entry, audience: frozenset[Audience]) -> frozenset[Audience]:
        if entry.kind == AUDIT:
            return frozenset((f"{entry.agency}/audit",))
        return frozenset(one for one in audience if disclosed(entry, one, discloses, plays))

    return readers


def preview(entries: Iterable[Entry], audience: Audience, discloses: Discloses) -> tuple[Entry, ...]:
    """What of a case this audience would be told, were it shared now: exactly what delivery would carry."""
    would = tells(discloses)
    return tuple(entry for entry in entries if audience in would(entry, frozenset((audience,))))


def agreed(discloses: Discloses, audience: Audience, part: str) -> frozenset[Field]:
    """What the agreement discloses to this audience, whose agency plays that part in it."""
    _, stroke, group = whole_of(audience).partition("/")
    own: frozenset[Field] = discloses.to.get(part, frozenset())
    return own | discloses.to.get(f"{part}/{group}", frozenset()) if stroke else own


def _summing_up(body: Body, discloses: Discloses) -> frozenset[Field]:
    """The parts that a body tells of which names other answers, or shows health; none for any other. It is told whole or not at all."""
    match body:
        case RiskAssessed(gaps=gaps, reasons=reasons):
            return _with_health(("risk",), (*gaps, *(one.path for one in reasons)), discloses)
        case CallEnded(gaps=left, dropped=dropped, summary=summary):
            told: tuple[Field, ...] = ("case", "account", "risk", "notes") if summary else ("case", "account", "risk")
            return _with_health(told, (*(one.path for one in left), *dropped), discloses)
        case FileAttached(health=True):
            return frozenset(("files", "health"))
    return frozenset()


def _with_health(told: Iterable[Field], paths: Iterable[str], discloses: Discloses) -> frozenset[Field]:
    """These parts, and health where one of the questions belongs to it: that it counted, or was left open, tells of it already.

    A reason that rests on several questions names their paths with blanks between.
    """
    asked = (discloses.part_of(path) for some in paths for path in some.split())
    return frozenset((*told, *(part for part in asked if part == "health")))


@lru_cache(4096)
def _part(path: str, answers: tuple[tuple[str, Field], ...]) -> Field | None:
    fitting = [(len(prefix), part) for prefix, part in answers if path == prefix or path.startswith(f"{prefix}/")]
    return max(fitting)[1] if fitting else None
