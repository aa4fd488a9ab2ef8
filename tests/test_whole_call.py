"""A whole first call through the real program, from signing in to the reference read out, by keyboard alone, in either language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from callhandler import tour
from callhandler.app.program import Program
from callhandler.script.question import Question
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.question.card import QuestionCard
from tests.ui_seat import labels

MOUSE = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel)


class Ear(QObject):
    """Hears every press of a mouse button in the program."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.presses += event.type() in MOUSE
        return False


@pytest.fixture
def ear(qapp: QApplication) -> Iterator[Ear]:
    ear = Ear()
    qapp.installEventFilter(ear)
    yield ear
    qapp.removeEventFilter(ear)


def open_questions(program: Program) -> list[Question]:
    """What the call in front still wants to have asked, but for what only its close decides."""
    asked = [card.question for card in program.window.findChildren(QuestionCard)]
    return [one for one in asked if one.relevant and one.required and not one.answered and "/outcome/" not in one.path]


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize(("language", "read_out"), [("en", "Your reference is"), ("cy", "Eich cyfeirnod")])
def test_a_call_is_taken_graded_and_closed_by_keyboard_alone(tmp_path: Path, ear: Ear, language: str, read_out: str) -> None:
    with tour.program_in(tmp_path / "profile", "generic") as (program, clock):
        guide = tour.Guide(program, clock, tmp_path, lambda _line: None)
        guide.sign_in()
        guide.press("F9")
        if language == "cy":
            guide.press("F8")
        guide.take(guide.first, {})
        left = [question.short for question in open_questions(program)]
        guide.close(guide.first, "first")
        (told,) = program.window.findChildren(EndingTold)
        said = labels(told)
        guide.log_off()
    assert left == []
    assert read_out in said
    assert ear.presses == 0
