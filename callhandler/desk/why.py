"""Asks why somebody looks, where their area wants it on record: for what they are asked, and the case that it is most likely for (R3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.why import Ground, grounds
from callhandler.desk.hand import Hand
from callhandler.desk.looks import references
from callhandler.desk.recognition import PeopleBook
from callhandler.log.kinds import CaseId, PersonId
from callhandler.store.logbook import Logbook

RECENT = 5  # cases that are offered


class ReasonWanted(Exception):  # noqa: N818 - named as a handler would
    """The area wants to know why this log is opened, and no reason was given; nothing is shown."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason as it goes on record: its code, and the case that it is for; both empty where nobody is asked."""

    code: str = ""
    case: CaseId = ""


UNASKED = Why()


@dataclass(frozen=True, slots=True)
class Asking:
    """For what a reason is wanted; none: nobody is asked. `cases`: what it may be for, with their references, the likeliest first."""

    grounds: tuple[Ground, ...] = ()
    cases: tuple[tuple[CaseId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """For one operator's desk."""

    hand: Hand
    logbook: Logbook
    book: PeopleBook
    area: Area

    def asking(self, person: PersonId, at_hand: Sequence[CaseId] = (), *, copying: bool = False) -> Asking:
        """What whoever wants to open this log, or copy it, is asked. `at_hand`: the cases they worked on last, the last of them first."""
        own = self.book.complaints(self.book.one_with(person))
        return self._asking(self._grounds(own, copying=copying), (*at_hand, *(one.case for one in reversed(own))))

    def searching(self, at_hand: Sequence[CaseId] = ()) -> Asking:
        """What whoever looks for somebody outside a call is asked: only where the area asks always."""
        return self._asking(("search",) if self.area.asks_why == "always" else (), at_hand)

    def copying(self, case: CaseId, at_hand: Sequence[CaseId] = ()) -> Asking:
        """What whoever takes a file of this case away is asked."""
        return self._asking(self._grounds((), copying=True), (case, *at_hand))

    def check(self, own: Sequence[Complaint], why: Why, *, copying: bool = False) -> None:
        """Raises ReasonWanted where one is wanted and none was given."""
        if not why.code and self._grounds(own, copying=copying):
            raise ReasonWanted

    def check_search(self, why: Why) -> None:
        """The same, before it is shown who was found."""
        if not why.code and self.searching().grounds:
            raise ReasonWanted

    def _asking(self, wanted: tuple[Ground, ...], cases: Sequence[CaseId]) -> Asking:
        if not wanted:
            return Asking()
        likely = tuple(dict.fromkeys(cases))[:RECENT]
        called = references(self.logbook, likely)
        return Asking(wanted, tuple((case, called[case]) for case in likely if case in called))

    def _grounds(self, own: Sequence[Complaint], *, copying: bool) -> tuple[Ground, ...]:
        hidden = any(self.book.hidden(one.home) for one in own if one.home)
        return grounds(self.area.asks_why, own, self.hand.who.operator, hidden=hidden, copying=copying)
