"""A desk knows what a share would show before it is made, who holds its cases, what waits, and what it may let count afterwards."""

import pytest

from callhandler.desk.allowed import may
from callhandler.desk.hand import Who
from callhandler.log.kinds import Noted, PlaceDescribed
from tests.desks import VULNERABILITY, margaret
from tests.test_line_desk import Seat, seats

__all__ = ["seats"]


def shared(seats: dict[str, Seat]) -> str:
    police = seats["police"]
    case = margaret(police.desk.start_call()).case
    police.desk.sharing.share(case, "council", gateway="cda-115")
    police.sync()
    seats["council"].sync()
    return case


@pytest.mark.req("F6")
def test_the_preview_is_exactly_what_arrives(seats):
    police, council = seats["police"], seats["council"]
    call = margaret(police.desk.start_call())
    call.answer(VULNERABILITY, "mental")
    before = police.desk.partners.preview(call.case, "council")
    police.desk.sharing.share(call.case, "council", gateway="cda-115")
    police.sync()
    council.sync()
    arrived = council.line.disk.logbook(bytes).entries(case=call.case)
    assert {entry.id for entry in arrived if entry.kind != "case-shared"} == {entry.id for entry in before.told}
    assert {one.why for one in before.left_out} == {"health"}


def test_a_share_says_since_when_on_whose_word_and_who_wrote(seats):
    case = shared(seats)
    police, council = seats["police"], seats["council"]
    (share,) = police.desk.partners.shares(case)
    assert (share.audience, share.by, share.gateway, share.wrote) == ("council", "police", "cda-115", ())
    (guest,) = council.desk.partners.guests()
    assert (guest.case, guest.owner, guest.by) == (case, "police", "police")
    council.hand.write(case, Noted(text="a visit on Tuesday"))
    council.sync()
    police.sync()
    (share,) = police.desk.partners.shares(case)
    assert [actor for actor, _ in share.wrote] == ["council"]
    assert police.desk.partners.guests() == ()


def test_what_waits_is_told_by_case(seats):
    police = seats["police"]
    call = margaret(police.desk.start_call())
    (waiting,) = police.desk.partners.waiting()
    assert (waiting.case, waiting.high) == (call.case, False)
    assert waiting.entries > 5
    police.sync()
    assert police.desk.partners.waiting() == ()


@pytest.mark.req("F6")
def test_what_came_in_too_late_counts_once_its_owner_accepts_it(seats):
    case = shared(seats)
    police, council = seats["police"], seats["council"]
    council.hand.write(case, Noted(text="written on a visit without a line"))
    police.desk.sharing.end(case, "council")
    police.sync()
    council.sync()
    police.sync()
    ((held, entries),) = police.desk.partners.held_back()
    assert held == case
    assert not [entry for entry in police.line.disk.logbook(bytes).entries(case=case) if entry.agency == "council"]
    police.desk.partners.accept(case, entries)
    police.sync()
    assert police.desk.partners.held_back() == ()
    assert [entry.agency for entry in police.line.disk.logbook(bytes).entries(case=case) if entry.agency == "council"] == ["council"]


def test_a_decision_between_two_values_can_be_taken_back(seats):
    police, sergeant = seats["police"], seats["sergeant"]
    case = police.desk.start_call().case
    for seat in (police, sergeant):
        seat.sync()
    for seat, place in ((police, "14 Maes Road"), (sergeant, "41 Maes Road")):
        seat.hand.write(case, PlaceDescribed(place=place))
    for seat in (police, sergeant, police):
        seat.sync()
    (conflict,) = police.desk.sharing.conflicts(case)
    decided = police.desk.sharing.resolve(case, "place", conflict.values[0].entry)
    assert police.desk.sharing.conflicts(case) == ()
    police.desk.sharing.unresolve(decided)
    assert police.desk.sharing.conflicts(case) == (conflict,)


@pytest.mark.req("T4")
def test_a_role_counts_once_somebody_vouched_for_it():
    handler, supervisor, nobody = (Who("C1", "police", role) for role in ("handler", "supervisor", ""))
    assert may(nobody, "review", "risk")
    assert may(supervisor, "review", "risk")
    assert not may(handler, "review", "risk")
    assert may(handler, "share", "case", "notes")
    assert not may(handler, "write", "notes", owner="council")


@pytest.mark.req("R8")
def test_health_is_for_whom_the_endpoint_says_that_they_need_to_know():
    knowing, other = (Who("C1", "police", "officer", knows) for knows in (frozenset(("health",)), frozenset()))
    assert may(knowing, "view", "health")
    assert not may(other, "view", "health")
    assert may(other, "write", "health")  # what a caller says is taken down by anybody
