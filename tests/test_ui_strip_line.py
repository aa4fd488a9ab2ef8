"""The strip on top where letters are large: the marking stands whole, and what is wrong with the line keeps its sign and its count."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callhandler.line.troubles import Blocked, NoLine, TakesNoMore
from callhandler.ui import theme
from callhandler.ui.line_page.shown import LineTold
from callhandler.ui.main_window import MainWindow
from callhandler.ui.safe import PlainLabel
from callhandler.ui.top_strip import CallTab
from callhandler.words import Words
from tests.doubles import MORNING
from tests.parts import part

WAITS = LineTold(120, 108, MORNING)
STANDS = {
    "blocked": replace(WAITS, sentence=Blocked.sentence, calm=False),
    "no line": replace(WAITS, sentence=NoLine.sentence),
    "full": replace(WAITS, sentence=TakesNoMore.sentence, calm=False, kept=True),
    "sent": LineTold(120, 120, MORNING),
}
LONG = "6120 Rhiannon Achterberg-Llewellyn-Fitzwilliam"


@pytest.fixture
def strip(qtbot: QtBot, qapp: QApplication) -> Callable[[str, float], MainWindow]:
    def made(language: str, scale: float) -> MainWindow:
        theme.apply(qapp, scale)
        window = MainWindow(Words(language))
        qtbot.addWidget(window)
        window.sign_in(LONG)
        window.resize(1366, 768)
        with qtbot.waitExposed(window):
            window.show()
        return window

    return made


def cut(window: QWidget) -> list[str]:
    parts = (part(window, PlainLabel, name) for name in ("marking", "saved", "strip_operator"))
    keys = (part(window, QPushButton, name) for name in ("line", "strip_language", "strip_off"))
    labels = [one.text() for one in parts if one.fontMetrics().horizontalAdvance(one.text()) > one.width() + 2]
    return labels + [one.text() for one in keys if one.sizeHint().width() > one.width() + 2]


@pytest.mark.req("R9", "R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("stands", STANDS)
def test_nothing_is_cut_whatever_the_line_says(qtbot: QtBot, strip: Callable[[str, float], MainWindow], language, scale, stands) -> None:
    window = strip(language, scale)
    window.tell_line(STANDS[stands])
    qtbot.waitUntil(lambda: not cut(window))
    light, operator = part(window, QPushButton, "line"), part(window, PlainLabel, "strip_operator")
    assert stands == "sent" or "12" in light.text()
    assert operator.accessibleName() == LONG


def test_there_is_room_again_for_all_of_it(qtbot: QtBot, qapp: QApplication, strip: Callable[[str, float], MainWindow]) -> None:
    window = strip("en", 2.0)
    window.tell_line(STANDS["blocked"])
    light, operator = part(window, QPushButton, "line"), part(window, PlainLabel, "strip_operator")
    qtbot.waitUntil(lambda: (light.text(), operator.text().endswith("…")) == ("! 12 wait", True))
    assert light.accessibleName() == "The line to other agencies: ! The line needs you · 12 wait"
    theme.apply(qapp, 1.0)
    qtbot.waitUntil(lambda: (light.text(), operator.text()) == ("! The line needs you · 12 wait", LONG))


@pytest.mark.parametrize("name", ["4821 Okafor", "6120 Wójcik", "C. Okafor", "7 Ffion ap Rhys", "1234 WAVE Tally"])
def test_a_name_for_which_there_is_room_is_never_cut(qtbot: QtBot, strip: Callable[[str, float], MainWindow], name: str) -> None:
    window = strip("en", 1.0)
    window.sign_in(name)
    window.tell_line(STANDS["sent"])
    window.show_calls((CallTab("c1", "CX6U-002"),))
    qtbot.waitUntil(lambda: not cut(window))
    assert part(window, PlainLabel, "strip_operator").text() == name
