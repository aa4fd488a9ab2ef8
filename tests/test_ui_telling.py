"""What the screens are told of a log is what was put on record, not what would be found today."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callhandler.desk.desk import Desk
from callhandler.script.call import Call
from callhandler.ui import shown
from callhandler.ui.form_names import names_of
from callhandler.ui.telling import Teller
from callhandler.ui.telling_person import person_told
from callhandler.words import Words
from tests import desks
from tests.desks import NUMBER, Room, generic, margaret, rung_off, told
from tests.stores import COLLAR


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def page(room: Room, desk: Desk, person: str, language: str = "en") -> shown.Person:
    area, form = generic()
    names = names_of(Call(form, now=room.now), language)
    return person_told(Teller(Words(language), area, names), desk.person(person), room.now().date())


@pytest.mark.parametrize(("language", "number"), [("en", "same number"), ("cy", "yr un rhif")])
def test_a_link_shows_the_reasons_on_record_and_who_decided(room: Room, language: str, number: str) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = told(desk.start_call(NUMBER), NAME="Margret Jones")
    call.accept(call.candidates()[0].person)
    at = room.now()
    told(call, NAME="Sioned Pugh", PHONE="01632 960001")
    room.now.move(days=3)
    (link,) = page(room, desk, call.paper.begun.caller, language).links
    assert number in link.why, "although nothing is alike any more"
    assert all("{" not in why and not why.endswith(":") for why in link.why)
    assert (link.by, link.at) == (COLLAR, at)


def test_the_supervisor_who_looked_is_named(room: Room) -> None:
    desk = room.desk()
    call = told(desk.start_call(), WEAPON="yes")
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    rung_off(call)
    (lowered,) = [one for one in desk.due() if one.kind == "lowered"]
    desk.review(call.case, lowered.entry, "returned", "look at it again", "Sgt Pugh")
    (complaint,) = page(room, desk, call.paper.begun.caller).complaints
    assert complaint.review == "Lower band sent back by Sgt Pugh: “look at it again”"
