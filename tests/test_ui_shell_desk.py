"""The desk between two calls, and the lists that every page is made of."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from callhandler.ui import dates, shown, theme
from callhandler.ui.desk_page.page import DeskPage
from callhandler.ui.lines import Line, LinesModel, LinesView
from callhandler.ui.safe import PlainField, PlainLabel
from callhandler.words import Words
from tests.doubles import MORNING, ToldClock
from tests.parts import part
from tests.ui_shell_people import CALLS, DONE, DUES, JOHN, SIAN, TODAY, before, unnamed

LINES = (Line("a", "Siân Jones", "GEN-1 · 12 High St", "today 09:00", "high", "High"), Line("b", "John"), Line("c", "Kim", tone="late"))


@pytest.fixture
def view(qtbot: QtBot) -> LinesView:
    view = LinesView(name="lines")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show_lines(LINES)
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    return view


@pytest.fixture
def desk(qtbot: QtBot, clock: ToldClock) -> DeskPage:
    page = DeskPage(Words(), clock)
    qtbot.addWidget(page)
    page.resize(1366, 730)
    with qtbot.waitActive(page):
        page.show()
    return page


# lists


def test_the_model_is_a_sound_one(qtmodeltester: ModelTester):
    model = LinesModel()
    qtmodeltester.check(model)
    model.show(LINES)
    qtmodeltester.check(model)
    model.show(LINES[1:])
    qtmodeltester.check(model)


@pytest.mark.req("R22")
def test_a_line_is_read_out_whole(view: LinesView):
    said = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Siân Jones. High. today 09:00. GEN-1 · 12 High St"


def test_enter_opens_the_line_one_stands_on(qtbot: QtBot, view: LinesView):
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == ["b"]


def test_a_click_opens_too(qtbot: QtBot, view: LinesView):
    rect = view.visualRect(view.model().index(2, 0))
    with qtbot.waitSignal(view.opened) as heard:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert heard.args == ["c"]
    with qtbot.assertNotEmitted(view.opened):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 290))


@pytest.mark.parametrize("fresh", [(Line("z", "New"), *LINES), tuple(reversed(LINES)), LINES[1:]])
def test_the_line_one_stands_on_stays_that_one(view: LinesView, fresh: tuple[Line, ...]):
    view.stand_on("b")
    view.show_lines(fresh)
    line = view.lines()[view.currentIndex().row()]
    assert line.key == "b"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_word_is_too_long_for_its_line(qtbot: QtBot, scale: float):
    village = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    view = LinesView(name="lines")
    qtbot.addWidget(view)
    view.setFont(theme.font(13, scale))
    view.resize(round(260 * scale), 500)
    view.show_lines([Line("a", "Ann"), Line("b", village, village)])
    view.grab()
    short, long = (view.visualRect(view.model().index(row, 0)).height() for row in range(2))
    assert long > 2 * short, "a long word is broken over several rows"


def test_an_empty_list_says_what_to_do(qtbot: QtBot):
    view = LinesView(name="lines", fits=True)
    qtbot.addWidget(view)
    view.resize(300, 100)
    low = view.sizeHint().height()
    view.say_empty("Nothing is due. What was promised to callers will stand here, and so will everything else that has a day.")
    assert view.accessibleDescription().startswith("Nothing is due")
    assert view.sizeHint().height() > low
    blank = view.grab().toImage()
    view.say_empty("")
    assert view.grab().toImage() != blank


# dates


@pytest.mark.parametrize(
    ("days", "said"), [(-3, "3 days overdue"), (-1, "1 day overdue"), (0, "due today"), (1, "due tomorrow"), (2, "due in 2 days")]
)
def test_what_is_due_says_how_long(days: int, said: str):
    assert dates.due(Words(), TODAY + timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "1 day ago"), (59, "59 days ago"), (90, "3 months ago"), (800, "2 years ago")]
)
def test_the_past_is_told_in_the_coarsest_words_that_help(days: int, said: str):
    assert dates.ago(Words(), TODAY - timedelta(days=days), TODAY) == said


def test_near_days_have_names():
    say: Callable[[float], str] = lambda days: dates.moment(Words(), before(days), MORNING)  # noqa: E731
    assert say(0).startswith("today ")
    assert say(1).startswith("yesterday ")
    assert say(3) == "27 Feb 2026"
    assert dates.day(Words("cy"), TODAY) == "2 Maw 2026"


# the desk page


def test_the_overdue_stands_first(desk: DeskPage):
    desk.show_due(DUES)
    assert [line.title for line in part(desk, LinesView, "desk_due").lines()] == [
        "Ring her back",
        "Second look",
        "Confirm it or send it back",
        "Letter to no. 14",
    ]
    assert any("2 OVERDUE" in label.text() for label in desk.findChildren(PlainLabel))


def test_a_due_leads_to_the_person_it_is_owed_to(qtbot: QtBot, desk: DeskPage):
    desk.show_due(DUES)
    with qtbot.waitSignal(desk.person_chosen) as heard:
        qtbot.keyClick(part(desk, LinesView, "desk_due"), Qt.Key.Key_Return)
    assert heard.args == ["p1"]


def test_a_call_in_progress_is_resumed_and_a_closed_one_shows_its_person(qtbot: QtBot, desk: DeskPage):
    desk.show_calls(CALLS, (*CALLS, *DONE))
    with qtbot.waitSignal(desk.call_chosen) as heard:
        part(desk, LinesView, "desk_calls").setFocus()
        qtbot.keyClick(part(desk, LinesView, "desk_calls"), Qt.Key.Key_Return)
    assert heard.args == ["c1"]
    today = part(desk, LinesView, "desk_today")
    assert [line.key for line in today.lines()] == ["c1", "c2"], "newest first"
    today.stand_on("c2")
    with qtbot.waitSignal(desk.person_chosen) as opened:
        qtbot.keyClick(today, Qt.Key.Key_Return)
    assert opened.args == ["p2"]


@pytest.mark.req("R1")
def test_a_search_runs_on_enter_and_not_at_every_key(qtbot: QtBot, desk: DeskPage):
    qtbot.keyClick(desk, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert part(desk, PlainField, "desk_search").hasFocus()
    with qtbot.assertNotEmitted(desk.searched):
        qtbot.keyClicks(part(desk, PlainField, "desk_search"), "Jones")
    with qtbot.waitSignal(desk.searched) as heard:
        qtbot.keyClick(part(desk, PlainField, "desk_search"), Qt.Key.Key_Return)
    assert heard.args == ["Jones"]
    desk.show_found((SIAN, JOHN))
    with qtbot.waitSignal(desk.person_chosen) as chosen:
        qtbot.keyClick(part(desk, LinesView, "desk_found"), Qt.Key.Key_Return)
    assert chosen.args == ["p1"]
    qtbot.keyClick(desk, Qt.Key.Key_Escape)
    assert not part(desk, LinesView, "desk_found").isVisible()
    assert part(desk, PlainField, "desk_search").text() == ""


def test_nobody_found_says_what_else_to_try(desk: DeskPage):
    part(desk, PlainField, "desk_search").setText("Jonse")
    desk.show_found(())
    assert "Jonse" in part(desk, LinesView, "desk_found").accessibleDescription()


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("full", [True, False])
def test_a_new_operator_is_told_what_each_list_is_for(desk: DeskPage, language: str, full: bool):
    if full:
        desk.show_calls(CALLS, DONE)
        desk.show_due(DUES)
        desk.show_found((SIAN,))
    desk.speak(Words(language))
    assert list(unnamed(desk)) == []
    for name in ("desk_calls", "desk_due", "desk_today"):
        told = part(desk, LinesView, name).accessibleDescription()
        assert bool(told) != full, "a screen reader must not hear that nothing is due over a list of what is"


def test_dues_of_a_newer_kind_are_shown_all_the_same(desk: DeskPage):
    desk.show_due((shown.Due("visit", "See her", "c", "p", "GEN-1", TODAY, overdue=False),))
    assert "visit" in part(desk, LinesView, "desk_due").lines()[0].detail
