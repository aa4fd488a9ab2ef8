"""A desk left alone, and a laptop that slept: what passed while it was asleep counts too."""

import sys
import time

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.app import clock
from callhandler.ui.idle import IdleWatch
from callhandler.ui.qt_override import override


class Window(QObject):
    """Stands for the native window of the program: counts the keys that reach it."""

    keys = 0

    @override
    def event(self, event: QEvent) -> bool:
        self.keys += event.type() == QEvent.Type.KeyPress
        return super().event(event)


def strike(window: Window) -> None:
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier))


@pytest.mark.req("R13", "F13")
def test_a_laptop_that_is_opened_again_is_locked_by_the_first_touch_which_does_nothing_else(qtbot: QtBot) -> None:
    seconds, window = [0.0], Window()
    watch = IdleWatch(window, lambda: seconds[0], limit=300)
    seconds[0] = 3600
    with qtbot.waitSignal(watch.idle):
        strike(window)
    assert window.keys == 0
    with qtbot.assertNotEmitted(watch.idle):
        strike(window)
        watch.look()
    assert window.keys == 1, "the passphrase is typed"


@pytest.mark.req("R13")
def test_keys_go_through_as_long_as_somebody_is_there(qtbot: QtBot) -> None:
    seconds, window = [0.0], Window()
    watch = IdleWatch(window, lambda: seconds[0], limit=300)
    with qtbot.assertNotEmitted(watch.idle):
        for _ in range(3):
            seconds[0] += 299
            strike(window)
    assert window.keys == 3


@pytest.mark.req("F13")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other names for it")
def test_the_seconds_that_a_computer_sleeps_through_are_counted() -> None:
    assert clock.RUNS_ASLEEP == time.CLOCK_BOOTTIME
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= clock.passed() <= time.clock_gettime(time.CLOCK_BOOTTIME)
