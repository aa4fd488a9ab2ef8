"""The watch on small things: several lows, or several agencies' mediums, at one person or one place, that nobody saw together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from callhandler.log.calendar import Span
from callhandler.log.incidents import most_around, one_each
from callhandler.log.kinds import AgencyId, Band, CaseId
from callhandler.risk.bands import at_least
from callhandler.risk.history import Report


@dataclass(frozen=True, slots=True)
class WatchRule:
    """So many separate reports of at most this band, told to so many agencies, within so many calendar months."""

    code: str
    least: int
    months: int
    band: Band = "standard"
    agencies: int = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A pattern that stands, with the cases it is made of."""

    rule: WatchRule
    cases: tuple[CaseId, ...]
    agencies: tuple[AgencyId, ...]


def lows(rules: Sequence[WatchRule], reports: Sequence[Report], on: date) -> tuple[Seen, ...]:
    """The patterns that stand on a day among the reports of one person, or at one place."""
    counted = one_each(reports)
    return tuple(seen for rule in rules if (seen := _seen(rule, counted, on)))


def _seen(rule: WatchRule, counted: Sequence[Report], on: date) -> Seen | None:
    low = [report for report in counted if report.band and at_least(rule.band, report.band)]
    held = most_around(low, Span(months=rule.months), on)
    agencies = tuple(sorted({report.agency for report in held}))
    if len(held) < rule.least or len(agencies) < rule.agencies:
        return None
    return Seen(rule, tuple(report.case for report in held), agencies)
