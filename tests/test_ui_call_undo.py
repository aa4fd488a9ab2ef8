"""Ctrl+Z takes back the last act of a call, whatever it was, and nothing older."""

from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_form import FormCall
from tests.ui_call_hands import CTRL, SHIFT, Key, at, card, opened, press, read
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

DANGER, NAMING, NAME, EVIDENCE = (
    "/data/opening/danger", "/data/opening/naming", "/data/opening/caller_name", "/data/incident/evidence",
)  # fmt: skip
PERSON, VIOLENCE, WEAPON = "/data/who/person", "/data/who/violence", "/data/who/weapon"


def undo(page: CallPage) -> None:
    press(page, Key.Key_Z, modifier=CTRL)


def test_a_row_more_is_taken_back_and_the_answer_before_it_stays(page: CallPage, call: PaperCall) -> None:
    page.go(VIOLENCE)
    press(page, Key.Key_1)
    page.go(f"{PERSON}[1]/person_name")
    press(page, Key.Key_M, modifier=CTRL)
    assert call.rows == 2
    undo(page)
    assert call.rows == 1
    assert call.values == {VIOLENCE: "yes"}
    assert at(page) == f"{PERSON}[1]/person_name"
    undo(page)
    assert call.values == {VIOLENCE: ""}


def test_a_key_takes_the_row_at_hand_back_but_never_the_only_one(page: CallPage, call: PaperCall) -> None:
    page.go(f"{PERSON}[1]/person_name")
    press(page, Key.Key_M, modifier=CTRL | SHIFT)
    assert call.rows == 1
    press(page, Key.Key_M, modifier=CTRL)
    press(page, Key.Key_M, modifier=CTRL | SHIFT)
    assert call.heard[-1] == ("remove row", PERSON, "2")
    assert at(page) == f"{PERSON}[1]/person_name"


def test_a_row_taken_back_is_opened_again_with_its_answers(qtbot: QtBot) -> None:
    call = FormCall()
    page = opened(qtbot, call)
    repeat = "/data/who/person"
    name = f"{repeat}[{{}}]/person_name"
    suspect = call.question("/data/who/r_suspect")
    page.record(suspect.path, suspect.options[2].name)
    page.go(name.format(1))
    for said in ("Tom", "Dai"):
        page.record(at(page), said)
        press(page, Key.Key_M, modifier=CTRL)
    page.record(name.format(3), "Eve")
    page.go(name.format(2))
    press(page, Key.Key_M, modifier=CTRL | SHIFT)
    assert [call.script.value(name.format(n)) for n in (1, 2)] == ["Tom", "Eve"]
    undo(page)
    assert [call.script.value(name.format(n)) for n in (1, 2, 3)] == ["Tom", "Dai", "Eve"]
    assert at(page).startswith(f"{repeat}[2]")
    undo(page)
    assert [call.script.value(name.format(n)) for n in (1, 2, 3)] == ["Tom", "Dai", ""]


def test_what_was_done_beside_the_questions_is_taken_back_before_older_answers(page: CallPage, call: PaperCall) -> None:
    page.go(NAME)
    page.record(NAME, "Angharad")
    accepted = ["c-1"]
    page.remember(accepted.clear)
    page.go(DANGER)
    undo(page)
    assert accepted == []
    assert call.values == {NAME: "Angharad"}
    undo(page)
    assert call.values == {NAME: ""}


def test_the_emergency_taken_back_is_told_in_the_notes(page: CallPage, call: PaperCall) -> None:
    page.go(WEAPON)
    press(page, Key.Key_F12)
    undo(page)
    assert call.values[DANGER] == ""
    assert [note.text for note in call.kept] == ["F12: emergency wording, transfer to 999", "F12 taken back"]


def test_an_emergency_that_was_known_is_taken_back_alone(page: CallPage, call: PaperCall) -> None:
    page.record(DANGER, "yes")
    page.go(WEAPON)
    press(page, Key.Key_F12)
    undo(page)
    assert call.values[DANGER] == "yes"
    assert call.kept[-1].text == "F12 taken back"


def test_the_habitual_enter_after_an_answer_that_moves_on_skips_nothing(page: CallPage, call: PaperCall) -> None:
    page.go(EVIDENCE)
    press(page, Key.Key_3)
    landed = at(page)
    assert landed != EVIDENCE
    press(page, Key.Key_Return)
    assert at(page) == landed
    assert "Enter once more leaves this open." in read(card(page, landed))
    press(page, Key.Key_Return)
    assert at(page) != landed


def test_enter_after_typing_where_an_answer_moved_on_goes_on(page: CallPage, call: PaperCall) -> None:
    page.go(NAMING)
    press(page, Key.Key_1, "Jon", Key.Key_Return)
    assert call.values[NAME] == "Jon"
    assert at(page) != NAME
