"""Health details are withheld from who does not need them; an emergency opens those of one case, on record first, and for a short while."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from callhandler.cases.flags import WITHHELD
from callhandler.cases.glass import PURPOSE
from callhandler.cases.log import PersonLog
from callhandler.desk.attaching import Attaching
from callhandler.desk.desk import Desk
from callhandler.desk.glass import OwnOpening, StaysShut
from callhandler.desk.hand import NotRecorded, Pen, Who
from callhandler.log.kinds import Answered, FileAttached, GlassBroken, Viewed
from callhandler.protocol.decision import ROLES, Role
from callhandler.store.pen import InlinePen
from tests.desks import NUMBER, VULNERABILITY, Room, generic, margaret, rung_off
from tests.desks import room as opened

pytestmark = pytest.mark.req("R8")
SELFHARM = "/data/harm/r_selfharm"


class NoDisk:
    """A pen whose disk never answers: what is submitted is nowhere yet."""

    def submit(self, entries: object, clear: object = ()) -> None: ...

    def keep(self, draft: object) -> None: ...

    def settled(self, limit: float) -> bool:
        return False


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


def sitting(room: Room, role: Role = "handler", knows: str = "", name: str = "7003 Rees", pen: Pen | None = None) -> Desk:
    area, form = generic()
    hand = room.hand(pen or InlinePen(room.vault.logbook))
    hand = replace(hand, who=Who(name, "police", role, frozenset(knows.split())))
    return Desk(hand, room.vault.logbook, area, form)


def called(room: Room) -> tuple[str, str]:
    """Margaret's complaint, with what she told of her health: the case, and the person."""
    call = margaret(room.desk().start_call(NUMBER))
    call.answer(VULNERABILITY, "mental")
    call.answer(SELFHARM, "yes")
    rung_off(call)
    return call.case, call.paper.begun.caller


def tells(desk: Desk, person: str, case: str) -> bool:
    """Whether anything of her health stands in what the desk hands to its screens."""
    log, asked = desk.person(person), desk.as_asked(case)
    said = [flag.details for flag in log.flags] + [tuple(one.answers) for one in log.complaints]
    said += [tuple(reason.code for reason in grade.assessed.reasons) for one in log.complaints for grade in one.grades]
    told = json.dumps([*said, [line.question.value for line in asked.lines], [one.path for one in asked.answers]])
    return any(word in told for word in ("mental", "selfharm", VULNERABILITY, SELFHARM))


def flags(log: PersonLog) -> set[str]:
    return {flag.code for flag in log.flags}


def test_whoever_does_not_need_to_know_is_told_that_something_stands_there_and_not_what(room: Room) -> None:
    case, person = called(room)
    knowing, other = sitting(room, knows="health"), sitting(room)
    assert tells(knowing, person, case)
    assert tells(room.desk(), person, case), "while nobody vouched for a role, nothing is withheld"
    assert not tells(other, person, case)
    whole, shown = knowing.person(person), other.person(person)
    assert (flags(shown), shown.band, shown.bands) == (flags(whole), whole.band, whole.bands), "no band falls and no flag is lost"
    assert flags(whole) >= {"vulnerable", "high_risk"}
    assert all(WITHHELD in flag.details for flag in shown.flags if flag.code in {"vulnerable", "high_risk"})
    assert all(WITHHELD not in flag.details for flag in whole.flags)


def test_a_reason_opens_one_case_for_a_while(room: Room) -> None:
    case, person = called(room)
    room.now.move(days=1)
    later = margaret(room.desk().start_call(NUMBER))
    later.answer(VULNERABILITY, "physical")
    rung_off(later)
    desk = sitting(room)
    assert desk.glass.stands(case) == "glass"
    now = desk.glass.open(case, person, "threat-to-life", "He says that he is on the bridge")
    assert now.until == room.now() + timedelta(minutes=30)
    assert desk.glass.open_now() == (now,)
    assert tells(desk, person, case)
    assert desk.glass.held_back((case, later.case)) == {later.case}, "another case of the same person stays shut"
    assert VULNERABILITY not in {one.case: one.answers for one in desk.person(later.paper.begun.caller).complaints}[later.case]
    room.now.move(minutes=30)
    assert desk.glass.open_now() == ()
    assert not tells(desk, person, case)


def test_it_ends_with_the_lock_and_is_nobody_elses(room: Room) -> None:
    case, person = called(room)
    desk = sitting(room)
    desk.glass.open(case, person, "child", "")
    assert not tells(sitting(room), person, case), "somebody else who sits down has nothing open"
    desk.glass.close()
    assert not tells(desk, person, case)


@pytest.mark.req("R1", "R3")
def test_it_is_on_record_with_the_reason_and_the_words_before_anything_is_open(room: Room) -> None:
    case, person = called(room)
    desk = sitting(room)
    now = desk.glass.open(case, person, "threat-to-life", "on the bridge")
    looked, broken = room.vault.logbook.entries(case=case)[-2:]
    assert looked.body == Viewed(what="person", subject=person, purpose=PURPOSE, reason="threat-to-life", about=case)
    assert broken.body == GlassBroken(parts=("health",), reason="threat-to-life", words="on the bridge", until=now.until, person=person)
    assert broken.actor == "7003 Rees"


@pytest.mark.req("R1")
def test_what_cannot_be_put_on_record_stays_shut(room: Room) -> None:
    case, person = called(room)
    desk = sitting(room, pen=NoDisk())
    with pytest.raises(NotRecorded):
        desk.glass.open(case, person, "child", "")
    assert desk.glass.open_now() == ()
    assert desk.glass.shut(case)


@pytest.mark.req("R14")
@pytest.mark.parametrize("role", ROLES)
def test_the_table_says_who_opens(room: Room, role: Role) -> None:
    case, person = called(room)
    desk = sitting(room, role)
    if role in {"analyst", "administrator"}:
        assert desk.glass.stands(case) == "role"
        with pytest.raises(StaysShut):
            desk.glass.open(case, person, "child", "")
    else:
        desk.glass.open(case, person, "child", "")
    assert sitting(room, role, knows="health").glass.stands(case) == ("told" if role not in {"analyst", "administrator"} else "role")


def test_only_a_reason_of_the_area_opens_and_where_it_names_none_nothing_does(room: Room) -> None:
    case, person = called(room)
    desk = sitting(room)
    with pytest.raises(StaysShut):
        desk.glass.open(case, person, "curiosity", "")
    desk.glass.area = replace(desk.glass.area, glass=replace(desk.glass.area.glass, reasons={}))
    assert desk.glass.stands(case) == "role"


def test_what_another_agency_did_not_give_cannot_be_opened_here(room: Room) -> None:
    desk = sitting(room, "officer")
    assert desk.glass.stands("council.0001") == "elsewhere"
    with pytest.raises(StaysShut):
        desk.glass.open("council.0001", "p1", "child", "")


# the review


def opening(room: Room) -> str:
    case, person = called(room)
    sitting(room).glass.open(case, person, "child", "a child in the flat")
    return case


def test_it_waits_for_the_next_working_day_and_is_overdue_after_it(room: Room) -> None:
    case = opening(room)
    desk = sitting(room, "supervisor", name="5001 Price")
    (one,) = desk.glass.openings()
    assert (one.case, one.by, one.name, one.told.reason) == (case, "7003 Rees", "Margaret Jones", "child")
    assert (one.review_by - one.at.date()).days in {1, 3}
    (due,) = [each for each in desk.due() if each.kind == "glass"]
    assert (due.entry, due.overdue, due.reference) == (one.entry, False, one.reference)
    room.now.move(days=5)
    assert next(iter(desk.due())).overdue


def test_only_a_second_person_reviews(room: Room) -> None:
    opening(room)
    for desk in (sitting(room), sitting(room, "officer", name="5001 Price"), sitting(room, "supervisor")):
        assert [each for each in desk.due() if each.kind == "glass"] == []
        with pytest.raises(OwnOpening):
            desk.glass.review(desk.glass.openings()[0], "right", "")


# what else is withheld


def test_files_that_tell_of_health_are_withheld_from_all_but_whoever_attached_them(room: Room) -> None:
    case, person = called(room)
    taken = {"sha256": "a" * 64, "size": 3, "media": "image/jpeg", "name": "wound.jpg"}
    other = sitting(room, name="5001 Price")
    for health in (True, False):
        other.glass.hand.write(case, FileAttached(**taken, health=health))

    def seen(desk: Desk) -> tuple[int, int]:
        files = Attaching(desk.glass.hand, room.vault.logbook, None, glass=desk.glass)
        return len(files.files(case)), files.withheld(case)

    assert seen(other) == (2, 0)
    assert seen(sitting(room, knows="health")) == (2, 0)
    desk = sitting(room)
    assert seen(desk) == (1, 1)
    desk.glass.open(case, person, "child", "")
    assert seen(desk) == (2, 0)


def test_of_two_values_an_answer_of_health_is_not_told(room: Room) -> None:
    case, _ = called(room)
    told, other = Answered(path=VULNERABILITY, value="mental"), Answered(path="/data/incident/at_home", value="yes")
    assert [sitting(room).glass.tells(case, body) for body in (told, other)] == [False, True]
    assert [sitting(room, knows="health").glass.tells(case, body) for body in (told, other)] == [True, True]


def test_an_emergency_lets_nothing_leave_the_desk(room: Room) -> None:
    case, person = called(room)
    desk = sitting(room)
    desk.glass.open(case, person, "child", "")
    assert not desk.glass.held_back((case,))
    assert desk.glass.held_back((case,), leaving=True) == {case}
