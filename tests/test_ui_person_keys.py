"""A person's log by keyboard alone: Tab goes round in the order of the work, Esc leaves from anywhere, and the keyboard is never lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.share_page.around import SharedAround
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.parts import part
from tests.ui_shell_people import PERSON


@pytest.fixture
def page(qtbot: QtBot, clock: ToldClock) -> PersonPage:
    """The log in its window, under the strip."""
    page, window = PersonPage(Words(), clock), MainWindow(Words())
    qtbot.addWidget(window)
    page.show_person(PERSON)
    window.put("person", page)
    window.sign_in("4821 Okafor")
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    window.show_page("person")
    return page


def test_a_promise_just_kept_says_so_where_it_stands_and_keeps_the_keyboard(qtbot: QtBot, page: PersonPage):
    late, *others = PERSON.promises
    page.kept.connect(lambda *_: page.show_person(replace(PERSON, promises=(replace(late, kept=True, overdue=False), *others))))
    for _ in range(2):
        part(page, PlainButton, "promise_0_act").setFocus()
        QTest.keyClick(part(page, PlainButton, "promise_0_act"), Qt.Key.Key_Return)
    row = next(each for each in page.findChildren(QWidget, "promise_0") if each.isVisible())
    assert row.accessibleName() == "PCSO to visit. kept today, 3 days late"
    qtbot.waitUntil(row.hasFocus)


def test_tab_goes_round_the_log_in_the_order_of_the_work(page: PersonPage):
    stood = []
    part(page, LinesView, "person_complaints").setFocus()
    for _ in range(10):
        focus: QWidget | None = QApplication.focusWidget()
        assert focus
        stood.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    promises = ["promise_0_act", "promise_1_act"]
    review = ["review_supervisor", "review_words", "review_confirm", "review_return"]
    assert stood == ["person_complaints", *promises, "link_p1b_act", *review, "person_leave", "timeline"]
    assert part(page, LinesView, "person_complaints").hasFocus()


@pytest.mark.req("R22")
@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_comes_to_what_stands_above_the_log_and_back(qtbot: QtBot, page: PersonPage, key: Qt.Key):
    window = page.window()
    assert isinstance(window, MainWindow)
    around = SharedAround(window.take("person"), Words())
    page.stop_also_at(around.strip)
    around.show_shared(("c1",), ())
    window.put("around", around)
    window.show_page("around")
    stood = []
    part(page, LinesView, "person_complaints").setFocus()
    for _ in range(13):
        focus: QWidget | None = QApplication.focusWidget()
        assert focus
        stood.append(focus.objectName())
        QTest.keyClick(focus, key)
    above = ["shared_rights", "shared_files", "shared_share"]
    assert (stood[-3:] if key == Qt.Key.Key_Tab else stood[3:0:-1]) == above
    assert part(page, LinesView, "person_complaints").hasFocus()
    part(around, PlainButton, "shared_share").setFocus()
    page.show_person(replace(PERSON, needs=()))
    assert part(around, PlainButton, "shared_share").hasFocus(), "news does not take the keyboard away"


def test_escape_leaves_from_the_strip_as_well(qtbot: QtBot, page: PersonPage):
    off = part(page.window(), PlainButton, "strip_off")
    off.setFocus()
    with qtbot.waitSignal(page.left):
        QTest.keyClick(off, Qt.Key.Key_Escape)
    assert part(page, LinesView, "person_complaints").hasFocus()


def test_the_keyboard_comes_along_to_a_page_that_is_shown(qtbot: QtBot, page: PersonPage):
    window = page.window()
    assert isinstance(window, MainWindow)
    window.put("other", QWidget())
    window.show_page("other")
    part(window, PlainButton, "strip_off").setFocus()
    window.show_page("person")
    assert part(page, LinesView, "person_complaints").hasFocus()


def test_a_remark_below_one_field_leaves_the_other_in_line(qtbot: QtBot, page: PersonPage):
    supervisor, words = part(page, PlainField, "review_supervisor"), part(page, PlainField, "review_words")
    part(page, PlainButton, "review_confirm").click()
    remark = page.findChild(PlainLabel, "review_supervisor_remark")
    assert remark
    qtbot.waitUntil(lambda: remark.isVisible() and remark.height() > 0)
    assert supervisor.mapTo(page, QPoint()).y() == words.mapTo(page, QPoint()).y()
