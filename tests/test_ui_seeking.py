"""People are looked for while somebody types: nothing waits for it, nothing overtaken is shown, and nobody before it is on record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callhandler.app.seeker import Seeker
from callhandler.log.kinds import PersonDescribed, SamePerson, Viewed
from callhandler.people.person import Description
from callhandler.ui import shown
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.words import Words
from tests.desks import NUMBER, Room, margaret, rung_off
from tests.desks import room as opened
from tests.doubles import ToldClock
from tests.ui_seat import CTRL, AtDesk, labels, log
from tests.ui_shell_people import BY_NAME, JOHN, KIM, SIAN, TODAY


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: ToldClock) -> Iterator[AtDesk]:
    seat = AtDesk(qtbot, tmp_path, clock)
    yield seat.start().sign_up()
    for program in seat.programs:
        program.put_away()


@pytest.fixture
def panel(qtbot: QtBot) -> PeoplePanel:
    panel = PeoplePanel(Words(), lambda: TODAY)
    qtbot.addWidget(panel)
    panel.resize(272, 900)
    panel.show()
    return panel


def test_the_newest_question_is_the_one_that_is_answered(qtbot: QtBot, room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    wanted = margaret(desk.start_call(NUMBER)).wanted()
    seeker, answered = Seeker(desk.glancing()), []
    seeker.seen.connect(lambda sight: answered.append(sight.wanted.turn))
    with qtbot.waitSignal(seeker.beside, check_params_cb=lambda beside: beside.wanted.turn == 40):
        for turn in range(1, 41):
            seeker.seek(replace(wanted, turn=turn))
    seeker.end()
    assert answered == sorted(answered)
    assert answered[-1] == 40
    assert len(answered) < 40, "whatever was overtaken while it waited is not looked for"


def test_a_look_that_fails_is_told_and_the_next_one_works(qtbot: QtBot, room: Room) -> None:
    desk = room.desk()
    wanted = margaret(desk.start_call(NUMBER)).wanted()
    seeker = Seeker(desk.glancing())
    with qtbot.waitSignal(seeker.failed):
        seeker.seek(replace(wanted, asked=Description("p", name=None)))  # type: ignore[arg-type]
    with qtbot.waitSignal(seeker.seen):
        seeker.seek(wanted)
    seeker.end()


@pytest.mark.req("R1")
def test_whom_the_panel_shows_is_on_the_disk_by_then(seat: AtDesk) -> None:
    seat.press(Qt.Key.Key_F9).answer(name="Siân Jones", phone="07700 900123", where="12 High St, CF99 1AA", home="yes")
    first = seat.window.current()
    seat.window.show_page("desk")
    seat.press(Qt.Key.Key_F9).answer(phone="07700900123")
    case = seat.window.current()
    assert "Siân Jones" in labels(seat.part(PeoplePanel))
    assert "1 call, on 2 Mar 2026" in labels(seat.part(PeoplePanel)), "the number alone tells, before a name is said"
    seat.answer(name="Sian Jones")
    seat.leave()
    viewed = log(seat, lambda book: [entry.body for entry in book.entries(case=case) if isinstance(entry.body, Viewed)])
    (searched,) = [one for one in viewed if one.what == "search"]
    assert searched.subject == f"{first}.caller"
    assert searched.terms


def test_the_line_that_would_decide_leads_there_and_the_date_goes_on_record(seat: AtDesk) -> None:
    def call(born: str) -> str:
        seat.press(Qt.Key.Key_F9).answer(name="Siân Jones", phone="07700 900123", where="12 High St, CF99 1AA", home="yes")
        seat.press(Qt.Key.Key_D, CTRL).write(born).press(Qt.Key.Key_Return)
        return seat.window.current()

    first = call("12/3/1961")
    seat.window.show_page("desk")
    seat.press(Qt.Key.Key_F9).answer(name="Siân Jones", phone="07700 900123")
    panel = seat.part(PeoplePanel)
    assert "To decide: ask the date of birth" in labels(panel)
    assert "born 12 Mar 1961, 64 years old" in labels(panel)
    seat.part(PlainButton, "people_ask").click()
    assert seat.part(PlainField, "about_born").hasFocus()
    seat.write("12/3/1961").press(Qt.Key.Key_Return)
    assert "born on the same day" in labels(panel)
    assert "To decide" not in labels(panel)
    seat.press(Qt.Key.Key_1, CTRL)
    case = seat.window.current()
    seat.leave()
    bodies = log(seat, lambda book: [entry.body for entry in book.entries(cases=(case, first))])
    assert [one.other for one in bodies if isinstance(one, SamePerson)] == [f"{first}.caller"]
    assert {one.born for one in bodies if isinstance(one, PersonDescribed)} == {"", "12/3/1961"}


def test_within_a_band_nobody_overtakes_and_a_likelier_one_comes_first(panel: PeoplePanel) -> None:
    sian, john, kim = (replace(each, sure="possible") for each in (SIAN, JOHN, KIM))
    panel.show_people(BY_NAME, (sian, john))
    panel.show_people(BY_NAME, (john, kim, sian))
    assert panel.people() == ("p1", "p2", "p3")
    panel.show_people(BY_NAME, (replace(kim, sure="likely"), john, sian))
    assert panel.people() == ("p3", "p1", "p2")


def test_for_against_who_else_and_what_was_held_back_are_said(panel: PeoplePanel) -> None:
    panel.show_people(
        BY_NAME,
        (
            replace(
                SIAN,
                sure="likely",
                place="",
                against=("another postcode",),
                rival="Could be another person at this address.",
                ask="ask the date of birth",
                ask_part="dob",
                flags=("repeat",),
                held_back=True,
            ),
        ),
    )
    said = labels(panel)
    for part in (
        "likely: confirm · 3 complaints",
        "For: same number",
        "Against: another postcode",
        "Could be another person at this address.",
        "⚑ Repeat victim",
        "Address and number are held back until you open this log.",
        "To decide: ask the date of birth",
    ):
        assert part in said


@pytest.mark.req("R1")
def test_where_it_cannot_be_put_on_record_the_panel_says_so(panel: PeoplePanel) -> None:
    panel.show_people(BY_NAME, (SIAN,))
    panel.look()
    panel.say_trouble("Not on record.")
    assert "Not on record." in labels(panel)
    assert panel.people() == ("p1",), "who was shown before stays"
    panel.show_people(BY_NAME, (SIAN,))
    assert "Not on record." not in labels(panel)


def test_four_different_things_stand_under_four_names(panel: PeoplePanel) -> None:
    panel.show_around(shown.Around(("3 calls",), ("Others: Tom",), ("5 reports",), ("Darren",), "May be one matter"))
    said = labels(panel).splitlines()
    headings = [line for line in said if line.isupper()]
    assert sorted(headings) == [
        "CALLS FROM THIS NUMBER",
        "MAY BE THIS PERSON",
        "OTHERS OF THIS HOME",
        "PEOPLE HELD RESPONSIBLE",
        "THIS PLACE, BY ANYBODY",
    ]
    assert "May be one matter" in said


def test_an_unreadable_date_of_birth_is_said_to_be_so(qtbot: QtBot, panel: PeoplePanel) -> None:
    panel.show_known(None, "the twelfth")
    remark = [label for label in panel.findChildren(PlainLabel) if label.text().startswith("Not read as a date")]
    assert [label.isVisible() for label in remark] == [True]
