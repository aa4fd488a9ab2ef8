"""Today's calls, each in a line: what the log tells of one is read once, and again only where more was written about it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.log import complaints_of
from callhandler.desk.hand import Hand
from callhandler.log.entry import Entry
from callhandler.log.kinds import Band, CallStarted, CaseId, PersonId
from callhandler.store.logbook import Logbook

BEGUN = ("call-started",)


@dataclass(frozen=True, slots=True)
class Taken:
    """A call that was taken today, as a list shows it. A hundred times smaller than its complaint: a day has hundreds."""

    case: CaseId
    reference: str
    started: datetime
    victim: PersonId
    name: str
    place: str
    band: Band | None
    in_progress: bool


class Today:
    """The calls that were begun at one desk on the handler's own day. On the desk's own thread.

    Each has some forty entries: if all were read anew whenever the desk is shown, that would take a second in the evening.
    """

    def __init__(self, hand: Hand, logbook: Logbook, area: Area) -> None:
        self._hand, self._logbook, self._area = hand, logbook, area
        self._begun: dict[CaseId, datetime] = {}
        self._told: dict[CaseId, Taken] = {}
        self._changed: set[CaseId] = set()  # or may change unheard: not on the disk yet, or withheld for now
        since = (hand.now() - timedelta(days=1)).astimezone(UTC).date()  # the log keeps its days by Greenwich
        self._begin(logbook.entries(kinds=BEGUN, own=True, since=since))
        hand.listeners.append(self.heard)

    def cases(self) -> frozenset[CaseId]:
        """Which calls they are."""
        today = self._hand.now().date()
        return frozenset(case for case, at in self._begun.items() if at.date() == today)  # each by the clock on the wall in its own hour

    def calls(self) -> tuple[Taken, ...]:
        """The newest first."""
        settled, cases = self._hand.pen.settled(0), self.cases()
        self._told = {case: one for case, one in self._told.items() if case in cases - self._changed}
        if unread := cases - self._told.keys():
            self._told |= {one.case: _taken(one) for one in complaints_of(self._logbook.entries(cases=unread), self._area)}
        if settled:  # and was, before it was read
            self._changed = set(self._logbook.hiding(unread)) if unread else set()
        return tuple(sorted(self._told.values(), key=lambda one: (one.started, one.case), reverse=True))

    def heard(self, entries: Iterable[Entry]) -> None:
        """Take in what is written here, also while the disk has not yet taken it."""
        written = tuple(entries)
        self._begin(written)
        self._changed.update(entry.case for entry in written)

    def came(self, read: Collection[Entry], gone: Collection[CaseId]) -> None:
        """The line brought more, perhaps of a call that had gone from here, and took cases away."""
        self._changed.update((*(entry.case for entry in read), *gone))
        if cases := {entry.case for entry in read if isinstance(entry.body, CallStarted)}:
            self._begin(self._logbook.entries(kinds=BEGUN, own=True, cases=cases))

    def _begin(self, entries: Iterable[Entry]) -> None:
        self._begun |= {entry.case: entry.at for entry in entries if isinstance(entry.body, CallStarted)}


def _taken(one: Complaint) -> Taken:
    return Taken(one.case, one.reference, one.started, one.victim, one.name, one.place, one.band, one.in_progress)
