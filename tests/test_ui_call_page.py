"""The call page by keyboard: what a handler presses, and what the call is told."""

import pytest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page import CallPage
from callhandler.ui.safe import PlainLabel
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_hands import ALT, CTRL, SHIFT, Key, at, card, child, lines, opened, press, read, windows
from tests.ui_call_script import SCRIPT

ACCOUNT, DANGER, NAMING, NAME, PHONE = (
    "/data/incident/account", "/data/opening/danger", "/data/opening/naming", "/data/opening/caller_name", "/data/opening/caller_phone",
)  # fmt: skip
EVIDENCE, BEHAVIOURS, DATE, WEAPON = "/data/incident/evidence", "/data/incident/behaviours", "/data/incident/when_date", "/data/who/weapon"
VIOLENCE, WEAPON_WHAT, PERSON = "/data/who/violence", "/data/who/weapon_what", "/data/who/person"


@pytest.fixture
def call() -> PaperCall:
    return PaperCall(SCRIPT)


@pytest.fixture
def page(qtbot: QtBot, call: PaperCall) -> CallPage:
    return opened(qtbot, call)


def test_the_caret_starts_in_the_callers_own_account(page: CallPage) -> None:
    assert at(page) == ACCOUNT


def test_a_digit_answers_and_moves_on(page: CallPage, call: PaperCall) -> None:
    press(page, "Lads by the shops", Key.Key_Return, Key.Key_2)
    assert call.values == {ACCOUNT: "Lads by the shops", DANGER: "no"}
    assert at(page) == NAMING


def test_nought_is_do_not_know_and_minus_is_declined(page: CallPage, call: PaperCall) -> None:
    page.go(DANGER)
    press(page, Key.Key_0)
    page.go(VIOLENCE)
    press(page, Key.Key_Minus)
    assert call.values == {DANGER: "dk", VIOLENCE: "declined"}


def test_a_digit_past_the_answers_does_nothing(page: CallPage, call: PaperCall) -> None:
    page.go(NAMING)
    press(page, Key.Key_7, Key.Key_0)
    assert call.values == {}
    assert at(page) == NAMING


def test_alt_and_a_digit_is_told_not_asked_and_seen_to_be(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, Key.Key_2, modifier=ALT)
    assert call.manner(WEAPON) == "told"
    assert "told, not asked" in read(card(page, WEAPON))
    assert "told, not asked" not in read(card(page, VIOLENCE))


def test_digits_tick_several_and_enter_moves_on(page: CallPage, call: PaperCall) -> None:
    page.go(EVIDENCE)
    press(page, Key.Key_1, Key.Key_2)
    assert call.values[EVIDENCE] == "cctv photo"
    assert at(page) == EVIDENCE
    press(page, Key.Key_Return)
    assert at(page) == f"{PERSON}[1]/person_name"


def test_none_stands_alone(page: CallPage, call: PaperCall) -> None:
    page.go(EVIDENCE)
    press(page, Key.Key_1, Key.Key_3)
    assert call.values[EVIDENCE] == "none"


def test_backspace_takes_an_answer_back(page: CallPage, call: PaperCall) -> None:
    page.go(EVIDENCE)
    press(page, Key.Key_1, Key.Key_Backspace)
    assert call.values[EVIDENCE] == ""


def test_tab_and_the_arrows_go_from_question_to_question(page: CallPage) -> None:
    page.go(DANGER)
    press(page, Key.Key_Tab)
    assert at(page) == NAMING
    press(page, Key.Key_Down)
    assert at(page) == NAME
    press(page, Key.Key_Up, Key.Key_Backtab)
    assert at(page) == DANGER


def test_tab_leaves_the_account_and_goes_round_the_whole_page(page: CallPage) -> None:
    seen = []
    for _ in range(40):
        seen.append(at(page))
        press(page, Key.Key_Tab)
    assert {ACCOUNT, DANGER, "/data/outcome/promise_date", "still to ask", "notes on record", "note", "go-to"} <= set(seen)
    assert seen[0] in seen[1:]


def test_enter_never_chooses_an_answer(page: CallPage, call: PaperCall) -> None:
    page.go(DANGER)
    press(page, Key.Key_Return)
    assert call.values == {}
    assert at(page) == NAMING


def test_space_chooses_the_answer_at_hand(page: CallPage, call: PaperCall) -> None:
    page.go(DANGER)
    press(page, Key.Key_Right, Key.Key_Space)
    assert call.values == {DANGER: "no"}


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


def test_digits_type_where_there_is_typing(page: CallPage, call: PaperCall) -> None:
    page.go(PHONE)
    press(page, "01632 960012", Key.Key_Return)
    assert call.values[PHONE] == "01632 960012"


def test_letters_narrow_a_long_list_and_enter_takes(page: CallPage, call: PaperCall) -> None:
    page.go(BEHAVIOURS)
    press(page, "rowdy in", Key.Key_Return, "noi", Key.Key_1)
    assert call.values[BEHAVIOURS] == "rowdy noise"
    press(page, Key.Key_Backspace)
    assert call.values[BEHAVIOURS] == "noise"
    press(page, Key.Key_Return)
    assert at(page) == EVIDENCE


def test_a_date_is_typed_as_it_is_heard(page: CallPage, call: PaperCall) -> None:
    page.go(DATE)
    press(page, "yesterday", Key.Key_Return)
    assert call.values[DATE] == "2026-11-21"
    page.go(DATE)
    assert page.focusWidget().property("text") == "21/11/2026"


def test_a_refused_answer_says_why_in_words(page: CallPage, call: PaperCall) -> None:
    page.go(PHONE)
    press(page, "0163", Key.Key_Return)
    assert "! A phone number has 10 to 16 digits" in read(card(page, PHONE))
    assert "! Phone" in lines(page, "questions")


def test_an_answer_whose_question_went_is_greyed_and_kept(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, Key.Key_1, "a knife", Key.Key_Return)
    page.go(WEAPON)
    press(page, Key.Key_2)
    assert "a knife\nNo longer asked, because another answer changed." in read(card(page, WEAPON_WHAT))
    assert call.values[WEAPON_WHAT] == "a knife"


def test_a_further_person_is_a_row_more(page: CallPage, call: PaperCall) -> None:
    page.go(f"{PERSON}[1]/person_name")
    press(page, Key.Key_Tab, Key.Key_Return)
    assert call.rows == 2
    assert at(page) == f"{PERSON}[2]/person_name"
    press(page, Key.Key_Backtab, Key.Key_Return)
    assert call.rows == 1


@pytest.mark.req("F1")
def test_every_key_is_told_and_the_caret_with_it(page: CallPage, call: PaperCall) -> None:
    press(page, "Lads", Key.Key_Left)
    assert call.draft(ACCOUNT) == "Lads"
    assert call.left_at == (ACCOUNT, 3)


@pytest.mark.req("F1")
def test_a_call_reopens_at_the_same_place_with_what_was_typed(qtbot: QtBot) -> None:
    call = PaperCall(SCRIPT, drafts={NAME: "Anghar", "notes": "rings of"}, left_at=(NAME, 3))
    page = opened(qtbot, call)
    assert at(page) == NAME
    assert page.focusWidget().property("text") == "Anghar"
    press(page, "X", Key.Key_Return)
    assert call.values[NAME] == "AngXhar"
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "f", Key.Key_Return)
    assert call.kept[-1].text == "frings of"


def test_a_draft_elsewhere_outlives_other_answers(qtbot: QtBot) -> None:
    page = opened(qtbot, PaperCall(SCRIPT, drafts={ACCOUNT: "Lads by the sh"}, left_at=(DANGER, 0)))
    press(page, Key.Key_2)
    page.go(ACCOUNT)
    assert page.focusWidget().property("plainText") == "Lads by the sh"


def test_only_what_changed_is_made_anew(page: CallPage) -> None:
    before = card(page, VIOLENCE)
    page.go(WEAPON)
    press(page, Key.Key_1)
    assert card(page, VIOLENCE) is before


def test_the_grade_is_told_in_word_symbol_and_figures(page: CallPage) -> None:
    page.go(VIOLENCE)
    press(page, Key.Key_1, Key.Key_0)
    shown = read(page)
    assert "4 so far" not in shown
    assert "6 so far, 1 question unasked, could reach 10" in shown
    assert "Gaps, never a “no”: Weapon" in shown
    assert "High if In danger now is “Yes”" in shown
    assert "not that force's own tool" in shown


def test_what_is_still_to_ask_shrinks(page: CallPage) -> None:
    assert "• In danger now" in lines(page, "still to ask")
    page.go(DANGER)
    press(page, Key.Key_2)
    assert "• In danger now" not in lines(page, "still to ask")


def test_the_earlier_complaints_have_room_on_a_large_screen_only(qtbot: QtBot) -> None:
    earlier = PlainLabel("earlier complaints")
    page = opened(qtbot, PaperCall(SCRIPT), earlier=earlier)
    assert not earlier.isVisible()
    page.resize(1920, 1080)
    assert earlier.isVisible()


def test_the_bar_says_who_calls_and_how_long(page: CallPage) -> None:
    page.go(NAME)
    press(page, "Angharad Jones", Key.Key_Return)
    page.say_saved("saved")
    assert {"GEN-261122-K4CD-007", "Angharad Jones", "00:03:41", "saved"} <= set(read(page).splitlines())


def test_the_list_of_questions_goes_there_too(page: CallPage) -> None:
    child(page, QListView, "questions").setFocus()
    press(page, Key.Key_Down, Key.Key_Return)
    assert at(page).startswith("/data")
