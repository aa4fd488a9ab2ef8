"""What a person may ask about themselves: the page, and what it does at the desk (R6)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from callhandler.app.session import SETTLED, Session
from callhandler.cases.access import Choice, lines_of
from callhandler.cases.held import Reader
from callhandler.desk.hand import NotRecorded
from callhandler.desk.putting_right import as_answer
from callhandler.desk.rights import Asked, Everything, OwnAsking
from callhandler.desk.sharing import NotOurs
from callhandler.desk.why import Why
from callhandler.log.ownership import owner_of
from callhandler.script.call import Call
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import day
from callhandler.ui.form_names import names_of
from callhandler.ui.main_window import MainWindow
from callhandler.ui.paper.access_sheet import AccessSheet
from callhandler.ui.paper.wanted import Wanted
from callhandler.ui.rights_page.page import RightsPage
from callhandler.ui.rights_page.telling import rights_told
from callhandler.words import Words, mark

RIGHTS = "rights"
_ONLY = mark("Only a supervisor or a coordinator may do this.")
_NOT_RECORDED = mark("That you looked could not be put on record, so nothing is shown. Try again.")
_WITHHELD = mark("What is held about them tells of health, which is withheld from you: somebody who needs to know it goes through it.")
_NOT_OURS = mark("This case is {agency}'s: pass the request on to them. It stands in the case, where they read it too.")
_NOT_ONESELF = mark("Somebody other than whoever put the request on record decides it.")


class RightsRoom(QObject):
    """Opened from a person's log."""

    def __init__(self, window: MainWindow, session: Session, now: Callable[[], datetime], words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._words = window, session, words
        self._rights = session.desk.rights
        self._blank = Call(session.opened.form, now=now)
        self._told: Everything | None = None
        self._choices: dict[str, Choice] = {}
        self._read: set[str] = set()
        self._page = RightsPage(words)
        window.put(RIGHTS, self._page)
        self._connect()

    def speak(self, words: Words) -> None:
        self._words = words
        self._page.speak(words)
        self._look_again()

    def leave(self) -> None:
        self._window.drop(RIGHTS)

    def open(self, person: str) -> None:
        """Show everything that is held about them, once it is on record that somebody looked."""
        if self._told is None or self._told.person != person:
            self._choices.clear()
            self._read.clear()
        try:
            self._told = self._rights.look(person, self._reader(), Why("subject"))
        except NotRecorded:
            self._window.tell("looking", self._words.say(_NOT_RECORDED), "passing")
            return
        if self._session.desk.glass.held_back({one.case for one in self._told.cases}, leaving=True):
            self._told = None
            self._window.tell("role", self._words.say(_WITHHELD), "passing")
            return
        self._changed()
        self._window.show_page(RIGHTS)
        self._page.take_focus()

    def _reader(self) -> Reader:
        words = self._words
        return Reader(words, self._session.opened.area, names_of(self._blank, words.language), partial(day, words))

    def _look_again(self) -> None:
        if self._told:
            self._session.pen.settled(SETTLED)
            self._told = self._rights.held(self._told.person, self._reader())
            self._show()

    def _show(self) -> None:
        if self._told:
            self._page.show_sheet(rights_told(self._words, self._told, self._choices, self._read))

    def _changed(self) -> None:
        """What was let out is no longer what stands there."""
        self._page.tell("")
        self._page.let_out("")
        self._show()

    def _choose(self, key: str, choice: Choice) -> None:
        if self._told and key in {line.key for line in lines_of(self._told.cases)}:
            self._choices[key] = choice
            self._changed()

    def _read_whole(self, key: str) -> None:
        self._read ^= {key}
        self._show()

    def _ask(self, key: str, right: str, said: str) -> None:
        line = next((line for line in lines_of(self._told.cases) if line.key == key), None) if self._told else None
        if self._told and line:
            self._rights.ask(self._told.person, line, right, said)
            self._written()
            if owner_of(line.case) != self._session.hand.who.agency:
                self._page.tell(self._words.say(_NOT_OURS, agency=agency_word(self._words, owner_of(line.case))))

    def _decide(self, entry: str, verdict: str, supervisor: str, said: str) -> None:
        asked = self._asked(entry)
        if asked is None:
            return
        if not self._session.desk.may("review", "contact"):
            self._page.not_so(self._words.say(_ONLY))
            return
        try:
            self._rights.decide(asked, verdict, partial(as_answer, self._blank), supervisor, said)
        except OwnAsking:
            self._page.not_so(self._words.say(_NOT_ONESELF))
        except NotOurs:
            self._page.not_so(self._words.say(_NOT_OURS, agency=agency_word(self._words, owner_of(asked.case))))
        else:
            self._written()

    def _tell(self, entry: str, recipient: str) -> None:
        asked = self._asked(entry)
        to = next((one for one in asked.tell if one.key == recipient), None) if asked else None
        if asked and to:
            self._rights.told(asked, to)
            self._written()

    def _asked(self, entry: str) -> Asked | None:
        return next((one for one in self._told.asked if one.entry == entry), None) if self._told else None

    def _written(self) -> None:
        self._page.recorded()
        self._changed()
        self._look_again()

    def _give(self, supervisor: str) -> None:
        """On record first; what stands there then is what goes on paper."""
        if not self._told:
            return
        if not self._session.desk.may("export", "case", "contact"):
            self._page.tell(self._words.say(_ONLY))
            return
        try:
            self._rights.give(self._told, self._choices, supervisor)
        except NotRecorded:
            self._page.tell(self._words.say(_NOT_RECORDED))
            return
        sheet = AccessSheet(self._told, dict(self._choices), self._session.hand.who.agency)
        self._page.tell("")
        self._page.let_out(supervisor, Wanted("person", self._told.person, sheet))

    def _connect(self) -> None:
        page = self._page
        page.left.connect(self._window.back)
        page.chosen.connect(self._choose)
        page.read.connect(self._read_whole)
        page.asked.connect(self._ask)
        page.decided.connect(self._decide)
        page.told.connect(self._tell)
        page.given.connect(self._give)
