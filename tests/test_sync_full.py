"""Where the endpoint takes no more entries from a device, what others wrote still comes, and what waits here is not lost."""

import pytest

from callhandler.log.kinds import DeviceRevoked
from callhandler.log.ownership import devices_of
from tests.simulator.machine import Machine
from tests.simulator.play import play
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T19", "F6")


def held_up(stage: Stage) -> tuple[Machine, Machine, str]:
    """Two desks, and the id of a line that waits at the first one, which brings nothing for now."""
    here, there = stage.desk(), stage.desk()
    stage.sync(here, there)
    waits = stage.write(here, stage.case(here))
    here.program.pace.brings = False
    return here, there, waits


def test_what_others_write_comes_and_what_waits_goes_later():
    stage = Stage()
    here, there, waits = held_up(stage)
    news = stage.write(there, stage.case(there))
    stage.sync(there, here)
    assert {news, waits} <= set(stage.shown(here))
    assert (stage.kept(waits), here.disk.progress().acked) == ([], 0)
    here.program.pace.brings = True
    stage.sync(here)
    assert stage.kept(waits) == [""]
    assert stage.judge() == []


def test_what_waits_is_no_reason_to_ask_again_at_once_nor_to_go_first():
    stage = Stage()
    here, _, _ = held_up(stage)
    ask = stage.world.ask(here)
    assert (ask.entries, ask.offers, ask.urgent) == ((), (), False)
    assert not stage.world.take(here, stage.world.answer(ask))


def test_what_the_endpoint_lost_is_handed_in_once_it_takes_entries_again():
    stage = Stage()
    empty = stage.backup()
    here, there = stage.desk(), stage.desk()
    line = stage.write(there, stage.case(there))
    stage.sync(there, here)
    stage.restore(empty)
    stage.lose(there)
    here.program.pace.brings = False
    stage.half_sync(here, 3)
    assert stage.kept(line) == []
    here.program.pace.brings = True
    assert stage.kept_after_sync(here, line) == [""]
    assert stage.judge() == []


def test_a_device_that_was_taken_out_keeps_what_it_could_not_hand_in_and_does_not_ask_without_end():
    stage = Stage()
    here, there, waits = held_up(stage)
    stage.write(there, devices_of("police"), DeviceRevoked(device=stage.name(here)))
    stage.sync(there)
    assert not stage.world.round(here)
    assert here.alive
    assert stage.has(here, waits)
    here.program.pace.brings = True
    stage.sync(here)
    assert here.wiped
    assert len(stage.kept(waits)) == 1


def test_no_seed_breaks_a_guarantee_where_the_endpoint_is_full_half_of_the_time():
    assert {seed: failures for seed in range(400) if (failures := play(seed, full=0.5).failures)} == {}
