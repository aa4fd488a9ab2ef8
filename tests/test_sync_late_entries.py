"""Entries that come late: who may let them count."""

from callhandler.log.kinds import (
    CaseShared,
    LateAccepted,
    ShareEnded,
)
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
