"""What desks put down while somebody works keeps them off the list: a call, two who were joined, a case that is shared (T2)."""

from datetime import timedelta

import pytest

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.oversight.look_list import looks_seen
from callhandler.log.kinds import CaseShared, GlassBroken, Noted, ShareEnded, Viewed
from tests.control_room import ControlRoom, Seat, room

__all__ = ["room"]
pytestmark = pytest.mark.req("T2")


@pytest.fixture
def nia(room: ControlRoom) -> Seat:
    return room.somebody("Nia Prosser")


def long_ago(room: ControlRoom, seat: Seat, *names: str) -> list[str]:
    cases = [seat.complaint(name) for name in names]
    seat.send()
    room.clock.move(days=100)
    return cases


def test_whom_a_call_showed_is_opened_without_a_word(room: ControlRoom, nia: Seat) -> None:
    (case,) = long_ago(room, nia, "Margaret Prosser")
    call = nia.taken("Margaret Prosser", "14 Maes Road, CF99 1AB")
    assert call.consulting.may_show({f"{case}.caller"}, ("Margaret Prosser",))
    nia.opens(case)
    assert room.watch() == set()
    room.clock.move(days=1)
    nia.opens(case)
    assert room.watch() == {"own-surname", "unlinked"}, "a day later the call is no reason any more"


def test_whoever_is_on_the_phone_may_look_for_somebody_and_afterwards_may_not(room: ControlRoom, nia: Seat) -> None:
    (case,) = long_ago(room, nia, "Zoe Marsh")
    call = nia.taken("Ann Lloyd", "14 Maes Road, CF99 1AB")
    for name in ("Zoe", "Zoe Marsh", "Zo Marsh", "Zoe March", "Z Marsh", "Zoey Marsh", "Soe Marsh", "Zoe Mars", "Zoe Masrh"):
        nia.desk.find(name=name)
    nia.opens(case)
    assert room.watch() == set()
    call.end({question.path: "rang-off" for question in call.still_to_ask()}, "rang-off")
    room.clock.move(minutes=20)
    nia.opens(case)
    assert room.watch() == {"unlinked"}


def test_a_log_is_that_of_everybody_who_was_joined_to_it(room: ControlRoom, nia: Seat) -> None:
    """What is told of her under one name is read with the other, and so is the work."""
    owen = room.somebody("Owen Bellamy", "officer")
    one, other = long_ago(room, owen, "Margaret Prosser", "Mrs Somebody")
    owen.desk.combine(f"{one}.caller", f"{other}.caller", ("she said so",))
    owen.send()
    nia.send()
    nia.opens(other)
    assert "own-surname" in room.watch()
    room.clock.move(days=1)
    nia.hand.write(one, Noted(text="rang her"))
    nia.opens(other)
    assert room.watch() == set()


def test_to_open_in_an_emergency_is_no_work(room: ControlRoom, nia: Seat) -> None:
    (case,) = long_ago(room, nia, "Zoe Marsh")
    until = room.clock() + timedelta(minutes=30)
    nia.hand.write(case, GlassBroken(parts=("health",), reason="child", words="", until=until))
    nia.opens(case)
    assert room.watch() == {"unlinked"}


@pytest.mark.req("T19")
@pytest.mark.parametrize("body", ["[1]", '{"person": [1], "role": {}, "name": 7, "place": null}', '{"name": "\\u0000"}', '"x"', "{"])
def test_nothing_that_somebody_writes_into_a_case_hides_who_looks(room: ControlRoom, nia: Seat, body: str) -> None:
    (case,) = long_ago(room, nia, "Zoe Marsh")
    nia.opens(case)
    with room.premises.behind.engine.begin() as connection:
        others = tables.entry.c.kind != "viewed"
        connection.execute(tables.entry.update().where(others, tables.entry.c.case_id == case).values(payload=body.encode()))
        connection.execute(tables.entry.update().where(tables.entry.c.kind == "call-started").values(kind="action-agreed"))
    assert room.watch() == {"unlinked"}
    with room.premises.behind.engine.connect() as connection:
        (row,) = looks_seen(connection, Asker("s1", "Sergeant", "supervisor", "police", ""), room.clock())
    assert row["references"] == [case], "nothing else is known of it any more"


@pytest.mark.parametrize("room", ["sqlite", "postgres"], indirect=True)
def test_whoever_is_looked_at_may_be_called_anything(room: ControlRoom, nia: Seat) -> None:
    long_ago(room, nia, "Zoe Marsh")
    for subject in ("", ".", "police", "police..caller", "nobody", "x" * 5000, "council.1.caller"):
        nia.hand.on_record(nia.hand.new_case(), Viewed(what="person", subject=subject, about="police.\u0000" if subject == "." else ""))
        nia.hand.on_record(nia.hand.new_case(), Viewed(what="case", subject=subject))
    nia.send()
    assert room.watch() >= {"sibling", "unlinked"}


def test_a_guest_looks_while_it_is_shared_and_as_long_as_they_may_not_have_heard(room: ControlRoom, nia: Seat) -> None:
    carys = room.somebody("Carys Tudor", "partner-caseworker", "council")
    (case,) = (nia.complaint("Zoe Marsh"),)
    nia.hand.write(case, CaseShared(audience="council"))
    nia.send()
    carys.send()
    carys.opens(case)
    nia.hand.write(case, ShareEnded(audience="council"), [entry.id for entry in nia.vault.logbook.entries(kinds=("case-shared",))])
    nia.send()
    room.clock.move(hours=70)
    carys.desk.person(f"{case}.caller")  # without a line
    room.clock.move(minutes=1)
    carys.send()
    assert "sibling" not in room.watch()
    room.clock.move(hours=3)
    carys.opens(case)
    assert "sibling" in room.watch()
