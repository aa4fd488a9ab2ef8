"""A person's page tells where they lived and which numbers they gave, who looked at them, and which decisions do not agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callhandler.desk.looks import Kept
from callhandler.people.cluster import Decision
from callhandler.ui.telling_history import disputed_told, homes_told, looked_told
from callhandler.words import Words
from tests.desks import NUMBER, Room, margaret, rung_off, told
from tests.desks import room as opened


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


@pytest.mark.req("R1")
def test_homes_numbers_and_looks_stand_with_their_times(room: Room) -> None:
    desk = room.desk()
    first = margaret(desk.start_call(NUMBER))
    rung_off(first)
    room.now.move(days=30)
    call = told(
        desk.start_call("01632 960001"), ROLE="victim", NAME="Margaret Jones", WHEN="today", WHERE="2 Mill Lane, CF62 1AA", HOME="yes"
    )
    call.accept(first.paper.begun.caller, ("surname-same",))
    rung_off(call)
    log = desk.person(call.paper.begun.caller)
    homes = homes_told(Words(), log)
    assert [line.split(" · ")[0] for line in homes] == ["2 Mill Lane, CF62 1AA", "14 Maes Road, CF62 8AB", "01632 960001", NUMBER]
    assert ["earlier" in line for line in homes] == [False, True, False, True]
    kept = desk.kept_about(log)
    (line,) = looked_told(Words(), kept.looks)
    assert line.endswith("opened this log")
    assert looked_told(Words(), kept.looks * 11)[-1] == "and 3 more"
    room.now.move(days=200)
    assert desk.kept_about(log).looks == (), "three months are told"


def test_a_chain_and_decisions_that_differ_are_shown(room: Room) -> None:
    desk = room.desk()
    people = []
    for _ in range(3):
        call = margaret(desk.start_call(NUMBER))
        rung_off(call)
        people.append(call.paper.begun.caller)
    one, middle, other = people
    desk.combine(one, middle, ("phone-same",))
    desk.combine(middle, other, ("phone-same",))
    log = desk.person(one)
    kept = desk.kept_about(log)
    assert kept.chains == ((other, 1),)
    assert disputed_told(Words(), log, kept) == ("Margaret Jones: joined only through others, 1 between; nobody decided on these two",)
    desk.hold_apart(one, other, ("dob-other",))
    (decision,) = desk.kept_about(log).disputed
    assert isinstance(decision, Decision)
    assert "two people" in disputed_told(Words(), log, Kept((), (decision,)))[0]
