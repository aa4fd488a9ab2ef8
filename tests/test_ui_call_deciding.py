"""Deciding at the end of a call: what is still wanted is told as it stands now, and the caret stays where it helps."""

from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_form import FormCall
from tests.ui_call_hands import CTRL, Key, at, card, opened, press, read
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

GRADE, PHONE, PROMISE, BAND = "/data/outcome/grade", "/data/opening/caller_phone", "/data/outcome/promise_date", "/data/outcome/band_final"
DANGER = "gap:/data/opening/danger"


def close(page: CallPage) -> None:
    press(page, Key.Key_Return, modifier=CTRL)


def test_what_is_still_to_decide_goes_as_it_is_decided(page: CallPage, call: PaperCall) -> None:
    close(page)
    close(page)
    assert "Still to decide: Grade. 8 questions left unasked" in read(page)
    press(page, Key.Key_2)
    assert "Still to decide" not in read(page)
    assert "8 questions left unasked still want a reason" in read(page)
    for _ in range(8):
        press(page, Key.Key_2)
    assert "still want" not in read(page)


def test_answers_that_are_refused_are_listed_to_check(page: CallPage) -> None:
    page.record(PHONE, "0778 abc")
    close(page)
    assert "To check: Phone." in read(page)


def test_f8_keeps_the_caret_where_it_was_in_the_close(page: CallPage) -> None:
    close(page)
    press(page, Key.Key_2, Key.Key_Tab)
    here = at(page)
    assert here not in (GRADE, DANGER)
    press(page, Key.Key_F8)
    assert at(page) == here


def test_f8_keeps_the_caret_in_the_notes_and_within_a_line(page: CallPage) -> None:
    page.go(PHONE)
    press(page, "0163", Key.Key_Left, Key.Key_F8)
    assert (at(page), card(page, PHONE).caret()) == (PHONE, 3)
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "bat", Key.Key_F8)
    assert at(page) == "note"


def test_the_caret_begins_at_the_band_that_was_computed(qtbot: QtBot) -> None:
    call = FormCall()
    page = opened(qtbot, call)
    page.record("/data/opening/danger", "yes")
    close(page)
    assert call.assessment().computed == "high"
    assert at(page) == BAND
    assert page.focusWidget().objectName() == "answer:high"


def test_ctrl_z_takes_a_reason_back_and_no_answer(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2, Key.Key_1, Key.Key_3)
    press(page, Key.Key_Z, modifier=CTRL)
    assert call.values == {GRADE: "priority"}
    close(page)
    assert "7 questions left unasked still want a reason" in read(page)


def test_a_promise_offers_days_that_lie_ahead_and_takes_a_weekday_for_the_next_one(qtbot: QtBot) -> None:
    call = FormCall()
    page = opened(qtbot, call)
    page.go(PROMISE)
    assert page.focusWidget().property("placeholderText") == "today, tomorrow, fri, 2/12"
    press(page, "last fri", Key.Key_Return)
    assert at(page) == PROMISE
    said = read(card(page, PROMISE))
    assert "The date cannot be in the past." in said
    assert "Such as today, tomorrow, fri, 2/12." in said
    press(page, Key.Key_A, modifier=CTRL)
    press(page, "fri", Key.Key_Return)
    assert call.question(PROMISE).value == "2026-11-27"
    page.switch_language()
    page.go(PROMISE)
    assert page.focusWidget().property("placeholderText") == "heddiw, yfory, gwener, 2/12"
