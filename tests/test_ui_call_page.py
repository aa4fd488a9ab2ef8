"""The call page by keyboard: what a handler presses, and what the call is told."""

import pytest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from callhandler.ui.safe import PlainLabel
from tests.ui_call_fixtures import PaperCall, Sheet
from tests.ui_call_hands import ALT, CTRL, Key, at, card, child, lines, opened, press, read
from tests.ui_call_script import SCRIPT
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

ACCOUNT, DANGER, NAMING, NAME, PHONE = (
    "/data/incident/account", "/data/opening/danger", "/data/opening/naming", "/data/opening/caller_name", "/data/opening/caller_phone",
)  # fmt: skip
EVIDENCE, BEHAVIOURS, DATE, WEAPON = "/data/incident/evidence", "/data/incident/behaviours", "/data/incident/when_date", "/data/who/weapon"
VIOLENCE, WEAPON_WHAT, PERSON = "/data/who/violence", "/data/who/weapon_what", "/data/who/person"


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
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "has a little girl, 6", Key.Key_Return)
    page.go(ACCOUNT)
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


def test_digits_type_where_there_is_typing(page: CallPage, call: PaperCall) -> None:
    page.go(PHONE)
    press(page, "01632 960012", Key.Key_Return)
    assert call.values[PHONE] == "01632 960012"


def test_a_list_that_the_digits_cannot_number_is_typed_at(qtbot: QtBot) -> None:
    many = tuple((f"o{n}", f"Answer {chr(65 + n)}", f"Ateb {chr(65 + n)}", 0) for n in range(11))
    long = Sheet("/data/long/list", "one", "Which of these?", "Pa un?", ("Long", "Hir"), options=many)
    call = PaperCall({"/data/long": (("Long", "Hir"), (long,))})
    page = opened(qtbot, call)
    press(page, "answer k", Key.Key_Return)
    assert call.values["/data/long/list"] == "o10"


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
    assert "Phone: to be put right" in lines(page, "questions")


def test_an_answer_whose_question_went_is_greyed_and_kept(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, Key.Key_1, "a knife", Key.Key_Return)
    page.go(WEAPON)
    press(page, Key.Key_2)
    assert "a knife\nNo longer asked, because another answer changed." in read(card(page, WEAPON_WHAT))
    assert call.values[WEAPON_WHAT] == "a knife"


def test_a_further_person_is_a_row_more(page: CallPage, call: PaperCall) -> None:
    page.go(f"{PERSON}[1]/person_name")
    press(page, Key.Key_Down, Key.Key_Return)
    assert call.rows == 2
    assert at(page) == f"{PERSON}[2]/person_name"
    press(page, Key.Key_Up, Key.Key_Return)
    assert call.rows == 1


def test_ctrl_m_opens_a_row_more_and_tab_passes_the_button(page: CallPage, call: PaperCall) -> None:
    page.go(f"{PERSON}[1]/person_name")
    press(page, Key.Key_Tab)
    assert at(page) == VIOLENCE
    press(page, Key.Key_M, modifier=CTRL)
    assert call.rows == 1
    page.go(f"{PERSON}[1]/person_name")
    press(page, Key.Key_M, modifier=CTRL)
    assert at(page) == f"{PERSON}[2]/person_name"


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


def test_the_account_grows_with_what_is_told_and_stays_in_sight(page: CallPage) -> None:
    before = card(page, ACCOUNT).height()
    press(page, "they shouted and threw things at the door again " * 12)
    field = page.focusWidget()
    assert card(page, ACCOUNT).height() > before
    assert field.property("plainText").startswith("they shouted")
    assert page.rect().contains(field.mapTo(page, field.rect().bottomLeft()))


def test_a_call_left_at_a_question_that_has_gone_begins_at_the_next(qtbot: QtBot) -> None:
    call = PaperCall(SCRIPT, values={WEAPON: "no", WEAPON_WHAT: "a knife"}, left_at=(WEAPON_WHAT, 2))
    assert at(opened(qtbot, call)) == ACCOUNT


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


def test_the_grade_is_told_in_word_symbol_and_figures(page: CallPage, qtbot: QtBot) -> None:
    page.go(VIOLENCE)
    press(page, Key.Key_1, Key.Key_0)
    shown = read(page)
    assert "4 so far" not in shown
    assert "6 so far, 1 question unasked, could reach 10" in shown
    assert "Not known: Weapon. At worst it would be High" in shown
    assert "not a force's own tool · paper-1.0" in shown
    qtbot.waitUntil(lambda: "High if In danger now is “Yes”" in read(page))  # the panel looks ahead a beat later


def test_what_is_still_to_ask_shrinks(page: CallPage) -> None:
    assert "In danger now: still to ask" in lines(page, "still to ask")
    page.go(DANGER)
    press(page, Key.Key_2)
    assert "In danger now: still to ask" not in lines(page, "still to ask")


def test_the_earlier_complaints_have_room_on_a_large_screen_only(qtbot: QtBot) -> None:
    earlier = PlainLabel("earlier complaints")
    page = opened(qtbot, PaperCall(SCRIPT), earlier=earlier)
    assert not earlier.isVisible()
    page.resize(1920, 1080)
    assert earlier.isVisible()


def test_the_notes_on_record_take_room_from_the_first_one_on(page: CallPage) -> None:
    on_record = child(page, QListView, "notes on record")
    assert not on_record.isVisible()
    press(page, Key.Key_N, modifier=CTRL)
    press(page, "has a little girl, 6", Key.Key_Return)
    assert on_record.isVisible()


def test_the_bar_says_who_calls_and_how_long(page: CallPage) -> None:
    page.go(NAME)
    press(page, "Angharad Jones", Key.Key_Return)
    page.say_saved("saved")
    assert {"GEN-261122-K4CD-007", "Angharad Jones", "00:03:41", "saved"} <= set(read(page).splitlines())


def test_the_list_of_questions_goes_there_too(page: CallPage) -> None:
    child(page, QListView, "questions").setFocus()
    press(page, Key.Key_Down, Key.Key_Return)
    assert at(page).startswith("/data")
