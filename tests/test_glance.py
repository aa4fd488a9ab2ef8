"""What the log knows around a call: the person, the number, the home, the place and whoever is named are five things, never one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typing_extensions import override

from callhandler.desk.desk import Desk
from callhandler.desk.glance import QUALIFIERS
from callhandler.desk.open_call import OpenCall
from callhandler.desk.recognition import PeopleBook
from callhandler.log.kinds import LinkUndone, PersonDescribed, SamePerson, Viewed
from callhandler.people.shared_homes import is_refuge, is_shared
from callhandler.store.pen import InlinePen
from tests import desks
from tests.desks import NUMBER, Room, margaret, rung_off, told
from tests.desks import room as opened

ALLEGED_NAME = "/data/who/person[1]/person_name"
OTHERS = (("Nia Rees", "01632 960001"), ("Owain Price", "01632 960002"), ("Bethan Lewis", "01632 960003"))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


def lives_there(desk: Desk, name: str, phone: str, place: str, **more: str) -> OpenCall:
    call = told(desk.start_call(phone), ROLE="victim", NAME=name, PHONE=phone, WHEN="today", WHERE=place, HOME="yes", **more)
    rung_off(call)
    return call


def seen(desk: Desk, call: OpenCall) -> tuple[str, ...]:
    return tuple(one.candidate.name for one in desk.glancing().look(call.wanted()).seen)


def test_the_calls_of_a_number_are_known_before_a_word_is_said(room: Room) -> None:
    desk = room.desk()
    for days in (0, 20, 30):
        room.now.move(days=days)
        rung_off(margaret(desk.start_call(NUMBER)))
    number = desk.glancing().beside(desk.start_call(NUMBER).wanted()).number
    assert number
    assert (number.n, (number.last - number.since).days) == (3, 50)
    assert {name for _, name in number.people} == {"Margaret Jones"}


def test_others_of_the_home_are_named_and_of_a_shared_house_only_counted(room: Room) -> None:
    desk = room.desk()
    for name, phone in OTHERS:
        lives_there(desk, name, phone, "14 Maes Road, CF62 8AB")
        lives_there(desk, name, f"{phone[:-1]}9", "Ty Newydd Hostel, 2 Dock Street, CF10 1AA")
    home = desk.glancing().beside(margaret(desk.start_call(NUMBER)).wanted()).home
    assert home
    assert {name for _, name, _ in home.people} == {name for name, _ in OTHERS}
    hostel = told(desk.start_call(NUMBER), NAME="Jo", WHERE="Ty Newydd Hostel, 2 Dock Street, CF10 1AA")
    home = desk.glancing().beside(hostel.wanted()).home
    assert home
    assert (home.people, home.many) == ((), 3)


@pytest.mark.parametrize("place", ["The Refuge, 3 Mill Lane, CF62 8ZZ", "Women's Aid, 3 Mill Lane, CF62 8ZZ"])
def test_a_refuge_never_names_or_counts_who_lives_there(room: Room, place: str) -> None:
    desk = room.desk()
    lives_there(desk, "Nia Rees", "01632 960001", place)
    call = told(desk.start_call(NUMBER), WHERE=place)
    beside = desk.glancing().beside(call.wanted())
    assert beside.home
    assert (beside.home.hidden, beside.home.people, beside.home.many) == (True, (), 0)
    assert seen(desk, call) == (), "nor is anybody found by that address"
    assert beside.people == ()


def test_an_address_that_the_area_protects_is_treated_alike(room: Room) -> None:
    desk = room.desk()
    lives_there(desk, "Nia Rees", "01632 960001", "3 Mill Lane, CF62 8ZZ")
    logbook = room.vault.logbook
    area = replace(desk.area, protected=("3 Mill Lane, CF62 8ZZ",))
    assert PeopleBook(logbook, area.questions, area.protected).hidden("3 Mill Ln CF62 8ZZ")
    guarded = Desk(room.hand(InlinePen(logbook)), logbook, area, desk.forms)
    call = told(guarded.start_call("01632 960001"), NAME="Nia Rees", WHERE="3 Mill Lane, CF62 8ZZ")
    (found,) = guarded.glancing().look(call.wanted()).seen
    assert found.held_back, "found by name and number; where she lives waits until her log is opened"


def test_where_somebody_is_at_risk_at_home_the_list_holds_back_how_to_reach_them(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    call.answer(QUALIFIERS, "domestic")
    rung_off(call)
    (found,) = desk.glancing().look(margaret(desk.start_call(NUMBER)).wanted()).seen
    assert found.held_back


def test_what_anybody_reported_of_a_place_and_several_callers_in_the_same_weeks(room: Room) -> None:
    desk = room.desk()
    for flat, (name, phone) in enumerate(OTHERS[:2], 1):
        lives_there(desk, name, phone, f"Flat {flat}, 14 Maes Road, CF62 8AB")
        room.now.move(days=5)
    call = told(desk.start_call("01632 960003"), NAME="Bethan Lewis", WHERE="14 Maes Road, CF62 8AB")
    place = desk.glancing().beside(call.wanted()).place
    assert place
    assert place.n == 2
    assert place.matter
    assert len(place.matter.people) == 2, "two others, and this one makes three"
    room.now.move(days=60)
    later = desk.glancing().beside(call.wanted()).place
    assert later
    assert later.matter is None, "two months later it is another time"


def test_somebody_held_responsible_is_looked_for_among_those_and_nowhere_else(room: Room) -> None:
    desk = room.desk()
    first = margaret(desk.start_call(NUMBER))
    first.answer("/data/who/r_suspect", "neighbour")
    first.answer(ALLEGED_NAME, "Darren Pugh")
    rung_off(first)
    lives_there(desk, "Darren Pugh", "01632 960009", "9 High Street")
    call = desk.start_call()
    call.answer("/data/who/r_suspect", "neighbour")
    call.answer(ALLEGED_NAME, "Darren Pugh")
    (named,) = desk.glancing().beside(call.wanted()).alleged
    assert (named.known_as, named.n) == ("Darren Pugh", 1)
    assert seen(desk, call) == (), "who is held responsible is no candidate for who calls"


def test_a_decision_made_here_counts_at_the_next_look(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = margaret(desk.start_call(NUMBER))
    glancing = desk.glancing()
    (found,) = glancing.look(call.wanted()).seen
    call.refuse(found.candidate.person, ("surname-same",))
    assert glancing.look(call.wanted()).seen == ()


def test_the_date_of_birth_is_kept_whoever_is_affected(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    call.typing("about:born", "12/3/19", 7)
    assert call.wanted().asked.born == "12/3/19"
    call.born("12/3/1961")
    told(call, NAME="Margaret Ann Jones")
    assert call.wanted().asked.born == "12/3/1961", "a new name does not take it away"
    told(call, ROLE="third_party")
    call.about("Nia Rees")
    call.born("1.2.2001")
    call.about("Nia Rhys")
    case = call.case
    rung_off(call)
    bodies = [entry.body for entry in room.vault.logbook.entries(case=case)]
    described = {(one.role, one.name): one.born for one in bodies if isinstance(one, PersonDescribed)}
    assert described["caller", "Margaret Ann Jones"] == "12/3/1961"
    assert described["victim", "Nia Rhys"] == "1.2.2001"


def test_the_date_of_birth_parts_mother_and_daughter_of_one_name(room: Room) -> None:
    desk = room.desk()
    first = margaret(desk.start_call(NUMBER))
    first.born("12/3/1961")
    rung_off(first)
    call = margaret(desk.start_call(NUMBER))
    (before,) = desk.glancing().look(call.wanted()).seen
    assert before.candidate.ask == "dob"
    assert before.candidate.born == "12/3/1961"
    call.born("4/9/1988")
    (after,) = desk.glancing().look(call.wanted()).seen
    assert after.candidate.bits < before.candidate.bits - 5
    assert after.candidate.rival == "parent-child"
    assert after.candidate.sure != "very-likely"


@pytest.mark.req("R1")
def test_whom_a_call_shows_is_on_record_once_and_before(room: Room) -> None:
    desk = room.desk()
    lives_there(desk, *OTHERS[0], "14 Maes Road, CF62 8AB")
    rung_off(margaret(desk.start_call(NUMBER)))
    call = desk.start_call()
    call.typing(desks.NAME, "Margret Jon", 11)
    sight = desk.glancing().look(call.wanted())
    assert viewed(room, call) == [], "typing alone is no consultation"
    assert call.consulting.may_show(sight.people, sight.wanted.terms)
    assert call.consulting.may_show(sight.people, ("more",))
    (entry,) = viewed(room, call)
    assert (entry.what, entry.purpose, entry.subject.split()) == ("search", "call", list(sight.people))
    assert entry.terms
    assert "marg" not in " ".join(entry.terms).lower()


class SlowPen(InlinePen):
    """A pen that has not yet written what it was given."""

    @override
    def settled(self, limit: float) -> bool:
        return False


@pytest.mark.req("R1")
def test_nobody_is_shown_until_the_disk_has_it(room: Room) -> None:
    desk = room.desk(SlowPen(room.vault.logbook))
    call = desk.start_call(NUMBER)
    assert not call.consulting.may_show(("p1", "p2"), ())
    assert not call.consulting.may_show(("p1",), ())
    ids = [entry.id for entry in room.vault.logbook.entries(case=call.case) if isinstance(entry.body, Viewed)]
    assert len(ids) == 1
    call.consulting.saved(ids)
    assert call.consulting.may_show(("p2", "p1"), ())


@pytest.mark.req("R1")
def test_a_search_from_the_desk_keeps_signs_of_what_was_asked(room: Room) -> None:
    desk = room.desk()
    desk.find(name="Margaret Jones")
    desk.find(name="margaret  JONES")
    entries = [entry.body for entry in room.vault.logbook.entries(kinds=("viewed",))]
    one, other = (body.terms for body in entries if isinstance(body, Viewed))
    assert one == other != ()


def test_reasons_shown_are_the_reasons_kept(room: Room) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = margaret(desk.start_call(NUMBER))
    (found,) = call.candidates()
    call.accept(found.person, ("phone-same",))
    assert call.held_to_be() == (found.person,)
    call.undo_link()
    assert call.held_to_be() == ()
    kept = [entry.body for entry in room.vault.logbook.entries(case=call.case) if isinstance(entry.body, SamePerson | LinkUndone)]
    assert kept[0].why == ("phone-same",)


def viewed(room: Room, call: OpenCall) -> list[Viewed]:
    return [entry.body for entry in room.vault.logbook.entries(case=call.case) if isinstance(entry.body, Viewed)]


@pytest.mark.parametrize(
    ("place", "refuge", "shared"),
    [
        ("Women's Aid, Cardiff", True, False),
        ("Lloches, 3 Heol y Felin", True, False),
        ("Ty Newydd Hostel", False, True),
        ("Cartref Gofal Bryn", False, True),
        ("12 High Street", False, False),
        ("12 Refuge Road, Barry", False, False),
        ("The Refuge, 12 Refuge Road", True, False),
        ("7 Heol y Lloches", False, False),
        ("3 Hostel Lane", False, False),
        ("Safe House Lane 4", False, False),
        ("The refuge in Mill Lane", True, False),
    ],
)
def test_shared_homes_are_known_by_what_they_are_called(place: str, refuge: bool, shared: bool) -> None:
    assert (is_refuge(place), is_shared(place, 2)) == (refuge, shared)
    assert is_shared(place, 40)
