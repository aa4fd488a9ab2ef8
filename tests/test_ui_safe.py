"""Markup typed by a caller stays letters, wherever the desk shows it (T8)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QFontDatabase, QImage, QRawFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget  # noqa: TID251  the raw label proves that the test can fail
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from callhandler.ui import theme
from callhandler.ui.safe import Notes, PlainBox, PlainButton, PlainField, PlainLabel, plain_tip, shown
from tests.ui_shell_people import RED, markup

__all__ = ["markup"]


@pytest.fixture
def plain_look(qapp: QApplication) -> None:
    theme.load_fonts()


@pytest.fixture
def host(qtbot: QtBot, plain_look: None) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    for top in QApplication.topLevelWidgets():
        if top.inherits("QTipLabel"):
            delete(top)


def red_pixels(widget: QWidget) -> int:
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return sum(picture.pixel(x, y) == RED for x in range(picture.width()) for y in range(picture.height()))


def raw_label(text: str) -> QWidget:
    return QLabel(text)


def notes(text: str) -> QWidget:
    field = Notes(name=text, hint=text)
    field.insertPlainText(text)
    return field


def pasted(text: str) -> QWidget:
    copied = QMimeData()
    copied.setHtml(text)
    field = Notes()
    field.insertFromMimeData(copied)
    return field


def field(text: str) -> QWidget:
    made = PlainField(name=text, hint=text)
    made.setText(text)
    return made


WIDGETS: dict[str, Callable[[str], QWidget]] = {
    "label": PlainLabel,
    "button": PlainButton,
    "field": field,
    "notes": notes,
    "pasted": pasted,
    "box": lambda text: PlainBox(text, text, [text]),
}


@pytest.mark.req("T8")
def test_the_red_pixel_test_can_fail(qtbot: QtBot, plain_look: None, markup: str) -> None:
    label = raw_label(markup)
    qtbot.addWidget(label)
    assert red_pixels(label) > 1000


@pytest.mark.req("T8")
@pytest.mark.parametrize("made", WIDGETS.values(), ids=WIDGETS.keys())
def test_markup_stays_letters(qtbot: QtBot, plain_look: None, markup: str, made: Callable[[str], QWidget]) -> None:
    widget = made(markup)
    qtbot.addWidget(widget)
    widget.resize(600, 200)
    assert red_pixels(widget) == 0


@pytest.mark.req("T8")
def test_a_raw_tip_would_show_the_picture(host: QWidget, markup: str) -> None:
    host.setToolTip(markup)
    assert red_pixels(tip_of(host)) > 1000


@pytest.mark.req("T8")
def test_a_plain_tip_shows_letters(host: QWidget, markup: str) -> None:
    plain_tip(host, markup)
    assert red_pixels(tip_of(host)) == 0
    assert host.accessibleDescription() == markup


def tip_of(widget: QWidget) -> QWidget:
    QToolTip.showText(QPoint(10, 10), widget.toolTip(), widget)
    return next(top for top in QApplication.topLevelWidgets() if top.inherits("QTipLabel"))


@pytest.mark.req("T25")
def test_characters_that_turn_the_reading_order_are_seen(qtbot: QtBot) -> None:
    label = PlainLabel("Smith\u202eenoJ\x07")
    qtbot.addWidget(label)
    assert label.text() == "Smith⟨U+202E⟩enoJ�"
    assert shown("two\nlines\tkept") == "two\nlines\tkept"


def test_a_button_says_its_ampersand_and_steals_no_key(qtbot: QtBot) -> None:
    button = PlainButton("Smith & Jones")
    qtbot.addWidget(button)
    assert button.text() == "Smith && Jones"
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Smith & Jones"


def test_enter_is_done_and_shift_enter_a_new_line(qtbot: QtBot) -> None:
    field = Notes()
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.done):
        QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "one")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "two")
    assert field.text() == "one\ntwo"


def test_notes_grow_with_the_text(qtbot: QtBot, plain_look: None) -> None:
    field = Notes(least=2, most=5)
    qtbot.addWidget(field)
    field.resize(300, 40)
    low = field.height_for(300)
    field.insertPlainText("word " * 60)
    assert low < field.height_for(300)
    field.insertPlainText("word " * 600)
    assert field.height_for(300) == field.height_for(300)


def test_a_box_says_which_answer_was_chosen(qtbot: QtBot) -> None:
    box = PlainBox("Close?", "There is a call open.", ["Stay", "Leave"])
    qtbot.addWidget(box)
    box.open()
    with qtbot.waitSignal(box.chosen) as heard:
        box.findChildren(PlainButton)[1].click()
    assert heard.args == [1]


@pytest.mark.req("R22")
@pytest.mark.parametrize(("text", "ground"), theme.READ_ON)
def test_every_text_is_read_at_four_and_a_half_to_one(text: str, ground: str) -> None:
    assert theme.contrast(text, ground) >= 4.5


@pytest.mark.req("R22")
def test_controls_stand_out_three_to_one() -> None:
    assert min(theme.contrast(theme.Colour.EDGE, ground) for ground in (theme.Colour.CARD, theme.Colour.TINT, theme.Colour.PAGE)) >= 3


@pytest.mark.req("R23")
def test_the_shipped_type_draws_welsh(qapp: QApplication) -> None:
    theme.load_fonts()
    assert theme.FAMILY in QFontDatabase.families()
    drawn = QRawFont.fromFont(theme.font(13))
    assert all(drawn.supportsCharacter(ord(letter)) for letter in "ŵŷâêîôûŴŶ✓•●◆▲−“”→")


def test_the_stylesheet_has_no_hole_and_grows(qapp: QApplication) -> None:
    small, large = theme.stylesheet(1.0), theme.stylesheet(2.0)
    assert "<" not in small
    assert "{NAVY}" not in small
    assert "font-size: 15px" in small
    assert "font-size: 30px" in large


def test_a_paste_never_makes_more_than_an_entry_carries(qtbot: QtBot, plain_look: None) -> None:
    copied = QMimeData()
    copied.setText("x" * 100_000)
    field = Notes()
    qtbot.addWidget(field)
    field.insertFromMimeData(copied)
    field.insertFromMimeData(copied)
    assert len(field.text()) == 60_000
