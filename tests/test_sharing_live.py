"""The demo's partnership as it is run: a real endpoint in a process of its own, a share, and its arrival at the council's desk."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.app.line_room import LINE
from callhandler.app.program import Program
from callhandler.app.share_room import SHARE
from callhandler.ui.line_page.light import LineLight
from callhandler.ui.lines import LinesView
from callhandler.ui.safe import PlainButton, PlainLabel
from tests.demo_town import PATIENCE, demo
from tests.parts import part

__all__ = ["demo"]

NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def press(program: Program, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    focus: QWidget | None = program.window.focusWidget()
    QTest.keyClick(focus or program.window, key, modifiers)


def said(program: Program, name: str) -> str:
    found = program.window.findChild(PlainLabel, name)
    return found.text() if found else ""


def open_line(program: Program) -> LinesView:
    """The page of the line, by its light; gives the cases of other agencies."""
    light = program.window.findChild(LineLight)
    assert light
    light.click()
    assert program.window.current() == LINE
    return part(program.window, LinesView, "line_guests")


def share_first_due(qtbot: QtBot, demo: Program) -> None:
    due = part(demo.window, LinesView, "desk_due")
    qtbot.waitUntil(lambda: bool(due.lines()), timeout=PATIENCE)
    due.setFocus()
    press(demo, Key.Key_Return)
    press(demo, Key.Key_F6)
    assert demo.window.current() == SHARE
    press(demo, Key.Key_Return)
    assert said(demo, "share_said").startswith("Shared with Council")


@pytest.mark.req("F6", "F9")
def test_a_share_is_tried_on_one_machine(qtbot: QtBot, demo: Program) -> None:
    light = demo.window.findChild(LineLight)
    assert light
    qtbot.waitUntil(lambda: light.text() == "✓ Sent", timeout=PATIENCE)
    share_first_due(qtbot, demo)
    open_line(demo)
    button = demo.window.findChild(PlainButton, "line_desk_council")
    assert button
    button.click()
    assert demo.town
    council = demo.town.programs["council"]
    guests = open_line(council)
    qtbot.waitUntil(lambda: len(guests.lines()) == 1, timeout=PATIENCE)
    guests.setFocus()
    press(council, Key.Key_Return)
    assert council.window.current() == "why", "A. Jones opens the log of a Jones"
    press(council, Key.Key_3)
    assert council.window.current() == "person"
    assert "a case of Police" in said(council, "shared_lines")
    press(demo, Key.Key_Escape)
    press(demo, Key.Key_Delete)
    assert said(demo, "share_said").startswith("The share with Council is ended")
    open_line(council)
    qtbot.waitUntil(lambda: guests.lines() == (), timeout=PATIENCE)


@pytest.mark.skipif(os.name == "nt", reason="asks the process table of a Unix")
def test_the_endpoint_ends_with_the_desk(qtbot: QtBot, demo: Program) -> None:
    assert demo.town
    running = demo.town.serving()
    assert running
    demo.put_away()
    with pytest.raises(ProcessLookupError):
        os.kill(running, 0)


def test_what_the_keyring_says_of_a_desk_that_was_put_away_is_let_alone(qtbot: QtBot, demo: Program) -> None:
    assert demo.abroad
    join, told = demo.abroad.join, list[str]()
    join.signed_in.connect(told.append)
    join.know()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    told.clear()
    join.know()
    demo.put_away()  # before the answer comes
    with qtbot.waitSignal(join.asked, timeout=PATIENCE):
        pass
    assert told == []
