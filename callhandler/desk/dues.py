"""What is due at a desk: promises, actions, lowered bands, reviews, and what was opened in an emergency and waits for a second person."""

from datetime import datetime, timedelta

from callhandler.cases.due import Due, due
from callhandler.cases.glass import KINDS, Broken
from callhandler.desk.glass import Glass
from callhandler.store.logbook import Logbook

TOLD_OF = ("call-started", "call-ended", "contact-sorted", "person-described", "risk-assessed", "reviewed", "action-agreed", "action-done",
           "contact-made", "case-closed", "corrected")  # fmt: skip
CAN_FALL_DUE = ("action-agreed", "risk-assessed")  # a case with neither, such as one from an old log, has nothing to do
CHANGES_DUES = (
    "action-agreed",
    "action-done",
    "risk-assessed",
    "reviewed",
    "contact-made",
    "call-ended",
    "case-closed",
    "corrected",
    *KINDS,
)
AHEAD = timedelta(days=7)


def dues(logbook: Logbook, glass: Glass, now: datetime) -> tuple[Due, ...]:
    """What an emergency opened comes first; then the overdue, and the reviews of the coming week among the rest."""
    last = (now + AHEAD).date()
    ordinary = due(logbook.entries(kinds=TOLD_OF, beside=CAN_FALL_DUE), glass.area, now)
    return (*_to_review(glass, now), *(one for one in ordinary if one.kind != "review" or one.when <= last))


def _to_review(glass: Glass, now: datetime) -> tuple[Due, ...]:
    """For those who review it, and not for whoever opened it."""
    waits = [one for one in glass.openings() if one.settled is None] if glass.may_review() else []
    own = glass.hand.who.operator.casefold()
    return tuple(_due(one, now) for one in waits if one.by.casefold() != own)


def _due(one: Broken, now: datetime) -> Due:
    return Due(one.by, one.case, one.reference, one.person, None, one.review_by, one.overdue(now.date()), "glass", one.entry, one.name)
