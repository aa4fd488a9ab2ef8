"""A laptop carries the beats that its officer chose: all of them, nothing else, and nothing is lost by the choice."""

from dataclasses import replace

import pytest

from callhandler.log.kinds import CaseShared, Erased, OnBeats, ShareEnded
from callhandler.sync.carrying import carried, carries, left_behind
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T1")


def on(*beats: str) -> OnBeats:
    return OnBeats(beats=beats)


def shown_cases(stage, machine) -> set[str]:
    return {stage.on(machine, id).entry.case for id in stage.shown(machine)}


def town(stage, *, cases: int = 3):
    """A control room, a laptop, and cases on two beats, beside one that is on none."""
    desk, laptop = stage.desk("police"), stage.desk("police")
    north, east = ([stage.case(desk) for _ in range(cases)] for _ in range(2))
    for case in north:
        stage.write(desk, case, on("north"))
    for case in east:
        stage.write(desk, case, on("east"))
    stage.case(desk)
    stage.sync(desk)
    return desk, laptop, north, east


def test_a_fresh_laptop_gets_its_beat_and_nothing_else():
    stage = Stage()
    desk, laptop, north, east = town(stage)
    laptop.program.carry(("north",))
    stage.sync(laptop)
    assert shown_cases(stage, laptop) == set(north)
    assert not any(disclosed.feed == "police" for disclosed in stage.disk.disclosures if disclosed.device == stage.name(laptop))
    assert shown_cases(stage, desk) >= {*north, *east}
    assert stage.judge() == []


def test_a_desk_that_chose_nothing_carries_everything():
    stage = Stage()
    desk, laptop, _north, _east = town(stage)
    stage.sync(laptop)
    assert shown_cases(stage, laptop) == shown_cases(stage, desk)


def test_a_case_that_moves_in_brings_its_older_history():
    stage = Stage()
    desk, laptop, _, east = town(stage)
    laptop.program.carry(("north",))
    stage.sync(laptop)
    stage.write(desk, east[0])
    stage.write(desk, east[0], on("north"))
    stage.sync(desk, laptop)
    assert len([id for id in stage.shown(laptop) if stage.on(laptop, id).entry.case == east[0]]) == 4
    assert stage.judge() == []


def test_a_case_that_moves_out_goes_from_laptops_alone_and_what_was_unsent_arrives():
    stage = Stage()
    desk, laptop, north, _ = town(stage)
    laptop.program.carry(("north",))
    stage.sync(laptop)
    late = stage.write(laptop, north[0])
    stage.write(desk, north[0], on("east"))
    stage.sync(desk, laptop, desk)
    assert north[0] not in shown_cases(stage, laptop)
    assert stage.kept(late) == [""]
    assert late in stage.shown(desk)
    assert stage.judge() == []


def test_of_two_who_place_a_case_without_knowing_each_other_both_are_right():
    stage = Stage()
    desk, laptop, north, _ = town(stage)
    other = stage.desk("police")
    stage.sync(other)
    stage.write(desk, north[0], on("east"))
    stage.write(other, north[0], on("south"))
    laptop.program.carry(("south",))
    stage.sync(desk, other, laptop)
    assert shown_cases(stage, laptop) == {north[0]}
    assert stage.disk.shared[north[0]] == {"police", "police//east", "police//south"}


def test_what_was_opened_here_stays_here():
    stage = Stage()
    desk, laptop, *_ = town(stage)
    laptop.program.carry(("north",))
    stage.sync(laptop)
    case = stage.case(laptop)
    stage.write(laptop, case, on(f"~{laptop.line}"))
    stage.sync(laptop, desk)
    stage.write(desk, case, on("east", f"~{laptop.line}"))
    answer = stage.write(desk, case)
    stage.sync(desk, laptop)
    assert answer in stage.shown(laptop)


def test_letting_go_of_beats_needs_no_order_and_hands_nothing_in():
    stage = Stage()
    _desk, laptop, north, _east = town(stage, cases=8)  # the guard lets two go at once
    stage.sync(laptop)
    laptop.program.carry(("north",))
    offered, refused = 0, 0
    for _ in range(40):
        ask = stage.world.ask(laptop)
        taken = laptop.program.take(stage.world.answer(ask))
        offered, refused = offered + len(ask.offers), refused + taken.refused
    assert (offered, refused) == (0, 0)
    assert shown_cases(stage, laptop) == set(north)
    assert stage.judge() == []


@pytest.mark.req("F20")
def test_what_is_taken_off_a_beat_that_stays_waits_for_an_order_though_another_is_let_go_of():
    stage = Stage()
    desk, laptop, north, east = town(stage, cases=4)  # the guard lets two go at once
    for case in north:
        stage.write(desk, case, on("north", "east"))
    laptop.program.carry(("north", "east"))
    stage.sync(desk, laptop)
    laptop.program.carry(("north",))
    for case in north:
        stage.write(desk, case, on("east"))
    for _ in range(5):
        stage.half_sync(desk)
        stage.half_sync(laptop)
    assert shown_cases(stage, laptop) == {*north, *east}
    stage.sync(laptop)
    assert shown_cases(stage, laptop) == set()
    assert stage.judge() == []


def test_what_was_once_on_a_beat_needs_no_order_where_that_is_chosen():
    stage = Stage()
    desk, laptop, north, east = town(stage, cases=4)
    for case in east:
        stage.write(desk, case, on("north"))
        stage.write(desk, case, on("east"))
    stage.sync(desk, laptop)
    laptop.program.carry(("north",))
    stage.half_sync(laptop, rounds=9)
    assert shown_cases(stage, laptop) == set(north)
    assert stage.judge() == []


def test_what_stays_carried_is_never_out_of_sight():
    stage = Stage(batch=1)
    _desk, laptop, north, _ = town(stage)
    stage.sync(laptop)
    laptop.program.pace.size = 1
    laptop.program.carry(("north",))
    for _ in range(60):
        stage.half_sync(laptop)
        laptop.program.pace.size = 1
        assert shown_cases(stage, laptop) >= set(north)
    assert shown_cases(stage, laptop) == set(north)


def test_what_only_the_laptop_held_is_not_let_go_with_its_beat():
    stage = Stage()
    desk, laptop, *_ = town(stage)
    backup = stage.backup()
    id = stage.write(desk, case := stage.case(desk))
    stage.sync(desk, laptop)
    laptop.program.pace.size = 1
    laptop.program.carry(("north",))
    stage.half_sync(laptop)
    stage.lose(desk)
    stage.restore(backup, announced=False)
    stage.sync(laptop)
    assert stage.kept(id) == [""]
    assert case not in shown_cases(stage, laptop)
    assert stage.judge() == []


def test_a_beat_that_is_carried_again_comes_back_with_what_was_written_here():
    stage = Stage()
    _desk, laptop, _north, east = town(stage)
    laptop.program.carry(("north", "east"))
    stage.sync(laptop)
    own = stage.write(laptop, east[0])
    stage.sync(laptop)
    stage.verify(stage.backup())
    laptop.program.carry(("north",))
    stage.sync(laptop)
    assert own not in stage.shown(laptop)
    laptop.program.carry(("east",))
    stage.sync(laptop)
    assert own in stage.shown(laptop)
    assert shown_cases(stage, laptop) == set(east)
    assert stage.judge() == []


def test_going_back_to_everything_brings_everything():
    stage = Stage()
    desk, laptop, *_ = town(stage)
    laptop.program.carry(())
    stage.sync(laptop)
    assert stage.shown(laptop) == []
    laptop.program.carry(None)
    stage.sync(laptop)
    assert stage.shown(laptop) == stage.shown(desk)


def test_a_guest_carries_only_what_was_shared_with_its_agency():
    stage = Stage()
    desk, _, north, _ = town(stage)
    guest = stage.desk("council")
    guest.program.carry(("north",))
    stage.sync(guest)
    assert stage.shown(guest) == []
    stage.write(desk, north[0], CaseShared(audience="council"))
    stage.sync(desk, guest)
    assert shown_cases(stage, guest) == {north[0]}
    stage.write(desk, north[0], ShareEnded(audience="council"))
    stage.sync(desk, guest)
    assert stage.shown(guest) == []
    assert stage.judge() == []


def test_an_erasure_reaches_the_laptops_and_the_case_stays_on_its_beat():
    stage = Stage()
    desk, laptop, north, _ = town(stage)
    laptop.program.carry(("north",))
    stage.sync(laptop)
    stage.write(desk, north[0], Erased(entries=(), rule="retention", whole=True))
    stage.sync(desk, laptop)
    assert {one.entry.kind for one in laptop.disk.holdings.values() if one.entry.case == north[0] and one.entry.payload} == {
        "on-beats",
        "erased",
    }
    assert stage.disk.shared[north[0]] == {"police", "police//north"}


def test_only_the_owner_says_where_a_case_stands():
    stage = Stage()
    _, council, case = stage.shared()
    id = stage.write(council, case, on("north"))
    assert stage.kept_after_sync(council, id) == ["not-owner"]


def test_a_device_can_ask_for_no_more_than_it_may_read():
    may = ("police", "police/x")
    assert carried(may, None, "me") == may
    assert carried(may, ("north", "north"), "me") == ("police//north", "police//~me", "police/x")
    assert carried((), ("north",), "me") == ()
    assert left_behind(("police", "council//north", "police//east", "police/y"), may, ("police//north",)) == ("police", "police//east")
    assert left_behind(("police",), (), ()) == ()


def test_it_knows_its_own_feeds_from_those_that_it_has_left():
    asked = {feed: carries(feed, ("north",), "me") for feed in ("police", "police//north", "police//~me", "police//east", "police/x")}
    assert [feed for feed, reads in asked.items() if reads] == ["police//north", "police//~me", "police/x"]
    assert carries("police", None, "me")
    assert not carries("police//north", None, "me")


def test_an_endpoint_that_has_not_heard_of_beats_tells_everything():
    stage = Stage()
    desk, laptop, *_ = town(stage)
    laptop.program.carry(("north",))
    answered = stage.world.answer
    for _ in range(5):
        ask = stage.world.ask(laptop)
        old = stage.world.exchange.answer(older(ask), stage.world.now)
        taken = laptop.program.take(old)
    assert not taken.more
    assert stage.shown(laptop) == stage.shown(desk)
    laptop.program.take(answered(stage.world.ask(laptop)))


def older(ask):
    return replace(ask, beats=None)


@pytest.mark.parametrize("beat", ["", "/x", "North", "a/b", "~", "a b", "n" * 81])
def test_a_beat_is_a_short_plain_word(beat):
    with pytest.raises(ValueError, match="validation error"):
        on(beat)
