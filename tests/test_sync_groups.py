"""Feeds that a device may read no more: what it read there goes like anything that goes, not all at once and not unheard."""

import pytest

from callhandler.log.kinds import CaseShared, OnBeats, ShareEnded
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage


def confided(stage: Stage, writer: Machine) -> str:
    """A case of which only the narrower group is told."""
    case = stage.case(writer)
    stage.write(writer, case, CaseShared(audience="police/x"))
    stage.write(writer, case, ShareEnded(audience="police"))
    return case


@pytest.mark.req("F20")
def test_an_endpoint_that_forgot_who_is_in_a_group_does_not_empty_its_desks():
    stage = Stage(batch=1000)
    writer, reader = stage.desk("police", "police/x"), stage.desk("police", "police/x")
    cases = [confided(stage, writer) for _ in range(8)]
    stage.sync(writer, reader)
    assert reader.disk.cases() == len(cases)
    stage.case(writer)
    reader.feeds = ("police",)
    stage.half_sync(writer)
    stage.half_sync(reader, rounds=4)
    assert reader.disk.cases() >= 1 + len(cases) - reader.guard.most
    stage.sync(reader)
    assert reader.disk.cases() == 1
    assert stage.judge() == []


@pytest.mark.req("F18")
def test_what_only_somebody_who_left_a_group_still_holds_is_handed_in_before_it_goes():
    stage = Stage()
    writer, leaver = stage.desk("police", "police/x"), stage.desk("police", "police/x")
    case = confided(stage, writer)
    stage.sync(writer, leaver)
    backup = stage.backup()
    line = stage.write(writer, case)
    stage.sync(writer, leaver)
    stage.lose(writer)
    stage.restore(backup)
    leaver.feeds = ("police",)
    stage.sync(leaver)
    assert stage.kept(line) == [""]
    assert not stage.has(leaver, line)
    assert stage.judge() == []


def test_who_leaves_a_group_before_it_has_told_everything_shows_nothing_of_what_it_had_yet_to_tell():
    stage = Stage(batch=1)
    writer = stage.desk("police", "police/x")
    case = stage.case(writer)
    lines = [stage.write(writer, case) for _ in range(12)]
    stage.sync(writer)
    writer.restart()
    for body in (CaseShared(audience="police/x"), ShareEnded(audience="police")):
        stage.write(writer, case, body)
        stage.half_sync(writer)
    assert lines[-1] in stage.shown(writer)
    writer.feeds = ("police",)
    stage.sync(writer)
    assert stage.shown(writer) == []
    assert stage.judge() == []


@pytest.mark.req("F20")
def test_all_feeds_together_put_away_no_more_in_one_answer_than_the_guard_lets_go():
    stage = Stage()
    desk, laptop = stage.desk(), stage.desk()
    cases = [stage.case(desk) for _ in range(6)]
    for place, case in enumerate(cases):
        stage.write(desk, case, OnBeats(beats=("north" if place % 2 else "east",)))
    laptop.program.carry(("north", "east"))
    stage.sync(desk, laptop)
    for case in cases:
        stage.write(desk, case, OnBeats(beats=()))
    stage.half_sync(desk)
    stage.half_sync(laptop)
    assert laptop.disk.cases() == 4
    assert stage.judge() == []
