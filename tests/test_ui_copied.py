"""What is copied at the desk does not wait on the clipboard for whoever sits down next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.ui.copied import OURS, STAYS, Copied
from callhandler.ui.safe import Notes, PlainField
from tests.doubles import ToldClock
from tests.ui_seat import CTRL, AtDesk

pytestmark = pytest.mark.req("T14")
NUMBER = "07700 900123"
MARKUP = "<p>told <b>by</b><img src='http://192.0.2.1/x.png'></p>"


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


@pytest.fixture
def field(qtbot: QtBot) -> PlainField:
    field = PlainField()
    field.setText(NUMBER)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
    field.setFocus()
    return field


def copy(field: PlainField | Notes) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_C, CTRL)


def test_it_stays_for_a_minute() -> None:
    assert STAYS == 60_000


def test_what_was_copied_is_gone_when_its_time_is_over(qtbot: QtBot, clipboard: QClipboard, field: PlainField) -> None:
    watch = Copied(clipboard, stays=50)
    copy(field)
    assert clipboard.text() == NUMBER
    qtbot.waitUntil(lambda: clipboard.text() == "")
    watch.end()


def test_what_somebody_else_copied_since_is_left_alone(clipboard: QClipboard, field: PlainField) -> None:
    watch = Copied(clipboard)
    copy(field)
    field.close()
    clipboard.setText("from elsewhere")
    watch.end()
    assert clipboard.text() == "from elsewhere"


def test_only_the_words_are_copied_and_no_history_keeps_them(qtbot: QtBot, clipboard: QClipboard) -> None:
    notes, watch = Notes(), Copied(clipboard)
    qtbot.addWidget(notes)
    with qtbot.waitActive(notes):
        notes.show()
    notes.setPlainText("as told")
    notes.setFocus()
    copy(notes)
    assert set(clipboard.mimeData().formats()) == {"text/plain", OURS}
    assert clipboard.text() == "as told"
    watch.end()
    assert clipboard.text() == ""


@pytest.mark.parametrize("kind", [PlainField, Notes])
def test_what_is_pasted_is_plain(qtbot: QtBot, clipboard: QClipboard, kind: type[PlainField | Notes]) -> None:
    field, copied = kind(), QMimeData()
    qtbot.addWidget(field)
    copied.setHtml(MARKUP)
    copied.setText("told by")
    clipboard.setMimeData(copied)
    field.paste()
    assert field.text() == "told by"


def test_log_off_leaves_nothing_of_a_call_on_the_clipboard(qtbot: QtBot, tmp_path: Path, clock: ToldClock, clipboard: QClipboard) -> None:
    seat = AtDesk(qtbot, tmp_path, clock).start()
    seat.write(NUMBER)
    field = seat.window.focusWidget()
    assert isinstance(field, PlainField)
    copy(field)
    assert clipboard.text() == NUMBER
    seat.program.put_away()
    assert clipboard.text() == ""
