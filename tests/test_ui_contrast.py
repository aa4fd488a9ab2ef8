"""The desk on a computer that is set to high contrast: every text at 7:1, every edge seen, and the keyboard's place widest of all."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from callhandler.app.looks import Size
from callhandler.ui import theme
from callhandler.ui.theme import READ_ON, STRONG, Colour, contrast

EDGES = (Colour.LINE, Colour.EDGE, Colour.BLUE, Colour.THUMB)


@pytest.mark.req("R22")
def test_every_text_is_read_at_seven_to_one() -> None:
    assert [(text.name, ground.name) for text, ground in READ_ON if contrast(STRONG[text], STRONG[ground]) < 7] == []


@pytest.mark.req("R22")
def test_every_edge_is_seen_on_every_ground() -> None:
    grounds = (Colour.PAGE, Colour.CARD, Colour.TINT, Colour.AMBER_TINT, Colour.RED_TINT)
    assert [(edge.name, ground.name) for edge in EDGES for ground in grounds if contrast(STRONG[edge], STRONG[ground]) < 7] == []


@pytest.mark.req("R22")
def test_the_whole_desk_is_dressed_so_and_back(qapp: QApplication) -> None:
    theme.apply(qapp, 1.25, strong=True)
    strong = qapp.styleSheet()
    assert (qapp.palette().color(QPalette.ColorRole.WindowText).name(), qapp.palette().color(QPalette.ColorRole.Window).name()) == (
        "#000000",
        "#ffffff",
    )
    assert f"border: 3px solid {STRONG[Colour.BLUE]}" in strong
    assert Colour.SOFT.value not in strong
    size = Size(1.25)
    size.listen()
    said = theme.hints(qapp).accessibility()
    said.contrastPreferenceChanged.emit(said.contrastPreference())  # a screen of a test is never in high contrast
    assert qapp.styleSheet() == theme.stylesheet(1.25) != strong
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == Colour.INK.value
