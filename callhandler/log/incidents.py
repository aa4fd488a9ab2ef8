"""Which contacts tell of the same incident, and which lie close together in time: what every count of reports rests on."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from callhandler.log.calendar import Span
from callhandler.log.kinds import CaseId


class Telling(Protocol):
    """A contact that tells of an incident; `same_incident_as` names a case that tells of it too."""

    @property
    def case(self) -> CaseId: ...
    @property
    def at(self) -> datetime: ...
    @property
    def on(self) -> date: ...
    @property
    def same_incident_as(self) -> CaseId: ...


T = TypeVar("T", bound=Telling)


def one_each(tellings: Iterable[T]) -> tuple[T, ...]:
    """The earliest telling of each incident, in order of time: one told to three agencies is one."""
    ordered = sorted(tellings, key=lambda one: (one.at, one.case))
    incident = {one.case: one.case for one in ordered}
    for one in ordered:
        if one.same_incident_as:
            _join(incident, one.case, one.same_incident_as)
    earliest: dict[CaseId, T] = {}
    for one in ordered:
        earliest.setdefault(incident[one.case], one)
    return tuple(earliest.values())


def most_around(tellings: Sequence[T], span: Span, on: date) -> tuple[T, ...]:
    """The most of them that lie, with the day asked about, within one span; `tellings` in order of time.

    One keyed late, or at a desk whose clock was ahead, may lie after that day and counts all the same.
    """
    days = [one.on for one in tellings]
    begin = end = 0
    for index, first in enumerate(days):
        last = span.after(min(first, on))
        until = bisect_right(days, last)
        if on <= last and until - index > end - begin:
            begin, end = index, until
    return tuple(tellings[begin:end])


def _join(incident: dict[CaseId, CaseId], one: CaseId, other: CaseId) -> None:
    """Make all that is told of one incident and of the other the same; works whichever names which, and in a ring."""
    kept, gone = incident[one], incident.setdefault(other, other)
    for case, told in incident.items():
        if told == gone:
            incident[case] = kept
