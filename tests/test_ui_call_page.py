"""The call page by keyboard: what a handler presses, and what the call is told."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.ui import theme
from callhandler.ui.call_page import CallPage
from callhandler.words import Words
from tests.ui_call_fixtures import MovingClock, PaperCall
from tests.ui_call_script import SCRIPT

Key = Qt.Key
CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def call() -> PaperCall:
    return PaperCall(SCRIPT)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, call: PaperCall) -> CallPage:
    theme.load_fonts()
    made = CallPage(call, Words(call.language), load_area(RESOURCES / "areas" / "south-wales"), MovingClock())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def press(page: CallPage, *keys: Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys, or type words, wherever the caret is."""
    for key in keys:
        target = page.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key, modifier)


def at(page: CallPage) -> str:
    """The path of the question where the caret is, or the name of the place."""
    widget: QWidget | None = page.focusWidget()
    while widget and not widget.objectName().startswith("/data"):
        widget = widget.parentWidget()
    return widget.objectName() if widget else page.focusWidget().objectName()


def test_the_caret_starts_in_the_callers_own_account(page: CallPage) -> None:
    assert at(page) == "/data/incident/account"


def test_a_digit_answers_and_moves_on(page: CallPage, call: PaperCall) -> None:
    press(page, "Lads by the shops", Key.Key_Return, Key.Key_2)
    assert call.values == {"/data/incident/account": "Lads by the shops", "/data/opening/danger": "no"}
    assert at(page) == "/data/opening/naming"
