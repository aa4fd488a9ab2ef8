"""Health in the handler's own words: asked about and never moved by itself, withheld like the answers, and told to whom it belongs (R8)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callhandler.cases.health import sounds_like_health, told_of_keeping
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import KeepingTold, Noted
from callhandler.protocol.disclosure import preview
from callhandler.store.vault import Vault
from callhandler.ui.safe import Notes, PlainLabel
from tests.desks import generic
from tests.doubles import ToldClock
from tests.glass_desk import GlassSeat, seated, store, told_of_health
from tests.scribe import MORNING, Scribe

pytestmark = pytest.mark.req("R8")
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BESIDE = "/data/harm/vuln_words"
WORDS = generic()[0].glass.words


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with store(tmp_path, "4821 Okafor") as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, vault: Vault, clock: ToldClock) -> Iterator[GlassSeat]:
    """A call has just come in."""
    with seated(qtbot, vault, clock, knows="health") as seat:
        yield seat.press(Key.Key_F9)


def asked(desk: GlassSeat) -> str:
    return "".join(one.text() for one in desk.window.findChildren(PlainLabel, "note_asks") if one.isVisible())


def noted(desk: GlassSeat) -> list[tuple[str, str]]:
    return [(entry.body.text, entry.body.path) for entry in desk.entries("noted") if isinstance(entry.body, Noted)]


@pytest.mark.parametrize(
    "text",
    ["He is SCHIZOPHRENIC", "on medication since May", "Depressed.", "the mental health team", "iechyd meddwl", "cyflwr epilepsi"],
)
def test_a_line_about_health_is_known_by_the_words_of_the_area(text: str) -> None:
    assert sounds_like_health(text, WORDS)


@pytest.mark.parametrize("text", ["", "He shouts at night", "the Cancerian", "a mental note", "pressed the bell"])
def test_any_other_line_is_left_in_peace(text: str) -> None:
    assert not sounds_like_health(text, WORDS)
    assert not sounds_like_health("on medication", frozenset())


def test_what_was_said_last_counts_and_two_words_that_knew_nothing_of_each_other_count_as_none() -> None:
    desk = Scribe()

    def said(*after: Entry, told: bool = True) -> Entry:
        at = MORNING + timedelta(minutes=len(desk.written))
        return desk.write(KeepingTold(told=told), case="c1", parents=tuple(one.id for one in after), at=at)

    def when(*entries: Entry) -> datetime | None:
        return told_of_keeping(fold(entries), "c1")

    first = said()
    back = said(first, told=False)
    again, beside, against = said(back), said(), said(told=False)
    assert when() is None
    assert when(first) == first.at
    assert when(first, back) is None
    assert when(first, back, again) == again.at
    assert when(first, beside) == beside.at
    assert when(first, against) is None


def test_one_key_keeps_a_note_with_health_and_enter_where_it_was(desk: GlassSeat) -> None:
    desk.press(Key.Key_N, CTRL).write("shouting again")
    assert asked(desk) == ""
    desk.press(Key.Key_Return).press(Key.Key_N, CTRL).write("on medication since May")
    assert "sounds like a health detail" in asked(desk)
    assert noted(desk) == [("shouting again", "")], "nothing moves by itself"
    desk.press(Key.Key_H, CTRL)
    assert asked(desk) == ""
    assert [one.text() for one in desk.window.findChildren(Notes, "note")] == [""]
    desk.write("on insulin").press(Key.Key_Return)
    assert noted(desk) == [("shouting again", ""), ("on medication since May", BESIDE), ("on insulin", "")]


def told(desk: GlassSeat) -> list[bool]:
    return [entry.body.told for entry in desk.entries("keeping-told") if isinstance(entry.body, KeepingTold)]


def test_that_they_were_told_is_one_key_and_taken_back_by_the_same(desk: GlassSeat) -> None:
    desk.press(Key.Key_H, CTRL | SHIFT)
    assert told(desk) == [True]
    assert "On record: they were told" in asked(desk)
    desk.press(Key.Key_H, CTRL | SHIFT)
    assert "Taken back" in asked(desk)
    desk.press(Key.Key_F8).press(Key.Key_H, CTRL | SHIFT)
    assert told(desk) == [True, False, True]
    assert noted(desk) == [], "a fact, and no sentence that somebody typed"


def test_whoever_asks_about_health_is_reminded_until_it_was_said(desk: GlassSeat) -> None:
    (room,) = desk.front.calls()
    room.page.go(BESIDE)
    assert "Ctrl+Shift+H: you said so" in desk.says()
    desk.press(Key.Key_H, CTRL | SHIFT)
    assert "Ctrl+Shift+H takes it back" in desk.says()
    room.page.go("/data/incident/location")
    assert "Ctrl+Shift+H" not in desk.says()
    room.page.go("/data/harm/r_effects")
    assert "Ctrl+Shift+H" not in desk.says()


@pytest.mark.req("R5")
def test_a_note_kept_with_health_is_withheld_here_and_told_to_no_other_agency_without_it(
    vault: Vault, clock: ToldClock, qtbot: QtBot
) -> None:
    case, person = told_of_health(vault, clock)
    area, _ = generic()
    with seated(qtbot, vault, clock, knows="health") as knows:
        knows.session.hand.write(case, Noted(text="on medication since May", path=BESIDE))
        knows.open_log(person)
        assert "Nobody has told them yet that what they say about health is kept" in knows.says()
        clock.move(minutes=1)
        knows.session.hand.write(case, KeepingTold())
        assert knows.session.pen.settled(5.0)
        knows.front.logs.look_again()
        assert "Told on 2 Mar 2026 that what they say about health is kept" in knows.says()
        (complaint,) = knows.session.desk.person(person).complaints
        assert [text for _, text, _ in complaint.notes] == ["on medication since May"]
        assert complaint.keeping == clock()
    with seated(qtbot, vault, clock) as handler:
        handler.open_log(person)
        assert "what they say about health" not in handler.says()
        (complaint,) = handler.session.desk.person(person).complaints
        assert (complaint.notes, complaint.keeping) == ((), None)
        entries = handler.entries("noted", "keeping-told")
    assert len(entries) == 2
    assert preview(entries, "council", area.discloses) == ()
    assert [entry.kind for entry in preview(entries, "health", area.discloses)] == ["keeping-told"]


def test_that_they_were_told_goes_to_them_with_all_that_is_held(vault: Vault, clock: ToldClock, qtbot: QtBot) -> None:
    case, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock, knows="health") as knows:
        knows.session.hand.write(case, KeepingTold())
        assert knows.session.pen.settled(5.0)
        knows.open_log(person).press(Key.Key_R, CTRL)
        assert "That what is said about health is kept" in knows.says()
