"""A device is put back from an old copy, or cloned: both go on, under two names, and neither loses a line."""

import pytest

from callhandler.log.chain import leaf, verify
from callhandler.log.kinds import CaseShared, DeviceRevoked, ShareEnded, Viewed
from callhandler.log.ownership import devices_of
from callhandler.sync.renaming import moved_entry
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T6")


def test_both_copies_go_on_and_nothing_is_lost_or_doubled():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    twin = stage.clone(police)
    name = stage.name(police)
    ours = [stage.write(police, case) for _ in range(3)]
    theirs = [stage.write(twin, case) for _ in range(3)]
    stage.sync(police, twin, police)
    assert stage.name(police) == name != stage.name(twin)
    assert stage.shown(police) == stage.shown(twin)
    assert {*ours, *theirs} < set(stage.shown(twin))
    assert [len(stage.kept(id)) for id in (*ours, *theirs)] == [1] * 6
    assert stage.judge() == []


def test_a_copy_that_has_written_nothing_is_told_so_before_it_does():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    twin = stage.clone(police)
    line = stage.write(police, case)
    stage.sync(police)
    assert stage.round(twin).verdict.outcome == "fork"
    assert stage.name(twin) != stage.name(police)
    stage.sync(twin)
    assert stage.has(twin, line)


def test_a_device_put_back_gets_its_own_lines_back():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    copy = police.disk.copy()
    lines = [stage.write(police, case) for _ in range(3)]
    stage.sync(police)
    police.disk.put_back(copy)
    police.restart()
    stage.sync(police)
    assert set(lines) < set(stage.shown(police))
    assert stage.judge() == []


def test_a_chain_under_the_new_name_verifies_and_its_bodies_are_the_same_bytes():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    twin = stage.clone(police)
    stage.write(police, case)
    stage.sync(police)
    line = stage.write(twin, case)
    before = stage.on(twin, line).entry
    stage.sync(twin)
    signer, after = twin.disk.identity().signer, stage.on(twin, line).entry
    own = [holding.entry for holding in twin.disk.own(1, 9)]
    assert verify(signer.public, own, twin.disk.link(len(own))) is None
    assert (after.payload, after.salt, after.hlc, after.parents) == (before.payload, before.salt, before.hlc, before.parents)
    assert after == moved_entry(before, signer.id, 1)
    assert leaf(after) != leaf(before)


def test_a_copy_shows_its_certificate_each_time_for_it_may_ask_in_the_other_ones_name():
    stage = Stage()
    police = stage.desk()
    twin = stage.parted(police, stage.case(police))
    assert stage.world.ask(police).certificate is None
    told = stage.world.ask(twin).certificate
    assert told
    assert (told.device, told.line) == (stage.name(twin), stage.name(police))


def test_a_device_that_learns_of_a_copy_a_restore_and_its_own_end_at_once_hands_in_what_only_it_holds():
    stage = Stage()
    chief, police = stage.desk(), stage.desk()
    empty, case = stage.backup(), stage.case(police)
    stage.sync(police)
    twin = stage.clone(police)
    line = stage.write(police, case)
    stage.sync(police)
    stage.restore(empty, announced=False)
    stage.write(twin, case)
    stage.sync(twin)
    stage.write(police, case)
    assert stage.round(police).verdict.outcome == "back"
    stage.write(chief, devices_of("police"), DeviceRevoked(device=police.line))
    stage.sync(chief, police)
    assert police.wiped
    assert stage.kept(line) == ["revoked"]
    assert stage.judge() == []


def test_a_copy_of_a_copy_takes_a_third_name():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    first = stage.clone(police)
    stage.write(police, case)
    stage.sync(police)
    stage.write(first, case)
    stage.half_sync(first)
    second = stage.clone(first)
    stage.write(second, case)
    stage.sync(first, second, first, second, police)
    assert len({stage.name(one) for one in (police, first, second)}) == 3
    assert stage.shown(police) == stage.shown(first) == stage.shown(second)
    assert stage.judge() == []


def test_a_gap_is_not_believed_where_the_chains_part_before_it():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    backup, twin = stage.backup(), stage.clone(police)
    for _ in range(3):
        stage.write(police, case)
    stage.sync(police)
    stage.restore(backup)
    stage.write(twin, case)
    stage.half_sync(twin)
    stage.write(police, case)
    stage.half_sync(police)
    assert police.disk.progress().acked == 0
    assert stage.judge() == []


def test_the_other_branch_is_noticed_though_it_is_longer():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    backup, twin = stage.backup(), stage.clone(police)
    stage.write(police, case)
    stage.sync(police)
    stage.restore(backup)
    for _ in range(3):
        stage.write(twin, case)
    stage.sync(twin)
    line = stage.write(police, case)
    assert stage.round(police).verdict.outcome == "back"
    stage.sync(police)
    assert stage.kept(line) == [""]
    assert stage.judge() == []


def test_what_was_given_up_once_a_share_had_ended_comes_back_with_it():
    stage = Stage()
    police, council, case = stage.shared()
    line = stage.write(council, case)
    stage.sync(council)
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police, council)
    stage.verify(stage.backup())
    stage.sync(council)
    assert not stage.has(council, line)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    assert stage.has(council, line)
    assert stage.judge() == []


def test_a_copy_that_is_told_of_its_entries_under_the_old_name_does_not_seal_them_twice():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    stage.sync(police, other)
    backup, twin = stage.backup(), stage.clone(police)
    line = stage.write(twin, case)
    stage.sync(twin, other)
    stage.restore(backup)
    stage.write(police, case)
    stage.sync(police)
    stage.sync(other, twin)
    assert stage.kept(line) == [""]
    assert stage.judge() == []


def test_lines_of_a_copy_reach_the_others_even_if_both_names_are_lost_with_the_endpoint():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    stage.sync(police, other)
    backup, twin = stage.backup(), stage.clone(police)
    stage.write(police, case)
    stage.sync(police)
    line = stage.write(twin, case)
    stage.sync(twin, other)
    stage.lose(police)
    stage.lose(twin)
    stage.restore(backup)
    stage.sync(other)
    assert stage.kept(line) == [""]
    assert stage.judge() == []


def test_a_copy_can_prove_what_it_wrote_before_it_became_one():
    stage = Stage()
    police = stage.desk()
    backup = stage.backup()
    case = stage.case(police)
    stage.sync(police)
    line = stage.write(police, case, Viewed(what="case", subject=case))
    twin = stage.clone(police)
    stage.sync(police)
    stage.write(police, case)
    stage.sync(police)
    stage.write(twin, case)
    stage.sync(twin)
    stage.lose(police)
    stage.restore(backup)
    stage.sync(twin)
    assert stage.kept(line) == [""]
    assert stage.judge() == []
