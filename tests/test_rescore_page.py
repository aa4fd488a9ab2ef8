"""The picture of what another version would have done: walked by key, all of it also in words, in both languages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.ui.grid import Grid
from callhandler.ui.lines import LinesView
from callhandler.ui.rescore_page import RescorePage
from callhandler.ui.safe import PlainField
from callhandler.words import Words
from tests.parts import part
from tests.test_rescore import rescoring
from tests.ui_shell_people import unnamed

FOUND = rescoring(("high", "medium"), ("medium", "high"), ("standard", "standard"), ("standard", "standard"))


@pytest.fixture
def page(qtbot: QtBot) -> RescorePage:
    made = RescorePage(Words())
    qtbot.addWidget(made)
    made.resize(1366, 730)
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.mark.req("R22")
def test_the_picture_is_walked_by_key_and_said_in_words(page: RescorePage) -> None:
    page.show_found(FOUND)
    bands = part(page, Grid)
    assert bands.said() == "Standard stays Standard: 2 calls"
    QTest.keyClick(bands, Qt.Key.Key_Down)
    QTest.keyClick(bands, Qt.Key.Key_Down)
    QTest.keyClick(bands, Qt.Key.Key_Right)
    assert bands.said() == bands.accessibleDescription() == "High becomes Medium: 1 calls"
    QTest.keyClick(bands, Qt.Key.Key_End)
    QTest.keyClick(bands, Qt.Key.Key_Right)
    assert bands.said() == "High stays High: 0 calls"
    assert len(bands.in_words().splitlines()) == 9


def test_what_would_be_missed_stands_first(page: RescorePage) -> None:
    page.show_found(FOUND)
    lines = part(page, LinesView, "rescore_missed").lines()
    assert [(line.key, line.tone) for line in lines] == [("c0", "late"), ("c1", "")]
    assert lines[0].detail == "High to Medium, 10 to 9 points\na -1"
    assert [line.title for line in part(page, LinesView, "rescore_turned").lines()] == ["a"]


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_part_has_a_name_in_both_languages(page: RescorePage, language: str) -> None:
    page.show_found(FOUND)
    page.speak(Words(language))
    assert list(unnamed(page)) == []


def test_a_file_is_named_and_escape_leaves(qtbot: QtBot, page: RescorePage) -> None:
    field = page.findChild(PlainField)
    assert field
    field.setText(" next.xlsx ")
    with qtbot.waitSignal(page.wanted) as heard:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["next.xlsx"]
    with qtbot.waitSignal(page.left):
        QTest.keyClick(field, Qt.Key.Key_Escape)
