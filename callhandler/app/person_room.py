"""A person's log on its page, and what the operator decides there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from callhandler.app.session import Session
from callhandler.cases.log import PersonLog
from callhandler.desk.why import UNASKED, Why
from callhandler.ui.main_window import MainWindow
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.rights_page.telling import became_said
from callhandler.ui.shown import Person
from callhandler.ui.telling import Teller
from callhandler.ui.telling_person import person_told
from callhandler.words import Words

PERSON = "person"


class PersonRoom(QObject):
    """`log_of` opens a log, on record; None where it may not be shown. `may_review`: whether who sits here may judge a lowered band.

    The reason given for a log stands for as long as that log is in front.
    """

    withheld = Signal(bool)  # whether anything of the log in front is

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        now: Callable[[], datetime],
        words: Words,
        teller: Callable[[str], Teller],
        log_of: Callable[[str, Why], PersonLog | None],
        may_review: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._desk, self._now, self._words = window, session.desk, now, words
        self._agency = session.hand.who.agency
        self._teller, self._log_of, self._may_review = teller, log_of, may_review
        self._why = UNASKED
        self.page = PersonPage(words, now)
        window.put(PERSON, self.page)
        self._listen()

    def speak(self, words: Words) -> None:
        self._words = words
        self.page.speak(words)
        if self._window.current() == PERSON:
            self._again()

    def show(self, person: str, why: Why) -> None:
        """Show a person's log, once it is on record that it was opened, and why."""
        if log := self._log_of(person, why):
            self._why = why
            told = person_told(self._teller(self._words.language), log, self._today(), self._desk.kept_about(log), self._agency)
            asked = tuple(became_said(self._words, one) for one in self._desk.rights.asked_of(log.people))
            withheld = tuple(one.reference for one in log.complaints if one.case in log.withheld)
            self.page.show_person(replace(told, corrected=asked, withheld=withheld))
            self.withheld.emit(bool(withheld))
            self._window.show_page(PERSON)

    @property
    def why(self) -> Why:
        """The reason given for the log in front."""
        return self._why

    def leave(self) -> None:
        self._window.drop(PERSON)

    def look_again(self) -> None:
        """The log in front as it may be read by now; that is on record too."""
        if self._window.current() == PERSON:
            self._again()

    def turn_to_today(self) -> None:
        """Say anew how long ago all was, and what is due: of what was read, since nobody has looked once more."""
        self.page.speak(self._words)

    def put_away(self) -> None:
        """Nobody's log stands there any more."""
        self.page.show_person(Person(""))

    def _again(self) -> None:
        self.show(self.page.person(), self._why)

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _review(self, case: str, entry: str, verdict: str, supervisor: str, words: str) -> None:
        if self._may_review():
            self._desk.review(case, entry, "returned" if verdict == "returned" else "confirmed", words, supervisor)
        self._again()

    def _keep(self, case: str, entry: str) -> None:
        if entry:
            self._desk.done(case, entry)
        else:
            self._desk.contacted(case, "phone", reached=True)
        self._again()

    def _part(self, person: str, other: str) -> None:
        self._desk.part(person, other)
        self._again()

    def _close(self, case: str, closing: str) -> None:
        """Close the case, or open it again where `closing` tells what closed it."""
        after = self._desk.afterwards()
        if closing:
            after.reopen(case, closing, self._words.say("Brought in as closed from an old log."))
        else:
            after.close(case)
        self._again()

    def _tell_of_review(self, case: str, asked_for: bool) -> None:  # noqa: FBT001 - as the signal says it
        self._desk.afterwards().told_of_review(case, asked_for=asked_for)
        self._again()

    def _listen(self) -> None:
        page = self.page
        page.left.connect(self._window.back)
        page.reviewed.connect(self._review)
        page.kept.connect(self._keep)
        page.parted.connect(self._part)
        page.closed.connect(self._close)
        page.review_told.connect(self._tell_of_review)
