"""Why a key did nothing is said in passing: one line at a time, which takes no room from the page that comes next."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui.main_window import MainWindow
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(Words("en"))
    qtbot.addWidget(window)
    for name in ("desk", "person"):
        window.put(name, QWidget())
    window.show_page("desk")
    with qtbot.waitExposed(window):
        window.show()
    window.tell("store", "An older copy.", "notice")
    window.tell("paper", "Open a log first.", "passing")
    return window


def told(window: MainWindow) -> list[str]:
    return [line.text() for line in window.findChildren(PlainLabel) if line.objectName().startswith("banner_")]


def test_a_remark_is_over_with_the_next_page_and_what_stands_stays(window: MainWindow) -> None:
    assert told(window) == ["An older copy.", "Open a log first."]
    window.show_page("person")
    assert told(window) == ["An older copy."]


def test_remarks_do_not_pile_up(window: MainWindow) -> None:
    window.tell("role", "Only a supervisor may do this.", "passing")
    assert told(window) == ["An older copy.", "Only a supervisor may do this."]
    window.tell("role", "", "passing")
    assert told(window) == ["An older copy."]


def test_a_remark_is_over_after_a_while(window: MainWindow) -> None:
    (timer,) = window.findChildren(QTimer, "remarked")
    assert timer.isActive()
    timer.timeout.emit()
    assert told(window) == ["An older copy."]


def test_the_same_key_pressed_again_says_it_again(window: MainWindow) -> None:
    (before,) = window.findChildren(PlainLabel, "banner_paper")
    window.tell("paper", "Open a log first.", "passing")
    (again,) = window.findChildren(PlainLabel, "banner_paper")
    assert told(window)[-1] == "Open a log first."
    assert again is not before, "a line that is there already would not be read aloud"
