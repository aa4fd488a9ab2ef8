"""An assessment is shown exactly as it was asked, years and versions later; and the desk's pages for looking back are opened by key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.app.session import Opened, scratch_desk
from callhandler.desk.as_asked import AsAsked, AskedLine
from callhandler.desk.desk import Desk
from callhandler.log.kinds import CaseId, Viewed
from callhandler.store.fleeting import fleeting
from callhandler.store.pen import InlinePen
from callhandler.ui.asked_page.rate import AskedRatePage
from callhandler.ui.asked_page.then import AsAskedPage
from callhandler.ui.grid import Grid
from callhandler.ui.lines import LinesView
from callhandler.ui.rescore_page import RescorePage
from callhandler.ui.safe import PlainButton, PlainField
from callhandler.words import Words
from tests import desks
from tests.desks import DANGER, THREATS, VIOLENCE, Room, generic, margaret, rung_off, told
from tests.doubles import ToldClock
from tests.ui_seat import AtDesk, labels
from tests.ui_shell_people import unnamed
from tests.versions import FIRST, FIRST_VERSION, OLD_WORDS, desk, released, second


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def taken(at: Desk) -> CaseId:
    call = told(margaret(at.start_call()), DANGER="no")
    call.answer(THREATS, "me_now", "told")
    call.switch_language()
    call.answer(VIOLENCE, "dk")
    rung_off(call)
    return call.case


def line(asked: AsAsked, path: str) -> AskedLine:
    return next(one for one in asked.lines if one.question.path == path)


def test_years_and_versions_later_the_very_words_stand_there(room: Room) -> None:
    case = taken(desk(room, released(FIRST)))
    room.now.move(days=900)
    asked = desk(room, released(second())).as_asked(case)
    assert asked.here
    assert asked.script.version == FIRST_VERSION
    assert line(asked, DANGER).question.label == OLD_WORDS
    assert (line(asked, DANGER).how, line(asked, DANGER).question.value) == ("asked", "no")
    assert (line(asked, THREATS).how, line(asked, THREATS).points) == ("told", 4)
    assert line(asked, VIOLENCE).how == "unknown"
    assert asked.grade
    assert asked.grade.band == "medium"


def test_each_answer_stands_in_the_language_in_which_it_was_asked(room: Room) -> None:
    asked = desk(room, released(FIRST))
    told_in = asked.as_asked(taken(asked))
    assert (line(told_in, DANGER).language, line(told_in, VIOLENCE).language) == ("en", "cy")
    assert line(told_in, VIOLENCE).question.label != line(told_in, DANGER).question.label
    assert "Ddim yn gwybod" in [option.label for option in line(told_in, VIOLENCE).question.options]


def test_the_points_add_up_to_the_grade_on_record(room: Room) -> None:
    at = desk(room, released(FIRST))
    asked = at.as_asked(taken(at))
    assert asked.grade
    assert sum(one.points or 0 for one in asked.lines) == asked.grade.score


def test_an_earlier_assessment_tells_what_stood_then(room: Room) -> None:
    at = desk(room, released(FIRST))
    call = told(margaret(at.start_call()), THREATS="no")
    call.override("medium", "a feeling")
    call.answer(THREATS, "me_now")
    rung_off(call)
    first, last = at.as_asked(call.case, 1), at.as_asked(call.case)
    assert first.of == last.n > 1
    assert (line(first, THREATS).question.value, line(last, THREATS).question.value) == ("no", "me_now")


def test_without_its_form_the_answers_are_told_and_no_wording_is_made_up(room: Room) -> None:
    call = told(room.desk().start_call(), DANGER="no")
    rung_off(call)
    asked = desk(room, released(second())).as_asked(call.case)
    assert not asked.here
    assert asked.lines == ()
    assert (DANGER, "no") in [(one.path, one.value) for one in asked.answers]


@pytest.mark.req("R1")
def test_that_somebody_looked_is_on_record(room: Room) -> None:
    at = desk(room, released(FIRST))
    case = taken(at)
    at.as_asked(case)
    (look,) = room.vault.logbook.entries(kinds=("viewed",))
    assert isinstance(look.body, Viewed)
    assert (look.body.what, look.body.subject, look.body.purpose) == ("case", case, "as asked")


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_page_says_wording_answer_points_and_hash(qtbot: QtBot, room: Room, language: str) -> None:
    at = desk(room, released(FIRST))
    asked, page = at.as_asked(taken(at)), AsAskedPage(Words(language))
    qtbot.addWidget(page)
    page.resize(1366, 730)
    with qtbot.waitActive(page):
        page.show()
    page.show_asked(asked)
    view = page.findChild(LinesView)
    assert view
    said = "\n".join(one.read() for one in view.lines())
    assert f"“{OLD_WORDS}”" in said
    assert ("told, not asked · 4 points" if language == "en" else "4 pwynt") in said
    assert asked.script.sha256 in labels(page)
    assert list(unnamed(page)) == []
    with qtbot.waitSignal(page.left):
        QTest.keyClick(view, Qt.Key.Key_Escape)


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: ToldClock) -> Iterator[AtDesk]:
    QStandardPaths.setTestModeEnabled(True)
    seat = AtDesk(qtbot, tmp_path / "profile", clock)
    yield seat
    for program in seat.programs:
        program.put_away()
    QStandardPaths.setTestModeEnabled(False)


def button(seat: AtDesk, text: str) -> PlainButton:
    return next(each for each in seat.window.findChildren(PlainButton) if each.text() == text and each.isVisible())


def filled(clock: ToldClock) -> Opened:
    """A store with one finished call."""
    opened = Opened(fleeting("4821 Okafor"), *generic())
    rung_off(margaret(scratch_desk(opened, InlinePen(opened.vault.logbook), clock).start_call()))
    return opened


def test_from_the_desk_to_the_figures(seat: AtDesk, clock: ToldClock) -> None:
    seat.start().program.let_in(filled(clock))
    button(seat, "Asked-rate").click()
    seat.qtbot.waitUntil(lambda: bool(seat.part(Grid).in_words()))
    assert "In danger now, week from 2 Mar 2026: fewer than 5 calls" in seat.part(Grid).in_words()
    button(seat, "Keep as csv").click()
    assert "asked-rate-2026-03-02.csv" in labels(seat.part(AskedRatePage))
    seat.press(Qt.Key.Key_Escape)
    assert seat.window.current() == "desk"


def test_from_the_desk_to_what_another_version_would_have_done(seat: AtDesk, clock: ToldClock, tmp_path: Path) -> None:
    seat.start().program.let_in(filled(clock))
    button(seat, "What if").click()
    field = seat.part(RescorePage).findChild(PlainField)
    assert field
    field.setText(str(tmp_path / "none.xml"))
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "No such file" in labels(seat.part(RescorePage))
    (tmp_path / "second.xml").write_bytes(second())
    field.setText(str(tmp_path / "second.xml"))
    QTest.keyClick(field, Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: "1 calls over 1 weeks" in labels(seat.part(RescorePage)))


def test_from_a_complaint_to_what_was_asked(seat: AtDesk, clock: ToldClock) -> None:
    seat.start().program.let_in(filled(clock))
    today = seat.part(LinesView, "desk_today")
    today.setFocus()
    QTest.keyClick(today, Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_F7)
    assert seat.window.current() == "as_asked"
    assert "As it was asked" in labels(seat.part(AsAskedPage))
    seat.press(Qt.Key.Key_Escape)
    assert seat.window.current() == "person"
