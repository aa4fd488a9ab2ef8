"""Through the doors: a store that cannot be worked in is let go of again and said, and a captured call outlives it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from callhandler.app.session import Opened
from callhandler.log.kinds import Answered
from callhandler.store import operators, vault
from callhandler.store.fleeting import FleetingVault, emergency_capture, fleeting
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.idle import IdleWatch
from tests.desks import NAME, PHONE, generic
from tests.ui_seat import CTRL, PHRASE, AtDesk, log, seat

__all__ = ["seat"]


@pytest.fixture
def store(seat: AtDesk) -> Path:
    return operators.folder_of(seat.folder, "4821 Okafor")


def put(kept: Path, store: Path) -> None:
    """As a restored profile does it."""
    shutil.rmtree(store)
    shutil.copytree(kept, store)


def an_older_copy(seat: AtDesk, store: Path, tmp_path: Path) -> None:
    """Leaves the store as it was before its last call; what it is by now lies in "today"."""
    seat.start().sign_up().leave()
    shutil.copytree(store, tmp_path / "yesterday")
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current() == "desk", timeout=20_000)
    seat.press(Qt.Key.Key_F9).leave()
    shutil.copytree(store, tmp_path / "today")
    put(tmp_path / "yesterday", store)
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: "older copy" in seat.banner("store"), timeout=20_000)


def capture(seat: AtDesk) -> str:
    seat.press(Qt.Key.Key_F9)
    seat.qtbot.waitUntil(lambda: "memory only" in seat.banner("store"), timeout=20_000)
    assert seat.page.isVisible()
    return seat.window.current()


def sign_in_from_the_call(seat: AtDesk) -> None:
    seat.press(Qt.Key.Key_L, CTRL)
    assert seat.window.current() == "unlock"
    seat.write(PHRASE).press(Qt.Key.Key_Return)


def wait_for_refusal(seat: AtDesk, words: str) -> None:
    seat.qtbot.waitUntil(lambda: words in seat.banner("refusal"), timeout=20_000)


@pytest.mark.req("F16", "F17")
def test_a_captured_call_goes_on_while_the_store_can_only_be_read_and_joins_it_later(seat: AtDesk, store: Path, tmp_path: Path) -> None:
    an_older_copy(seat, store, tmp_path)
    case = capture(seat)
    seat.answer(name="Siân Jones")
    sign_in_from_the_call(seat)
    wait_for_refusal(seat, "not handed over yet")
    assert "older copy" in seat.banner("refusal")
    assert "memory only" in seat.banner("store")
    assert seat.window.current() == case, "the call goes on"
    seat.answer(phone="07700 900123")
    put(tmp_path / "today", store)
    sign_in_from_the_call(seat)
    seat.qtbot.waitUntil(lambda: seat.banner("store") == "", timeout=20_000)
    assert seat.banner("refusal") == ""
    seat.leave()
    entries = log(seat, lambda logbook: logbook.entries(case=case))
    assert {NAME, PHONE} <= {entry.body.path for entry in entries if isinstance(entry.body, Answered)}


def without_room() -> FleetingVault:
    """A store that opens, and takes nothing."""
    made = fleeting("4821 Okafor")
    with made.engine.writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    return made


@pytest.mark.req("F16")
def test_a_captured_call_goes_on_where_the_store_takes_nothing(seat: AtDesk) -> None:
    area, form = generic()
    seat.start()
    seat.program.let_in(Opened(emergency_capture("4821 Okafor"), area, form, passes_on=True))
    case = seat.window.current()
    seat.program.let_in(Opened(without_room(), area, form))
    wait_for_refusal(seat, "not handed over yet")
    seat.press(Qt.Key.Key_F8)
    assert seat.window.current() == case
    seat.program.let_in(Opened(fleeting("4821 Okafor"), area, form))
    assert (seat.window.current(), seat.banner("refusal")) == (case, "")


def test_what_was_refused_is_said_in_the_language_of_the_operator(seat: AtDesk) -> None:
    area, form = generic()
    seat.start()
    seat.program.let_in(Opened(emergency_capture("4821 Okafor"), area, form, passes_on=True))
    seat.program.let_in(Opened(without_room(), area, form))
    seat.window.show_page("desk")
    seat.press(Qt.Key.Key_F8)
    wait_for_refusal(seat, "drosglwyddo")


def test_a_store_in_which_nobody_can_sit_down_is_let_go_of_again(seat: AtDesk, store: Path) -> None:
    seat.start().sign_up().leave()
    area, form = generic()
    nobody = replace(area, agreement=replace(area.agreement, agencies=()))
    seat.start()
    with pytest.raises(IndexError):
        seat.program.let_in(Opened(vault.unlock(store, PHRASE, seat.keeper), nobody, form))
    wait_for_refusal(seat, "store cannot be used")
    seat.sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current() == "desk", timeout=20_000)
    assert seat.banner("refusal") == ""


def test_a_desk_that_cannot_take_the_call_is_cleared_again(seat: AtDesk) -> None:
    area, form = generic()
    seat.start()
    with pytest.raises(IndexError):
        seat.program.let_in(Opened(emergency_capture("4821 Okafor"), replace(area, languages=()), form, passes_on=True))
    assert seat.window.current() == "unlock"
    wait_for_refusal(seat, "store cannot be used")
    assert seat.window.findChildren(CallPage) == []
    seat.sign_up()


@pytest.mark.req("F14")
def test_a_call_wanted_at_a_store_that_can_only_be_read_is_captured(seat: AtDesk) -> None:
    area, form = generic()
    seat.start()
    seat.program.let_in(Opened(replace(fleeting("4821 Okafor"), read_only=True), area, form))
    capture(seat)
    seat.leave()


@pytest.mark.req("R13")
def test_an_idle_desk_is_locked(seat: AtDesk) -> None:
    seat.start().sign_up()
    (watch,) = seat.window.windowHandle().findChildren(IdleWatch)
    watch.idle.emit()
    assert seat.window.current() == "unlock"
