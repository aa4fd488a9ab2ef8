"""The first page lets an operator in, says why not, and always offers to take the call."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.unlock_dialog.page import Doors, Trouble, UnlockPage
from callhandler.ui.unlock_dialog.passphrase import judge
from callhandler.words import Words
from tests.parts import part

LONG = "seven green umbrellas dance"


class WorldTrouble(Exception):  # noqa: N818 - says what is wrong, as a handler would
    """Something the world did: a sentence, perhaps a wait, perhaps the advice to take the call without a store."""

    def __init__(self, sentence: str, wait: int = 0, *, capture: bool = False) -> None:
        super().__init__(sentence)
        self.trouble = Trouble(sentence, wait, capture)


@dataclass
class Porter:
    """Keeps the doors; remembers who knocked, and on which thread."""

    trouble: Exception | None = None
    knocked: list[tuple[str, ...]] = field(default_factory=list)
    thread: int = 0

    def doors(self) -> Doors:
        return Doors(self._open("create"), self._open("unlock"), self._open("emergency"), self.explain)

    def explain(self, trouble: Exception, words: Words) -> Trouble | None:
        return trouble.trouble if isinstance(trouble, WorldTrouble) else None

    def _open(self, door: str) -> Callable[..., object]:
        def knock(*said: str) -> object:
            self.knocked.append((door, *said))
            self.thread = threading.get_ident()
            if self.trouble:
                raise self.trouble
            return door

        return knock


@pytest.fixture
def porter() -> Porter:
    return Porter()


def page_of(qtbot: QtBot, porter: Porter, *, first_run: bool, language: str = "en") -> UnlockPage:
    page = UnlockPage(Words(language), porter.doors(), first_run=first_run)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    with qtbot.waitActive(page):
        page.show()
    page.begin()
    return page


def said(page: QWidget, name: str) -> str:
    found = part(page, PlainLabel, name)
    return found.text() if found.isVisibleTo(page) else ""


def fill(page: UnlockPage, name: str = "4821", phrase: str = LONG, again: str = "") -> None:
    part(page, PlainField, "unlock_name").setText(name)
    part(page, PlainField, "unlock_passphrase").setText(phrase)
    part(page, PlainField, "unlock_again").setText(again)


@pytest.mark.req("R12")
@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("", "empty"),
        ("eleven sign", "short"),
        ("password1234", "obvious"),
        ("P4ssw0rd2024!", "obvious"),
        ("aaaaaaaaaaaaaaaa", "obvious"),
        ("abcabcabcabcabc", "obvious"),
        ("Okafor Okafor1", "obvious"),
        ("sdlkfj2lkjsd", "enough"),
        ("correct horse battery staple", "strong"),
        ("ŵyn a gŵyr y gŵyl", "strong"),
        ("x" * 40 + "and then something else entirely", "strong"),
    ],
)
def test_length_counts_and_no_composition_is_demanded(phrase: str, code: str):
    strength = judge(phrase, "4821 Okafor")
    assert strength.code == code
    assert strength.enough == (code in ("enough", "strong"))
    assert strength.said(Words("en")) != strength.said(Words("cy"))


@pytest.mark.req("R12")
def test_a_first_run_wants_a_good_passphrase_twice(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=True)
    for phrase, again, ready in (("too short", "too short", False), (LONG, "", False), (LONG, LONG + "x", False), (LONG, LONG, True)):
        fill(page, phrase=phrase, again=again)
        assert part(page, PlainButton, "unlock_go").isEnabled() == ready
    fill(page, again=LONG + "x")
    assert "not the same" in said(page, "unlock_again_remark")


def test_enter_leads_through_the_fields_and_makes_the_store(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=True)
    for name, text in (("unlock_name", "4821 Okafor"), ("unlock_passphrase", LONG)):
        qtbot.keyClicks(part(page, PlainField, name), text)
        qtbot.keyClick(part(page, PlainField, name), Qt.Key.Key_Return)
    assert part(page, PlainField, "unlock_again").hasFocus()
    qtbot.keyClicks(part(page, PlainField, "unlock_again"), LONG)
    with qtbot.waitSignal(page.opened) as heard:
        qtbot.keyClick(part(page, PlainField, "unlock_again"), Qt.Key.Key_Return)
    assert heard.args == ["create"]
    assert porter.knocked == [("create", "4821 Okafor", LONG)]
    assert porter.thread != threading.get_ident(), "a key is derived on a worker"
    assert part(page, PlainField, "unlock_passphrase").text() == "", "no passphrase stays in a field"


@pytest.mark.req("R12")
@pytest.mark.parametrize(
    "pasted", [f"{LONG}\n", f"  {LONG}\r\n", f"\t{LONG} ", "seven green\numbrellas dance", "seven green \r\n umbrellas dance"]
)
@pytest.mark.parametrize("first_run", [True, False])
def test_a_pasted_passphrase_is_one_that_can_be_typed_again(qtbot: QtBot, porter: Porter, pasted: str, first_run: bool):
    page = page_of(qtbot, porter, first_run=first_run)
    fill(page, phrase=pasted, again=LONG)
    with qtbot.waitSignal(page.opened):
        part(page, PlainButton, "unlock_go").click()
    assert porter.knocked[-1][-1] == LONG


@pytest.mark.parametrize(
    ("name", "phrase", "again", "at", "wants"),
    [
        ("", LONG, LONG, "unlock_name", "Write your collar number"),
        ("4821", "", "", "unlock_passphrase", "At least 12"),
        ("4821", "too short", "", "unlock_passphrase", "3 more characters"),
        ("4821", LONG, LONG + "x", "unlock_again", "not the same"),
    ],
)
def test_enter_says_what_a_field_still_wants_and_stays(
    qtbot: QtBot, porter: Porter, name: str, phrase: str, again: str, at: str, wants: str
):
    page = page_of(qtbot, porter, first_run=True)
    fill(page, name, phrase, again)
    part(page, PlainField, at).setFocus()
    qtbot.keyClick(part(page, PlainField, at), Qt.Key.Key_Return)
    assert part(page, PlainField, at).hasFocus()
    remark = page.findChild(PlainLabel, f"{at}_remark")
    assert remark
    assert wants in remark.text()
    assert remark.property("role") == "problem"
    assert porter.knocked == []


def test_the_key_of_the_other_language_is_named(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=True)
    assert part(page, PlainButton, "unlock_language").text() == "F8  Cymraeg"


def test_an_operator_who_is_new_here_can_make_a_store_beside_others(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=False)
    assert not part(page, PlainField, "unlock_again").isVisibleTo(page)
    part(page, PlainButton, "unlock_other").click()
    assert part(page, PlainField, "unlock_again").isVisibleTo(page)


def test_a_wrong_passphrase_says_so_and_counts_the_wait_down(qtbot: QtBot, porter: Porter):
    porter.trouble = WorldTrouble("They do not fit together.", wait=1)
    page = page_of(qtbot, porter, first_run=False)
    fill(page)
    part(page, PlainButton, "unlock_go").click()
    qtbot.waitUntil(lambda: said(page, "unlock_trouble") == "They do not fit together.")
    assert not part(page, PlainButton, "unlock_go").isEnabled()
    assert "(in 1 s)" in part(page, PlainButton, "unlock_go").text()
    assert part(page, PlainField, "unlock_passphrase").hasFocus()
    qtbot.waitUntil(lambda: part(page, PlainButton, "unlock_go").isEnabled())
    assert part(page, PlainButton, "unlock_go").text() == "Open"


@pytest.mark.req("F16", "F17")
def test_a_keyring_in_trouble_advises_to_take_the_call(qtbot: QtBot, porter: Porter):
    porter.trouble = WorldTrouble("The keyring is locked.", capture=True)
    page = page_of(qtbot, porter, first_run=False)
    fill(page)
    part(page, PlainButton, "unlock_go").click()
    qtbot.waitUntil(lambda: said(page, "unlock_trouble") == "The keyring is locked.")
    assert part(page, PlainButton, "unlock_emergency").property("role") == "main"
    porter.trouble = None
    with qtbot.waitSignal(page.opened) as heard:
        qtbot.keyClick(page, Qt.Key.Key_F9)
    assert heard.args == ["emergency"]
    assert porter.knocked[-1] == ("emergency", "4821")


def test_our_own_mistake_is_not_shown_as_the_worlds(qtbot: QtBot, porter: Porter):
    porter.trouble = ZeroDivisionError()
    page = page_of(qtbot, porter, first_run=False)
    fill(page)
    with qtbot.captureExceptions() as loud:
        part(page, PlainButton, "unlock_go").click()
        qtbot.waitUntil(lambda: bool(loud))
    assert loud[0][0] is ZeroDivisionError
    assert said(page, "unlock_trouble") == ""
    assert part(page, PlainButton, "unlock_go").isEnabled(), "the operator can try again"


def test_what_is_typed_can_be_seen_and_pasted(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=True)
    phrase = part(page, PlainField, "unlock_passphrase")
    phrase.insert(LONG)
    assert LONG not in phrase.displayText()
    part(page, PlainButton, "unlock_show").click()
    assert phrase.displayText() == LONG


@pytest.mark.req("R23")
def test_the_page_changes_its_language_and_keeps_what_was_typed(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=False)
    fill(page)
    with qtbot.waitSignal(page.language_chosen) as heard:
        part(page, PlainButton, "unlock_language").click()
    assert heard.args == ["cy"]
    page.speak(Words("cy"))
    assert part(page, PlainButton, "unlock_go").text() == "Agor"
    assert part(page, PlainField, "unlock_passphrase").text() == LONG


@pytest.mark.req("R13")
def test_a_locked_desk_asks_the_same_operator(qtbot: QtBot, porter: Porter):
    checked: list[tuple[str, str]] = []
    page = page_of(qtbot, porter, first_run=False)
    page.lock("4821", lambda *said: checked.append(said))
    assert not part(page, PlainButton, "unlock_emergency").isVisibleTo(page), "no call is taken over an open store"
    qtbot.keyClicks(part(page, PlainField, "unlock_passphrase"), LONG)
    with qtbot.waitSignal(page.opened) as heard:
        qtbot.keyClick(part(page, PlainField, "unlock_passphrase"), Qt.Key.Key_Return)
    assert heard.args == [None]
    assert checked == [("4821", LONG)]


def test_a_demo_only_asks_to_wait(qtbot: QtBot, porter: Porter):
    page = page_of(qtbot, porter, first_run=True)
    with qtbot.waitSignal(page.opened) as heard:
        page.come_in(lambda: "demo")
        assert not part(page, PlainField, "unlock_name").isVisibleTo(page)
    assert heard.args == ["demo"]
