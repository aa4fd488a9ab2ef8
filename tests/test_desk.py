"""The desk takes a call, keeps it through anything, and knows the caller the next time."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from callhandler.desk.closing import GapsOpen
from callhandler.desk.hand import NotRecorded
from callhandler.log.kinds import CallEnded, HistoryTold, Viewed
from callhandler.store.pen import InlinePen
from tests import desks
from tests.desks import NUMBER, Room, margaret, rung_off, told


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def test_the_log_begins_with_the_first_keystroke(room: Room) -> None:
    call = room.desk().start_call(NUMBER)
    kept = room.vault.logbook.entries(case=call.case)
    assert [entry.kind for entry in kept] == ["call-started", "person-described"]
    assert call.reference.startswith("GEN-260302-")
    assert call.reference.endswith("-001")


def test_no_two_calls_of_a_day_share_a_reference_even_after_a_restart(room: Room) -> None:
    desk = room.desk()
    first, second = desk.start_call(), desk.start_call()
    third = room.desk().start_call()
    assert len({first.reference, second.reference, third.reference}) == 3


@pytest.mark.req("F1")
def test_a_call_reopens_where_it_was(room: Room) -> None:
    call = margaret(room.desk().start_call(NUMBER))
    call.add_row("/data/who/person")
    call.note("a child is crying", desks.DANGER)
    call.typing("/data/opening/contact_time", "after six, not Tue", 9)
    (again,) = room.desk().calls()
    assert again.paper.script.state() == call.paper.script.state()
    assert again.draft("/data/opening/contact_time") == "after six, not Tue"
    assert again.place_left() == ("/data/opening/contact_time", 9)
    assert [note.text for note in again.notes()] == ["a child is crying"]
    assert again.assessment() == call.assessment()


def test_two_calls_are_open_at_once_and_the_one_last_typed_in_comes_back(room: Room) -> None:
    desk = room.desk()
    first, second = desk.start_call(), desk.start_call()
    first.at(desks.DANGER, 0)
    room.now.move(seconds=1)
    first.typing(desks.NAME, "Mar", 3)
    again = room.desk()
    assert [call.case for call in again.calls()] == [first.case, second.case]
    back = again.last_at_hand()
    assert back
    assert back.case == first.case


def test_the_next_call_shows_the_log_of_the_first(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    room.now.move(days=10)
    call = desk.start_call(NUMBER)
    (candidate,) = call.candidates()
    assert (candidate.name, candidate.complaints, candidate.linked) == ("Margaret Jones", 1, False)
    assert call.flags() == ()
    call.accept(candidate.person)
    assert [flag.code for flag in call.flags()] == ["repeat"]
    assert call.candidates()[0].linked


def test_a_link_comes_apart_again_without_loss(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = desk.start_call(NUMBER)
    first = call.candidates()[0].person
    call.accept(first)
    assert len(desk.person(first).complaints) == 2
    call.undo_link()
    assert call.flags() == ()
    assert len(desk.person(first).complaints) == 1
    assert len(room.desk().person(first).complaints) == 1


def test_somebody_refused_is_not_offered_again(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = desk.start_call(NUMBER)
    call.refuse(call.candidates()[0].person)
    assert call.candidates() == ()
    assert room.desk().calls()[0].candidates() == ()
    call.undo_link()
    assert len(call.candidates()) == 1


def test_what_is_being_typed_already_finds_people(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = desk.start_call()
    assert call.candidates() == ()
    call.typing(desks.NAME, "Margret Jon", 11)
    assert [one.name for one in call.candidates()] == ["Margaret Jones"]
    assert call.searched().by == ("name",)


def test_a_number_that_cannot_be_searched_by_is_said_to_be_so(room: Room) -> None:
    call = room.desk().start_call()
    call.typing(desks.PHONE, "withheld", 8)
    assert call.searched().not_by == ("phone",)


def test_the_log_hangs_on_the_person_affected_not_on_who_called(room: Room) -> None:
    desk = room.desk()
    call = told(desk.start_call("07700 900999"), ROLE="third_party", NAME="Nia Rees")
    call.about("Margaret Jones", NUMBER, "14 Maes Road")
    rung_off(call)
    later = margaret(desk.start_call(NUMBER))
    later.accept(next(one.person for one in later.candidates() if one.name == "Margaret Jones"))
    assert [flag.code for flag in later.flags()] == ["repeat"]
    assert len(desk.person(call.paper.begun.caller).complaints) == 0


def test_a_chaser_is_no_second_report(room: Room) -> None:
    desk = room.desk()
    first = margaret(desk.start_call(NUMBER))
    rung_off(first)
    room.now.move(days=3)
    call = margaret(desk.start_call(NUMBER))
    call.accept(call.candidates()[0].person)
    assert [flag.code for flag in call.flags()] == ["repeat"]
    call.sort("follow-up", first.case)
    assert call.flags() == ()


def test_required_never_blocks_until_closing_and_then_wants_one_reason_each(room: Room) -> None:
    call = margaret(room.desk().start_call(NUMBER))
    left = [question.path for question in call.still_to_ask()]
    assert desks.DANGER in left
    with pytest.raises(GapsOpen) as refused:
        call.end(dict.fromkeys(left[1:], "refused"))
    assert refused.value.paths == (left[0],)
    assert not call.ended
    ending = call.end(dict.fromkeys(left, "refused"))
    (ended,) = [e.body for e in room.vault.logbook.entries(case=call.case) if isinstance(e.body, CallEnded)]
    assert {gap.path for gap in ended.gaps} == set(left)
    assert ending.reference in ending.summary
    assert call not in room.desk().calls()


def test_what_was_typed_and_not_left_is_an_answer_at_the_end(room: Room) -> None:
    desk = room.desk()
    call = desk.start_call()
    call.typing("/data/incident/account", "lads at the door again", 22)
    rung_off(call)
    complaint = desk.complaint(call.case)
    assert complaint
    assert complaint.answers["/data/incident/account"][0].value == "lads at the door again"


def test_earlier_times_are_put_down_as_told_and_dated(room: Room) -> None:
    call = told(room.desk().start_call(), HISTORY="few")
    assert [flag.code for flag in call.flags()] == ["first_time_long_time"]
    call.answer("/data/harm/r_history_n", "4")
    history = [e.body for e in room.vault.logbook.entries(case=call.case) if isinstance(e.body, HistoryTold)][-1]
    assert (history.what, history.least, history.number) == ("incidents", 4, 4)
    assert (history.since.isoformat(), history.until.isoformat()) == ("2025-03-02", "2026-03-02")


def test_earlier_times_told_by_mistake_are_taken_back(room: Room) -> None:
    call = told(room.desk().start_call(), HISTORY="few")
    told(call, HISTORY="none")
    assert call.flags() == ()
    assert [h.least for h in (e.body for e in room.vault.logbook.entries(case=call.case)) if isinstance(h, HistoryTold)] == [3, 0]


@pytest.mark.req("R1")
def test_opening_a_log_is_on_record_before_anything_is_shown(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    rung_off(call)
    desk.person(call.paper.begun.caller, "call-back")
    (viewed,) = [e.body for e in room.vault.logbook.entries(case=call.case) if isinstance(e.body, Viewed)]
    assert (viewed.what, viewed.subject, viewed.purpose) == ("person", call.paper.begun.caller, "call-back")


class StuckPen(InlinePen):
    """A pen whose disk has stopped taking anything."""

    @override
    def settled(self, limit: float) -> bool:
        return False


@pytest.mark.req("R1")
def test_nothing_is_shown_where_looking_cannot_be_put_on_record(room: Room) -> None:
    call = margaret(room.desk().start_call(NUMBER))
    rung_off(call)
    stuck = room.desk(StuckPen(room.vault.logbook))
    with pytest.raises(NotRecorded):
        stuck.person(call.paper.begun.caller)
    with pytest.raises(NotRecorded):
        stuck.find(name="Margaret")


def test_the_language_switches_and_the_answers_stay(room: Room) -> None:
    call = told(room.desk().start_call(), DANGER="no")
    english = call.question(desks.DANGER)
    call.switch_language()
    welsh = call.question(desks.DANGER)
    assert (english.value, welsh.value) == ("no", "no")
    assert english.label != welsh.label
    call.answer(desks.ROLE, "victim")
    assert [e.body.language for e in room.vault.logbook.entries(case=call.case, kinds=("answered",)) if e.body] == ["en", "cy"]  # type: ignore[attr-defined]


def test_whom_the_caller_speaks_for_has_a_log_of_their_own_at_once_and_until_that_is_taken_back(room: Room) -> None:
    desk = room.desk()
    call = told(desk.start_call("07700 900999"), ROLE="third_party", NAME="Nia Rees")
    assert call.for_somebody_else()
    victim = call.affected().person
    call.about("Margaret Jones", NUMBER, "14 Maes Road")
    told(call, ROLE="victim")
    assert not call.for_somebody_else()
    (again,) = room.desk().calls()
    for one in (call, again):
        assert one.paper.complaint().victim == one.paper.begun.caller
    told(call, ROLE="third_party")
    assert (call.affected().name, call.paper.complaint().victim) == ("Margaret Jones", victim)


def test_what_is_being_typed_of_the_person_affected_finds_them_and_survives(room: Room) -> None:
    rung_off(margaret(room.desk().start_call(NUMBER)))
    call = told(room.desk().start_call("07700 900999"), ROLE="third_party", NAME="Nia Rees")
    call.typing("about:name", "Margret Jon", 11)
    assert [one.name for one in call.candidates()] == ["Margaret Jones"]
    (again,) = room.desk().calls()
    assert again.affected().name == "Margret Jon"
    rung_off(again)
    complaint = room.desk().complaint(again.case)
    assert complaint
    assert complaint.name == "Margret Jon", "what was not left yet is kept at the end"


def test_more_about_a_case_is_a_report_again_once_it_is_not_theirs(room: Room) -> None:
    desk = room.desk()
    first = margaret(desk.start_call(NUMBER))
    rung_off(first)
    call = margaret(desk.start_call(NUMBER))
    call.accept(call.candidates()[0].person)
    call.sort("follow-up", first.case)
    call.undo_link()
    assert (call.sorted().purpose, call.sorted().incident) == ("report", "")


def test_the_search_says_how_many_people_it_went_through(room: Room) -> None:
    desk = room.desk()
    for number in (NUMBER, "01632 960001", "01632 960002"):
        rung_off(margaret(desk.start_call(number)))
    call = margaret(desk.start_call(NUMBER))
    assert call.searched().people == 3
    call.accept(next(one.person for one in call.candidates()))
    assert call.searched().people == 3
    other = next(one.person for one in call.candidates() if not one.linked)
    call.accept(other)
    assert call.searched().people == 2, "two whom the handler joined are one"
