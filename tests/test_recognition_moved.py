"""Somebody who moved or changed their number is found under the old ones, and the reason says that they are old."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callhandler.desk.joining import Joining
from callhandler.desk.recognition import Candidate, PeopleBook
from callhandler.people.person import Description
from callhandler.ui.why_words import why_said
from callhandler.words import Words
from tests.desks import Room, generic, room, rung_off, told
from tests.test_import import importer

OLD, NEW = "14 Maes Road, CF62 8AB", "3 High Street, LN1 1AA"


@pytest.fixture
def control_room(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path) as opened:
        yield opened


def call(control_room: Room, phone: str, where: str) -> str:
    taken = told(control_room.desk().start_call(), ROLE="victim", NAME="Margaret Jones", PHONE=phone, WHEN="today", WHERE=where, HOME="yes")
    rung_off(taken)
    control_room.now.move(days=2)
    return taken.case


def found(control_room: Room, asked: Description, *, joined: bool) -> Candidate:
    first, second = call(control_room, "07700 900123", OLD), call(control_room, "07700 900999", NEW)
    book, hand = PeopleBook(control_room.vault.logbook, generic()[0].questions), importer(control_room).hand
    hand.listeners.append(book.heard)
    if joined:
        Joining(hand, book).combine(f"{first}.caller", f"{second}.caller", ("forename-same",))
    return book.like(asked)[0]


def test_what_agrees_with_an_old_home_and_an_old_number_is_said_to_be_old(control_room: Room):
    candidate = found(control_room, Description("asked", "Margaret Jones", "07700 900123", place=OLD), joined=True)
    said = why_said(Words(), candidate.why)
    assert "same postcode · an earlier address" in said
    assert "same number · an earlier number" in said
    assert sum(why.bits for why in candidate.why) == pytest.approx(candidate.bits)


def test_where_they_live_now_is_not(control_room: Room):
    candidate = found(control_room, Description("asked", "Margaret Jones", "07700 900999", place=NEW), joined=True)
    assert not any(why.earlier for why in candidate.why)


def test_of_somebody_told_once_nothing_is_earlier(control_room: Room):
    candidate = found(control_room, Description("asked", "Margaret Jones", "07700 900123", place=OLD), joined=False)
    assert not any(why.earlier for why in candidate.why)
