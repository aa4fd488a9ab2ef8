"""A copy goes on in its device's place, also where the endpoint has forgotten it and an administrator lets it in by its new name alone."""

import pytest

from callhandler.log.kinds import DeviceEnrolled, DeviceRevoked
from callhandler.log.ownership import devices_of
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T6")
OURS = devices_of("police")


def scene(stage: Stage, *, certified: bool = True) -> tuple[Machine, Machine, str]:
    """A chief, a copy under a name of its own, and a line that it wrote. The endpoint was restored, and knows nothing of the copy."""
    chief, original = stage.desk(), stage.desk("police", "police/x")
    case = stage.case(original)
    stage.sync(original, chief)
    backup, twin = stage.backup(), stage.clone(original)
    stage.write(original, case)
    line = stage.write(twin, case)
    stage.sync(original)
    stage.round(twin)  # hears that it is a copy
    if certified:
        stage.sync(twin, chief)
    stage.restore(backup)
    return chief, twin, line


def let_in(stage: Stage, chief: Machine, twin: Machine) -> None:
    signer = twin.disk.identity().signer
    stage.write(chief, OURS, DeviceEnrolled(device=signer.id, public=signer.public.hex()))


def line_of(stage: Stage, machine: Machine) -> str:
    enrolled = stage.disk.device(stage.name(machine))
    certificate = machine.disk.identity().certificate
    assert enrolled
    assert certificate == enrolled.certificate
    return enrolled.certificate.line


@pytest.mark.parametrize("certified", [True, False])
def test_it_stays_of_its_line_and_keeps_what_was_given_to_it(certified):
    stage = Stage()
    chief, twin, line = scene(stage, certified=certified)
    let_in(stage, chief, twin)
    stage.sync(chief, twin)
    assert line_of(stage, twin) == twin.line
    assert "police/x" in twin.disk.feeds()
    assert line in stage.shown(twin)
    assert stage.judge() == []


def test_it_is_taken_out_with_its_line():
    stage = Stage()
    chief, twin, line = scene(stage)
    let_in(stage, chief, twin)
    stage.write(chief, OURS, DeviceRevoked(device=twin.line))
    stage.sync(chief, twin)
    assert twin.wiped
    assert stage.kept(line) == [""]  # it counted before
    assert stage.judge() == []


def test_it_stays_where_it_was_let_in_after_its_line_was_taken_out():
    stage = Stage()
    chief, twin, _ = scene(stage)
    stage.write(chief, OURS, DeviceRevoked(device=twin.line))
    let_in(stage, chief, twin)
    stage.sync(chief, twin)
    assert not twin.wiped
    assert line_of(stage, twin) == twin.line
    assert stage.judge() == []


def test_its_line_is_learnt_from_whoever_hands_in_what_it_wrote():
    stage = Stage()
    chief, twin, line = scene(stage)
    let_in(stage, chief, twin)
    stage.write(chief, OURS, DeviceRevoked(device=twin.line))
    stage.sync(chief)  # hands in the line too
    assert stage.kept(line) == [""]
    enrolled = stage.disk.device(stage.name(twin))
    assert enrolled
    assert (enrolled.certificate.line, enrolled.revoked) == (twin.line, True)


def test_a_certificate_for_another_agency_moves_nobody_back():
    stage = Stage()
    chief, twin, _ = scene(stage)
    council, signer = stage.desk("council"), twin.disk.identity().signer
    stage.write(council, devices_of("council"), DeviceEnrolled(device=signer.id, public=signer.public.hex()))
    stage.sync(council)
    stage.round(twin)
    enrolled = stage.disk.device(signer.id)
    assert enrolled
    assert (enrolled.agency, enrolled.certificate.line) == ("council", signer.id)
    assert chief.alive
