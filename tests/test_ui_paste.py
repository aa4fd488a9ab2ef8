"""A paste that is longer than a field may carry is cut, and the handler is told so beside the field."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.ui.call_page.page import CallPage
from callhandler.ui.question.fields import cut_said
from callhandler.ui.safe import MOST_LETTERS, Notes
from callhandler.words import Words
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_hands import CTRL, Key, card, opened, press, read
from tests.ui_call_script import SCRIPT
from tests.ui_call_seat import call, page

__all__ = ["call", "page"]

ACCOUNT = "/data/incident/account"
TOO_LONG = "word " * 14_000
CUT = "The paste was too long: the first 60,000 letters were kept."


@pytest.fixture
def copied(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    clipboard = QGuiApplication.clipboard()
    yield clipboard.setText
    clipboard.clear()


def test_a_cut_paste_is_said_beside_the_account(page: CallPage, copied: Callable[[str], None]) -> None:
    page.go(ACCOUNT)
    copied("a few words")
    press(page, Key.Key_V, modifier=CTRL)
    assert "too long" not in read(card(page, ACCOUNT))
    copied(TOO_LONG)
    press(page, Key.Key_A, Key.Key_V, modifier=CTRL)
    assert CUT in read(card(page, ACCOUNT))


def test_a_cut_paste_is_said_beside_the_note_until_it_is_on_record(page: CallPage, call: PaperCall, copied: Callable[[str], None]) -> None:
    copied(TOO_LONG)
    press(page, Key.Key_N, Key.Key_V, modifier=CTRL)
    assert CUT in read(page)
    press(page, Key.Key_Return)
    assert "too long" not in read(page)
    assert len(call.kept[0].text) == len(TOO_LONG[:MOST_LETTERS].strip())


def test_the_cut_is_said_in_welsh(qtbot: QtBot, copied: Callable[[str], None]) -> None:
    page = opened(qtbot, PaperCall(SCRIPT, language="cy"))
    copied(TOO_LONG)
    press(page, Key.Key_N, Key.Key_V, modifier=CTRL)
    assert "cadwyd y 60,000 llythyren gyntaf" in read(page)


def test_what_is_pasted_over_makes_room_for_the_paste(qtbot: QtBot, copied: Callable[[str], None]) -> None:
    field = Notes()
    qtbot.addWidget(field)
    field.setPlainText("x" * MOST_LETTERS)
    copied("said otherwise")
    field.selectAll()
    with qtbot.assertNotEmitted(field.shortened):
        field.paste()
    assert field.text() == "said otherwise"


def test_a_full_field_keeps_none_of_a_paste_and_says_so(qtbot: QtBot, copied: Callable[[str], None]) -> None:
    field = Notes()
    qtbot.addWidget(field)
    field.setPlainText("x" * MOST_LETTERS)
    copied("one more")
    with qtbot.waitSignal(field.shortened) as heard:
        field.paste()
    assert heard.args == [0]
    assert cut_said(Words(), 0) == "This field is full: nothing of the paste was kept."
