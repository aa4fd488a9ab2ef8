"""Not everybody at an agency decides: what somebody hands in who may not is held back, however it comes."""

import pytest

from callhandler.endpoint.exchange.ruling import TAKES
from callhandler.log.device import id_of
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseShared, DeviceEnrolled, DeviceRevoked, Erased, LateAccepted, Noted, ShareEnded
from callhandler.log.ownership import devices_of
from callhandler.sync.rules import RULES
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T2", "T3")
SPITE = Erased(entries=(), rule="spite", whole=True)


def nothing(_: Entry) -> bool:
    return False


def by_nobody(stage: Stage, machine: Machine) -> None:
    """A round while somebody sits there who may decide nothing."""
    world = stage.world
    world.take(machine, world.exchange.answer(world.ask(machine), world.now, may=nothing))


def test_every_kind_of_decision_has_its_line_in_the_table():
    assert TAKES.keys() == RULES


@pytest.mark.parametrize("body", [SPITE, CaseShared(audience="council"), ShareEnded(audience="council"), LateAccepted(entries=("x",))])
def test_what_their_role_may_not_decide_about_a_case_is_held_back_and_changes_nothing(body):
    stage = Stage()
    police, other, case = *(stage.desk() for _ in range(2)), "police.c1"
    line = stage.write(other, case)
    stage.sync(other)
    decided = stage.write(police, case, body)
    by_nobody(stage, police)
    stage.sync(other)
    assert stage.kept(decided) == ["not-allowed"]
    assert stage.on(other, decided).standing == "held"
    assert stage.has(other, line)


def test_a_desk_takes_no_colleague_out_and_lets_nobody_in():
    stage = Stage()
    police, other, stranger = stage.desk(), stage.desk(), stage.stranger("police")
    public = stranger.disk.identity().signer.public
    out = stage.write(police, devices_of("police"), DeviceRevoked(device=stage.name(other)))
    come = stage.write(police, devices_of("police"), DeviceEnrolled(device=id_of(public), public=public.hex()))
    by_nobody(stage, police)
    assert (stage.kept(out), stage.kept(come)) == (["not-allowed"], ["not-allowed"])
    assert stage.need(stranger) == "enrol"
    assert stage.kept_after_sync(other, stage.write(other, "police.c1")) == [""]


def test_nobody_accepts_what_may_not_be_decided():
    stage = Stage()
    police, chief = stage.desk(), stage.desk()
    line = stage.write(chief, "police.c1")
    spite = stage.write(police, "police.c1", SPITE)
    by_nobody(stage, police)
    stage.sync(chief)
    stage.write(chief, "police.c1", LateAccepted(entries=(spite,)))
    stage.sync(chief)
    assert stage.kept(spite) == ["not-allowed"]
    assert stage.has(chief, line)


def test_a_decision_held_back_does_not_count_the_day_its_device_is_let_in_again():
    stage = Stage()
    police, chief = stage.desk(), stage.desk()
    stage.sync(police, chief)
    spite = stage.write(police, "police.c1", SPITE)
    stage.write(chief, devices_of("police"), DeviceRevoked(device=stage.name(police)))
    stage.sync(chief)
    by_nobody(stage, police)
    known = stage.disk.device(stage.name(police))
    assert known
    public = known.certificate.public
    stage.write(chief, devices_of("police"), DeviceEnrolled(device=id_of(public), public=public.hex()))
    stage.sync(chief)
    assert stage.kept(spite) == ["not-allowed"]


@pytest.mark.req("F18")
def test_a_restore_is_no_way_round():
    """Held back before it, held back after it: handed in anew by its own desk, and by one whose people may decide."""
    stage = Stage()
    police, chief = stage.desk(), stage.desk()
    line = stage.write(chief, "police.c1")
    stage.sync(chief)
    backup = stage.backup()
    spite = stage.write(police, "police.c1", SPITE)
    by_nobody(stage, police)
    stage.sync(chief)
    stage.restore(backup)
    stage.sync(chief)
    by_nobody(stage, police)
    stage.sync(chief)
    assert set(stage.kept(spite)) == {"not-allowed"}
    assert stage.has(chief, line)


@pytest.mark.req("F18")
def test_a_decision_that_counted_waits_after_a_restore_for_somebody_who_may_take_it():
    stage = Stage()
    police, chief, council = stage.desk(), stage.desk(), stage.desk("council")
    case = stage.case(chief)
    stage.write(chief, case, CaseShared(audience="council"))
    stage.sync(chief, council, police)
    backup = stage.backup()
    ended = stage.write(chief, case, ShareEnded(audience="council"))
    stage.sync(chief, police)
    stage.restore(backup)
    for _ in range(3):
        by_nobody(stage, police)
    assert stage.kept(ended) == ["not-allowed"]
    stage.sync(chief, council)
    assert stage.kept(ended) == [""]
    assert stage.shown(council) == []


def test_what_decides_nothing_needs_nobodys_leave():
    stage = Stage()
    police = stage.desk()
    line = stage.write(police, "police.c1", Noted(text="a line"))
    by_nobody(stage, police)
    assert stage.kept(line) == [""]


@pytest.mark.req("F18")
def test_a_decision_of_a_device_let_in_again_stays_held_back_after_a_restore_and_its_owner_decides_anew():
    """Whoever hands it in knows that it did not count, and not why: so nobody's leave is read out of it."""
    stage = Stage()
    police, chief, council = stage.desk(), stage.desk(), stage.desk("council")
    case = stage.case(police)
    stage.sync(police, chief)
    stage.write(chief, devices_of("police"), DeviceRevoked(device=stage.name(police)))
    stage.sync(chief)
    backup, public = stage.backup(), police.disk.identity().signer.public
    share = stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, chief)
    assert stage.kept(share) == ["revoked"]
    stage.restore(backup)
    stage.sync(chief)
    stage.write(chief, devices_of("police"), DeviceEnrolled(device=id_of(public), public=public.hex()))
    stage.sync(chief, council)
    assert stage.kept(share) == ["not-allowed"]
    assert stage.shown(council) == []
    stage.write(chief, case, CaseShared(audience="council"))
    assert stage.judge() == []
    assert stage.shown(council)


def test_the_judge_excuses_no_decision_but_one_whose_device_was_out_when_the_endpoint_was_restored():
    """Everybody at a stage may decide: whoever holds a decision back has to have had a reason."""
    stage = Stage()
    police, chief, other = (stage.desk() for _ in range(3))
    case = stage.case(chief)
    stage.sync(chief)
    stage.write(chief, devices_of("police"), DeviceRevoked(device=stage.name(other)))
    stage.sync(chief)
    share = stage.write(police, case, CaseShared(audience="council"))
    by_nobody(stage, police)
    stage.restore(stage.backup())
    assert stage.judge() == [f"{share} is held back (not-allowed) without a reason"]
