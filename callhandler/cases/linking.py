"""Complaints that may be one matter although different people called: "three callers, one stairwell, the same weeks"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from callhandler.cases.complaint import Complaint
from callhandler.log.kinds import CaseId, PersonId
from callhandler.people.places import place_of

APART = timedelta(days=28)  # between one complaint and the next: longer, and it is another time
LEAST = 3  # people who called


@dataclass(frozen=True, slots=True)
class Linked:
    """A suggestion, and all that it rests on: one place, so many people, these weeks. A handler decides what it means."""

    place: str
    since: date
    until: date
    people: tuple[PersonId, ...]
    cases: tuple[CaseId, ...]


def linked(complaints: Iterable[Complaint], least: int = LEAST, apart: timedelta = APART) -> tuple[Linked, ...]:
    """Where several people complained of one place within the same weeks; most people first, then the newest."""
    there = sorted((one for one in complaints if one.place and one.reports), key=lambda one: (_spot(one), one.started, one.case))
    found = [
        _linked(run)
        for _, group in groupby(there, key=_spot)
        for run in _runs(tuple(group), apart)
        if len({one.victim for one in run}) >= least
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.people), -one.until.toordinal(), one.cases)))


def _spot(one: Complaint) -> tuple[str, str, str]:
    """One building: its flats are one stairwell."""
    place = place_of(one.place)
    return place.postcode, place.number, "" if place.postcode and place.number else place.street


def _runs(there: Sequence[Complaint], apart: timedelta) -> Iterable[tuple[Complaint, ...]]:
    run: tuple[Complaint, ...] = ()
    for one in there:
        if run and one.started - run[-1].started > apart:
            yield run
            run = ()
        run = (*run, one)
    if run:
        yield run


def _linked(run: Sequence[Complaint]) -> Linked:
    return Linked(
        min((one.place for one in run), key=lambda place: (len(place), place)),
        run[0].started.date(),
        run[-1].started.date(),
        tuple(dict.fromkeys(one.victim for one in run)),
        tuple(one.case for one in run),
    )
