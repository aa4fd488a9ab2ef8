"""Why somebody looks into a log: one key where the area asks, the case stands there already, and no call is held up."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.cases.why import REASONS, Asks, bears_name, grounds
from callhandler.config import RESOURCES
from callhandler.desk.desk import Desk
from callhandler.desk.why import Asking, ReasonWanted, Why
from callhandler.log.kinds import Viewed
from callhandler.store.pen import InlinePen
from callhandler.ui.safe import PlainButton
from callhandler.ui.telling_history import looked_told
from callhandler.ui.why_page.page import WhyPage
from callhandler.ui.why_page.saying import reason_word
from callhandler.words import Words
from tests.desks import NUMBER, Room, generic, margaret, rung_off
from tests.desks import room as opened
from tests.parts import part
from tests.ui_seat import CTRL, AtDesk, labels, log, seat
from tests.ui_shell_people import unnamed

__all__ = ["seat"]

Key = Qt.Key
SAFE_CALL, QUALIFIERS = "/data/opening/safe_call", "/data/incident/qualifiers"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


def sitting(room: Room, asks: Asks = "sensitive", operator: str = "") -> Desk:
    area, form = generic()
    hand = room.hand(InlinePen(room.vault.logbook))
    hand = replace(hand, who=replace(hand.who, operator=operator)) if operator else hand
    return Desk(hand, room.vault.logbook, replace(area, asks_why=asks), form)


def called(desk: Desk, **answers: str) -> str:
    call = margaret(desk.start_call(NUMBER))
    for path, value in answers.items():
        call.answer({"safe": SAFE_CALL, "qualifiers": QUALIFIERS}[path], value)
    rung_off(call)
    return call.paper.begun.caller


def looks(room: Room) -> list[Viewed]:
    return [entry.body for entry in room.vault.logbook.entries(kinds=("viewed",)) if isinstance(entry.body, Viewed)]


ASKED = {"ordinary": {}, "unsafe": {"safe": "no"}, "domestic": {"qualifiers": "domestic"}, "hate": {"qualifiers": "alcohol hate"}}


@pytest.mark.req("R3")
@pytest.mark.parametrize("log", ASKED)
@pytest.mark.parametrize("asks", ["off", "sensitive", "always"])
def test_the_areas_policy_says_when_a_reason_is_wanted(room: Room, asks: Asks, log: str) -> None:
    desk = sitting(room, asks)
    person = called(desk, **ASKED[log])
    wanted = asks == "always" or (asks == "sensitive" and log != "ordinary")
    assert bool(desk.reasons.asking(person).grounds) is wanted
    if wanted:
        with pytest.raises(ReasonWanted):
            desk.person(person)
        assert looks(room) == [], "nothing was shown, and nothing says that it was"
    else:
        desk.person(person)
    assert bool(desk.reasons.asking(person, copying=True).grounds) is (asks != "off")


@pytest.mark.req("R3")
def test_a_copy_is_not_made_without_a_reason(room: Room) -> None:
    desk = sitting(room)
    person = called(desk)
    with pytest.raises(ReasonWanted):
        desk.copied("person", person)
    desk.copied("person", person, Why("proceedings"))
    assert [(one.purpose, one.reason) for one in looks(room)] == [("print", "proceedings")]


@pytest.mark.req("R3", "T2")
@pytest.mark.parametrize(
    ("operator", "name", "borne"),
    [("4821 Jones", "Margaret Jones", True), ("4821 JONES", "Siân  Jônes", True), ("4821 Okafor", "Margaret Jones", False),
     ("4821 Margaret Okafor", "Margaret Jones", False), ("4821 Li", "Wei Li", False), ("4821 Jones", "", False)],
)  # fmt: skip
def test_their_own_surname_is_a_ground(operator: str, name: str, *, borne: bool) -> None:
    assert bears_name(operator, name) is borne


@pytest.mark.req("R3", "T2")
def test_whoever_opens_a_log_of_their_own_name_is_asked(room: Room) -> None:
    person = called(sitting(room))
    assert sitting(room, operator="4821 Jones").reasons.asking(person).grounds == ("own-name",)
    assert grounds("off", (), "4821 Jones") == ()


@pytest.mark.req("R3")
def test_the_reason_stands_in_the_log_and_by_who_looked(room: Room) -> None:
    desk = sitting(room)
    person = called(desk, safe="no")
    asking = desk.reasons.asking(person)
    ((case, reference),) = asking.cases
    shown = desk.person(person, why=Why("safeguarding", case))
    (look,) = looks(room)
    assert (look.reason, look.about) == ("safeguarding", case)
    (line,) = looked_told(Words(), desk.kept_about(shown).looks)
    assert line.endswith(f"opened this log · Safeguarding: somebody may be at risk · for {reference}")
    assert reason_word(Words(), "of-a-later-version") == "of-a-later-version"


@pytest.mark.req("R3")
def test_the_case_worked_on_last_stands_first_and_nobody_elses(room: Room) -> None:
    desk = sitting(room)
    person = called(desk, safe="no")
    room.now.move(minutes=5)
    other = desk.start_call("01632 960001")
    asking = desk.reasons.asking(person, (other.case, "police.nothing-here"))
    assert asking.cases[0] == (other.case, other.reference)
    assert len(asking.cases) == 2


def test_an_area_names_one_of_three_policies(tmp_path: Path) -> None:
    folder = tmp_path / "areas" / "ours"
    folder.mkdir(parents=True)
    told = (RESOURCES / "areas" / "generic" / "area.yaml").read_text(encoding="utf-8")
    told = told.replace("../../forms", str(RESOURCES / "forms"))
    for asks in ("off", "sensitive", "always"):
        (folder / "area.yaml").write_text(told.replace("asks_why: sensitive", f"asks_why: {asks}"), encoding="utf-8")
        assert load_area(folder).asks_why == asks
    (folder / "area.yaml").write_text(told.replace("asks_why: sensitive", "asks_why: sometimes"), encoding="utf-8")
    with pytest.raises(AreaTrouble, match="asks_why"):
        load_area(folder)
    (folder / "area.yaml").write_text(told.replace("asks_why: sensitive\n", ""), encoding="utf-8")
    assert load_area(folder).asks_why == "sensitive"


# the page


@pytest.mark.req("R3", "R22")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_one_key_answers(qtbot: QtBot, language: str) -> None:
    page = WhyPage(Words(language))
    qtbot.addWidget(page)
    page.ask(Asking(("sensitive",), (("police.1", "GEN-1"), ("police.2", "GEN-2"))))
    page.show()
    assert list(unnamed(page)) == []
    for digit, code in enumerate(REASONS, 1):
        with qtbot.waitSignal(page.given) as given:
            qtbot.keyClick(page, Qt.Key(Key.Key_0.value + digit))
        assert given.args == [code, "police.1"]
    for reference in ("GEN-2", "", "GEN-1"):
        qtbot.keyClick(page, Key.Key_C)
        assert reference in part(page, PlainButton, "why_case").text()
    with qtbot.waitSignal(page.given) as given:
        qtbot.keyClick(part(page, PlainButton, "why_partners"), Key.Key_Return)
    assert given.args == ["partners", "police.1"]
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Key.Key_Escape)


# at a desk


def known(seat: AtDesk) -> list[Viewed]:
    return [one.body for one in log(seat, lambda logbook: logbook.entries(kinds=("viewed",))) if isinstance(one.body, Viewed)]


@pytest.mark.req("R3", "R1")
def test_at_the_desk_it_is_one_key_more_and_a_call_is_never_held_up(seat: AtDesk) -> None:
    seat.start().sign_up().press(Key.Key_F9).answer(name="Siân Jones", phone="07700 900123")
    seat.page.answer(SAFE_CALL, "no")
    case = seat.window.current()
    seat.press(Key.Key_F2).press(Key.Key_F, CTRL).write("07700 900123")
    seat.qtbot.waitUntil(seat.finds)
    seat.press(Key.Key_Return)
    assert seat.window.current() == "why"
    assert "sensitive" in labels(seat.part(WhyPage))
    seat.press(Key.Key_Escape)
    assert seat.window.current() == "desk"
    seat.press(Key.Key_Return).press(Key.Key_F9)
    assert seat.page.isVisible(), "a call comes first"
    second = seat.window.current()
    seat.answer(name="Sian Jones", phone="07700900123").press(Key.Key_1, CTRL).press(Key.Key_I, CTRL)
    assert seat.window.current() == "person", "who takes a call with them is not asked"
    assert "A call with them" in labels(seat.window)
    seat.press(Key.Key_F2).press(Key.Key_F, CTRL)
    seat.qtbot.waitUntil(seat.finds)
    seat.press(Key.Key_Return).press(Key.Key_1)
    assert seat.window.current() == "person"
    assert "Follow-up of a case" in labels(seat.window)
    seat.leave()
    opened_logs = [(one.reason, one.about) for one in known(seat) if one.what == "person"]
    assert opened_logs[-1] in {("follow-up", case), ("follow-up", second)}
    assert set(opened_logs[:-1]) == {("call", second)}
