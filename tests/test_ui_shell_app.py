"""The whole program at its window: signing in, taking calls, knowing who calls again, and leaving."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from callhandler.app.front import Front
from callhandler.app.meant import meant
from callhandler.app.session import Opened, PenNews, Session, sit_down
from callhandler.log.kinds import Viewed
from callhandler.store.fleeting import fleeting
from callhandler.store.pen import Pen
from callhandler.store.secrets import KeptInMemory
from callhandler.store.troubles import DiskFull, KeyringLocked
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import PlainButton
from callhandler.words import Words
from tests.desks import generic
from tests.doubles import ToldClock
from tests.stores import BadDisk
from tests.ui_seat import CTRL, PHRASE, AtDesk, labels, log, seat

__all__ = ["seat"]


@pytest.mark.req("F1")
def test_a_call_opens_again_where_it_was_left(seat: AtDesk):
    seat.start().sign_up().press(Qt.Key.Key_F9)
    seat.write("Lads by the shops again")
    case = seat.window.current()
    seat.leave()
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current() == case, timeout=20_000)
    account = seat.window.focusWidget()
    assert isinstance(account, QPlainTextEdit)
    assert account.toPlainText() == "Lads by the shops again"
    assert account.textCursor().position() == len("Lads by the shops again")


@pytest.mark.req("R1")
def test_the_next_call_by_the_same_person_shows_the_first(seat: AtDesk):
    seat.start().sign_up().press(Qt.Key.Key_F9).answer(name="Siân Jones", phone="07700 900123", where="12 High St, CF99 1AA", home="yes")
    seat.window.show_page("desk")
    seat.press(Qt.Key.Key_F9).answer(name="Sian Jones", phone="07700900123")
    panel = seat.part(PeoplePanel)
    assert "Siân Jones" in labels(panel)
    assert "same number" in labels(panel)
    seat.press(Qt.Key.Key_1, CTRL)
    assert "1 complaint so far" in labels(panel)
    seat.press(Qt.Key.Key_I, CTRL)
    assert seat.window.current() == "person"
    assert len(seat.part(LinesView, "person_complaints").lines()) == 2
    seat.press(Qt.Key.Key_Escape)
    assert seat.page.isVisible()
    seat.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
    assert "1 complaint so far" not in labels(panel)
    seat.leave()
    looked = log(
        seat, lambda logbook: [entry for entry in logbook.entries() if isinstance(entry.body, Viewed) and entry.body.what == "person"]
    )
    assert looked, "that the log was opened is on record"


class LockedAtFirst(KeptInMemory):
    """A keyring whose owner unlocks it later."""

    locked = True

    @override
    def get(self, name: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return super().get(name)


@pytest.mark.req("F16")
def test_a_call_taken_without_a_store_joins_it_later(seat: AtDesk):
    keeper = seat.keeper = LockedAtFirst()
    keeper.locked = False
    seat.start().sign_up().leave()
    keeper.locked = True
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: "keyring" in labels(seat.window), timeout=20_000)
    seat.press(Qt.Key.Key_F9)
    seat.qtbot.waitUntil(lambda: len(seat.window.findChildren(CallPage)) == 1, timeout=20_000)
    seat.answer(name="Siân Jones")
    case = seat.window.current()
    assert "memory only" in seat.banner("store")
    keeper.locked = False
    seat.press(Qt.Key.Key_L, CTRL)
    assert seat.window.current() == "unlock"
    seat.write(PHRASE).press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.window.current() == case, timeout=20_000)
    assert seat.banner("store") == ""
    assert seat.page.isVisible()
    seat.leave()
    assert log(seat, lambda logbook: logbook.open_cases()) == (case,)


@pytest.mark.req("R13")
def test_a_desk_left_alone_wants_the_passphrase_again(seat: AtDesk):
    seat.start().sign_up()
    seat.program.lock()
    assert seat.window.current() == "unlock"
    seat.write("not the right words").press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: "do not fit together" in labels(seat.window), timeout=20_000)
    go = seat.part(PlainButton, "unlock_go")
    seat.write(PHRASE)
    seat.qtbot.waitUntil(go.isEnabled, timeout=20_000)
    seat.press(Qt.Key.Key_Return)
    seat.qtbot.waitUntil(lambda: seat.window.current() == "desk", timeout=20_000)


@pytest.mark.req("R23")
def test_the_desk_speaks_welsh_throughout(seat: AtDesk):
    seat.start(language="cy").sign_up()
    assert "I'W WNEUD" in labels(seat.window)
    seat.press(Qt.Key.Key_F8)
    assert "DUE" in labels(seat.window)


@pytest.mark.req("R23")
def test_the_whole_window_speaks_with_the_caller_while_their_call_is_in_front(seat: AtDesk):
    seat.start().sign_up().press(Qt.Key.Key_F9)
    call, strip = seat.window.current(), seat.part(PlainButton, "strip_new")
    seat.press(Qt.Key.Key_F8)
    assert strip.text() == "F9  Galwad newydd"
    assert "Wedi'i gadw" in labels(seat.window)
    seat.press(Qt.Key.Key_F2)
    assert strip.text() == "F9  New call", "the operator's own choice holds"
    seat.press(Qt.Key.Key_F3)
    assert strip.text() == "F9  Galwad newydd"
    seat.part(PlainButton, "strip_language").click()
    assert (seat.window.current(), strip.text()) == (call, "F9  New call")
    assert "GO TO" in labels(seat.page), "the button on the strip switches the call as well"


def test_leaving_with_a_call_open_is_asked_once(seat: AtDesk):
    seat.start().sign_up().press(Qt.Key.Key_F9)
    with seat.qtbot.assertNotEmitted(seat.program.over):
        seat.press(Qt.Key.Key_L, CTRL)
    assert "still open" in seat.banner("closing")
    with seat.qtbot.waitSignal(seat.program.over):
        seat.press(Qt.Key.Key_L, CTRL)


@pytest.mark.parametrize(
    ("typed", "first"),
    [("07700 900123", "phone"), ("Siân Jones", "name"), ("12 High St", "place"), ("CF99 1AA", "place"), ("+44", "phone")],
)
def test_a_search_takes_whatever_is_typed(typed: str, first: str):
    assert list(meant(typed)[0]) == [first]


# a front over a disk that misbehaves


@dataclass
class Misbehaving:
    """A desk whose disk can be told to refuse."""

    disk: BadDisk
    session: Session
    window: MainWindow
    front: Front


@pytest.fixture
def misbehaving(qtbot: QtBot, clock: ToldClock) -> Iterator[Misbehaving]:
    area, form = generic()
    opened, news = Opened(fleeting("4821"), area, form), PenNews()
    session = sit_down(opened, news, clock)
    session.pen.close()
    disk = BadDisk(opened.vault.logbook)
    pen = Pen(disk, news.saved.emit, news.trouble.emit, news.recovered.emit, patience=(0.02,))
    session.hand.pen = pen
    session = replace(session, pen=pen)
    window = MainWindow(Words())
    qtbot.addWidget(window)
    front = Front(window, session, news, clock, Words())
    with qtbot.waitActive(window):
        window.show()
    yield Misbehaving(disk, session, window, front)
    disk.refusal = None
    front.look_no_more()
    session.leave()


@pytest.mark.req("F3")
def test_a_full_disk_is_said_until_there_is_room(qtbot: QtBot, misbehaving: Misbehaving):
    misbehaving.disk.refusal = DiskFull()
    misbehaving.front.new_call()
    qtbot.waitUntil(lambda: "The disk is full" in labels(misbehaving.window))
    assert "✗ Not saved" in labels(misbehaving.window)
    assert "not on the disk" in misbehaving.front.why_stay()
    misbehaving.disk.refusal = None
    qtbot.waitUntil(lambda: "✓ Saved here" in labels(misbehaving.window))
    assert "The disk is full" not in labels(misbehaving.window)


@pytest.mark.req("R1")
def test_a_log_stays_shut_while_the_look_cannot_be_recorded(qtbot: QtBot, misbehaving: Misbehaving):
    misbehaving.front.new_call()
    qtbot.waitUntil(lambda: not misbehaving.session.pen.unsaved)
    misbehaving.disk.refusal = DiskFull()
    person = f"{misbehaving.window.current()}.caller"
    misbehaving.front.open_person(person)
    assert misbehaving.window.current() != "person"
    assert "could not be put on record" in labels(misbehaving.window)


@pytest.mark.req("F14")
def test_a_store_that_can_only_be_read_takes_no_call(qtbot: QtBot, clock: ToldClock):
    area, form = generic()
    opened, news = Opened(replace(fleeting("4821"), read_only=True), area, form), PenNews()
    session = sit_down(opened, news, clock)
    window = MainWindow(Words())
    qtbot.addWidget(window)
    front = Front(window, session, news, clock, Words())
    with qtbot.waitSignal(front.stuck):
        front.new_call()
    assert window.findChildren(CallPage) == []
    front.look_no_more()
    session.leave()
