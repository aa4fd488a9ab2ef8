"""What is too much to go by itself waits for an administrator's order; the order is about what waits, whatever is written since."""

import pytest

from callhandler.log.kinds import CaseShared, ShareEnded
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("F20")
CASES = 8  # the guard lets two go at once


def confided(stage: Stage, writer: Machine) -> str:
    """A line in a case of which only the narrower group is told."""
    case = stage.case(writer)
    line = stage.write(writer, case)
    stage.write(writer, case, CaseShared(audience="police/x"))
    stage.write(writer, case, ShareEnded(audience="police"))
    return line


def group(stage: Stage) -> tuple[Machine, Machine, list[str]]:
    """Two desks of a group, and lines of so many cases that both hold."""
    writer, reader = stage.desk("police", "police/x"), stage.desk("police", "police/x")
    lines = [confided(stage, writer) for _ in range(CASES)]
    stage.sync(writer, reader)
    return writer, reader, lines


def waiting(stage: Stage) -> tuple[Machine, Machine, list[str]]:
    """One of the two is no longer in the group. Gives also the lines that wait there."""
    writer, reader, lines = group(stage)
    stage.case(writer)  # the feed that is left tells of something
    reader.feeds = ("police",)
    stage.half_sync(writer)
    stage.half_sync(reader, 5)
    waits = [line for line in lines if line in stage.shown(reader)]
    assert len(waits) == CASES - reader.guard.most
    return writer, reader, waits


def said(stage: Stage, writer: Machine) -> str:
    """Something that moves the feed."""
    line = stage.write(writer, stage.case(writer))
    stage.half_sync(writer)
    return line


def ordered_midway(stage: Stage, writer: Machine, reader: Machine) -> None:
    """The reader has a long way to go, and hears in the middle of it of an order."""
    reader.restart()
    for _ in range(6):
        said(stage, writer)
    stage.half_sync(reader)
    stage.world.exchange.clear("police")
    said(stage, writer)
    stage.half_sync(reader)


def read_on(stage: Stage, reader: Machine) -> None:
    """Until all has been read, and no further; the program is started again before each round."""
    while reader.disk.end("police") != stage.disk.end("police"):
        reader.restart()
        stage.half_sync(reader)


def test_an_order_in_the_middle_of_a_long_round_need_not_be_given_again():
    stage = Stage(batch=1)
    writer, reader, waits = waiting(stage)
    ordered_midway(stage, writer, reader)
    told = [said(stage, writer) for _ in range(6)]
    assert set(waits) <= set(stage.shown(reader))  # a feed may yet tell of them
    read_on(stage, reader)
    assert not set(waits) & set(stage.shown(reader))
    assert set(told) <= set(stage.shown(reader))
    assert stage.judge() == []


def test_what_is_told_again_before_the_round_is_over_stays_whatever_was_ordered():
    stage = Stage(batch=1)
    writer, reader, waits = waiting(stage)
    ordered_midway(stage, writer, reader)
    stage.write(writer, stage.on(writer, waits[0]).entry.case, CaseShared(audience="police"))
    stage.half_sync(writer)
    read_on(stage, reader)
    assert set(waits) & set(stage.shown(reader)) == {waits[0]}
    assert stage.judge() == []


def test_an_order_from_before_a_long_round_is_about_nothing_that_begins_to_wait_in_it():
    stage = Stage(batch=1)
    writer, reader, lines = group(stage)
    stage.case(writer)
    stage.sync(writer, reader)
    reader.feeds = ("police",)
    stage.half_sync(reader)  # is to hand them in first
    for _ in range(6):
        said(stage, writer)
    stage.world.exchange.clear("police")
    said(stage, writer)
    reader.program.pace.size = 9  # of more rows: some of them are handed in before all has been read
    stage.half_sync(reader, 30)
    assert len(set(lines) & set(stage.shown(reader))) == CASES - reader.guard.most
    assert stage.judge() == []


def test_an_order_that_a_restore_came_between_is_void_and_what_it_was_about_is_handed_in():
    stage = Stage(batch=1)
    writer, reader, waits = waiting(stage)
    ordered_midway(stage, writer, reader)
    stage.lose(writer)
    stage.restore(stage.backup())
    stage.overlook(waits[0])
    stage.sync(reader)
    assert stage.kept(waits[0]) == [""]
    assert stage.judge() == []


@pytest.mark.parametrize("later", [0, 1, 3])
def test_an_order_is_about_what_waits_though_the_feed_has_gone_on_since(later):
    stage = Stage()
    writer, reader, waits = waiting(stage)
    stage.world.exchange.clear("police")
    told = [said(stage, writer) for _ in range(later)]
    stage.half_sync(reader)
    assert not set(waits) & set(stage.shown(reader))
    assert set(told) <= set(stage.shown(reader))
    assert stage.judge() == []


def test_it_is_about_what_waits_though_the_rest_has_yet_to_be_read():
    stage = Stage(batch=1)
    writer, reader, waits = waiting(stage)
    stage.world.exchange.clear("police")
    for _ in range(5):
        said(stage, writer)
    reader.restart()
    stage.half_sync(reader)
    assert not set(waits) & set(stage.shown(reader))
    stage.sync(reader)
    assert stage.judge() == []


def test_an_order_from_before_is_about_nothing_that_began_to_wait_since():
    stage = Stage()
    writer, reader, lines = group(stage)
    said(stage, writer)
    stage.world.exchange.clear("police")
    said(stage, writer)
    stage.half_sync(reader, 3)
    reader.feeds = ("police",)
    stage.half_sync(reader, 5)
    assert len(set(lines) & set(stage.shown(reader))) == CASES - reader.guard.most


def test_what_the_endpoint_has_just_taken_waits_for_no_order_and_is_never_out_of_sight():
    stage = Stage(batch=1)
    writer, reader, other = stage.desk(), stage.desk(), stage.desk()
    empty = stage.backup()
    stage.case(writer)
    stage.sync(writer, reader)
    lines = set(stage.shown(reader))
    stage.restore(empty)
    stage.half_sync(reader)
    for _ in range(5):
        said(stage, other)
    reader.restart()
    stage.half_sync(reader)  # hands the line in, and has yet to read that far
    stage.world.exchange.clear("police")
    for _ in range(12):
        assert lines <= set(stage.shown(reader))
        reader.restart()
        stage.half_sync(reader)
    assert stage.judge() == []


def test_what_waits_is_handed_in_to_another_life_of_the_endpoint_before_it_goes():
    stage = Stage()
    writer, reader, waits = waiting(stage)
    stage.lose(writer)
    stage.world.exchange.clear("police")
    stage.restore(stage.backup())
    stage.overlook(waits[0])
    stage.sync(reader)
    assert stage.kept(waits[0]) == [""]
    assert not set(waits) & set(stage.shown(reader))
    assert stage.judge() == []
