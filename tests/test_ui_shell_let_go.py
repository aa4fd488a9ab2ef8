"""A window that is open for a night keeps no page and no part of the calls that were left."""

import gc
import weakref
from collections import Counter

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from callhandler.ui.call_page.page import CallPage
from tests.ui_seat import CTRL, AtDesk, seat

__all__ = ["seat"]

ALT = Qt.KeyboardModifier.AltModifier


def pages() -> list[CallPage]:
    """Not asked of the window: whoever is asked for a child that is about to go keeps hold of it."""
    return [one for one in QApplication.allWidgets() if isinstance(one, CallPage)]


def take_a_call(seat: AtDesk) -> "weakref.ref[CallPage]":
    """Somebody rings off at once: the grade, one key of reason for everything that was not asked, and the call is left."""
    seat.press(Qt.Key.Key_F9).write("Lads again").press(Qt.Key.Key_Return)
    (page,) = map(weakref.ref, pages())
    seat.press(Qt.Key.Key_Return, CTRL).press(Qt.Key.Key_Return, CTRL).press(Qt.Key.Key_1)
    seat.press(Qt.Key.Key_Return, CTRL).press(Qt.Key.Key_5, ALT).press(Qt.Key.Key_Return, CTRL).press(Qt.Key.Key_Escape)
    seat.qtbot.waitUntil(lambda: not pages(), timeout=20_000)
    return page


def parts(seat: AtDesk) -> Counter[str]:
    """What there is of the window, and of anything beside it."""
    return Counter(type(one).__name__ for one in (*QApplication.allWidgets(), *seat.window.findChildren(QObject)))


@pytest.mark.req("F23")
def test_nothing_of_the_calls_that_were_left_stays(seat: AtDesk):
    seat.start().sign_up()
    left = [take_a_call(seat)]
    before = parts(seat)
    left += [take_a_call(seat) for _ in range(3)]
    gc.collect()
    assert sum(page() is not None for page in left) == 0
    seat.qtbot.waitUntil(lambda: not parts(seat) - before)  # what Qt itself is still moving ends by itself
