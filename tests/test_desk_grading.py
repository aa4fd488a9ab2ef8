"""The desk grades a call, waits for a supervisor, and knows what is due."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from callhandler.desk.open_call import OpenCall
from callhandler.desk.said import AGREED_BAND, BAND_REASON, BAND_SUPERVISOR, CONTACT_WAY
from callhandler.log.kinds import RiskAssessed
from callhandler.risk.assessment import OverrideRefused
from tests import desks
from tests.desks import NUMBER, Room, margaret, rung_off, told

MEDIUM = {
    "/data/harm/r_often": "daily",
    "/data/harm/r_long": "weeks",
    "/data/harm/r_worse": "yes",
    "/data/harm/r_impact": "lot",
    "/data/harm/r_target": "me",
}
HIGH = {
    "/data/harm/r_history": "over_ten",
    "/data/harm/r_support": "none",
    "/data/harm/r_home": "nervous",
    "/data/harm/r_vuln": "physical other age",
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def test_a_higher_band_is_free_with_a_reason_a_lower_one_wants_a_supervisor(room: Room) -> None:
    call = told(room.desk().start_call(), WEAPON="yes")
    assert call.assessment().band == "high"
    with pytest.raises(OverrideRefused):
        call.override("standard", "the caller is known for this")
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    assert (call.assessment().band, call.assessment().computed) == ("standard", "high")
    assert call.assessment().awaiting_supervisor
    (again,) = room.desk().calls()
    assert again.assessment() == call.assessment()


def test_something_new_lifts_a_lowered_band_again(room: Room) -> None:
    call = told(room.desk().start_call(), WEAPON="yes")
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    told(call, DANGER="yes")
    assert call.assessment().band == "high"
    assert call.assessment().lapsed


def test_a_lowered_band_waits_for_a_supervisor_and_comes_back_when_returned(room: Room) -> None:
    desk = room.desk()
    call = told(desk.start_call(), WEAPON="yes")
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    rung_off(call)
    (lowered,) = [one for one in desk.due() if one.kind == "lowered"]
    desk.review(call.case, lowered.entry, "returned", "look at it again")
    complaint = desk.complaint(call.case)
    assert complaint
    assert complaint.band == "high"
    assert [one for one in desk.due() if one.kind == "lowered"] == []


def test_every_grade_names_the_form_it_was_asked_by(room: Room) -> None:
    call = margaret(room.desk().start_call())
    rung_off(call)
    (graded,) = [e.body for e in room.vault.logbook.entries(case=call.case) if isinstance(e.body, RiskAssessed)]
    assert graded.script == call.paper.begun.script
    assert len(graded.script.sha256) == 64


def test_the_promise_is_due_and_kept_once_the_victim_was_reached(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    rung_off(call)
    (promise,) = desk.due()
    assert (promise.kind, promise.overdue) == ("promise", False)
    room.now.move(days=20)
    assert desk.due()[0].overdue
    desk.done(call.case, promise.entry)
    assert desk.due() == ()


def test_todays_calls_are_listed_and_yesterdays_are_not(room: Room) -> None:
    desk = room.desk()
    desk.start_call()
    room.now.move(days=1)
    call = desk.start_call()
    assert [one.case for one in desk.today()] == [call.case]


def test_a_call_just_after_midnight_is_todays_in_summer_too(room: Room) -> None:
    summer = timezone(timedelta(hours=1))
    room.now.turn_to(datetime(2026, 7, 2, 0, 20, tzinfo=summer))
    desk = room.desk()
    call = desk.start_call()
    assert [one.case for one in desk.today()] == [call.case]
    assert call.reference.startswith("GEN-260702-")
    assert room.desk().start_call().reference.endswith("-002")


def lowered(call: OpenCall) -> OpenCall:
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    return call


def test_a_sum_that_grew_lifts_a_lowered_band_again(room: Room) -> None:
    call = room.desk().start_call()
    for path, value in MEDIUM.items():
        call.answer(path, value)
    assert call.assessment().computed == "medium"
    call.override("standard", "heard before, nothing in it", "Sgt Rees")
    for path, value in HIGH.items():
        call.answer(path, value)
    assert (call.assessment().computed, call.assessment().band, call.assessment().lapsed) == ("high", "high", True)


def test_a_band_put_aside_is_lowered_again_only_by_a_new_reason_and_a_new_agreement(room: Room) -> None:
    call = lowered(told(room.desk().start_call(), WEAPON="yes"))
    told(call, DANGER="yes")
    call.answer(AGREED_BAND, "standard")
    assert call.assessment().band == "high"
    call.override("medium", "she is safe now, an officer is there", "Insp Pugh")
    assert (call.assessment().band, call.assessment().supervisor) == ("medium", "Insp Pugh")
    (again,) = room.desk().calls()
    assert again.assessment().band == "medium"


@pytest.mark.parametrize("named", ["me", "C1234", "c1234"])
def test_nobody_is_their_own_supervisor(room: Room, named: str) -> None:
    call = told(room.desk().start_call(), WEAPON="yes")
    with pytest.raises(OverrideRefused):
        call.override("standard", "toy gun, seen by the officer", named)
    call.answer(AGREED_BAND, "standard")
    call.answer(BAND_REASON, "toy gun, seen by the officer")
    call.answer(BAND_SUPERVISOR, named)
    assert call.assessment().band == "high"


def test_steps_promise_and_clocks_go_by_the_computed_band_until_a_supervisor_confirms(room: Room) -> None:
    desk = room.desk()
    call = told(desk.start_call(), WEAPON="yes")
    steps, promise = call.steps(), call.promise_by()
    lowered(call)
    assert (call.steps(), call.promise_by()) == (steps, promise)
    rung_off(call)
    assert {one.band for one in desk.due()} == {"high"}
    (waiting,) = [one for one in desk.due() if one.kind == "lowered"]
    with pytest.raises(OverrideRefused):
        desk.review(call.case, waiting.entry, "confirmed", supervisor="c1234")
    desk.review(call.case, waiting.entry, "confirmed", supervisor="Insp Pugh")
    assert {one.band for one in desk.due()} == {"standard"}


def test_whoever_wants_no_contact_is_promised_none(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    call.answer(CONTACT_WAY, "none")
    assert call.promise_by() is None
    rung_off(call)
    assert [one for one in desk.due() if one.kind == "promise"] == []
    complaint = desk.complaint(call.case)
    assert complaint
    assert "contact you again" not in complaint.summary


def test_a_repeat_victim_is_graded_by_the_log_and_the_form_knows_it(room: Room) -> None:
    desk = room.desk()
    for _ in range(2):
        rung_off(margaret(desk.start_call(NUMBER)))
        room.now.move(days=20)
    call = margaret(desk.start_call(NUMBER))
    assert call.assessment().computed == "standard"
    first, second = (one.person for one in call.candidates())
    call.accept(first)
    assert call.assessment().reasons
    assert not call.assessment().graded, "one call before does not tell that nothing is wrong now"
    call.accept(second)
    assert call.assessment().computed == "medium"
    assert call.assessment().graded
    assert "repeat:3-in-3-months" in {reason.code for reason in call.assessment().reasons if reason.least}
    assert call.paper.script.calculated("risk_rank") == "2"


@pytest.mark.req("F1")
def test_where_the_handler_was_is_kept_though_nothing_was_typed(room: Room) -> None:
    call = room.desk().start_call()
    call.at("/data/harm/r_home", 0)
    assert room.desk().calls()[0].place_left() == ("/data/harm/r_home", 0)


@pytest.mark.req("T18")
def test_the_clock_goes_on_from_the_log_when_the_wall_clock_was_set_back(room: Room) -> None:
    before = room.desk().start_call()
    room.now.move(minutes=-1)
    after = room.desk().start_call()
    stamps = [max(entry.hlc for entry in room.vault.logbook.entries(case=one.case)) for one in (before, after)]
    assert stamps == sorted(stamps)
