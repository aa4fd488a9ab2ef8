"""Joins the pages of the window to one operator's desk: what a handler does goes down to it, what follows comes up again."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from callhandler.app.call_room import CallRoom
from callhandler.app.day_watch import DayWatch
from callhandler.app.due_look import DueLook
from callhandler.app.duplicates_room import DuplicatesRoom
from callhandler.app.figures import Figures
from callhandler.app.meant import meant
from callhandler.app.person_room import PersonRoom
from callhandler.app.saved_watch import SavedWatch
from callhandler.app.seeker import Seeker
from callhandler.app.session import PenNews, Session
from callhandler.app.why_room import WhyRoom
from callhandler.cases.due import Due
from callhandler.cases.log import PersonLog
from callhandler.cases.why import IN_CALL
from callhandler.desk.dues import CHANGES_DUES
from callhandler.desk.hand import NotRecorded
from callhandler.desk.open_call import OpenCall
from callhandler.desk.why import UNASKED, Why
from callhandler.log.entry import Entry
from callhandler.script.call import Call
from callhandler.store.troubles import VaultTrouble, told
from callhandler.ui.desk_page.page import DeskPage
from callhandler.ui.form_names import names_of
from callhandler.ui.main_window import DESK, MainWindow
from callhandler.ui.telling import Teller
from callhandler.ui.telling_around import seen_told
from callhandler.words import Words, mark

PAIRS = "pairs"
SOON = 400  # milliseconds in which several changes are gathered into one look at the log
_OPEN = mark("A call is still open. It is kept and will open here again. Do it once more to log off.")
_UNSAVED = mark("Some lines are not on the disk yet. They are lost if you leave now. Do it once more to leave all the same.")
_CAPTURED = mark("What you captured is lost if you leave now. Sign in first, to hand it over; or do it once more to leave all the same.")
_NOT_RECORDED = mark("That you looked could not be put on record, so nothing is shown. Try again.")


class Front(QObject):
    """Everything the operator sees after signing in."""

    stuck = Signal()  # a call is wanted, and this store can only be read
    opening_wanted = Signal(str)  # what somebody opened in an emergency is to be reviewed

    def __init__(self, window: MainWindow, session: Session, news: PenNews, now: Callable[[], datetime], words: Words) -> None:
        super().__init__(window)  # with the window goes whatever still wants to tell it something
        self._window, self._session, self._now, self._words = window, session, now, words
        self._desk = session.desk
        self._blank = Call(session.opened.form, now=now)
        self._rooms: dict[str, CallRoom] = {}
        self.also_stay: list[Callable[[], str]] = []  # what other rooms know that speaks against leaving, or ""
        self._page = DeskPage(words, now)
        self.day = DayWatch(now, self)
        self._again = QTimer(self, singleShot=True, interval=SOON)
        self._dues, self._dues_stale = tuple[Due, ...](), False
        self._searched = UNASKED, frozenset[str]()
        self._due_look = DueLook(self._desk.due, self)
        self._seeker = Seeker(self._desk.glancing(), self)
        self.figures = Figures(window, session, now, words, self)
        self._saved = SavedWatch(window, session, news, words, self)
        self.why = WhyRoom(window, session, words, self)
        window.put(DESK, self._page)
        self.logs = PersonRoom(window, session, now, words, self._teller, self._log, self.figures.may_review, self)
        self._pairs = DuplicatesRoom(self._desk, lambda: self._teller(self._words.language), words, self)
        window.put(PAIRS, self._pairs.page)
        window.sign_in(session.operator, self.why_stay, hands_over=session.opened.passes_on)
        self._listen()
        try:
            self._begin()
        except BaseException:
            self.leave()
            raise

    def speak(self, words: Words) -> None:
        """Say everything in this language; each call keeps the language of its caller."""
        self._words = words
        self._page.speak(words)
        self.why.speak(words)
        self.logs.speak(words)
        self.figures.speak(words)
        self._pairs.speak(words)
        self._refresh()
        self._show_dues(self._dues)
        self._speak_as_in_front()

    def switch_call_language(self) -> bool:
        """Switch the language of the call in front; False where no call is."""
        room = self._rooms.get(self._window.current())
        if room:
            room.switch_language()
        return room is not None

    def new_call(self) -> None:
        """Take a call: its log begins now."""
        if self._session.opened.vault.read_only:
            self.stuck.emit()
        else:
            self._show_call(self._desk.start_call())

    def open_person(self, person: str) -> None:
        """Show a person's log, once it is on record that it was opened, and why where the area asks."""
        searched, found = self._searched
        self.why.ask(person, partial(self.logs.show, person), given=searched if person in found else UNASKED)

    def reason(self) -> Why:
        """The reason given for the log in front."""
        return self.logs.why

    def person_in_front(self) -> str:
        """Whose log stands there."""
        return self.logs.page.person()

    def refresh(self) -> None:
        """Other desks wrote something: show it where it is in sight."""
        self._dues_stale = True
        self._refresh_if_seen()

    def open_pairs(self) -> None:
        """Show the pairs that may be one person."""
        if self.figures.may_review():
            self._window.show_page(PAIRS)
            self._pairs.look()

    def calls(self) -> tuple[CallRoom, ...]:
        """The calls on the screen, in the order in which they came."""
        return tuple(self._rooms.values())

    def why_stay(self) -> str:
        """What speaks against leaving now; "" where nothing does."""
        if self._session.opened.passes_on:
            return self._words.say(_CAPTURED)
        if self._session.pen.unsaved and not self._session.pen.settled(1.0):
            return self._words.say(_UNSAVED)
        others = next(filter(None, (why() for why in self.also_stay)), "")
        return self._words.say(_OPEN) if any(not room.over for room in self._rooms.values()) else others

    def leave(self) -> None:
        """Take everything of this operator off the window, and look at their log no more."""
        self._again.stop()
        self.look_no_more()
        for heard, act in self._heard_of_window():
            heard.disconnect(act)
        self.logs.leave()
        self.why.leave()
        for page in (*self._rooms, PAIRS, DESK):
            self._window.drop(page)
        self.figures.leave()
        self._rooms.clear()
        self._window.show_calls(())
        self._window.tell("store", "")
        self._window.tell_saved("saved")
        self.deleteLater()

    def look_no_more(self) -> None:
        """Leave the log alone: its store is about to be let go of."""
        self._due_look.end()
        self._seeker.end()
        self.figures.look_no_more()
        self._pairs.end()

    # calls

    def _begin(self) -> None:
        """Calls in progress open where they were left; otherwise the desk."""
        for call in self._desk.calls():
            self._add_call(call)
        last = self._desk.last_at_hand()
        self._refresh()
        self._window.show_page(last.case if last else DESK)

    def _show_call(self, call: OpenCall) -> None:
        self._add_call(call)
        self._tabs()
        self._window.show_page(call.case)

    def _add_call(self, call: OpenCall) -> None:
        why = Why(IN_CALL, call.case)
        room = CallRoom(call, self._session.opened.area, self._now, self._teller, partial(self._log, why=why), self._seeker, self._saved)
        room.renamed.connect(self._tabs)
        room.person_wanted.connect(partial(self.logs.show, why=why))
        room.left.connect(self._leave_call)
        room.language_switched.connect(self._speak_as_in_front)
        room.ended.connect(lambda _case: self._tabs())
        self._rooms[call.case] = room
        self._window.put(call.case, room.page)

    def _leave_call(self, case: str) -> None:
        self._window.show_page(DESK)
        if self._rooms[case].over:
            self._window.drop(case)
            self._rooms.pop(case).deleteLater()
        self._refresh()

    def _tabs(self) -> None:
        self._window.show_calls([room.tab() for room in self._rooms.values()])

    # people

    def _log(self, person: str, why: Why = UNASKED) -> PersonLog | None:
        """A person's log, once it is on record that it was opened (R1)."""
        try:
            log = None if self._saved.in_trouble else self._desk.person(person, why=why)
        except NotRecorded:
            log = None
        self._window.tell("looking", "" if log else self._words.say(_NOT_RECORDED), "passing")
        return log

    def _look_for(self, text: str, why: Why) -> None:
        """Whatever was typed may be a number, a name or a place."""
        try:
            found = next((found for asked in meant(text) if (found := self._desk.find(**asked, why=why))), ())
        except NotRecorded:
            self._not_recorded()
        else:
            self._searched = why, frozenset(one.person for one in found)
            tell = self._teller(self._words.language)
            self._page.show_found([seen_told(tell, self._desk.stands_out(each), self._today()) for each in found])

    def _not_recorded(self) -> None:
        self._window.tell("looking", self._words.say(_NOT_RECORDED), "passing")

    # what stands

    def _refresh(self) -> None:
        tell = self._teller(self._words.language)
        self._page.show_calls([tell.call(call) for call in self._desk.calls()], [tell.today(each) for each in self._desk.today()])
        self._tabs()

    def _show_dues(self, dues: tuple[Due, ...]) -> None:
        self._dues = dues
        tell = self._teller(self._words.language)
        self._page.show_due([tell.due(each) for each in dues])

    def _dues_unread(self, trouble: Exception) -> None:
        if not isinstance(trouble, VaultTrouble):
            raise trouble
        self._window.tell("looking", told(trouble, self._words))

    def _written(self, entries: tuple[Entry, ...]) -> None:
        self._dues_stale = self._dues_stale or any(entry.kind in CHANGES_DUES for entry in entries)

    def _speak_as_in_front(self) -> None:
        """The whole window speaks with the caller whose call is in front; on every other page as the operator chose."""
        room = self._rooms.get(self._window.current())
        words = Words(room.language) if room else self._words
        self._window.speak(words)
        self._saved.speak(words)

    def _refresh_if_seen(self) -> None:
        if self._window.current() == DESK:
            self._refresh()
            if self._dues_stale:
                self._look_at_dues()

    def _look_at_dues(self) -> None:
        self._dues_stale = False
        self._due_look.start()

    def _desk_shown(self, page: str) -> None:
        if page == DESK:
            self._refresh()
            self._look_at_dues()

    def _teller(self, language: str) -> Teller:
        return Teller(Words(language), self._session.opened.area, names_of(self._blank, language))

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _heard_of_window(self) -> tuple[tuple[SignalInstance, Callable[..., None]], ...]:
        shown = self._window.page_shown
        return (self._window.new_call, self.new_call), (shown, self._desk_shown), (shown, self._speak_as_in_front)

    def _listen(self) -> None:
        self.day.turned.connect(self.refresh)
        self._again.timeout.connect(self._refresh_if_seen)
        self._due_look.found.connect(self._show_dues)
        self._due_look.failed.connect(self._dues_unread)
        self._seeker.failed.connect(self._dues_unread)
        self._session.hand.listeners.append(self._written)
        self._saved.settled.connect(self._again.start)
        for heard, act in self._heard_of_window():
            heard.connect(act)
        self._page.new_call.connect(self.new_call)
        self._page.call_chosen.connect(self._window.show_page)
        self._page.person_chosen.connect(self.open_person)
        self._page.searched.connect(lambda text: self.why.ask_search(partial(self._look_for, text)))
        self._page.pairs_wanted.connect(self.open_pairs)
        self._pairs.page.left.connect(self._window.back)
        self._pairs.refused.connect(self._not_recorded)
        self._pairs.unread.connect(self._dues_unread)
        self._page.figures_wanted.connect(self.figures.show)
        self._page.opening_chosen.connect(self.opening_wanted)
        self.logs.page.as_asked.connect(lambda case: self.figures.show_as_asked(case, self.reason()))
