"""The call page for everybody: names for screen readers, keys, large letters, longer words, and markup that stays letters."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui import theme
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.ending.page import Ending
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.index_panel import LineList
from callhandler.ui.notes_panel import NotesPanel
from callhandler.ui.question.answers import AnswerButton
from callhandler.ui.safe import PlainLabel
from tests.ui_call_fixtures import PaperCall
from tests.ui_call_form import FormCall
from tests.ui_call_hands import ALT, CTRL, Key, opened, press
from tests.ui_call_script import SCRIPT

INTERACTIVE = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView)
RED = 0xFFFF0000
RED_BYTES = RED.to_bytes(4, "little")


@pytest.fixture
def dressed(qapp: QApplication) -> Callable[[float], None]:
    """The desk's own look at a size."""
    return partial(theme.apply, qapp)


def end(page: CallPage) -> None:
    press(page, Key.Key_Return, modifier=CTRL)
    press(page, Key.Key_1, Key.Key_2)
    press(page, Key.Key_1, modifier=ALT)


def interactive(page: QWidget) -> Iterable[QWidget]:
    return (each for each in page.findChildren(QWidget) if isinstance(each, INTERACTIVE) and each.isVisibleTo(page))


@pytest.mark.req("R22")
@pytest.mark.parametrize("closing", [False, True])
def test_everything_that_takes_keys_or_clicks_has_a_name(qtbot: QtBot, closing: bool) -> None:
    page = opened(qtbot, FormCall())
    if closing:
        end(page)
    nameless = [f"{type(each).__name__} {each.objectName()}" for each in interactive(page) if not each.accessibleName().strip()]
    assert nameless == []


@pytest.mark.req("R22")
def test_an_answer_says_its_question(qtbot: QtBot) -> None:
    page = opened(qtbot, PaperCall(SCRIPT))
    page.go("/data/who/weapon")
    assert page.focusWidget().accessibleName() == "1 Yes, Was anyone carrying a weapon, or threatening to use one?"


@pytest.mark.req("R22")
def test_every_target_is_large_enough(qtbot: QtBot, dressed: Callable[[float], None]) -> None:
    dressed(1.0)
    page = opened(qtbot, FormCall())
    small = [each.accessibleName() for each in interactive(page) if min(each.width(), each.height()) < 24]
    assert small == []


@pytest.mark.req("R22")
def test_the_place_of_the_keys_can_be_seen(qtbot: QtBot, dressed: Callable[[float], None]) -> None:
    dressed(1.0)
    page = opened(qtbot, PaperCall(SCRIPT))
    page.go("/data/who/weapon")
    button = page.focusWidget()
    held = button.grab().toImage()
    page.go("/data/who/violence")
    assert held != button.grab().toImage()


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("closing", [False, True])
def test_no_word_is_cut_off(qtbot: QtBot, dressed: Callable[[float], None], language: str, scale: float, closing: bool) -> None:
    dressed(scale)
    page = opened(qtbot, FormCall(language=language))
    if closing:
        end(page)
    assert page.height() <= 768
    qtbot.waitUntil(lambda: [label.text() for label in page.findChildren(PlainLabel) if label.isVisible() and _cut(label)] == [])
    assert [button.accessibleName() for button in page.findChildren(AnswerButton) if button.isVisible() and _narrow(button)] == []


@pytest.mark.req("T8")
def test_a_red_pixel_would_be_found(qtbot: QtBot) -> None:
    page = opened(qtbot, PaperCall(SCRIPT))
    spot = QWidget(page)
    spot.setStyleSheet("background: #ff0000")
    spot.setGeometry(500, 300, 10, 10)
    spot.show()
    assert _red(page) == 100


@pytest.mark.req("T8")
def test_markup_in_every_answer_and_note_stays_letters(qtbot: QtBot, dressed: Callable[[float], None], tmp_path: Path) -> None:
    dressed(1.0)
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    picture.save(str(tmp_path / "red.png"))
    evil = f'<img src="file:///{tmp_path}/red.png"><font color=#ff0000 size=7>███</font>'
    call = FormCall()
    call.answer("/data/who/r_suspect", "sight")
    for section in call.sections():
        for question in section.questions:
            if question.kind == "text":
                call.answer(question.path, evil)
    call.note(evil)
    call.note(evil, "/data/incident/account")
    page = opened(qtbot, call, width=1920, height=1080)
    for path in ("/data/incident/account", "/data/incident/location", "/data/who/person[1]/person_name", "/data/checks/wants"):
        page.go(path)
        assert _red(page) == 0
    end(page)
    press(page, Key.Key_Return, modifier=CTRL)
    assert _red(page) == 0


GRAVE = {"threats": "me_now", "violence": "yes", "weapon": "yes", "suspect": "family"}


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_at_the_close_no_reason_is_cut_off_however_many_there_are(qtbot: QtBot, dressed: Callable[[float], None], language: str) -> None:
    dressed(2.0)
    call = FormCall(language=language)
    for name, value in GRAVE.items():
        call.answer(f"/data/who/r_{name}", value)
    call.answer("/data/harm/r_home", "unsafe")
    page = opened(qtbot, call)
    press(page, Key.Key_Return, modifier=CTRL)
    qtbot.waitUntil(lambda: [label.text() for label in page.findChildren(PlainLabel) if label.isVisible() and _cut(label)] == [])
    (ending,) = page.findChildren(Ending)
    column = ending.column
    assert column.height() > column.fontMetrics().height() * 6, "there is room to decide"


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_all_that_is_read_to_the_caller_can_be_read_at_large_letters(qtbot: QtBot, dressed: Callable[[float], None], language: str) -> None:
    dressed(2.0)
    page = opened(qtbot, FormCall(language=language))
    end(page)
    press(page, Key.Key_Return, modifier=CTRL)
    (told,) = page.findChildren(EndingTold)
    qtbot.waitUntil(lambda: [label.text() for label in told.findChildren(PlainLabel) if label.isVisible() and _cut(label)] == [])
    (hint,) = (label for label in told.findChildren(PlainLabel) if "PgDn" in label.text())
    qtbot.waitUntil(hint.isVisible)
    last = [label for label in told.findChildren(PlainLabel) if label is not hint][-1]
    press(page, Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageDown)
    assert told.rect().contains(last.mapTo(told, last.rect().bottomLeft()))


@pytest.mark.req("R22")
def test_what_is_still_to_ask_stands_right_under_its_heading(qtbot: QtBot, dressed: Callable[[float], None]) -> None:
    dressed(1.0)
    page = opened(qtbot, FormCall())
    (still,) = page.findChildren(LineList, "still to ask")
    (heading,) = (label for label in page.findChildren(PlainLabel) if label.text().startswith("STILL TO ASK"))
    assert 0 <= still.y() - heading.geometry().bottom() <= heading.height()


@pytest.mark.parametrize(("width", "height", "scale"), [(1366, 768, 1.0), (1920, 1080, 1.0), (1366, 768, 2.0)])
def test_what_is_still_to_ask_takes_what_is_free_and_gives_it_back(
    qtbot: QtBot, dressed: Callable[[float], None], width: int, height: int, scale: float
) -> None:
    dressed(scale)
    people = PlainLabel("who this may be")
    page = opened(qtbot, FormCall(), people=people)
    page.resize(width, height)
    (still,) = page.findChildren(LineList, "still to ask")
    (notes,) = page.findChildren(NotesPanel)
    rows = still.model().rowCount()
    row = still.sizeHintForRow(0)
    spare = notes.height() - notes.minimumSizeHint().height()
    assert still.viewport().height() >= rows * row or spare < 3 * row, "no room lies idle while questions are hidden"
    assert still.viewport().height() >= 2 * row
    before = still.height()
    people.setMinimumHeight(height)
    qtbot.waitUntil(lambda: still.height() < before or scale > 1, timeout=5_000)
    assert still.viewport().height() >= 2 * row


def _cut(label: PlainLabel) -> bool:
    """Whether a label is smaller than its words, set as it is set; half a letter is let pass."""
    room = label.contentsRect()
    if not label.wordWrap():
        return label.fontMetrics().horizontalAdvance(label.text()) > room.width() + 2
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    needed = label.fontMetrics().boundingRect(0, 0, room.width(), 10_000, int(flags), label.text())
    return needed.height() > room.height() + 2 or needed.width() > room.width() + 2


def _narrow(button: AnswerButton) -> bool:
    needed = button.size_within(button.width())
    return needed.height() > button.height() or needed.width() > button.width()


def _red(page: QWidget) -> int:
    picture = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = bytes(picture.constBits())
    found, at = 0, raw.find(RED_BYTES)
    while at >= 0:
        found += at % 4 == 0
        at = raw.find(RED_BYTES, at + 1)
    return found
