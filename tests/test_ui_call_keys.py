"""The keys that work anywhere in a call: next to ask, go to, notes, guidance, language, emergency, anonymous, undo."""

import pytest
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_hands import CTRL, SHIFT, Key, at, card, lines, press, read, windows
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

ACCOUNT, DANGER, NAMING, NAME, PHONE = (
    "/data/incident/account", "/data/opening/danger", "/data/opening/naming", "/data/opening/caller_name", "/data/opening/caller_phone",
)  # fmt: skip
EVIDENCE, BEHAVIOURS, DATE, WEAPON = "/data/incident/evidence", "/data/incident/behaviours", "/data/incident/when_date", "/data/who/weapon"
VIOLENCE, WEAPON_WHAT, PERSON = "/data/who/violence", "/data/who/weapon_what", "/data/who/person"


def test_f6_goes_to_the_next_required_question(page: CallPage, call: PaperCall) -> None:
    page.go("/data/outcome/grade")
    press(page, Key.Key_F6)
    assert at(page) == ACCOUNT  # the list begins again at the top, where the account stands
    page.go(BEHAVIOURS)
    press(page, Key.Key_F6)
    assert at(page) == VIOLENCE


@pytest.mark.parametrize(("typed", "path"), [("weap", WEAPON), ("pushed hurt", VIOLENCE), ("doorbell", EVIDENCE), ("full name", NAME)])
def test_ctrl_k_goes_to_any_question_by_its_name_words_or_answers(page: CallPage, typed: str, path: str) -> None:
    press(page, Key.Key_K, modifier=CTRL)
    press(page, typed, Key.Key_Return)
    assert at(page) == path


def test_ctrl_k_finds_a_question_by_what_was_answered(page: CallPage) -> None:
    page.go(NAME)
    press(page, "Angharad", Key.Key_Return)
    press(page, Key.Key_K, modifier=CTRL)
    press(page, "angh", Key.Key_Return)
    assert at(page) == NAME


def test_escape_leaves_the_go_to_field_without_going(page: CallPage) -> None:
    page.go(WEAPON)
    press(page, Key.Key_K, modifier=CTRL)
    press(page, "name", Key.Key_Escape)
    assert at(page) == WEAPON


def test_escape_in_the_call_leads_back_to_the_desk(page: CallPage, qtbot: QtBot, call: PaperCall) -> None:
    press(page, "half a sen")
    with qtbot.waitSignal(page.left):
        press(page, Key.Key_Escape)
    assert call.values[ACCOUNT] == "half a sen"


def test_a_note_goes_on_record_with_its_time(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "has a little girl, 6", Key.Key_Return)
    assert [note.text for note in call.kept] == ["has a little girl, 6"]
    assert lines(page, "notes on record")[0].endswith(":04 has a little girl, 6")
    assert call.draft("notes") == ""
    assert call.left_at[0] == "notes"


def test_a_note_line_is_sent_to_a_question(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "he had a bat", Key.Key_Return, Key.Key_Backtab, Key.Key_Down)
    press(page, Key.Key_K, modifier=CTRL)
    press(page, "weap", Key.Key_Return)
    assert call.kept[-1].path == WEAPON
    assert at(page) == WEAPON


def test_a_note_line_fills_an_open_question_that_is_typed(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "12 High St", Key.Key_Return, Key.Key_Backtab, Key.Key_Down)
    press(page, Key.Key_K, modifier=CTRL)
    press(page, "where", Key.Key_Return)
    assert call.values["/data/incident/location"] == "12 High St"
    assert call.manner("/data/incident/location") == "told"


def test_guidance_opens_in_the_page(page: CallPage) -> None:
    before = windows()
    page.go(DANGER)
    press(page, Key.Key_F1)
    assert "Immediate risk to life" in read(card(page, DANGER))
    assert windows() == before
    press(page, Key.Key_F1)
    assert "Immediate risk to life" not in read(card(page, DANGER))


@pytest.mark.req("R23")
def test_f8_speaks_welsh_at_once_and_loses_nothing(page: CallPage, call: PaperCall) -> None:
    press(page, "Lads by the sh")
    press(page, Key.Key_F8)
    assert call.language == "cy"
    assert "Ydych chi, neu unrhyw un arall, mewn perygl" in read(page)
    assert "Are you, or is anyone else" not in read(page)
    assert call.values[ACCOUNT] == "Lads by the sh"
    assert at(page) == ACCOUNT
    assert page.focusWidget().property("plainText") == "Lads by the sh"


def test_f12_shows_the_emergency_words_and_marks_the_danger(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_F12)
    assert call.values[DANGER] == "yes"
    assert call.manner(DANGER) == "told"
    assert "Stay on the line, I am getting help to you now." in read(page)
    assert [note.path for note in call.kept] == [DANGER]
    assert at(page) == ACCOUNT  # the handler types on


def test_ctrl_z_takes_the_emergency_back(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, Key.Key_F12)
    press(page, Key.Key_Z, modifier=CTRL)
    assert call.values[DANGER] == ""
    assert "Stay on the line" not in read(page)


def test_one_key_keeps_a_caller_anonymous(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_A, modifier=CTRL | SHIFT)
    assert call.values[NAMING] == "anonymous"
    assert NAME not in {question.path for question in call.still_to_ask()}


def test_ctrl_z_takes_the_last_answer_back_and_goes_there(page: CallPage, call: PaperCall) -> None:
    page.go(DANGER)
    press(page, Key.Key_1, Key.Key_1)
    press(page, Key.Key_Z, modifier=CTRL)
    assert call.values[NAMING] == ""
    assert call.values[DANGER] == "yes"
    assert at(page) == NAMING


def test_ctrl_z_undoes_typing_before_answers(page: CallPage, call: PaperCall) -> None:
    page.go(DANGER)
    press(page, Key.Key_2)
    page.go(NAME)
    press(page, "Jon")
    press(page, Key.Key_Z, modifier=CTRL)
    assert call.values[DANGER] == "no"
    assert page.focusWidget().property("text") == ""
