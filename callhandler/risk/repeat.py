"""When somebody counts as a repeat victim: the area's own definitions, held against the log and against what was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from callhandler.log.calendar import Span
from callhandler.log.incidents import most_around, one_each
from callhandler.log.kinds import Band, CaseId
from callhandler.risk.history import History, Report, Told

Whose = Literal["victim", "household", "place"]


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """So many separate reports within so many days or calendar months; `band` is the least band it asks for, if any."""

    code: str
    least: int
    days: int | None = None
    months: int | None = None
    band: Band | None = None
    who: Whose = "victim"

    @property
    def span(self) -> Span:
        return Span(self.months or 0, self.days or 0)


@dataclass(frozen=True, slots=True)
class Fired:
    """A definition that is met, and the cases and entries it rests on; `told` where it rests on what the caller said."""

    rule: RepeatRule
    cases: tuple[CaseId, ...]
    entries: tuple[str, ...] = ()
    told: bool = False


def fired(rules: Sequence[RepeatRule], history: History, on: date, who: Whose = "victim") -> tuple[Fired, ...]:
    """The definitions that are met on a day, in the order of the rules."""
    counted = one_each(history.reports)
    found = (_logged(rule, counted, on) or _told(rule, history.told, counted, on) for rule in rules if rule.who == who)
    return tuple(one for one in found if one)


def first_time_caller_long_time_victim(history: History, least: int = 3) -> bool:
    """Whether the log sees this person for the first time, no earlier report was told, and yet they told of `least` incidents or more."""
    reported = any(told.least for told in history.told if told.what == "reports")
    suffered = any(told.least >= least for told in history.told if told.what == "incidents")
    return len(one_each(history.reports)) <= 1 and suffered and not reported


def _logged(rule: RepeatRule, counted: Sequence[Report], on: date) -> Fired | None:
    held = most_around(counted, rule.span, on)
    if len(held) < rule.least:
        return None
    return Fired(rule, tuple(report.case for report in held), tuple(report.entry for report in held if report.entry))


def _told(rule: RepeatRule, told: Sequence[Told], counted: Sequence[Report], on: date) -> Fired | None:
    """Reports told count only where the whole time they were told of fits into the rule's span, so that none can fall outside it."""
    own = {report.case for report in counted}
    for one in told:
        number = one.least + (one.case in own)
        fits = rule.span.takes_in(one.since, one.until) and rule.span.takes_in(one.until, on)
        if one.what == "reports" and one.least and number >= rule.least and fits:
            return Fired(rule, (one.case,), (one.entry,) if one.entry else (), told=True)
    return None
