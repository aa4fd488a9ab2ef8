"""Officers choose beats: a case finds its beat by its place, and the page says what is carried, ticks it, and carries it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.cases.beats import BeatOfArea, beats_at
from callhandler.config import RESOURCES
from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.log.clock import Clock
from callhandler.protocol.disclosure import tells
from callhandler.store.pen import InlinePen
from callhandler.ui.beats_page.page import BeatsPage
from callhandler.ui.beats_page.shown import BeatLine, BeatsSheet
from callhandler.ui.beats_page.telling import beat_lines, free_said, since_said, stands_said
from callhandler.ui.lines import LinesView
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words
from tests.desks import generic, rung_off, told
from tests.doubles import CountedIds, ToldClock
from tests.hall import Hall, handler, listening
from tests.lined_desks import LinedDesk
from tests.lined_desks import desk as lined
from tests.stored_device import Shelf

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MAES, QUAY = "14 Maes Road, CF99 1AA", "8 Quay Terrace, CF99 4DD"


@dataclass
class Seat:
    line: LinedDesk
    desk: Desk

    def sync(self) -> None:
        taken = self.line.round()
        self.desk.came(taken.read, (*taken.gone, *taken.left))
        if taken.more:
            self.sync()

    def call(self, place: str, *, closed: bool = True) -> str:
        call = told(self.desk.start_call(), NAME=f"Canary of {place}", WHERE=place)
        if closed:
            rung_off(call)
        return call.case

    def cases(self) -> set[str]:
        entries = self.line.disk.logbook(bytes).entries(kinds=("call-started",))
        return {entry.case for entry in entries}

    def cases_on(self, beat: str) -> int:
        return next(one.cases for one in self.desk.beats.carried().beats if one.beat.code == beat)


class _Ids:
    """Ids that no other desk gives."""

    def __init__(self, name: str) -> None:
        self._name, self._count = name, CountedIds()

    def __call__(self) -> str:
        return f"{self._name}-{self._count()}"


@pytest.fixture
def seats(tmp_path: Path) -> Iterator[tuple[Seat, Seat]]:
    """A control room and a laptop of the police."""
    hall, shelf = Hall(tells(generic()[0].discloses)), Shelf(tmp_path)
    with listening(handler(hall)) as port:
        made = []
        for name in ("room", "laptop"):
            line = lined(hall, shelf, f"http://127.0.0.1:{port}")
            logbook = line.disk.logbook(lambda: bytes(range(16)))
            hand = Hand(Who(name, "police"), InlinePen(logbook), ToldClock(), _Ids(name), Clock())
            made.append(Seat(line, Desk(hand, logbook, *generic())))
        yield made[0], made[1]
        for seat in made:
            seat.line.remote.close()
    shelf.clear()


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        (MAES, ("maes",)),
        ("the green, cf991zz", ("maes",)),
        ("outside the shop in Station St", ()),
        ("27 Station St", ("station",)),
        ("3 Heol y Bont", ("y-bont",)),
        ("Bus stop, Quay Terrace", ("quay",)),
        ("8 Quay Terrace, CF99 1AA", ("maes",)),  # the postcode is the surer one
        ("SW1A 1AA", ()),
        ("no fixed abode", ()),
        ("", ()),
    ],
)
def test_a_place_tells_its_beat(place, codes):
    assert beats_at(place, generic()[0].beats) == codes


def test_an_area_names_its_own_beats_and_takes_nobody_elses():
    assert {one.code: one.name_in("cy") for one in generic()[0].beats}["quay"] == "Y Cei"
    assert load_area(RESOURCES / "areas" / "london").beats == ()
    assert BeatOfArea("x", {"en": "X"}).name_in("cy") == "X"


@pytest.mark.parametrize("code", ["", "North", "a/b", "~x"])
def test_a_beat_has_a_short_plain_code(tmp_path, code):
    for name in ("area.yaml",):
        text = (RESOURCES / "areas" / "generic" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("code: maes", f'code: "{code}"'), encoding="utf-8")
    with pytest.raises(AreaTrouble, match="beats"):
        load_area(tmp_path)


@pytest.mark.req("T1")
def test_a_laptop_brings_its_beat_and_lets_go_of_the_rest(seats):
    room, laptop = seats
    maes, quay = room.call(MAES), room.call(QUAY)
    nowhere = room.call("somewhere")
    room.sync()
    laptop.sync()
    assert laptop.cases() == {maes, quay, nowhere}
    laptop.desk.beats.carry({"maes"})
    laptop.sync()
    assert laptop.cases() == {maes}
    assert [found.name for found in laptop.desk.find(name="Canary of Quay")] == []
    assert (laptop.cases_on("maes"), room.cases_on("quay")) == (1, 1)
    told = laptop.desk.beats.carried()
    assert [(one.beat.code, one.carried, bool(one.brought)) for one in told.beats if one.carried] == [("maes", True, True)]
    laptop.desk.beats.carry(None)
    laptop.sync()
    assert laptop.cases() == {maes, quay, nowhere}


def test_a_call_taken_on_a_laptop_stays_on_it_wherever_it_is_about(seats):
    room, laptop = seats
    before = laptop.call(QUAY, closed=False)
    laptop.desk.beats.keep(laptop.desk.calls())
    laptop.desk.beats.carry({"maes"})
    during = laptop.call(QUAY, closed=False)
    laptop.sync()
    assert laptop.cases() == {before, during}
    for call in laptop.desk.calls():
        rung_off(call)
    laptop.sync()
    room.sync()
    assert laptop.cases() == {before, during}
    assert (room.cases_on("quay"), laptop.desk.beats.carried().own) == (2, 2)


def test_cases_from_before_there_were_beats_are_placed_when_somebody_says_so(seats):
    room, laptop = seats
    open_still = room.call(MAES, closed=False)
    room.call("somewhere", closed=False)
    assert room.desk.beats.carried().unplaced == ((open_still, ("maes",)),)
    room.desk.beats.place(room.desk.beats.carried().unplaced)
    assert room.desk.beats.carried().unplaced == ()
    laptop.desk.beats.carry({"maes"})
    room.sync()
    laptop.sync()
    assert laptop.cases() == {open_still}


# the page

LINES = (BeatLine("maes", "Maes", 37, NOW - timedelta(minutes=5)), BeatLine("quay", "Quay"))


@pytest.fixture
def page(qtbot) -> BeatsPage:
    made = BeatsPage(Words(), lambda: NOW)
    qtbot.addWidget(made)
    made.show_sheet(BeatsSheet(frozenset({"maes"}), LINES, own=1, free=5 * 10**9))
    with qtbot.waitExposed(made):
        made.show()
    made.take_focus()
    return made


def said(page, name):
    return page.findChild(PlainLabel, name).text()


def press(page, *keys):
    for key in keys:
        QTest.keyClick(page.findChild(LinesView, "beats_list"), key)


def test_the_page_says_what_is_carried_since_when_and_how_much_room_there_is(page):
    assert said(page, "beats_stands") == "This computer carries 1 beat, and 1 case opened on it."
    assert said(page, "beats_free") == "5.0 GB are free on this disk."
    lines = page.findChild(LinesView, "beats_list").lines()
    assert [(line.title, line.detail) for line in lines] == [
        ("☑ Maes", "37 cases · brought 5 minutes ago"),
        ("☐ Quay", "not on this computer"),
    ]


def test_beats_are_ticked_and_carried_by_keyboard(page, qtbot):
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Space)
    carry = page.findChild(PlainButton, "beats_carry")
    with qtbot.waitSignal(page.carried) as heard:
        QTest.keyClick(carry, Qt.Key.Key_Return)
    assert heard.args == [frozenset({"maes", "quay"})]


def test_whatever_goes_from_here_goes_only_when_it_was_meant(page, qtbot):
    press(page, Qt.Key.Key_Space)
    carry = page.findChild(PlainButton, "beats_carry")
    with qtbot.assertNotEmitted(page.carried):
        QTest.keyClick(carry, Qt.Key.Key_Return)
    assert said(page, "beats_said").endswith("Press it once more to do it.")
    with qtbot.waitSignal(page.carried) as heard:
        QTest.keyClick(carry, Qt.Key.Key_Return)
    assert heard.args == [frozenset()]


def test_what_was_ticked_stays_ticked_while_news_comes(page):
    press(page, Qt.Key.Key_Down, Qt.Key.Key_Return)
    page.show_sheet(BeatsSheet(frozenset({"maes"}), LINES, own=2))
    assert page.findChild(LinesView, "beats_list").lines()[1].title == "☑ Quay"


def test_everything_can_be_carried_again_and_cases_be_placed(page, qtbot):
    with qtbot.waitSignal(page.carried) as heard:
        QTest.keyClick(page.findChild(PlainButton, "beats_whole"), Qt.Key.Key_Return)
    assert heard.args == [None]
    page.show_sheet(BeatsSheet(None, LINES, unplaced=3))
    with qtbot.waitSignal(page.placed):
        QTest.keyClick(page.findChild(PlainButton, "beats_place"), Qt.Key.Key_Return)
    with qtbot.waitSignal(page.left):
        press(page, Qt.Key.Key_Escape)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_state_is_said(language):
    words = Words(language)
    told = [stands_said(words, sheet) for sheet in (BeatsSheet(), BeatsSheet(None, LINES), BeatsSheet(frozenset("ab"), LINES, own=2))]
    assert len(set(told)) == 3
    assert free_said(words, None) == ""
    assert free_said(words, 10**8) != free_said(words, 10**10)
    ago = [since_said(words, NOW - timedelta(minutes=n), NOW) for n in (0, 1, 50, 300, 9000)]
    assert len(set(ago)) == 5
    (line, other) = beat_lines(words, BeatsSheet(None, (BeatLine("a", "A", 1), BeatLine("b", "B"))), {"b"}, NOW)
    assert line.detail
    assert other.detail
    (line, other) = beat_lines(words, BeatsSheet(None, (BeatLine("a", "A", 1), BeatLine("b", "B"))), (), NOW)
    assert words.say("goes from here") not in line.detail


def test_a_beat_that_is_not_ticked_says_that_it_goes(page):
    press(page, Qt.Key.Key_Space)
    assert page.findChild(LinesView, "beats_list").lines()[0].detail == "37 cases · brought 5 minutes ago · goes from here"


def test_where_no_place_was_said_the_home_of_the_person_affected_counts(seats):
    room, _ = seats
    call = told(room.desk.start_call(), NAME="Canary", ROLE="third_party")
    call.about(name="Tom Hughes", place=QUAY)
    rung_off(call)
    assert room.cases_on("quay") == 1
