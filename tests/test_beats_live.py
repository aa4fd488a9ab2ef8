"""Beats as they are carried in the demo: by keyboard through the whole program, over a real endpoint in a process of its own."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.app.beats_room import BEATS
from callhandler.app.line_room import LINE
from callhandler.app.program import Program
from callhandler.ui.line_page.light import LineLight
from callhandler.ui.line_page.page import LinePage
from callhandler.ui.lines import LinesView
from callhandler.ui.safe import PlainButton
from tests.demo_town import PATIENCE, demo
from tests.parts import part

__all__ = ["demo"]

EVERY = ["2 cases", "1 case", "2 cases", "1 case"]
Key = Qt.Key


def details(program: Program) -> list[str]:
    beats = part(program.window, LinesView, "beats_list")
    return [line.detail.partition(" · ")[0] for line in beats.lines()]


def press(program: Program, name: str) -> None:
    QTest.keyClick(part(program.window, PlainButton, name), Key.Key_Return)


def test_beats_are_chosen_let_go_and_brought_back(qtbot: QtBot, demo: Program) -> None:
    light = part(demo.window, LineLight, "line")
    qtbot.waitUntil(lambda: light.text() == "✓ Sent", timeout=PATIENCE)
    light.click()
    assert demo.window.current() == LINE
    QTest.keyClick(part(demo.window, LinePage, "line_page"), Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert demo.window.current() == BEATS
    qtbot.waitUntil(lambda: details(demo) == EVERY, timeout=PATIENCE)
    QTest.keyClick(part(demo.window, LinesView, "beats_list"), Key.Key_Space)
    press(demo, "beats_carry")
    press(demo, "beats_carry")
    gone = ["2 cases", *["not on this computer"] * 3]
    qtbot.waitUntil(lambda: details(demo) == gone and light.text() == "✓ Sent", timeout=PATIENCE)
    press(demo, "beats_whole")
    qtbot.waitUntil(lambda: details(demo) == EVERY, timeout=PATIENCE)
