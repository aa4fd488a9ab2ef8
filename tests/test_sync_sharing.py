"""Who is told of a case: its owner, whomever the owner lets, and nobody a moment longer."""

import pytest

from callhandler.log.kinds import (
    Answered,
    CaseShared,
    DeviceEnrolled,
    DeviceRevoked,
    Erased,
    Noted,
    ShareEnded,
    UnknownBody,
    Viewed,
)
from callhandler.log.ownership import case_of, devices_of
from callhandler.sync.following import Guard
from tests.simulator.stage import Stage


def test_one_change_up_and_one_down_take_one_round():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    stage.sync(police, other)
    up, down = stage.write(police, case), stage.write(other, case)
    stage.sync(other)
    answer = stage.round(police)
    assert stage.kept(up) == [""]
    assert stage.has(police, down)
    assert [one.row.id for one in answer.slices[0].rows if one.entry] == [down]


def test_a_share_brings_the_permission_first_and_then_the_whole_history():
    stage = Stage()
    police, council = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    lines = [stage.write(police, case) for _ in range(3)]
    share = stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police)
    rows = [one.row.id for one in stage.round(council).slices[0].rows]
    assert rows[0] == share
    assert set(lines) < set(rows)
    assert stage.shown(council) == stage.shown(police)


@pytest.mark.req("T3")
def test_the_end_of_a_share_takes_the_case_away_at_the_next_contact():
    stage = Stage()
    police, council, case = stage.shared()
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    stage.round(council)
    assert council.disk.holdings == {}
    assert stage.judge() == []


def test_what_is_written_late_is_held_back_for_the_owner_and_counts_once_the_share_is_renewed():
    stage = Stage()
    police, council, case = stage.shared()
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    late = stage.write(council, case)
    stage.sync(council, police)
    assert stage.kept(late) == ["not-shared"]
    assert stage.on(police, late).standing == "held"
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    assert stage.kept(late) == [""]
    assert stage.on(police, late).standing == stage.on(council, late).standing == "seen"
    assert stage.judge() == []


@pytest.mark.parametrize("first", ["the share", "its end"])
def test_of_two_decisions_that_did_not_know_each_other_the_end_holds(first):
    stage = Stage()
    police, other, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.sync(police, other)
    stage.write(police, case, CaseShared(audience="council"))
    stage.write(other, case, ShareEnded(audience="council"))
    stage.sync(*((police, other) if first == "the share" else (other, police)), council)
    assert stage.shown(council) == []
    assert stage.judge() == []


def test_a_decision_that_knew_the_other_replaces_it():
    stage = Stage()
    police, council = stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    for kind in (CaseShared, ShareEnded, CaseShared, ShareEnded, CaseShared):
        stage.write(police, case, kind(audience="council"))
    stage.sync(police, council)
    assert len(stage.shown(council)) == 6


def test_an_agency_may_not_pass_on_what_was_shared_with_it():
    stage = Stage()
    police, council, housing = (stage.desk(agency) for agency in ("police", "council", "housing"))
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    onward = stage.write(council, case, CaseShared(audience="housing"))
    rubbed = stage.write(council, case, Erased(entries=(), rule="spite", whole=True))
    stage.sync(council, housing, police)
    assert (stage.kept(onward), stage.kept(rubbed)) == (["not-owner"], ["not-owner"])
    assert stage.shown(housing) == []
    assert stage.shown(police)


def test_a_sensitive_case_can_be_narrowed_to_a_group_of_the_agency():
    stage = Stage()
    police, sensitive = stage.desk("police"), stage.desk("police", "police/sensitive")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="police/sensitive"))
    stage.sync(police, sensitive)
    stage.write(police, case, ShareEnded(audience="police"))
    stage.sync(police, sensitive)
    assert stage.shown(police) == []
    assert len(stage.shown(sensitive)) == 3


def test_who_leaves_a_group_and_loses_the_case_in_one_round_keeps_nothing_of_it_on_show():
    stage = Stage()
    police, leaver = stage.desk("police", "police/x"), stage.desk("police", "police/x")
    case = stage.case(police)
    stage.write(leaver, case)
    stage.sync(police, leaver)
    stage.write(police, case, CaseShared(audience="police/x"))
    stage.sync(police)
    stage.round(leaver)
    mine = stage.write(leaver, case)
    stage.write(leaver, case, ShareEnded(audience="police"))
    leaver.feeds = ("police",)
    stage.sync(leaver)
    assert stage.shown(leaver) == []
    assert stage.has(leaver, mine)


def test_who_looked_is_told_to_the_own_auditors_alone():
    stage = Stage()
    police, auditor, council = stage.desk("police"), stage.desk("police", "police/audit"), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    looked = stage.write(police, case, Viewed(what="case", subject=case))
    stage.sync(police, auditor, council)
    assert stage.has(auditor, looked)
    assert not stage.has(council, looked)


def test_a_case_whose_name_tells_of_no_owner_is_held_back():
    stage = Stage()
    police = stage.desk()
    assert stage.kept_after_sync(police, stage.write(police, "stray")) == ["no-owner"]


@pytest.mark.req("T4")
def test_an_entry_that_claims_another_agency_is_held_back():
    stage = Stage()
    council = stage.desk("council")
    assert stage.kept_after_sync(council, stage.write(council, "police.c1", agency="police")) == ["agency"]


def test_concurrent_values_are_both_shown_everywhere():
    stage = Stage()
    police, other, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, other, council)
    for machine, value in ((police, "yes"), (other, "no"), (council, "dk")):
        stage.write(machine, case, Answered(path="danger", value=value))
    stage.sync(police, other, council, police, other)
    assert [len(values) for values in stage.values(case, "answer:danger")] == [3, 3, 3]
    assert stage.judge() == []


def test_kinds_of_a_newer_version_are_carried_byte_for_byte():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    id = stage.write(police, case, UnknownBody.model_validate({"kind": "smelled", "words": "burnt", "since": {"days": [1, 2]}}))
    stage.sync(police, other)
    assert stage.on(other, id).entry.payload == stage.on(police, id).entry.payload
    assert isinstance(stage.on(other, id).entry.body, UnknownBody)


@pytest.mark.req("T20")
def test_a_device_that_was_taken_out_hands_in_what_it_has_and_is_wiped():
    stage = Stage(batch=1)
    police, lost = stage.desk(), stage.desk()
    case = stage.case(lost)
    stage.sync(lost, police)
    late = [stage.write(lost, case) for _ in range(3)]
    stage.write(police, devices_of("police"), DeviceRevoked(device=stage.name(lost)))
    stage.sync(police, lost)
    assert lost.wiped
    assert lost.disk.holdings == {}
    assert [stage.kept(one) for one in late] == [["revoked"]] * 3
    stage.sync(police)
    assert [stage.on(police, one).standing for one in late] == ["held"] * 3


def test_whoever_is_let_in_again_is_heard_again():
    stage = Stage()
    police, found = stage.desk(), stage.desk()
    case = stage.case(police)
    stage.sync(police, found)
    signer = found.disk.identity().signer
    stage.write(police, devices_of("police"), DeviceRevoked(device=signer.id))
    stage.sync(police)
    stage.write(found, case)
    late = stage.write(found, case)
    stage.half_sync(found)
    assert stage.kept(late) == ["revoked"]
    stage.write(police, devices_of("police"), DeviceEnrolled(device=signer.id, public=signer.public.hex()))
    stage.sync(police)
    assert stage.kept(late) == [""]


def test_an_administrator_lets_a_device_in_by_an_entry():
    stage = Stage()
    police = stage.desk()
    new = stage.stranger("police")
    case = stage.case(police)
    stage.sync(police)
    assert stage.need(new) == "enrol"
    signer = new.disk.identity().signer
    stage.write(police, devices_of("police"), DeviceEnrolled(device=signer.id, public=signer.public.hex()))
    stage.sync(police, new)
    assert stage.need(new) == ""
    assert stage.shown(new) == stage.shown(police)
    assert case in {holding.entry.case for holding in new.disk.holdings.values()}


@pytest.mark.req("F20")
def test_an_endpoint_that_was_emptied_does_not_empty_the_desks():
    stage = Stage(batch=1000)
    police, council = stage.desk("police"), stage.desk("council")
    council.guard = Guard(most=20, percent=5)
    council.restart()
    cases = [stage.case(police) for _ in range(60)]
    for case in cases:
        stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    assert council.disk.cases() == 60
    for case in cases:
        stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    stage.half_sync(council)
    stage.half_sync(council)
    assert council.disk.cases() >= 57
    stage.world.exchange.clear("council")
    stage.half_sync(council)
    assert council.disk.cases() == 0


@pytest.mark.req("F20")
def test_what_an_emptied_endpoint_no_longer_shares_waits_for_an_order_too():
    stage = Stage(batch=1000)
    police, council = stage.desk("police"), stage.desk("council")
    council.guard = Guard(most=20, percent=5)
    council.restart()
    empty = stage.backup()
    for _ in range(60):
        stage.write(police, stage.case(police), CaseShared(audience="council"))
    stage.sync(police, council)
    stage.restore(empty)
    permissions = {leaf for leaf, holding in council.disk.holdings.items() if holding.entry.kind == "case-shared"}
    for leaf in permissions:
        council.disk.drop(leaf)
    for _ in range(4):
        stage.half_sync(council)
    assert council.disk.cases() >= 45


def test_a_case_is_named_after_its_agency():
    assert case_of("police", "1") == "police.1"
    for bad in ("", "po.lice", "police/x"):
        with pytest.raises(ValueError, match="short name"):
            case_of(bad, "1")


def test_half_of_a_long_round_is_taken_and_the_rest_follows():
    stage = Stage(batch=3)
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    lines = [stage.write(police, case, Noted(text=f"line {n}")) for n in range(40)]
    stage.sync(police, other)
    assert set(lines) < set(stage.shown(other))
    assert police.program.pace.size > 3


def test_whoever_may_read_nothing_sends_what_they_wrote_and_comes_to_rest():
    stage = Stage()
    police = stage.desk("police")
    line = stage.write(police, stage.case(police))
    police.feeds = ()
    stage.sync(police)
    assert stage.kept(line) == [""]
    assert not stage.world.round(police)
