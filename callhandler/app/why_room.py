"""Between the wish to look and the look: a page asks why, where the area wants to know (R3)."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from callhandler.app.session import Session
from callhandler.desk.why import UNASKED, Why
from callhandler.ui.main_window import MainWindow
from callhandler.ui.why_page.page import WhyPage
from callhandler.words import Words

WHY = "why"


class AskWhy(Protocol):
    """Goes on with the reason for opening somebody's log, or copying it; at once where nobody is asked."""

    def __call__(self, person: str, then: Callable[[Why], None], *, copying: bool = False) -> None: ...


class WhyRoom(QObject):
    """The reason given for a log stands for as long as that log is in front; a call that goes on is never held up."""

    def __init__(self, window: MainWindow, session: Session, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, session.desk
        self._then: Callable[[Why], None] | None = None
        self.page = WhyPage(words)
        window.put(WHY, self.page)
        self.page.given.connect(self._given)
        self.page.left.connect(self._left)

    def speak(self, words: Words) -> None:
        self.page.speak(words)

    def leave(self) -> None:
        self._then = None
        self._window.drop(WHY)

    def ask(self, person: str, then: Callable[[Why], None], *, copying: bool = False) -> None:
        """As AskWhy."""
        asking = self._desk.reasons.asking(person, self._at_hand(), copying=copying)
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
