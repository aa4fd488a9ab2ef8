"""The endpoint comes back from a backup, said or unsaid, and nothing is lost that any disk held."""

from dataclasses import replace

import pytest

from callhandler.log.kinds import CaseShared, Erased, Noted, ShareEnded, Viewed
from callhandler.sync.feed import Place
from callhandler.sync.following import Guard
from callhandler.sync.incarnations import base_of
from callhandler.sync.messages import Receipt
from callhandler.sync.rules import emptied
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("F18")


def test_what_the_backup_lacks_comes_back_from_the_desks():
    stage = Stage()
    police, council = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.sync(police)
    backup = stage.backup()
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    answer = stage.write(council, case)
    stage.sync(council, police)
    stage.lose(council)
    stage.restore(backup)
    stage.sync(police)
    assert stage.kept(answer) == [""]
    assert stage.judge() == []


def test_a_restore_heals_within_three_rounds_of_each_desk():
    stage = Stage()
    police, other = stage.desk("police"), stage.desk("police")
    backups = []
    for _ in range(3):
        backups.append(stage.backup())
        stage.case(police)
        stage.case(other)
        stage.sync(police, other, police)
    for backup in backups:
        for announced in (True, False):
            stage.restore(backup, announced=announced)
            for _ in range(3):
                stage.round(police)
                stage.round(other)
            assert not stage.world.ask(police).offers
            assert not stage.world.ask(police).entries
            assert stage.judge() == []


def test_a_silent_restore_is_noticed_by_whoever_holds_a_receipt():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    backup, life = stage.backup(), stage.life
    stage.write(police, case)
    stage.sync(police)
    stage.restore(backup, announced=False)
    assert stage.life == life
    stage.round(police)
    assert stage.life != life
    assert [what for what, _ in stage.disk.alarms] == ["restored"]


def test_who_read_rows_that_a_silent_restore_replaced_reads_all_anew_after_the_next_one():
    stage = Stage()
    police, lost, reader = (stage.desk("police") for _ in range(3))
    stage.case(police)
    stage.sync(police, lost, reader)
    backup = stage.backup()
    stage.case(lost)
    stage.sync(lost, reader)
    stage.lose(lost)
    stage.restore(backup, announced=False)
    for _ in range(3):
        stage.case(police)
    stage.sync(police)
    stage.restore(stage.backup())
    stage.round(reader)
    stage.round(reader)
    assert reader.disk.end("police") == stage.disk.end("police")
    assert stage.judge() == []


def test_a_silent_restore_is_noticed_by_whoever_read_further():
    stage = Stage()
    police, reader = stage.desk(), stage.desk()
    case = stage.case(police)
    stage.sync(police, reader)
    backup, life = stage.backup(), stage.life
    stage.write(police, case)
    stage.sync(police, reader)
    stage.restore(backup, announced=False)
    stage.round(reader)
    assert stage.life != life


def test_whoever_was_let_in_after_the_backup_shows_its_certificate_again_and_nobody_is_troubled():
    stage = Stage()
    backup = stage.backup()
    police = stage.desk()
    line = stage.write(police, stage.case(police))
    stage.sync(police)
    assert stage.world.ask(police).certified
    stage.restore(backup)
    assert stage.need(police) == ""
    assert stage.world.ask(police).certificate
    stage.sync(police)
    assert stage.kept(line) == [""]
    assert stage.judge() == []


def test_a_forged_receipt_alarms_nobody():
    stage = Stage()
    police = stage.desk()
    stage.case(police)
    stage.sync(police)
    life, last = stage.life, police.disk.progress().receipt
    assert last
    forged = Receipt(last.device, 9, last.chain, life, last.at, (("police", Place(99, b"further")),), last.rest, last.signature)
    ask = stage.world.ask(police)
    stage.world.answer(replace(ask, receipt=forged))
    assert (stage.life, stage.disk.alarms) == (life, [])


def test_an_erasure_outlives_the_restore_and_its_author():
    stage = Stage()
    police, partner = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    line = stage.write(police, case)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, partner)
    backup = stage.backup()
    stage.write(police, case, Erased(entries=(line,), rule="retention"))
    stage.sync(police)
    stage.lose(police)
    stage.restore(backup)
    assert [kept.entry.payload for kept in stage.disk.entries.values() if kept.entry.id == line] == [b""]
    assert stage.judge() == []


@pytest.mark.parametrize("lives", ["ab", "ba"])
def test_what_waits_for_an_order_is_handed_in_again_to_every_new_life(lives):
    stage = Stage()
    stage.world.lives += ["0", *lives]
    stage.world.exchange.open(restored=True)
    police, council = stage.desk("police"), stage.desk("council")
    council.guard = Guard(most=1)
    council.restart()
    empty = stage.backup()
    lines = [stage.write(police, case) for case in [stage.case(police) for _ in range(4)]]
    for line in lines:
        stage.write(police, stage.on(police, line).entry.case, CaseShared(audience="council"))
    stage.sync(police, council)
    permissions = [leaf for leaf, holding in council.disk.holdings.items() if holding.entry.kind == "case-shared"]
    for _ in lives:
        stage.restore(empty)
        for leaf in permissions:
            council.disk.drop(leaf)
        stage.half_sync(council, 3)
        assert council.disk.cases() > 1
    stage.lose(police)
    stage.sync(council)
    assert [stage.kept(line) for line in lines[1:]] == [[""]] * 3  # one may go without an order
    assert council.disk.cases() == 0


def late(stage, police):
    """A copy that holds, under the name it gave up, something that nobody may see and no backup has."""
    case = stage.case(police)
    stage.sync(police)
    stage.world.backups.append(stage.backup())
    looked = stage.write(police, case, Viewed(what="case", subject=case))
    stage.sync(police)
    twin = stage.parted(police, case)
    stage.lose(police)
    assert stage.on(twin, looked).sealed
    return twin


def test_what_lies_under_a_former_name_is_handed_in_again():
    stage = Stage()
    twin = late(stage, stage.desk())
    stage.restore(stage.world.backups[0])
    stage.sync(twin)
    assert stage.judge() == []


def test_readers_go_back_to_the_least_point_at_which_the_numbers_parted():
    stage = Stage()
    police, reader = stage.desk(), stage.desk()
    backups = []
    for _ in range(4):
        stage.case(police)
        stage.sync(police)
        backups.append(stage.backup())
    stage.sync(reader)
    first = stage.life
    stage.restore(backups[1])
    for _ in range(3):
        stage.case(police)
        stage.sync(police)
    stage.restore(stage.backup())
    void = Place(4, b"of the first life")
    assert base_of(stage.disk, "police", void, first).pos == 2
    assert base_of(stage.disk, "police", void, "never heard of").pos == 0


def test_the_word_of_the_owner_brings_back_what_counted():
    stage = Stage()
    police, council = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.sync(police)
    backup = stage.backup()
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    told = stage.write(council, case)
    stage.sync(council, police)
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    stage.lose(council)
    stage.restore(backup)
    stage.sync(police)
    assert stage.kept(told) == [""]


def test_the_word_of_a_guest_does_not():
    stage = Stage()
    police, council, housing = (stage.desk(agency) for agency in ("police", "council", "housing"))
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.write(police, case, CaseShared(audience="housing"))
    stage.sync(police, council, housing)
    backup = stage.backup()
    told = stage.write(housing, case)
    stage.sync(housing, council)
    end = stage.write(police, case, ShareEnded(audience="housing"))
    stage.restore(backup)
    stage.lose(housing)
    stage.sync(police)
    assert stage.kept(end) == [""]
    stage.sync(council)
    assert stage.kept(told) == ["not-shared"]


def test_a_body_that_the_endpoint_lost_is_filled_in_by_whoever_has_it():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    line = stage.write(police, case)
    stage.sync(police, other)
    kept = next(kept for kept in stage.disk.entries.values() if kept.entry.id == line)
    backup = stage.backup()
    backup.disk.keep(replace(kept, entry=emptied(kept.entry), hollow=True))
    stage.restore(backup)
    stage.sync(other)
    assert stage.on(other, line).entry.payload
    assert [one.entry.payload for one in stage.disk.entries.values() if one.entry.id == line] == [kept.entry.payload]


def test_what_lays_down_a_rule_is_not_let_go_even_to_a_verified_backup():
    stage = Stage()
    police, group = stage.desk("police"), stage.desk("police", "police/x")
    case = stage.case(police)
    stage.sync(police)
    first = stage.backup()
    stage.write(police, case, CaseShared(audience="police/x"))
    stage.write(police, case, ShareEnded(audience="police"))
    line = stage.write(police, case)
    stage.sync(police, group)
    stage.verify(stage.backup())
    stage.sync(police)
    assert not stage.on(police, line).entry.payload
    stage.lose(group)
    stage.restore(first)
    stage.sync(police)
    assert stage.disk.shared[case] == {"police/x"}


def test_a_late_entry_is_kept_until_a_verified_backup_holds_it():
    stage = Stage()
    police, council, case = stage.shared()
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    backup = stage.backup()
    late = stage.write(council, case, Noted(text="seen nothing of the end"))
    stage.sync(council)
    assert stage.on(council, late).sealed
    stage.restore(backup)
    stage.sync(council)
    assert stage.kept(late) == ["not-shared"]
    stage.verify(stage.backup())
    stage.sync(council)
    assert not stage.on(council, late).entry.payload
    assert stage.judge() == []
