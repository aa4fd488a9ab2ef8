"""The index of the questions for somebody who hears it: each mark is read as a word, in the language of the screen."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callhandler.ui.question.index import MARKS, Line, Lines
from callhandler.words import Words
from tests.heard import Role, heard
from tests.ui_call_form import FormCall
from tests.ui_call_hands import Key, opened, press

STATES = (Line("/h", "OPENING", "heading"), Line("/a", "Danger", "answered"), Line("/b", "Date", "wrong"), Line("/c", "Name", "required"))
READ = {
    "en": ["OPENING", "Danger: answered", "Date: to be put right", "Name: still to ask", "Phone"],
    "cy": ["OPENING", "Danger: wedi'i ateb", "Date: i'w gywiro", "Name: eto i'w ofyn", "Phone"],
}


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_mark_is_a_word(language: str) -> None:
    lines = Lines()
    lines.speak(Words(language))
    lines.put((*STATES, Line("/d", "Phone")))
    assert [lines.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(5)] == READ[language]


@pytest.mark.req("R22", "R23")
def test_no_line_of_a_call_is_read_with_a_sign_in_either_language(qtbot: QtBot) -> None:
    page = opened(qtbot, FormCall())
    for said in ("still to ask", "eto i'w ofyn"):
        read = [part.name for part in heard(page) if part.role == Role.ListItem]
        assert any(said in name for name in read)
        assert [name for name in read if any(sign and name.startswith(sign) for sign in MARKS.values())] == []
        press(page, Key.Key_F8)
