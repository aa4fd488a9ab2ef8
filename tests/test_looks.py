"""The language and the size of text that somebody chose are there again the next time, and are nobody else's."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from callhandler.app.looks import Look, keep_look, look_in
from callhandler.store import operators
from tests.ui_seat import CTRL, PHRASE, AtDesk, labels, seat

__all__ = ["seat"]


def own(seat: AtDesk) -> Path:
    return operators.folder_of(seat.folder, "4821 Okafor")


@pytest.mark.req("R22")
def test_what_an_operator_chose_is_there_at_the_next_sign_in(seat: AtDesk, qapp: QApplication) -> None:
    seat.start().press(Qt.Key.Key_A, CTRL).sign_up()
    seat.press(Qt.Key.Key_F8).press(Qt.Key.Key_Plus, CTRL)
    seat.leave()
    assert look_in(own(seat)) == look_in(seat.folder) == Look("cy", 1.25)
    keep_look(Look("en", 1.0), seat.folder)  # somebody else sat here since
    qapp.setStyleSheet("")
    seat.start()
    seat.sign_in(PHRASE)
    seat.qtbot.waitUntil(lambda: seat.window.current() == "desk", timeout=20_000)
    assert "GALWADAU" in labels(seat.window).upper()
    assert qapp.font().pixelSize() == 16


def test_the_first_time_what_stands_on_the_screen_stays(seat: AtDesk) -> None:
    keep_look(Look("en", 2.0), seat.folder)
    seat.start(language="cy").sign_up()
    assert "GALWADAU" in labels(seat.window).upper()
    assert look_in(own(seat)) == Look()


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"language": "xx", "scale": "large"}', b"\xff\xfe", b"null"])
def test_what_makes_no_sense_is_the_plain_look(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "look.json").write_bytes(written)
    assert look_in(tmp_path) == Look()


@pytest.mark.parametrize(
    ("told", "worn"), [(Look("xx", 1.5), Look("", 1.5)), (Look("cy", 99), Look("cy", 2.0)), (Look("en", 0.1), Look("en"))]
)
def test_what_goes_too_far_is_brought_back(tmp_path: Path, told: Look, worn: Look) -> None:
    keep_look(told, tmp_path)
    assert look_in(tmp_path) == worn


def test_where_it_cannot_be_kept_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keep_look(Look("cy"), tmp_path / "file", tmp_path)
    assert look_in(tmp_path) == Look("cy")
