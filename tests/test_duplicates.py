"""Pairs that may be one person and complaints that may be one matter are put before a supervisor, the likeliest first."""

import contextlib
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.cases.linking import linked
from callhandler.cases.merge_quality import Quality, quality
from callhandler.desk.duplicates import Duplicates
from callhandler.desk.joining import Joining
from callhandler.desk.recognition import PeopleBook
from callhandler.log.entry import Entry
from callhandler.log.kinds import LinkUndone, NotSamePerson, SamePerson
from callhandler.store import operators, vault
from callhandler.ui.duplicates_page.page import DuplicatesPage
from callhandler.ui.duplicates_page.shown import Pair, Pairs, Part, Side
from callhandler.ui.safe import PlainButton
from callhandler.words import Words
from tests.desks import Room, generic, room, rung_off, told
from tests.doubles import MORNING, ToldClock
from tests.scribe import Scribe
from tests.test_import import importer
from tests.ui_seat import CTRL, PHRASE, AtDesk, labels, log
from tests.ui_shell_people import red_pixels, unnamed

OPERATOR = "4821 Okafor"


@pytest.fixture
def control_room(tmp_path):
    with room(tmp_path) as opened:
        yield opened


def call(control_room, name, phone, where="14 Maes Road, CF62 8AB", home="yes"):
    taken = told(control_room.desk().start_call(), ROLE="victim", NAME=name, PHONE=phone, WHEN="today", WHERE=where, HOME=home)
    rung_off(taken)
    control_room.now.move(days=2)
    return taken.case


def at_desk(control_room):
    logbook, area = control_room.vault.logbook, generic()[0]
    book, hand = PeopleBook(logbook, area.questions), importer(control_room).hand
    hand.listeners.append(book.heard)
    return Duplicates(hand, logbook, book, area), Joining(hand, book)


def names(review):
    return [{doubt.one.description.name, doubt.other.description.name} for doubt in review.doubts]


def test_the_likeliest_pair_comes_first_and_strangers_do_not_come_at_all(control_room):
    call(control_room, "Margaret Jones", "07700 900123")
    call(control_room, "Maggie Jones", "07700 900123")
    call(control_room, "Temitope Adeyemi", "07700 900999", "3 High Street, LN1 1AA")
    seen: list[tuple[int, int]] = []
    review = at_desk(control_room)[0].look(lambda done, every: seen.append((done, every)))
    assert names(review) == [{"Margaret Jones", "Maggie Jones"}]
    assert review.doubts[0].why
    assert len(review.doubts[0].one.complaints) == 1
    assert seen[-1] == (3, 3)
    assert [doubt.probability for doubt in review.doubts] == sorted((doubt.probability for doubt in review.doubts), reverse=True)


def test_a_pair_of_half_a_year_ago_on_which_nobody_decided_comes_too(control_room):
    call(control_room, "Margaret Jones", "07700 900123")
    call(control_room, "Maggie Jones", "07700 900123")
    control_room.now.move(days=180)
    duplicates, _ = at_desk(control_room)
    assert names(duplicates.look()) == [{"Margaret Jones", "Maggie Jones"}]


def test_what_is_decided_is_not_put_again_and_comes_back_when_it_is_taken_back(control_room):
    one, other = call(control_room, "Margaret Jones", "07700 900123"), call(control_room, "Maggie Jones", "07700 900123")
    duplicates, joining = at_desk(control_room)
    review = duplicates.look()
    made = joining.hold_apart(f"{one}.caller", f"{other}.caller", ("twins",))
    assert duplicates.settled(review).doubts == ()
    assert at_desk(control_room)[0].look().doubts == ()
    at_desk(control_room)[1].undo(made.id)
    again = at_desk(control_room)[0].look()
    assert [doubt.pair for doubt in again.doubts] == [doubt.pair for doubt in review.doubts]
    assert again.quality == Quality(held_apart=1, undone=1)


def test_what_was_decided_both_ways_comes_before_everything_else(control_room):
    one, other = call(control_room, "Margaret Jones", "07700 900123"), call(control_room, "Maggie Jones", "07700 900123")
    call(control_room, "Margaret Jones", "07700 900123")
    _, joining = at_desk(control_room)
    same = joining.combine(f"{one}.caller", f"{other}.caller", ("phone-same",))
    joining.hand.write(same.case, NotSamePerson(one=f"{one}.caller", other=f"{other}.caller", why=("twins",)))
    review = at_desk(control_room)[0].look()
    assert [decision.says for decision in review.doubts[0].decided] == ["same", "apart"]
    assert len(review.doubts) > 1
    assert review.doubts[1].decided == ()


@pytest.mark.req("R1")
def test_whom_a_look_shows_is_on_record(control_room):
    call(control_room, "Margaret Jones", "07700 900123")
    call(control_room, "Maggie Jones", "07700 900123")
    desk = control_room.desk()
    review = desk.duplicates().look()
    desk.looked_at(review)
    (viewed,) = (entry.body for entry in control_room.vault.logbook.entries(kinds=("viewed",)))
    assert (viewed.purpose, set(viewed.subject.split())) == ("duplicates", {person for doubt in review.doubts for person in doubt.pair})


def test_three_callers_about_one_stairwell_in_the_same_weeks_may_be_one_matter(control_room):
    for place, name in (
        ("Flat 2, 40 High Street, CF62 8AB", "Ann"),
        ("Flat 7, 40 High Street, CF62 8AB", "Bo"),
        ("40 High Street, CF62 8AB", "Cy"),
    ):
        call(control_room, name, "", place, "no")
    call(control_room, "Di", "", "41 High Street, CF62 8AB", "no")
    (link,) = at_desk(control_room)[0].look().links
    assert (len(link.people), len(link.cases), link.place) == (3, 3, "40 High Street, CF62 8AB")
    assert link.until - link.since == timedelta(days=4)


def test_one_caller_three_times_or_three_callers_far_apart_are_no_such_matter(control_room):
    for _ in range(3):
        call(control_room, "Ann Lee", "07700 900123")
    complaints = at_desk(control_room)[0].book.complaints(frozenset(person_of(control_room)))
    assert linked(complaints, least=3)  # nobody has joined them: three descriptions are three people
    assert not linked(complaints, apart=timedelta(days=1))
    assert not linked(complaints, least=4)


def person_of(control_room):
    return [entry.body.caller for entry in control_room.vault.logbook.entries(kinds=("call-started",))]


def test_the_quality_of_decisions_counts_what_was_made_taken_back_and_agreed():
    ours, theirs = Scribe("ours"), Scribe("theirs")
    made: list[Entry] = [
        ours.write(SamePerson(one="a", other="b")),
        theirs.write(SamePerson(one="b", other="a")),
        ours.write(NotSamePerson(one="c", other="d")),
        ours.write(LinkUndone(one="c", other="d")),
    ]
    assert quality(made * 2) == Quality(combined=2, held_apart=1, undone=1)
    assert quality(made).decided == 3


PHONE = Part("Number", "07700 900123", "same")
PAIR = Pair(
    Side("a", "Margaret Jones", (PHONE, Part("Born", "", ""), Part("Home", "14 Maes Road", "other")), ("2 Mar 2026",)),
    Side("b", "<img src='red.png'>", (PHONE, Part("Born", "", ""), Part("Home", "3 High Street", "other")), ()),
    "very likely",
    ("same number",),
    ("phone-same",),
)
NEXT = Pair(
    Side("c", "Ann Lee", (), ()), Side("d", "Anne Lee", (), ()), "possible", (), ("by-hand",), ("police: one person", "council: two people")
)


@pytest.fixture
def page(qtbot: QtBot) -> DuplicatesPage:
    page = DuplicatesPage(Words())
    qtbot.addWidget(page)
    page.resize(1366, 730)
    page.show_pairs(Pairs((PAIR, NEXT), ("3 callers about 40 High Street",), "3 decided, 1 taken back"))
    with qtbot.waitActive(page):
        page.show()
    page.setFocus()
    return page


@pytest.mark.parametrize(("key", "deed"), [(Qt.Key.Key_1, "same"), (Qt.Key.Key_2, "apart")])
def test_one_key_decides_with_the_reasons_that_were_shown(qtbot, page, key, deed):
    with qtbot.waitSignal(page.decided) as heard:
        QTest.keyClick(page, key)
    assert heard.args == ["a", "b", deed, ("phone-same",)]


def test_later_goes_on_and_round_again_and_nothing_is_decided(qtbot, page):
    with qtbot.assertNotEmitted(page.decided):
        QTest.keyClick(page, Qt.Key.Key_3)
    assert page.pair() == NEXT
    assert "council: two people" in labels(page)
    QTest.keyClick(page, Qt.Key.Key_3)
    assert page.pair() == PAIR


def test_undo_and_the_way_back_go_up(qtbot, page):
    with qtbot.waitSignal(page.taken_back):
        QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.decided):
        page.findChild(PlainButton, "duplicates_apart").click()


def test_the_pair_in_front_stays_when_the_page_is_told_anew(page):
    QTest.keyClick(page, Qt.Key.Key_3)
    page.show_pairs(Pairs((NEXT, PAIR)))
    assert page.pair() == NEXT
    page.show_pairs(Pairs((PAIR,)))
    assert page.pair() == PAIR


@pytest.mark.req("T8", "R22")
def test_markup_stays_text_and_every_part_has_a_name(page):
    assert not red_pixels(page)
    assert "<img src='red.png'>" in labels(page)
    assert list(unnamed(page)) == []


def test_an_empty_page_says_why_and_a_look_how_far_it_has_come(page):
    page.show_pairs(Pairs())
    assert "No pair waits" in labels(page)
    assert not page.findChild(PlainButton, "duplicates_same").isVisible()
    page.show_looking(12, 40)
    assert "12 of 40" in labels(page)
    page.speak(Words("cy"))
    assert "Pwy yw pwy" in labels(page)


def test_a_supervisor_opens_the_pairs_from_the_desk_decides_by_one_key_and_takes_it_back(qtbot, tmp_path, clock):
    seat = AtDesk(qtbot, tmp_path, clock)
    with contextlib.closing(vault.create(operators.folder_of(tmp_path, OPERATOR), OPERATOR, PHRASE, seat.keeper)) as opened:
        before = Room(opened, ToldClock(MORNING - timedelta(days=9)))
        for name in ("Margaret Jones", "Maggie Jones"):
            call(before, name, "07700 900123")
    seat.start().sign_in()
    qtbot.waitUntil(lambda: seat.window.current() == "desk", timeout=20_000)
    seat.press(Qt.Key.Key_F7)
    page = seat.part(DuplicatesPage)
    qtbot.waitUntil(lambda: page.pair() is not None)
    seat.press(Qt.Key.Key_1)
    assert page.pair() is None
    assert "1 decided, 0 taken back" in labels(page)
    seat.press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: page.pair() is not None)
    assert "1 decided, 1 taken back" in labels(page)
    seat.press(Qt.Key.Key_Escape)
    assert seat.window.current() == "desk"
    seat.leave()
    kinds = [entry.kind for entry in log(seat, lambda logbook: logbook.entries(kinds=("viewed", "same-person", "link-undone")))]
    assert kinds == ["viewed", "same-person", "link-undone", "viewed"]
