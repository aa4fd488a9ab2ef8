"""A person's log on its page: needs first, flags with why, the chart by key, and decisions that go up."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.ui import shown
from callhandler.ui.desk_page.page import DeskPage
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.person_page.timeline import Timeline
from callhandler.ui.person_page.timescale import scale, ticks
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.top_strip import CallTab
from callhandler.words import Words
from tests.doubles import MORNING, ToldClock
from tests.parts import part
from tests.ui_shell_people import BY_NAME, NOBODY, PERSON, TODAY, before, complaint, markup, red_pixels, unnamed

__all__ = ["markup"]


@pytest.fixture
def page(qtbot: QtBot, clock: ToldClock) -> PersonPage:
    page = PersonPage(Words(), clock)
    qtbot.addWidget(page)
    page.resize(1366, 730)
    page.show_person(PERSON)
    with qtbot.waitActive(page):
        page.show()
    return page


@pytest.fixture
def chart(qtbot: QtBot) -> Timeline:
    chart = Timeline(Words())
    qtbot.addWidget(chart)
    chart.resize(900, chart.sizeHint().height())
    chart.show_history(Words(), PERSON.complaints, PERSON.told, TODAY)
    with qtbot.waitActive(chart):
        chart.show()
    chart.setFocus()
    return chart


@pytest.mark.req("R24")
def test_needs_and_language_stand_above_the_name(page: PersonPage):
    needs, names = part(page, PlainLabel, "person_needs"), part(page, PlainLabel, "person_names")
    assert "hard of hearing" in needs.text()
    assert "Speaks Welsh" in needs.text()
    assert "text first" in needs.text()
    assert needs.mapTo(page, QPoint()).y() < names.mapTo(page, QPoint()).y()


def test_each_flag_says_what_it_rests_on(page: PersonPage):
    assert part(page, PlainLabel, "flag_high_risk").text() == "⚑ High risk: Threats this time"
    assert part(page, PlainLabel, "flag_hate").text() == "⚑ Hate"
    assert part(page, PlainLabel, "flag_repeat").text() == "⚑ Repeat victim: 3 reports in 3 months"


def test_every_complaint_stands_there_newest_first_and_enter_says_more(qtbot: QtBot, page: PersonPage):
    view = part(page, LinesView, "person_complaints")
    assert [line.key for line in view.lines()] == ["k4", "k3", "k2", "k1"]
    assert "waits for a supervisor" in view.lines()[1].detail
    view.stand_on("k3")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "Threats: at least High\n2 questions not known\ntaken by 4821" in view.lines()[1].detail
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "at least High" not in view.lines()[1].detail


def test_the_meter_shows_the_way_and_what_to_tell_now(page: PersonPage):
    assert part(page, PlainLabel, "meter").text() == "■■□  2 of 3 complaints in 6 months"
    said = [each.text() for each in page.findChildren(PlainLabel)]
    assert any("Tell them now about the ASB case review" in each for each in said)
    assert "GEN-k0: the same incident was told before" in said


def test_a_broken_promise_stands_first_and_can_be_marked_as_kept(qtbot: QtBot, page: PersonPage):
    kept = part(page, PlainButton, "promise_0_act")
    kept.setFocus()
    with qtbot.assertNotEmitted(page.kept):
        kept.click()
        assert kept.text() == "Press again: this goes on record"
        part(page, LinesView, "person_complaints").setFocus()
        assert kept.text() == "Mark as kept", "who goes elsewhere did not mean it"
        kept.click()
    with qtbot.waitSignal(page.kept) as heard:
        kept.click()
    assert heard.args == ["k3", "a1"]
    assert any(each.text() == "NOT KEPT · 3 days overdue" for each in page.findChildren(PlainLabel))
    assert not part(page, PlainButton, "promise_2_act").isVisibleTo(page), "what is kept is kept"


def test_a_link_can_be_undone(qtbot: QtBot, page: PersonPage):
    with qtbot.waitSignal(page.parted) as heard:
        part(page, PlainButton, "link_p1b_act").click()
    assert heard.args == ["p1", "p1b"]


def test_escape_leaves(qtbot: QtBot, page: PersonPage):
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(part(page, LinesView, "person_complaints"), Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("supervisor", "words", "act", "verdict"),
    [
        ("", "", "review_confirm", None),
        ("4821 OKAFOR", "fine", "review_confirm", None),
        ("Insp Rees", "", "review_return", None),
        ("Insp Rees", "", "review_confirm", "confirmed"),
        ("Insp Rees", "the child was there", "review_return", "returned"),
    ],
)
def test_a_lowered_band_needs_another_pair_of_eyes(
    qtbot: QtBot, page: PersonPage, supervisor: str, words: str, act: str, verdict: str | None
):
    part(page, PlainField, "review_supervisor").setText(supervisor)
    part(page, PlainField, "review_words").setText(words)
    if verdict is None:
        with qtbot.assertNotEmitted(page.reviewed):
            part(page, PlainButton, act).click()
    else:
        with qtbot.waitSignal(page.reviewed) as heard:
            part(page, PlainButton, act).click()
        assert heard.args == ["k3", "e9", verdict, supervisor, words]


def test_somebody_without_complaints_is_no_blank_page(page: PersonPage):
    page.show_person(NOBODY)
    assert part(page, PlainLabel, "person_names").text() == "No name known"
    assert "No complaint" in part(page, LinesView, "person_complaints").accessibleDescription()


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_part_has_a_name(page: PersonPage, language: str):
    page.speak(Words(language))
    assert list(unnamed(page)) == []
    chart = page.findChild(Timeline)
    assert chart
    assert chart.accessibleName()


# the chart


@pytest.mark.req("R22")
def test_the_chart_is_walked_by_key_and_said_in_words(qtbot: QtBot, chart: Timeline):
    assert chart.said() == "4 complaints since 3 Nov 2025; highest band: High"
    for key, words in (
        (Qt.Key.Key_Home, "3 Nov 2025 · Standard"),
        (Qt.Key.Key_Right, "21 Jan 2026 · High · Harassment"),
        (Qt.Key.Key_End, "2 Mar 2026 · not graded yet"),
        (Qt.Key.Key_Left, "27 Feb 2026 · Medium"),
    ):
        qtbot.keyClick(chart, key)
        assert chart.said().startswith(words)
        assert chart.accessibleDescription() == chart.said()
    with qtbot.waitSignal(chart.chosen) as heard:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert heard.args == ["k3"]


def test_everything_drawn_is_also_a_text(chart: Timeline):
    text = chart.in_words()
    for each in ("Told by the caller: 10 earlier incidents", "27 Feb 2026 · Medium · Threats at the door", "21 Jan 2026", "3 Nov 2025"):
        assert each in text


def test_the_pointer_finds_the_mark_under_it(qtbot: QtBot, chart: Timeline):
    frame, first = chart.frame(), chart.marks()[0]
    at = QPoint(round(frame.x(first.on)), round(frame.y(first.band)))
    QTest.mouseMove(chart, QPoint(5, 5))
    QTest.mouseMove(chart, at)
    assert chart.said() == first.words
    with qtbot.waitSignal(chart.chosen) as heard:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert heard.args == ["k1"]


def test_from_the_chart_the_complaint_opens_in_the_list(qtbot: QtBot, page: PersonPage):
    chart = page.findChild(Timeline)
    assert chart
    chart.chosen.emit("k2")
    assert part(page, LinesView, "person_complaints").hasFocus()
    assert "council" in part(page, LinesView, "person_complaints").lines()[2].detail


def test_three_hundred_complaints_are_drawn_in_a_blink(qtbot: QtBot):
    bands = ("standard", "medium", "high")
    chart = Timeline(Words())
    qtbot.addWidget(chart)
    chart.resize(900, 200)
    chart.show_history(Words(), [complaint(str(n), n * 9, bands[n % 3]) for n in range(300)], PERSON.told, TODAY)
    picture = QImage(900, 200, QImage.Format.Format_RGB32)
    pairs = [(took(lambda: chart.render(picture)), took(lambda: plainly(picture))) for _ in range(7)]  # side by side
    drawn, plain = (min(told) for told in zip(*pairs, strict=True))
    assert drawn < 15 * plain, "where it was first measured: 20 milliseconds"


def took(draw: Callable[[], object]) -> float:
    """Seconds of this thread's own work."""
    began = time.thread_time()
    draw()
    return time.thread_time() - began


def plainly(picture: QImage) -> None:
    """As many marks, each with a word, and nothing else: what this computer takes for that."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in range(300):
        painter.drawEllipse(number * 3, number % 200, 9, 9)
        painter.drawText(number * 3, number % 200, "1 Jan")
    painter.end()


days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@given(st.lists(days, max_size=20), days, st.integers(200, 2000))
def test_time_runs_from_left_to_right_and_the_months_keep_their_distance(told: list[date], today: date, width: int):
    over = scale(told, today, 0, width)
    assert all(0 <= over.x(on) <= width for on in (*told, today))
    assert over.x(today) > over.x(today - timedelta(days=1))
    written = ticks(over, Words(), 60)
    assert all(later[0] - sooner[0] >= 60 for sooner, later in pairwise(written))
    assert [said for _, said in written if said.endswith(str(over.first.year))] in ([], [written[0][1]])


# free text


@pytest.mark.req("T8")
def test_markup_in_any_field_stays_letters(qtbot: QtBot, clock: ToldClock, markup: str):
    person = shown.Person(
        "p", (markup,), (markup,), (markup,), (markup,), markup, "en",
        (shown.Flag("repeat", markup), shown.Flag(markup, markup)),
        shown.Meter(1, 3, 6, left_out=(markup,)),
        (complaint(markup, 1, "high", markup, where=markup, reasons=(markup,), taken_by=markup, agency=markup),),
        (shown.Told(markup, before(90).date(), TODAY),),
        (shown.Promise(markup, markup, TODAY),),
        (shown.Link(markup, markup, markup, markup, (markup,), markup),),
        (shown.Lowered(markup, markup, markup, MORNING, "high", "medium", markup, markup, markup),),
    )  # fmt: skip
    page, desk, panel = PersonPage(Words(), clock), DeskPage(Words(), clock), PeoplePanel(Words(), lambda: TODAY)
    page.show_person(person)
    desk.show_calls((shown.Call(markup, markup, MORNING, "p", markup, markup, open=True, taken_by=markup),), ())
    desk.show_due((shown.Due("promise", markup, "c", "p", markup, TODAY, overdue=True, name=markup),))
    found = shown.Found(markup, markup, markup, markup, (markup,), 2, TODAY)
    desk.show_found((found,))
    panel.show_people(BY_NAME, (found,), shown.Story("p", markup, markup, 1, TODAY, TODAY, "high", markup, kept=False))
    panel.show_call(
        shown.Affected(markup, markup, markup), shown.Contact("more", "c", (shown.Earlier("c", markup, TODAY, markup),), decided=True)
    )
    window = MainWindow(Words())
    window.sign_in(markup)
    window.show_calls((CallTab("c", markup, markup),))
    window.tell("anything", markup)
    for widget in (page, desk, panel, window):
        qtbot.addWidget(widget)
        widget.resize(1366, 900)
        widget.show()
        assert red_pixels(widget) == 0
