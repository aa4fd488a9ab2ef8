"""A whole call on the shipped script by keys alone, in English and in Welsh: no mouse, and nothing but the page."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from callhandler.ui.call_page.page import CallPage
from tests.ui_call_form import FormCall
from tests.ui_call_hands import ALT, CTRL, Key, at, opened, press, read

TYPED = {
    "caller_name": "Angharad Jones",
    "caller_phone": "01632 960012",
    "when_date": "20/11",
    "r_history_n": "4",
    "r_reports_n": "3",
    "crime_reason": "no damage, no threat",
    "promise_date": "+2",
}
DIGITS = {"danger": Key.Key_2, "when_happened": Key.Key_4, "crime_check": Key.Key_2, "band_final": Key.Key_3, "grade": Key.Key_2}


class NoMouse(QObject):
    """Counts what a mouse did."""

    def __init__(self) -> None:
        super().__init__()
        self.clicks = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.clicks += event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
        return False


def answer(page: CallPage, call: FormCall, path: str) -> None:
    """Answer the question at hand as its kind wants it."""
    name = path.rsplit("/", 1)[-1]
    question = call.question(path)
    if question.kind == "one":
        press(page, DIGITS.get(name, Key.Key_1))
    elif question.kind == "many":
        press(page, Key.Key_1, Key.Key_2, Key.Key_Return)
    else:
        press(page, TYPED.get(name, "words"), Key.Key_Return)


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_whole_call_by_keys_alone(qtbot: QtBot, qapp: QApplication, language: str) -> None:
    mouse = NoMouse()
    qapp.installEventFilter(mouse)
    call = FormCall()
    page = opened(qtbot, call)
    if language == "cy":
        press(page, Key.Key_F8)
    press(page, "Lads by the shops again, one threw a bottle at her door.", Key.Key_Return)
    asked = []
    while (path := at(page)).startswith("/data") and path not in asked and not path.startswith("/data/outcome"):
        asked.append(path)
        answer(page, call, path)
    assert len(asked) > 45
    press(page, Key.Key_Return, modifier=CTRL)
    for _ in range(3):  # band, its reason where it differs, grade
        if at(page).startswith("/data/outcome"):
            answer(page, call, at(page))
    press(page, Key.Key_1, modifier=ALT)
    press(page, Key.Key_Return, modifier=CTRL)
    qapp.removeEventFilter(mouse)
    assert call.reasons == {}
    assert call.outcome == "closed"
    assert call.reference in read(page).splitlines()
    assert ("DARLLENWCH HYN I'R GALWR" in read(page)) == (language == "cy")
    assert mouse.clicks == 0
