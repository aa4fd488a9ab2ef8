"""A seat at a real desk: the whole program over a store in the test's own folder, worked by keyboard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callhandler.app.doors import Entrance
from callhandler.app.program import Program
from callhandler.store import operators, vault
from callhandler.store.logbook import Logbook
from callhandler.store.secrets import KeptInMemory, SecretKeeper
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words
from tests.desks import HOME, NAME, PHONE, WHERE
from tests.doubles import ToldClock

Part = TypeVar("Part", bound=QWidget)
Read = TypeVar("Read")
PHRASE = "seven green umbrellas dance"
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class AtDesk:
    """Somebody who sits down at this computer and works by keyboard alone."""

    qtbot: QtBot
    folder: Path
    clock: ToldClock
    keeper: SecretKeeper = field(default_factory=KeptInMemory)
    programs: list[Program] = field(default_factory=list)

    def start(self, keeper: SecretKeeper | None = None, language: str = "en") -> "AtDesk":
        program = Program(Entrance(self.folder, "generic", keeper or self.keeper), self.clock, Words(language))
        self.programs.append(program)
        self.qtbot.addWidget(program.window)
        program.window.resize(1366, 768)
        with self.qtbot.waitActive(program.window):
            program.start()
        return self

    @property
    def program(self) -> Program:
        return self.programs[-1]

    @property
    def window(self) -> MainWindow:
        return self.program.window

    def write(self, text: str) -> "AtDesk":
        QTest.keyClicks(self._focus(), text)
        return self.look()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> "AtDesk":
        QTest.keyClick(self._focus(), key, modifiers)
        return self.look()

    def look(self) -> "AtDesk":
        """Wait until the panel has answered what was typed, as somebody does who reads before the next key."""
        self.qtbot.waitUntil(lambda: not any(panel.looking() for panel in self.window.findChildren(PeoplePanel)), timeout=20_000)
        return self

    def sign_up(self) -> "AtDesk":
        for text in ("4821 Okafor", PHRASE, PHRASE):
            self.write(text).press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.window.current() == "desk", timeout=20_000)
        return self

    def sign_in(self, phrase: str = PHRASE) -> "AtDesk":
        for text in ("4821 Okafor", phrase):
            self.write(text).press(Qt.Key.Key_Return)
        return self

    def answer(self, **said: str) -> "AtDesk":
        paths = {"name": NAME, "phone": PHONE, "where": WHERE, "home": HOME}
        for name, value in said.items():
            self.page.answer(paths[name], value)
        return self.look()

    def leave(self) -> None:
        """Log off, twice where something speaks against it."""
        with self.qtbot.waitSignal(self.program.over):
            if not self.window.close():
                self.window.close()

    def finds(self) -> bool:
        """Whether a search for what was typed into it finds anybody by now: who calls is put on record a beat after it was typed."""
        self.press(Qt.Key.Key_F, CTRL).press(Qt.Key.Key_Return)
        return bool(self.part(LinesView, "desk_found").lines())

    @property
    def page(self) -> CallPage:
        return self.part(CallPage)

    def part(self, kind: type[Part], name: str = "") -> Part:
        """The part of the window of this kind that is in sight."""
        every: list[Part] = self.window.findChildren(kind, name) if name else self.window.findChildren(kind)
        return next(each for each in every if each.isVisible())

    def banner(self, about: str) -> str:
        found = self.window.findChild(PlainLabel, f"banner_{about}")
        return found.text() if found and found.isVisible() else ""

    def _focus(self) -> QWidget:
        focus: QWidget | None = QApplication.focusWidget()
        return self.window if focus is None else focus


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: ToldClock) -> Iterator[AtDesk]:
    """Nobody sat here before; whatever is started is put away in the end."""
    (tmp_path / "profile").mkdir()
    seat = AtDesk(qtbot, tmp_path / "profile", clock)
    yield seat
    for program in seat.programs:
        program.put_away()


def labels(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel) if label.isVisible())


def log(seat: AtDesk, read: Callable[[Logbook], Read]) -> Read:
    """What stands on the disk, read by opening the store again."""
    opened = vault.unlock(operators.folder_of(seat.folder, "4821 Okafor"), PHRASE, seat.keeper)
    try:
        return read(opened.logbook)
    finally:
        opened.close()
