"""What is due at a desk: promises, actions, lowered bands, reviews, and what was opened in an emergency and waits for a second person."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import chain
from threading import Lock

from callhandler.cases.due import Due, due, in_order
from callhandler.cases.glass import KINDS, Broken
from callhandler.desk.glass import Glass
from callhandler.desk.hand import Hand
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Viewed
from callhandler.store.logbook import Logbook

TOLD_OF = ("call-started", "call-ended", "contact-sorted", "person-described", "risk-assessed", "reviewed", "action-agreed", "action-done",
           "contact-made", "case-closed", "corrected")  # fmt: skip
CAN_FALL_DUE = ("action-agreed", "risk-assessed")  # a case with neither, such as one from an old log, has nothing to do
CAN_OPEN_AGAIN = ("corrected", "erased")  # a case with neither that was closed is closed for good
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
AT_A_TIME = 200  # cases, of some 50 kB each while they are read


class Dues:
    """What is due by the log: a case is read once, and again only where more was written about it. On any thread.

    Every case that was ever graded may have something due. If all were read at every look, their lines would fill the memory each time.
    """

    def __init__(self, hand: Hand, logbook: Logbook, glass: Glass) -> None:
        self._hand, self._logbook, self._glass = hand, logbook, glass
        self._looking, self._read_once = Lock(), False
        self._news: dict[CaseId, None] = {}  # heard of on one thread, and taken in on another
        self._unread: set[CaseId] = set()
        self._found: dict[CaseId, tuple[Due, ...]] = {}
        hand.listeners.append(self.heard)

    def heard(self, entries: Iterable[Entry], gone: Collection[CaseId] = ()) -> None:
        """Something was written here, or the line brought it, and took cases away: it counts from the next look on."""
        self._news |= dict.fromkeys((*(entry.case for entry in entries if not isinstance(entry.body, Viewed)), *gone))

    def look(self) -> tuple[Due, ...]:
        """What an emergency opened comes first; then the overdue, and the reviews of the coming week among the rest."""
        now = self._hand.now()
        with self._looking:
            self._take_in(now)
            ordinary = in_order(chain.from_iterable(self._found.values()), now)
        last = (now + AHEAD).date()
        return (*_to_review(self._glass, now), *(one for one in ordinary if one.kind != "review" or one.when <= last))

    def _take_in(self, now: datetime) -> None:
        while self._news:
            self._unread.add(self._news.popitem()[0])
        if not self._read_once:
            self._unread.update(self._may_fall_due())
            self._read_once = True
        settled, cases = self._hand.pen.settled(0), sorted(self._unread)
        portions = [cases[place : place + AT_A_TIME] for place in range(0, len(cases), AT_A_TIME)]
        hiding = {case for portion in portions for case in self._read(portion, now)}
        if settled:  # and was, before they were read
            self._unread = hiding

    def _may_fall_due(self) -> set[CaseId]:
        """Of the cases on the disk; most of those were closed long ago, and are not even read."""
        with_kinds = self._logbook.cases_with
        closed = set(with_kinds(("case-closed",), shown=True)) - set(with_kinds(CAN_OPEN_AGAIN))
        return set(with_kinds(CAN_FALL_DUE)) - closed

    def _read(self, cases: Sequence[CaseId], now: datetime) -> Sequence[CaseId]:
        """Gives those of which more may be read later without a word: they are read at every look."""
        entries = self._logbook.entries(cases=cases, kinds=TOLD_OF)
        graded = {entry.case for entry in entries if entry.kind in CAN_FALL_DUE}
        for case in cases:
            self._found.pop(case, None)
        for one in due((entry for entry in entries if entry.case in graded), self._glass.area, now):
            self._found[one.case] = (*self._found.get(one.case, ()), one)
        return self._logbook.hiding(cases)


def _to_review(glass: Glass, now: datetime) -> tuple[Due, ...]:
    """For those who review it, and not for whoever opened it."""
    waits = [one for one in glass.openings() if one.settled is None] if glass.may_review() else []
    own = glass.hand.who.operator.casefold()
    return tuple(_due(one, now) for one in waits if one.by.casefold() != own)


def _due(one: Broken, now: datetime) -> Due:
    return Due(one.by, one.case, one.reference, one.person, None, one.review_by, one.overdue(now.date()), "glass", one.entry, one.name)
