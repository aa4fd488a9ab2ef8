"""At letters twice as large, in both languages, no key loses its words."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callhandler.desk.why import Asking
from callhandler.ui import theme
from callhandler.ui.line_page.page import LEAST, LISTS, LinePage
from callhandler.ui.line_page.shown import LineSheet, LineTold
from callhandler.ui.lines import LinesView
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.rights_page.page import RightsPage
from callhandler.ui.rights_page.shown import RightsSheet
from callhandler.ui.safe import PlainButton
from callhandler.ui.share_page.around import SharedAround
from callhandler.ui.share_page.shown import SharedLine
from callhandler.ui.why_page.page import WhyPage
from callhandler.words import Words
from tests.doubles import MORNING, ToldClock
from tests.ui_shell_people import PERSON


def line(words: Words) -> QWidget:
    page = LinePage(words, ToldClock())
    page.offer_desks(("council", "landlord"))
    page.show_sheet(LineSheet(LineTold(12, 12, MORNING), "C. Okafor"))
    return page


def around(words: Words) -> QWidget:
    log = PersonPage(words, ToldClock())
    log.show_person(PERSON)
    page = SharedAround(log, words)
    said = "GEN-261123-FR3U-007: shared with Council since yesterday 09:10, seen by A. Jones, who wrote in it today 11:20"
    page.show_shared(("c1",), (SharedLine("c1", said, 2),))
    return page


def rights(words: Words) -> QWidget:
    page = RightsPage(words)
    page.show_sheet(RightsSheet("p1", "Siân Jones", "104"))
    return page


def why(words: Words) -> QWidget:
    page = WhyPage(words)
    page.ask(Asking(("copy", "sensitive"), (("c1", "GEN-261123-FR3U-007"),)))
    return page


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_list_of_the_line_shows_some_lines_and_the_page_scrolls_to_the_keyboard(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    theme.apply(qapp, 2.0)
    page = line(Words(language))
    qtbot.addWidget(page)
    page.resize(1366, 660)
    with qtbot.waitActive(page):
        page.show()
    for name in LISTS:
        (view,) = page.findChildren(LinesView, f"line_{name}")
        assert view.height() >= LEAST * view.fontMetrics().height()
        for _ in range(20):
            if not view.hasFocus():
                QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert view.hasFocus()
        assert page.rect().contains(view.mapTo(page, view.rect().topLeft()))


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("made", [line, around, rights, why])
def test_every_key_keeps_its_words(qtbot: QtBot, qapp: QApplication, made: Callable[[Words], QWidget], language: str) -> None:
    theme.apply(qapp, 2.0)
    page = made(Words(language))
    qtbot.addWidget(page)
    page.resize(1366, 560)
    with qtbot.waitExposed(page):
        page.show()
    keys = [key for key in page.findChildren(PlainButton) if key.isVisible() and key.text()]
    assert keys
    qtbot.waitUntil(lambda: all(key.width() >= key.sizeHint().width() for key in keys))
    assert all(key.mapTo(page, key.rect().topRight()).x() <= page.width() for key in keys)
    assert all((above := key.parentWidget()) and above.rect().contains(key.geometry()) for key in keys)
