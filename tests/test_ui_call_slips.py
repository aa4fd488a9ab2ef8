"""Slips of the hand in a call: what is typed in the wrong place answers nothing, and what is refused is seen to be."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_fixtures import MovingClock, PaperCall
from tests.ui_call_hands import CTRL, Key, at, card, opened, press, read
from tests.ui_call_script import SCRIPT
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

DANGER, NAMING, PHONE = "/data/opening/danger", "/data/opening/naming", "/data/opening/caller_phone"
EVIDENCE, BEHAVIOURS, DATE = "/data/incident/evidence", "/data/incident/behaviours", "/data/incident/when_date"
WEAPON = "/data/who/weapon"
REFUSED, NOTED = "Letters answer nothing here", "This goes into the note"


def test_a_sentence_typed_at_a_choice_answers_nothing_and_becomes_a_note_beside_it(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, *"he had 2 knives in the hall")
    assert call.values == {}
    assert at(page) == "note"
    assert NOTED in read(card(page, WEAPON))
    press(page, Key.Key_Return)
    assert [(note.text, note.path) for note in call.kept] == [("he had 2 knives in the hall", WEAPON)]
    assert at(page) == WEAPON
    assert NOTED not in read(page)
    press(page, Key.Key_2)
    assert call.values == {WEAPON: "no"}


def test_a_digit_that_begins_a_sentence_is_its_first_word_and_no_answer(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, *"2 men", Key.Key_Return)
    assert call.question(WEAPON).value == ""
    assert [(note.text, note.path) for note in call.kept] == [("2 men", WEAPON)]
    assert at(page) == WEAPON


def test_a_digit_on_its_own_stays_the_answer_whatever_is_typed_a_breath_later(qtbot: QtBot, call: PaperCall) -> None:
    clock = MovingClock()
    page = opened(qtbot, call, clock=clock)
    page.go(DANGER)
    press(page, Key.Key_2)
    clock.at += timedelta(seconds=1)
    press(page, *"men", Key.Key_Return)
    assert call.values == {DANGER: "no"}
    assert [(note.text, note.path) for note in call.kept] == [("men", NAMING)]


def test_letters_at_the_close_answer_nothing_and_say_so(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_Return, modifier=CTRL)
    press(page, "he")
    assert REFUSED in read(page)
    press(page, Key.Key_Tab)
    assert REFUSED not in read(page)
    assert call.kept == []


def test_space_takes_only_what_an_arrow_key_reached_since_the_keys_came_here(page: CallPage, call: PaperCall) -> None:
    page.go(EVIDENCE)
    press(page, Key.Key_Right, Key.Key_Space)
    assert call.values == {EVIDENCE: "photo"}
    press(page, Key.Key_Backtab, Key.Key_Tab, Key.Key_Space)
    assert call.values == {EVIDENCE: "photo"}
    assert REFUSED in read(card(page, EVIDENCE))


def test_what_fits_no_answer_stays_and_is_said(page: CallPage, call: PaperCall) -> None:
    page.go(BEHAVIOURS)
    press(page, "van", Key.Key_Return)
    assert at(page) == BEHAVIOURS
    assert page.focusWidget().property("text") == "van"
    assert "No answer fits “van”." in read(card(page, BEHAVIOURS))
    press(page, Key.Key_Backspace)
    assert "No answer fits" not in read(page)
    assert call.values == {}


@pytest.mark.parametrize(("path", "typed"), [(PHONE, "0778 abc"), (PHONE, "0163")])
def test_a_refused_answer_holds_the_caret_once(page: CallPage, call: PaperCall, path: str, typed: str) -> None:
    page.go(path)
    press(page, typed, Key.Key_Return)
    assert at(page) == path
    assert call.values[path] == typed
    assert "Enter once more goes on" in read(card(page, path))
    press(page, Key.Key_Return)
    assert at(page) != path


def test_a_date_says_how_dates_are_typed(page: CallPage, call: PaperCall) -> None:
    page.go(DATE)
    assert page.focusWidget().property("placeholderText") == "3/11, yesterday, last tue"
    page.switch_language()
    assert page.focusWidget().property("placeholderText") == "3/11, ddoe, mawrth diwethaf"


def seen(page: CallPage, path: str) -> bool:
    """Whether all of a question can be seen in the column."""
    here = card(page, path)
    whole = QRect(here.mapTo(page, here.rect().topLeft()), here.size())
    return whole.intersected(page.rect()) == whole and here.visibleRegion().boundingRect() == here.rect()


def test_a_call_opened_again_shows_the_question_it_was_left_at(qtbot: QtBot) -> None:
    page = opened(qtbot, PaperCall(SCRIPT, left_at=(WEAPON, 0)), height=420)
    assert seen(page, WEAPON)


def test_the_question_at_hand_stays_in_sight_when_the_window_gets_smaller(page: CallPage) -> None:
    page.go(WEAPON)
    page.resize(1024, 400)
    assert seen(page, WEAPON)


def test_the_question_at_hand_stays_in_sight_under_larger_letters(page: CallPage, qtbot: QtBot) -> None:
    page.resize(1366, 500)
    page.go(WEAPON)
    font = page.font()
    font.setPointSizeF(font.pointSizeF() * 1.8)
    page.setFont(font)
    for part in page.findChildren(type(card(page, WEAPON))):
        part.setFont(font)
    qtbot.waitUntil(lambda: seen(page, WEAPON))
