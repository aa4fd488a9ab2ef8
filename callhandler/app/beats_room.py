"""Choosing what this computer carries: the page, and what it asks of the log away from the screen."""

import shutil
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer

from callhandler.app.away import Away
from callhandler.app.line_watch import LineWatch
from callhandler.app.session import PATIENCE, Session
from callhandler.desk.beats import Carried
from callhandler.line.state import LineState
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Beat
from callhandler.store.troubles import VaultTrouble, told
from callhandler.store.vault import Vault
from callhandler.ui.beats_page.page import BeatsPage
from callhandler.ui.beats_page.shown import BeatLine, BeatsSheet
from callhandler.ui.errand import Errand
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words

BEATS = "beats"
AT_A_TIME = 50  # cases put on their beats before the keyboard is looked at again


class BeatsRoom(QObject):
    """Opened from the page of the line."""

    def __init__(
        self, window: MainWindow, session: Session, watch: LineWatch, now: Callable[[], datetime], words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._words = window, session, words
        self._carried: Carried | None = None
        self._errand: Errand | None = None
        self._wanted: deque[Callable[[], Carried]] = deque()
        self._away = Away()
        self._waiting: deque[tuple[CaseId, tuple[Beat, ...]]] = deque()
        self._next = QTimer(self, interval=0)
        self._page = BeatsPage(words, now)
        window.put(BEATS, self._page)
        self._page.left.connect(window.back)
        self._page.carried.connect(self._carry)
        self._page.placed.connect(self._place)
        self._next.timeout.connect(self._place_some)
        watch.stands.connect(self._stands)
        watch.changed.connect(self._look_if_seen)
        window.page_shown.connect(self._shown)

    def speak(self, words: Words) -> None:
        self._words = words
        self._page.speak(words)
        self._show()

    def show(self) -> None:
        self._window.show_page(BEATS)

    def leave(self) -> None:
        """Ask the log nothing more. Waits for what is under way, so that the store can be let go of."""
        self._next.stop()
        self._wanted.clear()
        self._window.page_shown.disconnect(self._shown)
        self._window.drop(BEATS)
        self._away.end()

    def _shown(self, page: str) -> None:
        if page == BEATS:
            self._page.tell("")
            self._page.take_focus()
            self._look()

    def _look_if_seen(self) -> None:
        if self._window.current() == BEATS:
            self._look()

    def _look(self) -> None:
        """Whatever is asked already shows how it stands too."""
        if not self._wanted:
            self._ask(self._session.desk.beats.carried)

    def _carry(self, beats: frozenset[Beat] | None) -> None:
        """Calls in progress stay here whatever is chosen; that is on the disk before anything goes."""
        desk = self._session.desk
        if beats is not None:
            desk.beats.keep(desk.calls())

        def carry() -> Carried:
            self._session.pen.settled(PATIENCE)
            desk.beats.carry(beats)
            self._session.line.wake(urgent=True)
            return desk.beats.carried()

        self._ask(carry)

    def _place(self) -> None:
        self._waiting.extend(self._carried.unplaced if self._carried else ())
        self._next.start()

    def _place_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(AT_A_TIME, len(self._waiting)))]
        self._session.desk.beats.place(some)
        self._page.tell(self._words.say("{n} cases are still to be put on their beats.", n=len(self._waiting)) if self._waiting else "")
        if not self._waiting:
            self._next.stop()
            self._ask(self._placed)

    def _placed(self) -> Carried:
        self._session.pen.settled(PATIENCE)
        return self._session.desk.beats.carried()

    def _ask(self, what: Callable[[], Carried]) -> None:
        """One after the other, away from the screen."""
        self._wanted.append(what)
        if self._errand is None:
            self._ask_next()

    def _ask_next(self) -> None:
        self._errand = None
        if self._wanted and not self._away.over:
            self._errand = Errand(partial(self._answered, self._wanted.popleft()))
            self._errand.done.connect(self._known)
            self._errand.failed.connect(self._failed)
            self._errand.start()

    def _answered(self, what: Callable[[], Carried]) -> Carried | None:
        with self._away.held() as wanted:
            return what() if wanted else None

    def _known(self, carried: Carried | None) -> None:
        if carried and not self._away.over:
            self._carried = carried
            self._show()
        self._ask_next()

    def _failed(self, trouble: Exception) -> None:
        self._ask_next()
        if not isinstance(trouble, VaultTrouble):
            raise trouble
        self._page.tell(told(trouble, self._words))

    def _show(self) -> None:
        if self._carried:
            self._page.show_sheet(sheet_of(self._carried, self._words.language, self._free()))

    def _free(self) -> int | None:
        vault = self._session.opened.vault
        return shutil.disk_usage(vault.folder).free if isinstance(vault, Vault) else None

    def _stands(self, state: LineState) -> None:
        self._page.show_coming(state.read, state.ahead)
        self._look_if_seen()


def sheet_of(carried: Carried, language: str, free: int | None) -> BeatsSheet:
    """What is known of the beats, as the page is told it."""
    lines = (BeatLine(one.beat.code, one.beat.name_in(language), one.cases if one.carried else None, one.brought) for one in carried.beats)
    chosen = None if carried.chosen is None else frozenset(carried.chosen)
    return BeatsSheet(chosen, tuple(lines), carried.own, len(carried.unplaced), free)
