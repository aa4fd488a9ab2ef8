"""Between the wish to look and the look: a page asks why, where the area wants to know (R3)."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from callhandler.app.session import Session
from callhandler.desk.why import UNASKED, Asking, Why
from callhandler.ui.main_window import MainWindow
from callhandler.ui.why_page.page import WhyPage
from callhandler.words import Words

WHY = "why"


class AskWhy(Protocol):
    """Goes on with the reason for opening somebody's log, or copying it; at once where nobody is asked."""

    def __call__(self, person: str, then: Callable[[Why], None], *, copying: bool = False) -> None: ...


Then = Callable[[Why], None]


class WhyRoom(QObject):
    """The reason given for a log stands for as long as that log is in front; a call that goes on is never held up."""

    def __init__(self, window: MainWindow, session: Session, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, session.desk
        self._then: Then | None = None
        self.page = WhyPage(words)
        window.put(WHY, self.page)
        self.page.given.connect(self._given)
        self.page.left.connect(self._left)

    def speak(self, words: Words) -> None:
        self.page.speak(words)

    def leave(self) -> None:
        self._then = None
        self._window.drop(WHY)

    def ask(self, person: str, then: Then, *, copying: bool = False, given: Why = UNASKED) -> None:
        """As AskWhy. `given`: the reason for the search that found them, which does where nothing but the area's policy asks for one."""
        asking = self._desk.reasons.asking(person, self._at_hand(), copying=copying)
        if given.code and asking.grounds == ("always",):
            then(given)
        else:
            self._ask(asking, then)

    def ask_search(self, then: Then) -> None:
        """The same before somebody is looked for."""
        self._ask(self._desk.reasons.searching(self._at_hand()), then)

    def ask_copy(self, case: str, then: Then) -> None:
        """The same before a file of this case is taken away."""
        self._ask(self._desk.reasons.copying(case, self._at_hand()), then)

    def _ask(self, asking: Asking, then: Then) -> None:
        if not asking.grounds:
            then(UNASKED)
            return
        self._then = then
        self.page.ask(asking)
        self._window.show_page(WHY)

    def _at_hand(self) -> tuple[str, ...]:
        """The call in progress that was typed in last, then today's."""
        last = self._desk.last_at_hand()
        return (*((last.case,) if last else ()), *(one.case for one in self._desk.today()))

    def _given(self, code: str, case: str) -> None:
        then, self._then = self._then, None
        self._window.back()
        if then:
            then(Why(code, case))

    def _left(self) -> None:
        self._then = None
        self._window.back()
