"""The light of the line, and the page that says more: what waits, what came, what is held back, and what is wrong."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from callhandler.app.line_watch import LineWatch
from callhandler.app.session import Session
from callhandler.desk.partners import Waiting
from callhandler.line.state import LineState
from callhandler.line.troubles import TakesNoMore
from callhandler.ui.line_page.page import LinePage
from callhandler.ui.line_page.saying import round_line
from callhandler.ui.line_page.shown import LineSheet, LineTold
from callhandler.ui.line_page.telling import guest_lines, held_lines, wait_lines
from callhandler.ui.lines import Line
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words, mark

LINE = "line"
CALM = frozenset({"no-line", "portal", "slow", "busy", "too-large"})  # troubles that pass by themselves
ROUNDS, MOST = 20, 50
DESK_KEYS = ("F11", "Shift+F11")
MINUTE = 15_000  # milliseconds between two looks at the clock while the page is in front
_ACCEPTED = mark("They count from now on, and stand in the log of the case.")


class LineRoom(QObject):
    """`person_wanted`: the log of whom a case of another agency is about. `join_wanted`: connect, or sign in."""

    person_wanted = Signal(str)
    join_wanted = Signal()
    beats_wanted = Signal()

    def __init__(
        self, window: MainWindow, session: Session, watch: LineWatch, now: Callable[[], datetime], words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._desk, self._now, self._words = window, session, session.desk, now, words
        self._told: LineTold | None = None
        self._signed_in = ""
        self._keys: list[QShortcut] = []
        self._rounds: deque[tuple[datetime, LineTold | None, LineTold]] = deque(maxlen=ROUNDS)
        self._minute = QTimer(self, interval=MINUTE)
        self._page = LinePage(words, now)
        window.put(LINE, self._page)
        self._stands(watch.state)
        watch.stands.connect(self._stands)
        watch.changed.connect(self._show_if_seen)
        self._minute.timeout.connect(self._show_if_seen)
        window.line_wanted.connect(self.show)
        window.page_shown.connect(self._shown)
        self._page.left.connect(window.back)
        self._page.accepted.connect(self._accept)
        self._page.join_wanted.connect(self.join_wanted)
        self._page.opened.connect(self._open)
        self._page.beats_wanted.connect(self.beats_wanted)

    def speak(self, words: Words) -> None:
        self._words = words
        self._page.speak(words)
        self._show_if_seen()

    def show(self) -> None:
        self._window.show_page(LINE)

    def know(self, name: str) -> None:
        """Who is signed in at the endpoint; "" while nobody is."""
        self._signed_in = name
        self._show_if_seen()

    def offer_desks(self, agencies: Sequence[str], open_desk: Callable[[str], None]) -> None:
        """Desks of other agencies that can be looked at from here, as in the demo."""
        self._page.offer_desks(agencies)
        self._page.desk_wanted.connect(open_desk)
        for key, agency in zip(DESK_KEYS, agencies, strict=False):
            pressed = QShortcut(QKeySequence(key), self._window)
            pressed.activated.connect(partial(open_desk, agency))
            self._keys.append(pressed)

    def leave(self) -> None:
        self._minute.stop()
        self._window.line_wanted.disconnect(self.show)
        self._window.page_shown.disconnect(self._shown)
        self._window.tell_line(None)
        for key in self._keys:
            key.deleteLater()
        self._window.drop(LINE)

    def _stands(self, state: LineState) -> None:
        """Before the first round there is nothing to say, and nothing at all where this desk works by itself."""
        told = line_told(state) if self._session.line.up else None
        if told and (self._told is None or _moved(self._told, told)):
            self._rounds.appendleft((self._now(), self._told, told))
        self._told = told
        self._window.tell_line(told)
        self._show_if_seen()

    def _shown(self, page: str) -> None:
        if page == LINE:
            self._minute.start()
            self._show()
            self._page.take_focus()
        else:
            self._minute.stop()

    def _show_if_seen(self) -> None:
        if self._window.current() == LINE:
            self._show()

    def _show(self) -> None:
        self._page.show_sheet(self._sheet())

    def _sheet(self) -> LineSheet:
        words, now, partners = self._words, self._now(), self._desk.partners
        rounds = tuple(round_line(words, at, before, told) for at, before, told in self._rounds)
        guests = guest_lines(words, partners.guests()[:MOST], self._about, now)
        if self._told is None:
            return LineSheet(None, self._signed_in, guests=guests)
        held, outbox = held_lines(words, partners.held_back()[:MOST], self._named, now), partners.outbox()
        told = replace(self._told, saved=outbox.saved, sent=outbox.sent)  # of the same moment as what waits
        return LineSheet(told, self._signed_in, self._waits(outbox.waits[: MOST * 4], now), held, guests, rounds)

    def _waits(self, waits: Sequence[Waiting], now: datetime) -> tuple[Line, ...]:
        """By case; that somebody looked at something stands together in one line."""
        named = [one for one in waits if self._desk.complaint(one.case)]
        looks = sum(one.entries for one in waits) - sum(one.entries for one in named)
        others = (Line("looks", self._words.say("Who looked at what"), self._words.say("{n} entries", n=looks)),) if looks else ()
        return (*wait_lines(self._words, named[:MOST], self._named, now), *others)

    def _named(self, case: str) -> str:
        complaint = self._desk.complaint(case)
        return complaint.reference if complaint else self._words.say("A case without a reference here")

    def _about(self, case: str) -> str:
        """The reference, and whom it is about."""
        complaint = self._desk.complaint(case)
        return " · ".join(filter(None, (self._named(case), complaint.name if complaint else "")))

    def _accept(self, case: str) -> None:
        if not self._desk.may("accept", "case"):
            self._window.tell("role", self._words.say("Only a supervisor or a coordinator may do this."), "passing")
            return
        for held, entries in self._desk.partners.held_back():
            if held == case:
                self._desk.partners.accept(case, entries)
                self._window.tell("role", self._words.say(_ACCEPTED), "passing")
        self._show()

    def _open(self, case: str) -> None:
        if complaint := self._desk.complaint(case):
            self.person_wanted.emit(complaint.victim)


def line_told(state: LineState) -> LineTold:
    """The state of the line as a screen is told it."""
    calm = state.trouble in CALM and not state.need
    ahead = max(state.read, state.ahead)
    return LineTold(
        state.saved, state.sent, state.last_contact, state.sentence, calm, bool(state.trouble), state.read, ahead, state.refused,
        state.files.files, state.files.pictures, 100 * state.files.moved // max(state.files.size, 1),
        state.files.full, state.trouble == TakesNoMore.code,
    )  # fmt: skip


def _moved(before: LineTold, told: LineTold) -> bool:
    return (before.sent, before.read, before.sentence) != (told.sent, told.read, told.sentence)
