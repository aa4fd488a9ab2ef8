"""After a restore: what guests still hold, and what no longer counts."""

import pytest

from callhandler.log.kinds import CaseShared, DeviceRevoked, ShareEnded
from callhandler.log.ownership import devices_of
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("F18")


def test_a_silent_restore_is_noticed_by_whoever_sent_what_nobody_reads():
    stage = Stage()
    council = stage.desk("council")
    backup, life = stage.backup(), stage.life
    stage.write(council, "police.c1")
    stage.sync(council)
    stage.restore(backup, announced=False)
    stage.round(council)
    assert stage.life != life


def test_what_only_a_guest_still_holds_is_handed_in_before_it_goes():
    stage = Stage()
    police, other, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council, other)
    backup = stage.backup()
    line = stage.write(police, case)
    stage.sync(police, council)
    stage.lose(police)
    stage.restore(backup)
    stage.write(other, case, ShareEnded(audience="council"))
    stage.sync(other, council)
    assert stage.kept(line) == [""]
    assert not stage.has(council, line)
    assert stage.judge() == []


def test_an_end_of_sharing_that_a_restore_undid_brings_the_case_back():
    stage = Stage()
    police, other, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council, other)
    backup = stage.backup()
    stage.write(other, case, ShareEnded(audience="council"))
    stage.sync(other, council)
    assert stage.shown(council) == []
    stage.lose(other)
    stage.restore(backup)
    stage.sync(council)
    assert len(stage.shown(council)) == 2
    assert stage.judge() == []


def test_content_without_a_permission_that_still_counts_goes():
    stage = Stage()
    police, lost, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.sync(police, lost)
    backup = stage.backup()
    stage.write(lost, case, CaseShared(audience="council"))
    stage.sync(lost, council)
    stage.lose(lost)
    stage.restore(backup)
    stage.write(police, devices_of("police"), DeviceRevoked(device=stage.name(lost)))
    stage.sync(police)
    assert len(stage.shown(council)) == 2
    stage.sync(council)
    assert council.disk.holdings == {}
    assert stage.judge() == []


def test_what_only_a_guest_keeps_out_of_sight_is_asked_for_once_the_endpoint_lacks_it():
    stage = Stage()
    police, council, case = stage.shared()
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    late = stage.write(council, case)
    stage.sync(council, police)
    stage.overlook(late)  # a page of the endpoint's disk went bad, and nobody noticed
    stage.sync(council)
    assert stage.kept(late) == ["not-shared"]
