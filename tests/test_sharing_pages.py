"""The pages for other agencies: worked by keyboard alone, named for a screen reader, in both languages, and markup stays letters."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.line.troubles import WrongAnswer
from callhandler.ui.gone_page import GonePage
from callhandler.ui.join_page.page import JoinPage
from callhandler.ui.join_page.stages import Asked, JoinDoors
from callhandler.ui.line_page.light import LineLight
from callhandler.ui.line_page.page import LinePage
from callhandler.ui.line_page.saying import contact_said, light_said, stands_said
from callhandler.ui.line_page.shown import LineSheet, LineTold
from callhandler.ui.lines import Line, LinesView
from callhandler.ui.safe import PlainField, PlainLabel
from callhandler.ui.share_page.both import BothPage
from callhandler.ui.share_page.page import SharePage
from callhandler.ui.share_page.shown import PreviewSheet, ShareSheet, SideBySide, SideValue
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.parts import part
from tests.test_ui_access import names
from tests.ui_seat import CTRL
from tests.ui_shell_people import RED, red_pixels

CLOCK = ToldClock()
AUDIENCES = (Line("council", "Council"), Line("landlord", "✓ Housing"))
Key = Qt.Key


def line_page(words: Words, text: str = "Siân") -> QWidget:
    page, lines = LinePage(words, CLOCK), (Line("c", text, text),)
    page.show_sheet(LineSheet(LineTold(12, 3, CLOCK(), text, read=1, ahead=9, refused=2), text, lines, lines, lines, lines))
    page.offer_desks(("council",))
    return page


def share_page(words: Words, text: str = "Siân") -> QWidget:
    page = SharePage(words)
    page.show_sheet(
        ShareSheet("c", text, text, audiences=(*AUDIENCES, Line("x", text, text)), open_to=frozenset(("landlord",)), consent=text)
    )
    page.show_preview(PreviewSheet("council", text, (Line("a", text, text),), (Line("b", text, text),)))
    page.tell(text)
    return page


def both_page(words: Words, text: str = "Siân") -> QWidget:
    page = BothPage(words)
    page.show_fields([SideBySide("c", text, "place", text, (SideValue("1", text, text, shown=True), SideValue("2", text, text)), text)])
    return page


def join_page(words: Words, text: str = "Siân") -> QWidget:
    page = JoinPage(words, doors(Asked(text, let_in=False)))
    page.begin(text, let_in=False)
    return page


def gone_page(words: Words, text: str = "Siân") -> QWidget:
    return GonePage(words, text)


def doors(asked: Asked, refused: Exception | None = None) -> JoinDoors:
    def answer(*_told: str) -> Asked:
        if refused:
            raise refused
        return asked

    explain: Callable[[Exception, Words], str | None] = lambda trouble, _words: "Not accepted." if trouble is refused else None  # noqa: E731
    return JoinDoors(answer, lambda *_: ("secret",), lambda *_: "A. Jones", lambda: "A. Jones", explain)


PAGES = [line_page, share_page, both_page, join_page, gone_page]


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("make", PAGES)
def test_whatever_takes_keys_has_a_name(qtbot: QtBot, make: Callable[[Words], QWidget], language: str) -> None:
    page = make(Words(language))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    assert [f"{type(widget).__name__} {widget.objectName()}" for widget, name in names(page) if not name] == []


@pytest.mark.req("T8")
@pytest.mark.parametrize("make", PAGES)
def test_markup_stays_letters(qtbot: QtBot, tmp_path: Path, make: Callable[[Words, str], QWidget]) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    assert picture.save(str(tmp_path / "red.png"))
    page = make(Words(), f'<img src="file:///{tmp_path}/red.png"><font color=red size=7>███</font>')
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    assert red_pixels(page) == 0


def test_a_case_is_shared_by_enter_and_the_share_ended_by_delete(qtbot: QtBot) -> None:
    page = SharePage(Words())
    qtbot.addWidget(page)
    page.show_sheet(ShareSheet("c", "GEN-1", audiences=AUDIENCES, open_to=frozenset(("landlord",))))
    audiences = page.findChild(LinesView, "share_audiences")
    assert audiences
    assert audiences.chosen() == "council"
    with qtbot.waitSignal(page.shared) as shared:
        QTest.keyClick(audiences, Key.Key_Return)
    assert shared.args == ["council"]
    with qtbot.waitSignal(page.looked):
        QTest.keyClick(audiences, Key.Key_Down)
    with qtbot.assertNotEmitted(page.shared):
        QTest.keyClick(audiences, Key.Key_Return)
    with qtbot.waitSignal(page.ended) as ended:
        QTest.keyClick(audiences, Key.Key_Delete)
    assert ended.args == ["landlord"]
    with qtbot.waitSignal(page.taken_back):
        QTest.keyClick(page, Key.Key_Z, CTRL)


def test_a_case_of_another_agency_is_not_ours_to_share(qtbot: QtBot) -> None:
    page = SharePage(Words())
    qtbot.addWidget(page)
    page.show_sheet(ShareSheet("c", "GEN-1", ours=False, owner="Police", audiences=AUDIENCES))
    audiences = page.findChild(LinesView, "share_audiences")
    assert audiences
    with qtbot.assertNotEmitted(page.shared):
        QTest.keyClick(audiences, Key.Key_Return)


def test_one_key_says_which_of_two_values_holds(qtbot: QtBot) -> None:
    page = both_page(Words())
    qtbot.addWidget(page)
    assert isinstance(page, BothPage)
    for key, entry in ((Key.Key_1, "1"), (Key.Key_2, "2")):
        with qtbot.waitSignal(page.decided) as decided:
            QTest.keyClick(page, key)
        assert decided.args == ["c", "place", entry]
    with qtbot.assertNotEmitted(page.decided):
        QTest.keyClick(page, Key.Key_3)
    with qtbot.waitSignal(page.taken_back):
        QTest.keyClick(page, Key.Key_Z, CTRL)


def test_late_entries_count_only_after_enter_twice(qtbot: QtBot) -> None:
    page = line_page(Words())
    qtbot.addWidget(page)
    assert isinstance(page, LinePage)
    held = page.findChild(LinesView, "line_held")
    assert held
    held.stand_on("c")
    with qtbot.assertNotEmitted(page.accepted):
        QTest.keyClick(held, Key.Key_Return)
    with qtbot.waitSignal(page.accepted) as accepted:
        QTest.keyClick(held, Key.Key_Return)
    assert accepted.args == ["c"]


@pytest.mark.req("F9")
def test_the_light_says_in_words_how_far_it_has_come() -> None:
    words = Words()
    assert light_said(words, LineTold(12, 12)) == "✓ Sent"
    assert light_said(words, LineTold(12, 0)) == "↑ 12 wait"
    assert light_said(words, LineTold(12, 0, sentence="no", calm=True)) == "○ No line · 12 wait"
    assert light_said(words, LineTold(12, 11, sentence="sign in", calm=False)) == "! The line needs you · 1 waits"
    assert light_said(words, LineTold(1, 1, read=400, ahead=9000)) == "↓ 400 of 9000"
    assert stands_said(words, LineTold(12, 0, sentence="no", calm=True)).startswith("No line. Everything is kept here; 12 entries wait.")
    assert "works by itself" in stands_said(words, None)


def test_the_last_contact_is_told_in_the_time_that_passed() -> None:
    words, now = Words(), CLOCK()
    assert contact_said(words, now - timedelta(minutes=3), now).endswith("3 minutes ago")
    assert contact_said(words, now - timedelta(hours=3), now).endswith("3 hours ago")
    assert contact_said(words, now, now).endswith("just now")
    assert contact_said(words, None, now).startswith("No contact yet")


def test_a_desk_that_works_by_itself_has_no_light(qtbot: QtBot) -> None:
    light = LineLight(Words())
    qtbot.addWidget(light)
    light.tell(LineTold())
    assert not light.isHidden()
    light.tell(None)
    assert light.isHidden()


def test_a_desk_is_connected_and_signed_in_by_enter_alone(qtbot: QtBot) -> None:
    answers = iter((Asked("K4CD", let_in=False), Asked("K4CD", let_in=True)))
    told = doors(Asked("", let_in=False))
    page = JoinPage(Words(), JoinDoors(lambda *_: next(answers), told.set_up, told.sign_in, told.by_browser, told.explain), again=20)
    qtbot.addWidget(page)
    page.begin("https://endpoint.example", let_in=False)
    code = part(page, PlainField, "join_code")
    QTest.keyClicks(code, "AAAAA-BBBBB")
    with qtbot.waitSignal(page.let_in):
        QTest.keyClick(code, Key.Key_Return)
    for name in ("account", "password", "digits"):
        QTest.keyClicks(part(page, PlainField, f"join_{name}"), "something")
    with qtbot.waitSignal(page.signed_in) as signed_in:
        QTest.keyClick(part(page, PlainField, "join_digits"), Key.Key_Return)
    assert signed_in.args == ["A. Jones"]
    assert part(page, PlainField, "join_password").text() == ""


def test_what_the_world_did_wrong_is_said_and_the_fields_stay(qtbot: QtBot) -> None:
    page = JoinPage(Words(), doors(Asked("", let_in=False), WrongAnswer()))
    qtbot.addWidget(page)
    page.show()
    page.begin("https://endpoint.example", let_in=False)
    code = part(page, PlainField, "join_code")
    QTest.keyClicks(code, "wrong")
    QTest.keyClick(code, Key.Key_Return)
    problem = page.findChild(PlainLabel, "join_problem")
    qtbot.waitUntil(lambda: bool(problem and problem.isVisible()))
    assert problem
    assert (problem.text(), code.text()) == ("Not accepted.", "wrong")


def test_nothing_waits_for_the_endpoint(qtbot: QtBot) -> None:
    """The page takes keys while it is asked."""
    answered, told = Event(), doors(Asked("K4CD", let_in=False))

    def slow(*_told: str) -> Asked:
        answered.wait(10)
        return Asked("K4CD", let_in=False)

    page = JoinPage(Words(), JoinDoors(slow, told.set_up, told.sign_in, told.by_browser, told.explain))
    qtbot.addWidget(page)
    page.begin("https://endpoint.example", let_in=False)
    code = part(page, PlainField, "join_code")
    QTest.keyClicks(code, "AAAAA")
    QTest.keyClick(code, Key.Key_Return)
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page, Key.Key_Escape)
    answered.set()
    page.end()
    qtbot.waitUntil(lambda: page.accessibleName() == "Waiting to be let in")
    page.end()
