"""What stands out in a person's log, each flag with the answers or entries it rests on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint, Graded
from callhandler.cases.findings import Findings
from callhandler.log.kinds import CaseId, Reason
from callhandler.protocol.case_review import Meter

WITHHELD = "withheld"  # stands in place of what may not be told: a health detail


@dataclass(frozen=True, slots=True)
class Flag:
    """`code` is "repeat", "vulnerable", "high_risk", "hate", "case_review_threshold", "first_time_long_time" or "lows".

    `details` are the codes of what it rests on: definitions met, answers ticked, reasons for the band, grounds of the review.
    """

    code: str
    since: datetime
    cases: tuple[CaseId, ...]
    entries: tuple[str, ...]
    details: tuple[str, ...] = ()


def flags_of(own: Sequence[Complaint], found: Findings, area: Area) -> tuple[Flag, ...]:
    """The flags that stand, the gravest first. None marks the caller down: not one of them counts against somebody who rings often."""
    flags = (
        _high_risk(own, area),
        _answered("hate", own, lambda one: [("hate", entry) for entry in one.says(area.questions.hate, "yes")]),
        _answered("vulnerable", own, lambda one: one.ticked(area.questions.vulnerability)),
        _repeat(own, found),
        _case_review(own, found.meter),
        _long_time(own, found),
        _lows(own, found),
    )
    return tuple(flag for flag in flags if flag)


def rests_on_more_than_gaps(grade: Graded, area: Area) -> bool:
    """Whether a high band is carried by something told, by the log, or by a handler; not by unanswered questions alone."""
    return any(_carries(reason, area) for reason in grade.assessed.reasons) or grade.assessed.computed != "high"


def _carries(reason: Reason, area: Area) -> bool:
    kind, _, name = reason.code.partition(":")
    return (reason.least == "high" and reason.code != "sum:gaps") or (kind == "floor" and name in area.grave)


def _high_risk(own: Sequence[Complaint], area: Area) -> Flag | None:
    high = [
        (one, grade) for one in own for grade in one.standing if one.open and grade.band == "high" and rests_on_more_than_gaps(grade, area)
    ]
    reasons = [reason.code for _, grade in high for reason in grade.assessed.reasons if _carries(reason, area)]
    reasons += ["override" for _, grade in high if grade.assessed.computed != "high"]
    return _flag("high_risk", [one for one, _ in high], [grade.entry for _, grade in high], reasons)


def _answered(code: str, own: Sequence[Complaint], ticks: Callable[[Complaint], Sequence[tuple[str, str]]]) -> Flag | None:
    ticked = [(one, *tick) for one in own for tick in ticks(one)]
    return _flag(code, [one for one, _, _ in ticked], [entry for _, _, entry in ticked], [tick for _, tick, _ in ticked])


def _repeat(own: Sequence[Complaint], found: Findings) -> Flag | None:
    repeats = [one for one in found.repeats if one.rule.who != "place"]
    cases = {case for one in repeats for case in one.cases}
    entries = [entry for one in repeats for entry in one.entries]
    return _flag("repeat", [one for one in own if one.case in cases], entries, [one.rule.code for one in repeats])


def _case_review(own: Sequence[Complaint], measured: Meter) -> Flag | None:
    met = [one for one in own if measured.met and (one.case in measured.counted or not measured.counted)]
    return _flag("case_review_threshold", met, [one.entry for one in met], measured.grounds)


def _long_time(own: Sequence[Complaint], found: Findings) -> Flag | None:
    told = [one for one in own if found.long_time and one.told]
    return _flag("first_time_long_time", told, [said.entry for one in told for said in one.told], ["told"])


def _lows(own: Sequence[Complaint], found: Findings) -> Flag | None:
    cases = {case for seen in found.lows for case in seen.cases}
    low = [one for one in own if one.case in cases]
    return _flag("lows", low, [one.entry for one in low], [seen.rule.code for seen in found.lows])


def _flag(code: str, complaints: Sequence[Complaint], entries: Iterable[str], details: Iterable[str]) -> Flag | None:
    """The flag, since the first complaint that it rests on; none where it rests on nothing."""
    if not complaints:
        return None
    ordered = sorted(complaints, key=lambda one: one.started)
    cases = tuple(dict.fromkeys(one.case for one in ordered))
    return Flag(code, ordered[0].started, cases, tuple(dict.fromkeys(entries)), tuple(dict.fromkeys(details)))
