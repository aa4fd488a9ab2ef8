"""What the program joins together, through its window: what is done on a page reaches the log, and the log comes back to the page."""

import pytest
from PySide6.QtCore import Qt

from callhandler.app.session import Opened, scratch_desk
from callhandler.desk.desk import Desk
from callhandler.log.kinds import ActionDone, Body, LinkUndone, Reviewed, Viewed
from callhandler.store import operators, reserve
from callhandler.store.fleeting import fleeting
from callhandler.store.pen import InlinePen
from callhandler.ui.lines import LinesView
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import PlainButton, PlainField
from tests.desks import NUMBER, generic, margaret, rung_off, told
from tests.doubles import ToldClock
from tests.ui_seat import CTRL, AtDesk, labels, log, seat

__all__ = ["seat"]


@pytest.fixture
def opened() -> Opened:
    return Opened(fleeting("4821 Okafor"), *generic())


@pytest.fixture
def before(opened: Opened, clock: ToldClock) -> Desk:
    """The desk as it was worked at before the operator of the test sat down."""
    return scratch_desk(opened, InlinePen(opened.vault.logbook), clock)


def at_the_log_of_margaret(seat: AtDesk, opened: Opened) -> AtDesk:
    seat.start().program.let_in(opened)
    seat.press(Qt.Key.Key_F, CTRL).write("Margaret").press(Qt.Key.Key_Return)
    found = seat.part(LinesView, "desk_found")
    assert found.hasFocus(), "the search was made"
    seat.press(Qt.Key.Key_Return)
    assert seat.window.current() == "person"
    return seat


def written(opened: Opened, kind: type[Body]) -> list[Body]:
    return [entry.body for entry in opened.vault.logbook.entries() if isinstance(entry.body, kind)]


@pytest.mark.req("R1")
def test_a_search_and_what_it_opens_are_on_record(seat: AtDesk, opened: Opened, before: Desk) -> None:
    rung_off(margaret(before.start_call(NUMBER)))
    at_the_log_of_margaret(seat, opened)
    assert [body.what for body in written(opened, Viewed) if isinstance(body, Viewed)] == ["search", "person"]


def test_a_promise_marked_as_kept_is_on_record(seat: AtDesk, opened: Opened, before: Desk) -> None:
    rung_off(margaret(before.start_call(NUMBER)))
    at = at_the_log_of_margaret(seat, opened)
    for _asked_once in range(2):
        at.part(PlainButton, "promise_0_act").click()
    seat.qtbot.waitUntil(lambda: len(written(opened, ActionDone)) == 1)
    assert "Mark as kept" not in [each.text() for each in seat.window.findChildren(PlainButton) if each.isVisible()]


def test_a_review_of_a_lowered_band_is_on_record(seat: AtDesk, opened: Opened, before: Desk) -> None:
    call = told(margaret(before.start_call(NUMBER)), WEAPON="yes")
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    rung_off(call)
    at_the_log_of_margaret(seat, opened).part(PlainField, "review_supervisor").setText("Insp Rees")
    seat.part(PlainButton, "review_confirm").click()
    seat.qtbot.waitUntil(lambda: len(written(opened, Reviewed)) == 1)


def test_two_descriptions_come_apart_again(seat: AtDesk, opened: Opened, before: Desk) -> None:
    rung_off(margaret(before.start_call(NUMBER)))
    again = margaret(before.start_call(NUMBER))
    again.accept(again.candidates()[0].person)
    rung_off(again)
    at_the_log_of_margaret(seat, opened)
    next(each for each in seat.window.findChildren(PlainButton) if each.isVisible() and each.objectName().startswith("link_")).click()
    seat.qtbot.waitUntil(lambda: len(written(opened, LinkUndone)) == 1)


@pytest.mark.req("F1")
def test_who_was_known_is_known_when_the_call_opens_again(seat: AtDesk) -> None:
    seat.start().sign_up().press(Qt.Key.Key_F9).answer(name="Siân Jones", phone=NUMBER)
    seat.window.show_page("desk")
    seat.press(Qt.Key.Key_F9).answer(name="Siân Jones", phone=NUMBER).press(Qt.Key.Key_1, CTRL)
    case = seat.window.current()
    assert "1 complaint so far" in labels(seat.part(PeoplePanel))
    seat.leave()
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current() != "unlock", timeout=20_000)
    seat.window.show_page(case)
    assert "1 complaint so far" in labels(seat.part(PeoplePanel))


@pytest.mark.req("F3")
def test_room_is_kept_for_the_day_the_disk_is_full(seat: AtDesk) -> None:
    seat.start().sign_up()
    kept = operators.folder_of(seat.folder, "4821 Okafor") / reserve.NAME
    seat.qtbot.waitUntil(kept.exists)


def test_the_stamps_go_on_above_those_of_before_though_the_wall_clock_was_set_back(seat: AtDesk, clock: ToldClock) -> None:
    seat.start().sign_up().press(Qt.Key.Key_F9).leave()
    clock.move(minutes=-1)
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current().startswith("police."), timeout=20_000)
    seat.press(Qt.Key.Key_F9).leave()
    written = sorted(log(seat, lambda logbook: logbook.entries()), key=lambda entry: entry.n)
    stamps = [entry.hlc for entry in written]
    assert len({entry.case for entry in written}) == 2
    assert stamps == sorted(set(stamps))
