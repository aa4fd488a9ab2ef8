"""The list of looks: who reviews it and what leaves it; a second process rings nothing twice, and an older database misses nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from callhandler.cases.browsing import LookRules
from callhandler.desk.hand import Who
from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.oversight.look_list import flag, flags, looks_behind, looks_seen, looks_waiting, settle
from callhandler.endpoint.oversight.tables import LOOK, LOOK_ALERT, LOOKS_READ
from callhandler.endpoint.refusing import Refused
from callhandler.log.kinds import Erased
from tests.control_room import ControlRoom, Seat, room

__all__ = ["room"]
pytestmark = pytest.mark.req("T2")
BOTH = pytest.mark.parametrize("room", ["sqlite", "postgres"], indirect=True)
SERGEANT = Asker("s1", "Sergeant", "supervisor", "police", "")


@pytest.fixture
def nia(room: ControlRoom) -> Seat:
    """Somebody who looks at her cousin, as nothing asks her to."""
    seat = room.somebody("Nia Prosser")
    case = seat.complaint("Margaret Prosser")
    seat.send()
    room.clock.move(days=100)
    seat.opens(case)
    return seat


def listed(room: ControlRoom, who: Asker = SERGEANT) -> list[dict[str, object]]:
    with room.premises.behind.engine.connect() as connection:
        return list(looks_seen(connection, who, room.clock()))


def behind(room: ControlRoom) -> int:
    with room.premises.behind.engine.connect() as connection:
        return looks_behind(connection)["callhandler_looks_behind"]


def reviewed(room: ControlRoom, who: Asker, look: object, verdict: str = "in-order", words: str = "") -> None:
    with room.premises.behind.engine.begin() as connection:
        settle(connection, who, str(look), (verdict, words), int(room.clock().timestamp()))


@pytest.mark.req("R18")
def test_a_second_person_of_the_same_agency_reviews_it_and_names_nobody(room: ControlRoom, nia: Seat) -> None:
    assert behind(room) == 1
    assert room.watch() == {"own-surname", "unlinked"}
    assert behind(room) == 0
    room.clock.move(hours=3)
    (row,) = listed(room)
    assert (row["by"], row["patterns"], row["waits"]) == ("Nia Prosser", ["own-surname", "unlinked"], 3)
    assert str(row["references"]).startswith("['GEN-")
    assert "Margaret" not in str(row)
    assert listed(room, replace(SERGEANT, agency="council")) == []
    wrong = [
        (replace(SERGEANT, agency="council"), "in-order", "", "nothing"),
        (replace(SERGEANT, person=nia.account), "in-order", "", "own-look"),
        (SERGEANT, "fine", "", "unreadable"),
        (SERGEANT, "in-order", "asked her about Margaret", "names"),
        (SERGEANT, "in-order", "x" * 201, "unreadable"),
    ]
    for who, verdict, words, why in wrong:
        with pytest.raises(Refused, match=why):
            reviewed(room, who, row["look"], verdict, words)
    with pytest.raises(Refused, match="nothing"):
        reviewed(room, SERGEANT, "no look")
    reviewed(room, SERGEANT, row["look"], "follow-up", "spoken to")
    (row,) = listed(room)
    assert (row["verdict"], row["words"], row["reviewed_by"], row["waits"]) == ("follow-up", "spoken to", "s1", 0)
    with room.premises.behind.engine.connect() as connection:
        assert looks_waiting(connection) == {"callhandler_looks_waiting": 0, "callhandler_looks_drawn": 0}


@BOTH
@pytest.mark.req("R5")
def test_what_is_erased_leaves_the_list_and_then_the_table(room: ControlRoom, nia: Seat) -> None:
    room.watch()
    (row,) = listed(room)
    nia.hand.write(str(row["case"]), Erased(entries=(), rule="retention", whole=True))
    nia.send()
    assert listed(room) == []
    room.browsing().look()
    with room.premises.behind.engine.connect() as connection:
        assert connection.execute(select(LOOK_ALERT)).all() == []
        assert looks_waiting(connection)["callhandler_looks_waiting"] == 0
    room.clock.move(days=40)
    room.browsing().look()
    with room.premises.behind.engine.connect() as connection:
        assert connection.execute(select(LOOK)).all() == [], "no rule looks back so far"


@BOTH
def test_many_processes_ring_once_and_nothing_is_read_twice(room: ControlRoom, nia: Seat) -> None:
    cases = [nia.complaint(f"Somebody {number} Prosser") for number in range(44)]
    room.clock.move(days=100)
    for case in cases:
        room.clock.move(minutes=2)
        nia.desk.person(f"{case}.caller")
    nia.send()
    watches = [room.browsing(portion=10) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(watch.look) for watch in watches]:
            done.result()
    alerts = room.alerts()
    assert len(room.rung) == len(alerts)
    assert sum(code == "own-surname" for code, *_ in alerts) == 45


def test_a_restored_database_hears_of_what_it_had_not(room: ControlRoom, nia: Seat) -> None:
    """Nobody is signed in any more; whose device it is stands where it was put down who was told of what."""
    nia.hand.who = Who("nobody of the accounts", "police")
    room.watch()
    kept = room.premises.back_up("kept", room.clock())
    (row,) = listed(room)
    room.clock.move(days=1)
    nia.opens(str(row["case"]))
    assert "own-surname" in room.watch()
    assert len(listed(room)) == 2
    room.premises.burn_down(kept)
    room.premises.behind.switchboard.exchange().open(restored=True)
    assert len(listed(room)) == 1
    nia.send()
    assert "own-surname" in room.watch()
    assert [one["by"] for one in listed(room)] == ["Nia Prosser"] * 2


def test_a_mark_beyond_the_end_hides_nothing(room: ControlRoom, nia: Seat) -> None:
    with room.premises.behind.engine.begin() as connection:
        connection.execute(LOOKS_READ.insert().values(feed="police/audit", pos=99))
    assert room.watch() == {"own-surname", "unlinked"}
    assert room.watch() == set()


def test_which_looks_are_taken_at_random_is_the_same_in_every_process_and_nobody_is_accused(room: ControlRoom, nia: Seat) -> None:
    case = nia.complaint("Somebody else")
    for _ in range(40):
        room.clock.move(minutes=5)
        nia.desk.person(f"{case}.caller")
    nia.send()
    watch = room.browsing(rules=LookRules(sample=2, left_out=frozenset(("own-surname", "unlinked"))))
    watch.look()
    drawn = [row for row in listed(room) if row["patterns"] == ["sample"]]
    assert 2 <= len(drawn) <= 39, "of 41, each with an even chance"
    assert room.rung == []
    with room.premises.behind.engine.connect() as connection:
        assert looks_waiting(connection) == {"callhandler_looks_waiting": 0, "callhandler_looks_drawn": len(drawn)}


def test_a_flag_is_put_on_by_reference_and_taken_off(room: ControlRoom, nia: Seat) -> None:
    case = nia.complaint("A public figure")
    nia.send()
    with room.premises.behind.engine.begin() as connection:
        assert flag(connection, SERGEANT, f" GEN-{case[-4:]} ", "public", 7) == case
        (flagged,) = flags(connection, "police")
        assert (flagged["reference"], flagged["said"]) == (f"GEN-{case[-4:]}", "A public figure")
        assert flags(connection, "council") == []
        for who, reference, why in (
            (SERGEANT, "GEN-nothing", "public"),
            (replace(SERGEANT, agency="council"), f"GEN-{case[-4:]}", "public"),
        ):
            with pytest.raises(Refused, match="no-such-reference"):
                flag(connection, who, reference, why, 8)
        with pytest.raises(Refused, match="unreadable"):
            flag(connection, SERGEANT, f"GEN-{case[-4:]}", "because", 8)
        flag(connection, SERGEANT, case, "", 9)
        assert flags(connection, "police") == []
