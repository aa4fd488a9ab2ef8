"""A real window over a store whose operator has a role that an endpoint vouched for: what is withheld from it shows nowhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callhandler.app.abroad import Abroad
from callhandler.app.front import Front
from callhandler.app.line_watch import LineWatch
from callhandler.app.session import Opened, PenNews, Session, sit_down
from callhandler.desk.hand import Who
from callhandler.log.entry import Entry
from callhandler.protocol.decision import Role
from callhandler.store.vault import Vault
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words
from tests.desks import NUMBER, VULNERABILITY, generic, margaret, rung_off
from tests.doubles import ToldClock
from tests.patience import SOON
from tests.stores import Place

SELFHARM = "/data/harm/r_selfharm"
NO_KEY = Qt.KeyboardModifier.NoModifier


@dataclass
class GlassSeat:
    """Somebody at the keyboard."""

    qtbot: QtBot
    window: MainWindow
    session: Session
    front: Front
    abroad: Abroad

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> "GlassSeat":
        QTest.keyClick(self._focus(), key, held)
        return self

    def write(self, text: str) -> "GlassSeat":
        QTest.keyClicks(self._focus(), text)
        return self

    def open_log(self, person: str) -> "GlassSeat":
        """Their log, for the reason that the first key gives where one is asked."""
        self.front.open_person(person)
        if self.window.current() == "why":
            self.press(Qt.Key.Key_1)
        assert self.window.current() == "person"
        return self

    def says(self) -> str:
        """Everything in sight that a handler could read."""
        labels = [one.text() for one in self.window.findChildren(PlainLabel) if one.isVisible()]
        lists = [view for view in self.window.findChildren(LinesView) if view.isVisible()]
        return "\n".join((*labels, *(line.read() for view in lists for line in view.lines())))

    def banner(self, about: str) -> str:
        found = self.window.findChildren(PlainLabel, f"banner_{about}")
        return "".join(one.text() for one in found if one.isVisible())

    def entries(self, *kinds: str) -> tuple[Entry, ...]:
        assert self.session.pen.settled(SOON)
        return self.session.opened.vault.logbook.entries(kinds=kinds)

    def _focus(self) -> QWidget:
        focus: QWidget | None = QApplication.focusWidget()
        return self.window if focus is None else focus


@contextmanager
def seated(
    qtbot: QtBot, vault: Vault, clock: Callable[[], datetime], role: Role = "handler", knows: str = "", language: str = "en"
) -> Iterator[GlassSeat]:
    """Sits down, works, and puts everything away; the store stays open for whoever comes next."""
    area, form = generic()
    news, window, words = PenNews(), MainWindow(Words(language)), Words(language)
    qtbot.addWidget(window)
    session = sit_down(Opened(vault, area, form), news, clock)
    session.hand.who = Who(session.operator, "police", role, frozenset(knows.split()))
    front = Front(window, session, news, clock, words)
    watch = LineWatch(session, news, front)
    abroad = Abroad(window, session, front, watch, clock, words, lambda _address: None)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    try:
        yield GlassSeat(qtbot, window, session, front, abroad)
    finally:
        watch.end()
        abroad.leave()
        front.leave()
        session.line.close()
        session.pen.close()


def told_of_health(vault: Vault, clock: ToldClock) -> tuple[str, str]:
    """Margaret's complaint, in which she told of her health: the case, and the person."""
    area, form = generic()
    with_pen = sit_down(Opened(vault, area, form), PenNews(), clock)
    call = margaret(with_pen.desk.start_call(NUMBER))
    call.answer(VULNERABILITY, "mental")
    call.answer(SELFHARM, "yes")
    rung_off(call)
    with_pen.line.close()
    assert with_pen.pen.close() == ()
    return call.case, call.paper.begun.caller


@contextmanager
def store(folder: Path, operator: str) -> Iterator[Vault]:
    """A store of their own."""
    vault = Place(folder / operator).create()
    try:
        yield vault
    finally:
        vault.close()
