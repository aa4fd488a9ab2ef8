"""What may be opened in an emergency, for which of the area's reasons, and what then waits for a second person's eye (R8)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from callhandler.log.calendar import working_days_after
from callhandler.log.entry import Entry
from callhandler.log.fold import Registers, fold
from callhandler.log.kinds import AgencyId, CallStarted, CaseId, GlassBroken, GlassReviewed, PersonDescribed, PersonId

KINDS = ("glass-broken", "glass-reviewed")
TOLD_OF = (*KINDS, "call-started", "call-brought-in", "person-described", "corrected")
PURPOSE = "glass"  # of a consultation that an emergency was the reason for


@dataclass(frozen=True, slots=True)
class GlassRules:
    """`reasons`: by code, in the order of their keys, in both languages; none: nothing is opened so. `minutes`: for which it stays open.

    `words`: by which a line of a handler's own sounds as if it were about health, and should be withheld too.
    """

    reasons: Mapping[str, Mapping[Literal["en", "cy"], str]]
    minutes: int = 30
    words: frozenset[str] = frozenset()

    def reason_in(self, language: str, code: str) -> str:
        """A code of another area, or of an earlier list, as it stands."""
        return self.reasons[code]["cy" if language == "cy" else "en"] if code in self.reasons else code


NOTHING_OPENS = GlassRules({})


@dataclass(frozen=True, slots=True)
class Broken:
    """One opening in an emergency, and what a second person said to it; `settled` None while nobody has."""

    entry: str
    case: CaseId
    reference: str
    person: PersonId
    name: str
    at: datetime
    by: str
    agency: AgencyId
    told: GlassBroken
    review_by: date
    settled: GlassReviewed | None = None
    settled_by: str = ""
    settled_at: datetime | None = None
    settling: str = ""  # the entry that did

    def overdue(self, today: date) -> bool:
        return self.settled is None and self.review_by < today


def broken_of(entries: Iterable[Entry], holidays: Collection[date]) -> tuple[Broken, ...]:
    """Every opening these entries tell of: what waits, the oldest first, then what was settled, the newest first."""
    registers = fold(entries)
    found = [
        _broken(registers, entry, entry.body, holidays)
        for case in registers.cases()
        for entry in registers.entries(case)
        if isinstance(entry.body, GlassBroken)
    ]
    waiting = sorted((one for one in found if one.settled is None), key=lambda one: one.at)
    settled = sorted((one for one in found if one.settled), key=lambda one: one.at, reverse=True)
    return (*waiting, *settled)


def may_settle(review: Entry, opening: Entry) -> bool:
    """Whether it counts: a second person of the same agency, at a store of their own."""
    return review.agency == opening.agency and review.device != opening.device and review.actor.casefold() != opening.actor.casefold()


def _broken(registers: Registers, entry: Entry, body: GlassBroken, holidays: Collection[date]) -> Broken:
    told = [each.body for each in registers.entries(entry.case)]
    people = [each for each in told if isinstance(each, PersonDescribed) and each.role != "alleged" and each.name]
    review = next((each for each in reversed(registers.values(entry.case, f"glass:{entry.id}")) if may_settle(each, entry)), None)
    return Broken(
        entry.id,
        entry.case,
        next((each.reference for each in told if isinstance(each, CallStarted)), ""),
        body.person,
        next((each.name for each in reversed(people) if each.person == body.person), people[-1].name if people else ""),
        entry.at,
        entry.actor,
        entry.agency,
        body,
        working_days_after(entry.at.date(), 1, holidays),
        review.body if review and isinstance(review.body, GlassReviewed) else None,
        review.actor if review else "",
        review.at if review else None,
        review.id if review else "",
    )
