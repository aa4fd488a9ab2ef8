"""The page of what is held about a person: worked by keyboard, letting nothing out before somebody went through it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from callhandler.log.kinds import AccessGiven, RectificationDecided, Viewed
from callhandler.ui.lines import LinesView
from callhandler.ui.paper.page import PaperPage
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.rights_page.forms import AskForm, DecideForm
from callhandler.ui.rights_page.page import RightsPage
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from tests.ui_seat import CTRL, AtDesk, labels, log, seat
from tests.ui_shell_people import markup, red_pixels, unnamed

__all__ = ["markup", "seat"]

Key = Qt.Key
ACCOUNT = "/data/incident/account"


def at_the_page(seat: AtDesk, name: str = "Siân Jones", account: str = "Lads by the shops again") -> AtDesk:
    seat.start().sign_up().press(Key.Key_F9).answer(name=name, phone="07700 900123", where="12 High St", home="yes")
    seat.page.answer(ACCOUNT, account)
    seat.press(Key.Key_F2).press(Key.Key_F, CTRL).write("07700 900123")
    seat.qtbot.waitUntil(seat.finds)
    seat.press(Key.Key_Return)
    assert seat.window.current() == "person"
    seat.press(Key.Key_R, CTRL)
    assert seat.window.current() == "rights"
    return seat


def lines(seat: AtDesk) -> LinesView:
    return seat.part(LinesView, "rights_lines")


def stand_on(seat: AtDesk, text: str) -> None:
    key = next(line.key for line in lines(seat).lines() if text in line.detail)
    lines(seat).stand_on(key)
    lines(seat).setFocus()


def detail(seat: AtDesk, text: str) -> str:
    return next(line.detail for line in lines(seat).lines() if text in line.detail)


@pytest.mark.req("R6", "R22")
def test_nothing_is_copied_before_somebody_went_through_it(seat: AtDesk, tmp_path: Path) -> None:
    at_the_page(seat)
    assert list(unnamed(seat.part(RightsPage))) == []
    assert lines(seat).hasFocus()
    assert lines(seat).chosen()
    stand_on(seat, "Lads by the shops")
    seat.press(Key.Key_2)
    assert "kept back" in next(line.detail for line in lines(seat).lines() if line.title == "Account")
    seat.press(Key.Key_P, CTRL)
    assert seat.window.current() == "rights"
    seat.press(Key.Key_Return, CTRL)
    assert "Name the supervisor." in labels(seat.window)
    seat.write("Sgt Rees").press(Key.Key_Return, CTRL)
    assert "gone through by Sgt Rees" in seat.part(PlainLabel, "rights_out").text()
    seat.press(Key.Key_P, CTRL)
    said = seat.part(PaperPage).accessibleName()
    assert "What is held about Siân Jones" in said
    assert seat.program.paper
    file = tmp_path / "access.pdf"
    seat.program.paper.ask_file = lambda _page, _marking: file
    seat.press(Key.Key_S, CTRL).press(Key.Key_6)
    seat.qtbot.waitUntil(file.exists)
    seat.qtbot.waitUntil(lambda: "is saved as" in labels(seat.window))
    seat.leave()
    kinds = [one.body for one in log(seat, lambda logbook: logbook.entries())]
    (given,) = [one for one in kinds if isinstance(one, AccessGiven)]
    assert [one.ground for one in given.kept_back] == ["offences"]
    assert [one.reason for one in kinds if isinstance(one, Viewed) and one.purpose == "print"] == ["subject"]


@pytest.mark.req("R6")
def test_what_changes_afterwards_is_gone_through_again(seat: AtDesk) -> None:
    at_the_page(seat)
    seat.part(PlainField, "rights_supervisor").setFocus()
    seat.write("Sgt Rees").press(Key.Key_Return)
    assert seat.part(PlainLabel, "rights_out").isVisible()
    stand_on(seat, "Lads by the shops")
    seat.press(Key.Key_1)
    assert not seat.window.findChild(PlainLabel, "rights_out").isVisible()  # type: ignore[union-attr]
    seat.press(Key.Key_0)
    assert "kept back" not in detail(seat, "Lads by the shops")


@pytest.mark.req("R6")
def test_a_request_is_decided_by_another_and_stands_in_the_log(seat: AtDesk) -> None:
    at_the_page(seat)
    stand_on(seat, "Siân Jones")
    seat.press(Key.Key_R)
    assert seat.part(AskForm).isVisible()
    seat.press(Key.Key_Return).press(Key.Key_Return)
    assert "Say what would be right." in labels(seat.window)
    seat.write("Sian Johns").press(Key.Key_Return).write("passport").press(Key.Key_Return)
    requests = seat.part(LinesView, "rights_asked")
    assert "It should say “Sian Johns” (passport)" in requests.lines()[0].title
    requests.setFocus()
    seat.press(Key.Key_Return)
    seat.write("okafor").press(Key.Key_Return).press(Key.Key_Return)
    assert "Somebody other" in labels(seat.part(DecideForm)), "not by whoever asked"
    seat.part(PlainField, "rights_decide_supervisor").clear()
    seat.part(PlainField, "rights_decide_supervisor").setFocus()
    seat.write("Sgt Rees").press(Key.Key_Return).press(Key.Key_Return)
    assert "Put right on" in seat.part(LinesView, "rights_asked").lines()[0].detail
    seat.press(Key.Key_Escape).press(Key.Key_Escape)
    seat.press(Key.Key_F2).press(Key.Key_F, CTRL)
    seat.qtbot.waitUntil(seat.finds)
    seat.press(Key.Key_Return)
    assert "Sian Johns" in labels(seat.part(PersonPage))
    assert "Put right on" in labels(seat.part(PersonPage))
    seat.leave()
    (decided,) = [one.body for one in log(seat, lambda logbook: logbook.entries(kinds=("rectification-decided",)))]
    assert isinstance(decided, RectificationDecided)
    assert (decided.verdict, decided.supervisor) == ("granted", "Sgt Rees")


@pytest.mark.req("R6")
def test_to_leave_it_as_it_is_wants_a_reason(seat: AtDesk) -> None:
    at_the_page(seat)
    stand_on(seat, "Lads by the shops")
    seat.press(Key.Key_R).write("Lads by the station").press(Key.Key_Return).press(Key.Key_Return)
    seat.part(LinesView, "rights_asked").setFocus()
    seat.press(Key.Key_Return).write("Sgt Rees")
    refuse = seat.part(PlainButton, "rights_decide_refuse")
    refuse.click()
    assert "Say why it stays as it is." in labels(seat.window)
    seat.write("She said shops on the recording")
    refuse.click()
    assert "Left as it is" in seat.part(LinesView, "rights_asked").lines()[0].detail


@pytest.mark.req("T8")
def test_markup_stays_letters_on_it(seat: AtDesk, markup: str) -> None:
    at_the_page(seat, markup, markup)
    assert red_pixels(seat.window) == 0
    stand_on(seat, "<img")
    seat.press(Key.Key_Return).press(Key.Key_R)
    seat.write("<b>").press(Key.Key_Return).press(Key.Key_Return)
    assert red_pixels(seat.window) == 0


def test_both_languages(seat: AtDesk) -> None:
    at_the_page(seat).press(Key.Key_F8)
    assert "Yr hyn a gedwir am Siân Jones" in seat.part(RightsPage).accessibleName()
