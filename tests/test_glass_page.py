"""At the desk an emergency is one key, one digit, a few words and Enter: it says what it will do, stays on show, and ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from callhandler.app.glass_room import GlassRoom
from callhandler.log.kinds import GlassBroken
from callhandler.store.vault import Vault
from callhandler.ui.glass_page.page import GlassPage
from callhandler.ui.glass_page.shown import Withheld
from callhandler.ui.main_window import MainWindow
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.glass_desk import seated, store, told_of_health
from tests.parts import part
from tests.ui_shell_people import unnamed

pytestmark = pytest.mark.req("R8")
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TOLD = ("Mental", "suicide", "self-harm")
ASKED = Withheld("GEN-1", 30, "24 Nov 2026", (("life", "A life is in danger"), ("child", "A child is at risk")))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with store(tmp_path, "7003 Rees") as made:
        yield made


def health(said: str) -> bool:
    return any(word.casefold() in said.casefold() for word in TOLD)


@pytest.mark.req("R1", "R3")
def test_one_key_a_digit_and_words_open_it_and_the_lock_shuts_it(qtbot: QtBot, vault: Vault, clock: ToldClock) -> None:
    case, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock) as desk:
        desk.open_log(person)
        assert not health(desk.says())
        assert "Withheld from you" in part(desk.window, PlainLabel, "person_withheld").text()
        assert part(desk.window, PlainButton, "shared_glass").isVisible()
        desk.press(Key.Key_G, CTRL)
        assert desk.window.current() == "glass"
        assert "30 minutes" in desk.says()
        assert list(unnamed(part(desk.window, GlassPage))) == []
        desk.press(Key.Key_1)
        assert desk.entries("glass-broken") == (), "a digit alone opens nothing"
        desk.write("On the bridge").press(Key.Key_Return)
        assert desk.window.current() == "person"
        qtbot.waitUntil(lambda: health(desk.says()))
        assert "health details of" in desk.banner("glass")
        (broken,) = desk.entries("glass-broken")
        assert isinstance(broken.body, GlassBroken)
        assert (broken.case, broken.body.reason, broken.body.words) == (case, "threat-to-life", "On the bridge")
        assert "opened what was withheld, in an emergency · Somebody’s life may be in danger" in desk.says()
        desk.press(Key.Key_F7)
        assert desk.window.current() == "as_asked"
        assert health(desk.says())
        desk.abroad.lock()
        assert desk.window.current() == "desk"
        assert "withheld again" in desk.banner("glass")
        desk.open_log(person)
        assert not health(desk.says())


def test_it_ends_with_its_time(qtbot: QtBot, vault: Vault, clock: ToldClock) -> None:
    _, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock) as desk:
        desk.open_log(person).press(Key.Key_G, CTRL).press(Key.Key_2).write("x").press(Key.Key_Return)
        qtbot.waitUntil(lambda: health(desk.says()))
        (room,) = desk.abroad.findChildren(GlassRoom)
        timer = next(one for one in room.findChildren(QTimer) if one.isActive())
        assert timer.isSingleShot()
        assert timer.interval() == 30 * 60_000
        clock.move(minutes=30)
        timer.start(0)
        qtbot.waitUntil(lambda: desk.window.current() == "desk")
        assert not health(desk.says())
        assert desk.session.desk.glass.open_now() == ()


def test_as_it_was_asked_says_that_a_detail_is_withheld_and_opens_it_too(qtbot: QtBot, vault: Vault, clock: ToldClock) -> None:
    _, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock) as desk:
        desk.open_log(person).press(Key.Key_F7)
        assert "a health detail, which is withheld" in desk.says()
        desk.press(Key.Key_G, CTRL).press(Key.Key_2).press(Key.Key_Return)
        assert "A few words help" in desk.says()
        desk.press(Key.Key_Return)
        assert desk.window.current() == "as_asked"
        assert "a health detail, which is withheld" not in desk.says()


def test_what_an_emergency_opened_leaves_the_desk_neither_on_paper_nor_as_a_pack(qtbot: QtBot, vault: Vault, clock: ToldClock) -> None:
    _, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock, "supervisor") as desk:
        desk.open_log(person).press(Key.Key_R, CTRL)
        assert desk.window.current() == "person"
        assert "withheld from you" in desk.banner("role")
        desk.press(Key.Key_G, CTRL).press(Key.Key_2).write("x").press(Key.Key_Return)
        desk.press(Key.Key_R, CTRL)
        assert desk.window.current() == "person"


@pytest.mark.parametrize(("role", "knows", "said"), [("analyst", "", "opens nothing"), ("handler", "health", "Nothing of this complaint")])
def test_where_no_reason_opens_anything_it_says_so(qtbot: QtBot, vault: Vault, clock: ToldClock, role: str, knows: str, said: str) -> None:
    _, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock, role, knows) as desk:  # type: ignore[arg-type]  # roles
        desk.press(Key.Key_G, CTRL)
        assert "Open a person's log first" in desk.banner("glass-no")
        desk.open_log(person).press(Key.Key_G, CTRL)
        assert (desk.window.current(), said in desk.banner("glass-no")) == ("person", True)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_nothing_goes_up_without_a_reason(qtbot: QtBot, language: str) -> None:
    page = GlassPage(Words(language))
    window = MainWindow(Words(language))
    qtbot.addWidget(window)
    window.put("glass", page)
    window.show_page("glass")
    window.show()
    page.ask(ASKED)
    words = part(page, PlainField, "glass_words")
    words.setText("now")
    with qtbot.assertNotEmitted(page.given):
        qtbot.keyClick(words, Key.Key_Return)
    assert part(page, PlainLabel, "glass_words_remark").text()
    qtbot.keyClick(page, Key.Key_3)
    with qtbot.assertNotEmitted(page.given):
        qtbot.keyClick(words, Key.Key_Return)
    qtbot.keyClick(page, Key.Key_2)
    with qtbot.waitSignal(page.given) as given:
        qtbot.keyClick(words, Key.Key_Return)
    assert given.args == ["child", "now"]
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(words, Key.Key_Escape)
