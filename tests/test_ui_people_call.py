"""Whom a caller speaks for, and what their call is: said beside the questions, by key, and on record at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.log.kinds import ContactSorted, PersonDescribed
from callhandler.ui.people_panel.contact import ContactKind
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.question.card import QuestionCard
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from tests.desks import ROLE
from tests.doubles import ToldClock
from tests.ui_seat import CTRL, AtDesk, labels, log


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: ToldClock) -> Iterator[AtDesk]:
    seat = AtDesk(qtbot, tmp_path, clock)
    yield seat.start().sign_up()
    for program in seat.programs:
        program.put_away()


def first_call(seat: AtDesk, **said: str) -> str:
    seat.press(Qt.Key.Key_F9).answer(
        **{"name": "Siân Jones", "phone": "07700 900123", "where": "12 High St, CF99 1AA", "home": "yes"} | said
    )
    case = seat.window.current()
    seat.window.show_page("desk")
    return case


def fields(seat: AtDesk) -> list[PlainField]:
    panel = seat.part(PeoplePanel)
    found = (panel.findChild(PlainField, f"about_{name}") for name in ("name", "phone", "place"))
    return [field for field in found if field and field.isVisible()]


def test_a_caller_for_themselves_is_asked_about_nobody_else(seat: AtDesk):
    seat.press(Qt.Key.Key_F9).answer(name="Nia Rees")
    assert fields(seat) == []
    before = seat.window.focusWidget()
    seat.press(Qt.Key.Key_B, CTRL)
    assert seat.window.focusWidget() is before


def test_the_log_of_a_third_party_call_hangs_on_the_person_affected(seat: AtDesk):
    first_call(seat)
    seat.press(Qt.Key.Key_F9).answer(name="Nia Rees", phone="07700 900999")
    seat.page.answer(ROLE, "third_party")
    name, number, place = fields(seat)
    assert [field.accessibleName() for field in (name, number, place)] == [
        "Person affected: name",
        "Person affected: number",
        "Person affected: place",
    ]
    seat.press(Qt.Key.Key_B, CTRL).write("Sian Jon")
    assert "Siân Jones" in labels(seat.part(PeoplePanel)), "whoever fits is found while it is typed"
    seat.write("es").press(Qt.Key.Key_Return).write("07700 900123").press(Qt.Key.Key_Return).press(Qt.Key.Key_Return)
    here: QWidget | None = seat.window.focusWidget()
    assert here is not None
    assert seat.part(QuestionCard).isVisible()
    assert not seat.part(PeoplePanel).isAncestorOf(here), "Enter leaves after the last"
    said = seat.part(PlainLabel, "affected_says")
    assert said.text() == "Sian Jones · 07700 900123"
    case = seat.window.current()
    seat.leave()
    described = log(seat, lambda book: [entry.body for entry in book.entries(case=case) if isinstance(entry.body, PersonDescribed)])
    assert [(one.name, one.phone) for one in described if one.role == "victim"][-1] == ("Sian Jones", "07700 900123")


@pytest.mark.req("F1")
def test_what_was_being_typed_of_them_is_there_again(seat: AtDesk):
    seat.press(Qt.Key.Key_F9).answer(name="Nia Rees")
    seat.page.answer(ROLE, "third_party")
    seat.press(Qt.Key.Key_B, CTRL).write("Margret")
    case = seat.window.current()
    seat.program.put_away()
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current() == case, timeout=20_000)
    assert "Margret" in labels(seat.part(PeoplePanel))


def contact(seat: AtDesk) -> dict[str, bool]:
    kinds = seat.part(PeoplePanel).findChildren(ContactKind)
    buttons = [button for kind in kinds if kind.isVisible() for button in kind.findChildren(PlainButton)]
    return {button.objectName(): button.isChecked() for button in buttons if button.isCheckable()}


def test_what_a_call_is_can_be_said_once_it_is_known_who_calls_and_said_anew(seat: AtDesk):
    older = first_call(seat)
    seat.clock.move(days=2)
    newer = first_call(seat)
    seat.press(Qt.Key.Key_F9).answer(name="Sian Jones", phone="07700900123")
    assert contact(seat) == {}
    seat.press(Qt.Key.Key_1, CTRL)
    seat.press(Qt.Key.Key_1, CTRL)  # the other description of hers
    panel = seat.part(PeoplePanel)
    assert contact(seat) == {"contact_new": True, "contact_more": False, "contact_service": False, "contact_elsewhere": False}
    assert "Repeat victim" in labels(panel)
    assert seat.part(PlainButton, "contact_new").isEnabled(), "all four are offered"
    seat.press(Qt.Key.Key_7, CTRL)
    assert contact(seat)["contact_more"]
    assert [button for button in panel.findChildren(PlainButton, "contact_new") if button.isVisible()] == [], "what stands takes one line"
    case = seat.window.current()
    first = seat.part(PlainLabel, "contact_about").text()
    seat.press(Qt.Key.Key_Down, CTRL)
    assert seat.part(PlainLabel, "contact_about").text() != first
    seat.press(Qt.Key.Key_9, CTRL)
    assert contact(seat)["contact_elsewhere"]
    seat.press(Qt.Key.Key_8, CTRL).press(Qt.Key.Key_6, CTRL).leave()
    told = log(seat, lambda book: [entry.body for entry in book.entries(case=case) if isinstance(entry.body, ContactSorted)])
    assert [(one.purpose, one.incident) for one in told] == [
        ("follow-up", newer),
        ("follow-up", older),
        ("report", older),
        ("service-complaint", ""),
        ("report", ""),
    ]


def test_a_chaser_takes_the_flag_of_a_repeat_victim_away_at_once(seat: AtDesk):
    first_call(seat)
    seat.press(Qt.Key.Key_F9).answer(name="Sian Jones", phone="07700900123")
    seat.press(Qt.Key.Key_1, CTRL)
    assert "Repeat victim: 2 reports" in labels(seat.page)
    seat.press(Qt.Key.Key_7, CTRL)
    assert "Repeat victim" not in labels(seat.page)
    seat.press(Qt.Key.Key_6, CTRL)
    assert "Repeat victim" in labels(seat.page)


def test_nobody_known_leaves_nothing_to_sort(seat: AtDesk):
    seat.press(Qt.Key.Key_F9)
    seat.press(Qt.Key.Key_7, CTRL)
    assert contact(seat) == {}
    assert seat.window.findChildren(ContactKind)


def test_ctrl_z_after_a_match_takes_back_the_match_and_leaves_the_name(seat: AtDesk):
    first_call(seat)
    seat.press(Qt.Key.Key_F9).answer(name="Sian Jones", phone="07700900123")
    seat.press(Qt.Key.Key_1, CTRL)
    assert contact(seat) != {}
    seat.press(Qt.Key.Key_Z, CTRL)
    assert contact(seat) == {}
    case = seat.window.current()
    seat.leave()
    described = log(seat, lambda book: [entry.body for entry in book.entries(case=case) if isinstance(entry.body, PersonDescribed)])
    assert described[-1].name == "Sian Jones"
