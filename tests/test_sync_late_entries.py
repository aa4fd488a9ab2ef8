"""Entries that come late: who may let them count."""

from callhandler.log.kinds import (
    CaseShared,
    DeviceEnrolled,
    DeviceRevoked,
    LateAccepted,
    ShareEnded,
)
from callhandler.log.ownership import devices_of
from tests.simulator.stage import Stage


def test_the_owner_lets_a_late_entry_count():
    stage = Stage()
    police, other, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    backup = stage.backup()
    late, another = stage.write(council, case), stage.write(council, case)
    stage.sync(council, police)
    stage.write(police, case, LateAccepted(entries=(late,)))
    stage.sync(police, other)
    assert (stage.kept(late), stage.kept(another)) == ([""], ["not-shared"])
    assert stage.on(other, late).shown
    stage.restore(backup)
    stage.sync(police, council, other)
    assert (stage.kept(late), stage.kept(another)) == ([""], ["not-shared"])
    assert stage.judge() == []


def test_a_guest_cannot_let_its_own_late_entries_count():
    stage = Stage()
    police, council = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.sync(police)
    late = stage.write(council, case)
    stage.write(council, case, LateAccepted(entries=(late,)))
    stage.sync(council, police)
    assert stage.kept(late) == ["not-shared"]


def test_a_ruling_over_anothers_case_never_counts_even_if_the_owner_lets_it():
    stage = Stage()
    police, lead, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(council)
    stage.sync(council)
    stage.write(lead, devices_of("police"), DeviceRevoked(device=police.names[0]))
    stage.sync(lead)
    share = stage.write(police, case, CaseShared(audience="police"))
    stage.sync(police, council)
    stage.write(council, case, LateAccepted(entries=(share,)))
    stage.sync(council, police, lead)
    assert stage.kept(share) == ["not-owner"]
    assert stage.disk.audiences((case,)).get(case, frozenset({"council"})) == {"council"}


def let_in_again(stage: Stage):
    """A chief, a desk that knows a share as held back as its device was out, that share, and a backup; the chief has not asked yet."""
    chief, other, lost = stage.desk("police"), stage.desk("police"), stage.desk("police")
    case = stage.case(chief)
    stage.sync(chief, other, lost)
    backup, signer = stage.backup(), lost.disk.identity().signer
    stage.write(chief, devices_of("police"), DeviceRevoked(device=signer.id))
    stage.sync(chief)
    share = stage.write(lost, case, CaseShared(audience="council"))
    stage.sync(lost, other)
    stage.write(chief, devices_of("police"), DeviceEnrolled(device=signer.id, public=signer.public.hex()))
    assert (stage.kept(share), stage.on(other, share).standing) == (["revoked"], "held")
    return chief, other, share, backup


def test_a_decision_that_nobody_saw_count_again_waits_for_the_owner_after_a_restore():
    stage = Stage()
    chief, other, share, backup = let_in_again(stage)
    stage.world.answer(stage.world.ask(chief))  # the answer is lost on its way
    assert stage.kept(share) == [""]
    stage.restore(backup)
    stage.sync(chief, other)
    assert stage.kept(share) == ["not-allowed"]
    assert stage.judge() == []


def test_a_decision_that_a_desk_saw_count_again_goes_on_counting_after_a_restore():
    stage = Stage()
    chief, other, share, backup = let_in_again(stage)
    stage.sync(chief)
    stage.restore(backup)
    stage.sync(other, chief)
    assert stage.kept(share) == [""]
    assert stage.judge() == []
