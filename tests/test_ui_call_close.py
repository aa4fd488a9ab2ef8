"""Closing a call by keys: nothing left without a reason, and the words to read out at the end."""

import pytest
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_form import FormCall
from tests.ui_call_hands import ALT, CTRL, Key, at, opened, press, read
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

GRADE = "/data/outcome/grade"
GAPS = (
    "/data/opening/danger", "/data/opening/naming", "/data/opening/caller_name", "/data/incident/account", "/data/incident/location",
    "/data/incident/behaviours", "/data/who/violence", "/data/who/weapon",
)  # fmt: skip


def close(page: CallPage) -> None:
    press(page, Key.Key_Return, modifier=CTRL)


def test_closing_asks_first_what_the_handler_decides(page: CallPage) -> None:
    close(page)
    assert at(page) == GRADE
    assert "Close the call" in read(page)


def test_what_the_handler_alone_decides_is_named(page: CallPage, call: PaperCall) -> None:
    close(page)
    close(page)
    assert "Still to decide: Grade." in read(page)
    assert at(page) == GRADE


def test_one_key_of_reason_for_each_gap(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2)
    for _ in GAPS:
        press(page, Key.Key_2)
    close(page)
    assert call.heard[-1] == ("end", "closed", *(f"{path}=refused" for path in GAPS))


def test_alt_and_a_digit_gives_one_reason_for_all_that_are_left(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2, Key.Key_3)
    press(page, Key.Key_1, modifier=ALT)
    close(page)
    reasons = dict(zip(GAPS, ["unsafe"] + ["rang-off"] * 7, strict=True))
    assert call.heard[-1] == ("end", "rang-off", *(f"{path}={reason}" for path, reason in reasons.items()))


def test_nothing_closes_while_a_gap_has_no_reason(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2, Key.Key_2)
    close(page)
    assert all(heard[0] != "end" for heard in call.heard)
    assert "7 questions left unasked still want a reason" in read(page)
    assert at(page) == "gap:/data/opening/naming"


def test_a_gap_that_was_asked_after_all_needs_no_reason(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2)
    press(page, Key.Key_1, modifier=ALT)
    press(page, Key.Key_Escape)
    page.go("/data/who/weapon")
    press(page, Key.Key_2)
    close(page)
    close(page)
    assert "/data/who/weapon=rang-off" not in call.heard[-1]
    assert "/data/who/violence=rang-off" in call.heard[-1]


def test_an_emergency_is_closed_as_one(page: CallPage, call: PaperCall) -> None:
    press(page, Key.Key_F12)
    close(page)
    press(page, Key.Key_1)
    press(page, Key.Key_4, modifier=ALT)
    close(page)
    assert call.heard[-1][:2] == ("end", "emergency")


def test_the_steps_agreed_are_told_before_the_close(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2)
    press(page, Key.Key_1, modifier=ALT)
    assert at(page) == "steps"
    press(page, Key.Key_2, Key.Key_1, Key.Key_1)
    close(page)
    assert [heard[:2] for heard in call.heard if heard[0] in ("agree", "end")] == [("agree", "diary"), ("end", "rang-off")]
    assert "✓ Offer a diary" in read(page)


def test_escape_goes_back_to_the_call(page: CallPage) -> None:
    page.go("/data/who/weapon")
    close(page)
    press(page, Key.Key_Escape)
    assert at(page) == "/data/who/weapon"
    assert "Close the call" not in read(page)


def test_at_the_end_the_reference_and_the_words_to_read_stand_there(page: CallPage, qtbot: QtBot) -> None:
    close(page)
    press(page, Key.Key_2)
    press(page, Key.Key_1, modifier=ALT)
    with qtbot.waitSignal(page.ended) as heard:
        close(page)
    assert heard.args[0].reference == "GEN-261122-K4CD-007"
    shown = read(page)
    assert "GEN-261122-K4CD-007" in shown.splitlines()
    assert "“We have put everything you told us on record.”" in shown
    assert "Contact by 25 Nov 2026" in shown


def test_after_the_close_nothing_can_be_changed(page: CallPage, call: PaperCall, qtbot: QtBot) -> None:
    close(page)
    press(page, Key.Key_2)
    press(page, Key.Key_1, modifier=ALT)
    close(page)
    ended = list(call.heard)
    press(page, Key.Key_F12, Key.Key_1, Key.Key_F8)
    press(page, Key.Key_N, Key.Key_Z, modifier=CTRL)
    close(page)
    assert call.heard == ended
    with qtbot.waitSignal(page.left):
        press(page, Key.Key_Return)


def test_a_raised_band_wants_a_reason_and_a_lowered_one_a_supervisor(qtbot: QtBot) -> None:
    call = FormCall()
    call.answer("/data/who/r_threats", "me_before")  # medium by its floor
    page = opened(qtbot, call)
    close(page)
    assert at(page) == "/data/outcome/band_final"
    press(page, Key.Key_3)
    assert at(page) == "/data/outcome/band_reason"
    press(page, "the tone of his voice", Key.Key_Return)
    assert call.assessment().band == "high"
    assert at(page) == "/data/outcome/grade"
    press(page, Key.Key_Up, Key.Key_Up, Key.Key_1)
    assert call.assessment().band == "medium"  # no supervisor yet
    assert at(page) == "/data/outcome/band_supervisor"
    press(page, "Sgt Pugh", Key.Key_Return)
    assert call.assessment().band == "standard"
    assert "Lowered from Medium: waits for a supervisor." in read(page)


@pytest.mark.req("R23")
def test_the_close_speaks_welsh_too(page: CallPage, call: PaperCall) -> None:
    close(page)
    press(page, Key.Key_2)
    press(page, Key.Key_F8)
    assert "Cau'r alwad" in read(page)
    press(page, Key.Key_1, modifier=ALT)
    close(page)
    assert call.heard[-1][0] == "end"
    assert "DARLLENWCH HYN I'R GALWR" in read(page)
