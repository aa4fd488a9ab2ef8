"""The ASB case review: which complaints count towards the right to one, and when the victim must hear of it.

2014 Act ss.104-105: so many qualifying complaints to any agencies together; the local number may be lower than three, never higher.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from callhandler.log.calendar import Span
from callhandler.log.incidents import most_around, one_each
from callhandler.log.kinds import AgencyId, CaseId, PersonId

Ground = Literal["complaints", "told", "people", "hate"]
WhyNot = Literal["same-incident", "late", "old"]


@dataclass(frozen=True, slots=True)
class CaseReviewRule:
    """One scheme. `people` is the number of different people at one place, `hate` the number of hate incidents, that are enough too."""

    least: int = 3
    months: int = 6
    made_within: Span = field(default_factory=lambda: Span(months=1))
    people: int | None = None
    hate: int | None = None
    tell_at: int = 2

    @property
    def span(self) -> Span:
        return Span(months=self.months)


@dataclass(frozen=True, slots=True)
class Complained:
    """A complaint of one incident, to one agency, by or for one person."""

    case: CaseId
    at: datetime
    incident_on: date | None
    agency: AgencyId
    person: PersonId
    hate: bool = False
    same_incident_as: CaseId = ""

    @property
    def on(self) -> date:
        return self.at.date()


@dataclass(frozen=True, slots=True)
class ToldOf:
    """Complaints as the caller told them: at least so many between two days, besides those of this call."""

    case: CaseId
    least: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Meter:
    """How far somebody is towards a case review. `counted` are the complaints that count; `why_not` says why others do not."""

    counted: tuple[CaseId, ...]
    needed: int
    grounds: tuple[Ground, ...]
    tell: bool
    why_not: Mapping[CaseId, WhyNot]

    @property
    def met(self) -> bool:
        return bool(self.grounds)


def meter(
    complaints: Sequence[Complained],
    rule: CaseReviewRule,
    on: date,
    told: Sequence[ToldOf] = (),
    place: Sequence[Complained] = (),
) -> Meter:
    """Measure one victim's complaints on a day; `place` are everybody's complaints about the same place.

    Counts the most complaints that lie, with that day, within one span: one keyed late may lie after the day and counts all the same.
    """
    once = one_each(complaints)
    timely = [one for one in once if _timely(one, rule)]
    counted = most_around(timely, rule.span, on)
    grounds: list[Ground] = ["complaints"] * (len(counted) >= rule.least)
    grounds += ["told"] * any(_surely(one, timely, rule, on) >= rule.least for one in told)
    grounds += ["people"] * (rule.people is not None and _people(place, rule, on) >= rule.people)
    grounds += ["hate"] * (rule.hate is not None and sum(one.hate for one in counted) >= rule.hate)
    due = len(counted) >= rule.tell_at or any(_with_this(one, timely) >= rule.tell_at for one in told)
    return Meter(
        tuple(one.case for one in counted), rule.least, tuple(grounds), due or bool(grounds), _why_not(complaints, once, timely, counted)
    )


def _timely(one: Complained, rule: CaseReviewRule) -> bool:
    """Made soon enough after its incident; where the day of the incident is not known, the doubt is the victim's gain."""
    return one.incident_on is None or one.incident_on >= one.on or rule.made_within.takes_in(one.incident_on, one.on)


def _surely(told: ToldOf, timely: Sequence[Complained], rule: CaseReviewRule, on: date) -> int:
    """How many of the complaints told must lie within one span, however they were spread over the time told of."""
    if not rule.span.takes_in(told.until, on):
        return 0
    spans, end = 1, rule.span.after(told.since)
    while end < told.until:
        spans, end = spans + 1, rule.span.after(end)
    return -(-_with_this(told, timely) // spans)


def _with_this(told: ToldOf, timely: Sequence[Complained]) -> int:
    """What was told, and the complaint in which it was told; nothing where none was told."""
    return told.least + any(one.case == told.case for one in timely) if told.least else 0


def _people(place: Sequence[Complained], rule: CaseReviewRule, on: date) -> int:
    timely = [one for one in sorted(place, key=lambda one: one.at) if _timely(one, rule)]
    return max(
        (len({one.person for one in timely[index:] if rule.span.takes_in(first.on, one.on, on)}) for index, first in enumerate(timely)),
        default=0,
    )


def _why_not(
    complaints: Sequence[Complained], once: Sequence[Complained], timely: Sequence[Complained], counted: Sequence[Complained]
) -> Mapping[CaseId, WhyNot]:
    kept, in_time, within = ({one.case for one in some} for some in (once, timely, counted))
    reasons: dict[CaseId, WhyNot] = {}
    for one in complaints:
        if one.case not in within:
            reasons[one.case] = "same-incident" if one.case not in kept else "late" if one.case not in in_time else "old"
    return reasons
