"""The tour plays by keyboard alone through the real window; a short form signs in and takes the first call to the name."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from callhandler import tour
from callhandler.ui.call_page.page import CallPage


@pytest.fixture
def said() -> list[str]:
    return []


def test_the_tour_signs_in_and_takes_a_call_to_the_name(tmp_path: Path, qapp: QApplication, said: list[str]) -> None:
    with tour.program_in(tmp_path, "generic") as (program, clock):
        guide = tour.Guide(program, clock, tmp_path, said.append)
        guide.sign_in()
        guide.press("F9")
        guide.answer_until("caller_name", {"danger": "no", "caller_role": "victim", "naming": "named"})
        guide.type("Margaret Jones")
        guide.press("Return")
        (page,) = program.window.findChildren(CallPage)
        question = guide.question()
        assert question
        assert question.path != "/data/opening/caller_name"
        assert page.isVisible()
        guide.log_off()
        guide.log_off()
    assert [line.split(":")[0] for line in said] == ["01-sign-in.png", "02-empty-desk.png"]
    assert QImage(str(tmp_path / "02-empty-desk.png")).width() == tour.SIZE[0]


@pytest.mark.soak
def test_the_tour_plays_through(tmp_path: Path, qapp: QApplication, said: list[str]) -> None:
    (tmp_path / "99-of-an-older-tour.png").write_bytes(b"")
    taken = tour.tour(tmp_path, say=said.append)
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(pictures) == taken == len(said) - 1
    assert [line.split(":")[0] for line in said[:-1]] == pictures
    assert any("repeat" in name for name in pictures)
    assert any("read-out-second" in name for name in pictures)


@pytest.mark.soak
def test_the_tour_shows_a_share_two_values_and_the_beats(tmp_path: Path, qapp: QApplication, said: list[str]) -> None:
    with tour.program_in(tmp_path / "own", "generic") as (program, clock):
        tour.Guide(program, clock, tmp_path, said.append).together(tmp_path, "generic")
    shown = [line.split(":")[0].partition("-")[2] for line in said]
    assert shown == [
        f"{name}.png" for name in ("sharing", "shared", "arrived", "their-log", "two-values", "settled", "held", "line", "beats")
    ]
