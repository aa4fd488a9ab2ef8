"""What a caller told before is offered to whoever may see it, and becomes an answer by a key alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from callhandler.cases.why import HATE, IN_CALL, QUALIFIERS, SAFE_CALL
from callhandler.desk.desk import Desk
from callhandler.desk.hand import Who
from callhandler.desk.open_call import OpenCall
from callhandler.desk.said import ABOUT_BORN, CONTACT_WAY, LANGUAGE, LANGUAGE_OTHER
from callhandler.desk.why import Why
from callhandler.log.kinds import Answered, PersonDescribed
from callhandler.store.pen import InlinePen
from tests.desks import NAME, NAMING, NUMBER, PHONE, ROLE, WHERE, Room, margaret, rung_off, told
from tests.desks import room as opened

HOME = "14 Maes Road, CF62 8AB"
SAFE = (SAFE_CALL, CONTACT_WAY, "/data/opening/contact_other", "/data/opening/contact_time")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


def earlier(room: Room, **more: str) -> str:
    """A call of hers that ended; gives who she is in it."""
    call = told(margaret(room.desk().start_call()), **more)
    rung_off(call)
    room.now.move(days=40)
    return call.paper.begun.caller


def known(desk: Desk, person: str, **more: str) -> tuple[OpenCall, dict[str, str]]:
    """A new call, accepted as hers; and what is offered in it."""
    call = told(desk.start_call(), **more)
    call.accept(person)
    return call, offered(desk, call, person)


def offered(desk: Desk, call: OpenCall, person: str) -> dict[str, str]:
    return {path: one.value for path, one in call.told_before(desk.person(person, why=Why(IN_CALL, call.case))).items()}


def test_name_number_and_home_are_offered_with_their_day_and_whom_they_were_told(room: Room) -> None:
    day = room.now()
    person = earlier(room)
    desk = room.desk()
    call, told_then = known(desk, person)
    assert told_then == {NAME: "Margaret Jones", PHONE: NUMBER, WHERE: HOME}
    before = call.told_before(desk.person(person))
    assert {(one.at, one.agency) for one in before.values()} == {(day, "police")}


def test_an_offer_is_nothing_on_record(room: Room) -> None:
    person = earlier(room)
    call, _ = known(room.desk(), person)
    rung_off(call)
    bodies = [entry.body for entry in room.vault.logbook.entries(case=call.case)]
    assert {body.path for body in bodies if isinstance(body, Answered)} & {NAME, PHONE, WHERE} == set()
    assert {(body.name, body.phone, body.place) for body in bodies if isinstance(body, PersonDescribed)} == {("", "", "")}


def test_what_was_told_last_counts_and_where_two_desks_wrote_two_things_nothing_does(room: Room) -> None:
    person = earlier(room)
    desk = room.desk()
    moved, _ = known(desk, person, NAME="Margaret Rees", WHERE="3 Quay Street, CF62 5XX", HOME="no")
    rung_off(moved)
    room.now.move(days=3)
    again, told_then = known(desk, person)
    assert told_then == {NAME: "Margaret Rees", PHONE: NUMBER, WHERE: HOME}, "where it happened last is not where she lives"
    here = next(entry for entry in room.vault.logbook.entries(case=moved.case) if isinstance(entry.body, PersonDescribed))
    other = PersonDescribed(person=moved.paper.begun.caller, role="caller", name="Maggie Rhys")
    room.hand(InlinePen(room.vault.logbook)).write(moved.case, other, (here.id,))
    fresh = room.desk()
    assert NAME not in offered(fresh, again, person)


def test_how_it_is_safe_to_reach_her_is_asked_anew_each_time(room: Room) -> None:
    call = margaret(room.desk().start_call())
    for path, value in zip(SAFE, ("yes", "email", "m@example.org", "after six"), strict=True):
        call.answer(path, value)
    rung_off(call)
    _, told_then = known(room.desk(), call.paper.begun.caller)
    assert set(told_then) == {NAME, PHONE, WHERE}


def test_a_language_and_a_date_of_birth_are_known_again(room: Room) -> None:
    call = margaret(room.desk().start_call())
    call.answer(LANGUAGE, "other")
    call.answer(LANGUAGE_OTHER, "Polish")
    call.born("12/3/1961")
    rung_off(call)
    _, told_then = known(room.desk(), call.paper.begun.caller)
    assert (told_then[LANGUAGE], told_then[LANGUAGE_OTHER], told_then[ABOUT_BORN]) == ("other", "Polish", "12/3/1961")


@pytest.mark.req("R8")
@pytest.mark.parametrize(("path", "value"), [(QUALIFIERS, "domestic"), (SAFE_CALL, "no"), (HATE, "yes")])
def test_nothing_of_a_sensitive_log_is_offered(room: Room, path: str, value: str) -> None:
    call = margaret(room.desk().start_call())
    call.answer(path, value)
    rung_off(call)
    assert known(room.desk(), call.paper.begun.caller)[1] == {}


@pytest.mark.parametrize(("path", "value"), [(QUALIFIERS, "domestic"), (SAFE_CALL, "no"), (NAMING, "anonymous")])
def test_what_is_said_today_takes_the_offer_back(room: Room, path: str, value: str) -> None:
    person, desk = earlier(room), room.desk()
    call, told_then = known(desk, person)
    assert told_then
    call.answer(path, value)
    assert offered(desk, call, person) == {}


@pytest.mark.req("T15")
def test_nobody_who_lives_where_nobody_may_know_is_offered_their_address(room: Room) -> None:
    person, desk = earlier(room), room.desk()
    guarded = Desk(room.hand(InlinePen(room.vault.logbook)), room.vault.logbook, replace(desk.area, protected=(HOME,)), desk.forms)
    assert known(guarded, person)[1] == {}


@pytest.mark.req("R14")
def test_whoever_may_not_see_how_to_reach_callers_is_offered_nothing(room: Room) -> None:
    person, desk = earlier(room), room.desk()
    hand = replace(room.hand(InlinePen(room.vault.logbook)), who=Who("9 Quiet", "police", "analyst"))
    assert known(Desk(hand, room.vault.logbook, desk.area, desk.forms), person)[1] == {}


def test_who_speaks_for_somebody_else_is_not_offered_what_that_person_told(room: Room) -> None:
    person, desk = earlier(room), room.desk()
    assert known(desk, person, ROLE="third_party")[1] == {}


def test_what_somebody_else_told_of_her_is_not_offered_to_her(room: Room) -> None:
    neighbour = told(room.desk().start_call(), ROLE="third_party", NAME="Nia Rees", PHONE="01632 960001")
    neighbour.about("Margaret Jones", "01632 960666", HOME)
    rung_off(neighbour)
    _, told_then = known(room.desk(), f"{neighbour.case}.victim")
    assert told_then == {}, "whoever wants her calls sent elsewhere would only have to ring first"


def test_whoever_is_held_to_be_her_no_longer_is_offered_nothing(room: Room) -> None:
    person, desk = earlier(room), room.desk()
    call, told_then = known(desk, person)
    assert told_then
    call.undo_link()
    assert offered(desk, call, person) == {}


def test_nothing_is_offered_of_somebody_who_was_only_looked_at(room: Room) -> None:
    person, desk = earlier(room), room.desk()
    assert offered(desk, margaret(desk.start_call()), person) == {}


def test_an_answer_of_today_is_not_told_before(room: Room) -> None:
    person, desk = earlier(room), room.desk()
    _, told_then = known(desk, person, NAME="Mags Jones")
    assert told_then[NAME] == "Margaret Jones"
    assert ROLE not in told_then
