"""Entries that come late: who may let them count."""

from callhandler.log.kinds import (
    CaseShared,
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
