"""A caller who speaks in markup, through every page of the program: it stays letters, and stays unreadable on the disk (T8, R11)."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget  # noqa: TID251  the raw label proves that the test can fail
from pytestqt.qtbot import QtBot

from callhandler.ui.earlier_panel import EarlierPanel
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.lines import LinesView
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.question.card import QuestionCard
from callhandler.ui.question.column import Column
from callhandler.ui.unlock_dialog.card import UnlockCard
from tests.ui_seat import CTRL, AtDesk, seat

__all__ = ["seat"]

RED = 0xFFFF0000
SIGN = "kestrelfound"  # nobody else writes this


@pytest.fixture
def markup(tmp_path: Path) -> str:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(RED)
    assert picture.save(str(tmp_path / "red.png"))
    return f'<img src="file:///{tmp_path}/red.png"><font color=red size=7>███</font> {SIGN}'


def red_pixels(widget: QWidget) -> int:
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(picture.constBits())
    return pixels.cast("I").tolist().count(RED) if bytes(pixels).find(RED.to_bytes(4, "little")) >= 0 else 0


def look(seat: AtDesk) -> None:
    """No red on the window, nor on any part that is only scrolled into sight, nor on any tip."""
    assert red_pixels(seat.window) == 0
    for column in seat.window.findChildren(Column):
        inside = column.widget()
        assert inside is not None
        assert red_pixels(inside) == 0
    assert [top for top in QApplication.topLevelWidgets() if top.isVisible() and red_pixels(top)] == []


def take(seat: AtDesk, text: str) -> None:
    """A call in which everything that can be typed is this text."""
    seat.press(Qt.Key.Key_F9)
    seat.answer(phone="07700 900123", home="yes")
    page = seat.page
    asked = [card.question for card in page.findChildren(QuestionCard)]
    for path in [one.path for one in asked if one.kind == "text" and not one.path.endswith("phone")]:
        page.record(path, text)
    seat.press(Qt.Key.Key_N, CTRL).write(SIGN).press(Qt.Key.Key_Return)
    look(seat)


def close(seat: AtDesk) -> None:
    for key, modifiers in (
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Return, CTRL),
    ):
        look(seat)
        seat.press(key, modifiers)
    look(seat)


def found(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and SIGN.encode() in path.read_bytes()]


@pytest.mark.req("T8", "R11", "T12", "T15")
def test_markup_in_every_field_is_letters_on_every_page_and_nothing_on_the_disk(seat: AtDesk, markup: str) -> None:
    before = set(Path(tempfile.gettempdir()).glob("*"))
    seat.start().part(UnlockCard).name.field.setText(markup)
    look(seat)
    seat.press(Qt.Key.Key_A, CTRL).sign_up()
    take(seat, markup)
    assert SIGN not in seat.window.windowTitle()
    close(seat)
    assert seat.part(EndingTold).isVisible()
    seat.press(Qt.Key.Key_Escape)
    look(seat)
    take(seat, markup)
    seat.press(Qt.Key.Key_1, CTRL)
    look(seat)
    seat.window.resize(1920, 1080)
    seat.qtbot.waitUntil(lambda: any(panel.isVisible() for panel in seat.window.findChildren(EarlierPanel)))
    assert markup in seat.part(EarlierPanel).findChildren(LinesView)[0].lines()[0].detail
    look(seat)
    seat.press(Qt.Key.Key_I, CTRL)
    assert seat.part(PersonPage).isVisible()
    look(seat)
    seat.press(Qt.Key.Key_F2)
    look(seat)
    assert found(seat.folder) == []
    seat.leave()
    assert found(seat.folder) == []
    fresh = set(Path(tempfile.gettempdir()).glob("*")) - before
    assert [path for path in fresh if SIGN.encode() in content(path)] == []


def content(path: Path) -> bytes:
    """Of a file, as long as it is there: other programs have theirs in the same folder."""
    with suppress(OSError):
        return path.read_bytes() if path.is_file() else b""
    return b""


def test_a_raw_label_would_turn_it_red(qtbot: QtBot, markup: str) -> None:
    label = QLabel(markup)
    qtbot.addWidget(label)
    assert red_pixels(label) > 1000
