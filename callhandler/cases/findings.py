"""What the rules of an area find in a person's complaints: repeats, the way to a case review, lows that add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.people.places import place_of, same_place
from callhandler.protocol.case_review import Complained, Meter, ToldOf, meter
from callhandler.risk.history import History, Report
from callhandler.risk.repeat import Fired, Whose, fired, first_time_caller_long_time_victim
from callhandler.risk.watch import Seen, lows


@dataclass(frozen=True, slots=True)
class Findings:
    """`history` is the person's own; `household` takes in others at the same home, `place` others' reports about the same places.

    `schemes` are the meters of other areas' case reviews, to compare with.
    """

    history: History
    household: History
    place: History
    repeats: tuple[Fired, ...]
    meter: Meter
    schemes: Mapping[str, Meter]
    lows: tuple[Seen, ...]
    long_time: bool


def find(own: Sequence[Complaint], everyone: Sequence[Complaint], area: Area, on: date) -> Findings:
    """Hold a person's complaints, and those around them, against the rules of the area on a day."""
    about = _about_same_places(own, everyone)
    history, household, place = history_of(own), history_of(_at_same_home(own, everyone)), history_of(about)
    complaints, told, there = complained(own, area), told_of(history), complained(about, area)
    return Findings(
        history,
        household,
        place,
        (*fired(area.repeat, history, on), *_by_others(own, area, household, "household", on), *_by_others(own, area, place, "place", on)),
        meter(complaints, area.case_review, on, told, there),
        {code: meter(complaints, rule, on, told, there) for code, rule in area.schemes.items()},
        _lows(area, history, place, on),
        first_time_caller_long_time_victim(history, area.long_time),
    )


def history_of(complaints: Iterable[Complaint]) -> History:
    """The reports among these complaints, with their grades, and what was told of earlier times in any of them."""
    known = tuple(complaints)
    reports = (
        Report(one.case, one.started, one.incident_on, one.agency, one.place, one.band, one.same_incident_as, one.entry)
        for one in known
        if one.reports
    )
    return History(tuple(reports), tuple(told for one in known for told in one.told))


def complained(complaints: Iterable[Complaint], area: Area) -> tuple[Complained, ...]:
    """The complaints as the case review counts them."""
    return tuple(
        Complained(
            one.case, one.started, one.incident_on, one.agency, one.victim, bool(one.says(area.questions.hate, "yes")), one.same_incident_as
        )
        for one in complaints
        if one.reports
    )


def told_of(history: History) -> tuple[ToldOf, ...]:
    return tuple(ToldOf(told.case, told.least, told.since, told.until) for told in history.told if told.what == "reports")


def _by_others(own: Sequence[Complaint], area: Area, around: History, whose: Whose, on: date) -> tuple[Fired, ...]:
    """The definitions that are met only with the reports of others."""
    cases = {one.case for one in own}
    return tuple(one for one in fired(area.repeat, around, on, whose) if not cases.issuperset(one.cases))


def _lows(area: Area, history: History, place: History, on: date) -> tuple[Seen, ...]:
    """Each pattern once: among the person's own reports, or else among all about the same places."""
    found = (*lows(area.watch, place.reports, on), *lows(area.watch, history.reports, on))
    return tuple({seen.rule.code: seen for seen in found}.values())


def _at_same_home(own: Sequence[Complaint], everyone: Sequence[Complaint]) -> tuple[Complaint, ...]:
    homes = {one.home for one in own if one.home}
    cases = {one.case for one in own}
    return tuple(one for one in everyone if one.case in cases or _is_one_of(one.home, homes))


def _about_same_places(own: Sequence[Complaint], everyone: Sequence[Complaint]) -> tuple[Complaint, ...]:
    places = {one.place for one in own if one.place}
    cases = {one.case for one in own}
    return tuple(one for one in everyone if one.case in cases or _is_one_of(one.place, places))


def _is_one_of(place: str, places: Iterable[str]) -> bool:
    return bool(place) and any(same_place(place_of(place), place_of(other)) for other in places)
