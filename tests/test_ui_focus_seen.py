"""Somebody who only has the keyboard sees where they are, in the order of the eye; and every part of a page says what it is."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui import theme
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import SIGNS, PlainButton
from callhandler.words import Words
from tests.heard import Role, heard
from tests.test_ui_heard import PLACES, Place, call, closing
from tests.ui_seat import CTRL, AtDesk, seat
from tests.ui_shell_people import BY_NAME, JOHN, SIAN, TODAY

__all__ = ["seat"]
TARGET = 24  # pixels: WCAG 2.2, 2.5.8
PARTS = {"TopStrip", "DeskPage", "CallFrame", "Bar", "IndexPanel", "_Inside", "Narrow", "RiskPanel", "NotesPanel", "Ending"}
PARTS |= {"GradeLine", "PersonHead", "PersonSide"}


def paper(seat: AtDesk) -> None:
    closing(seat)
    seat.press(Qt.Key.Key_Escape).press(Qt.Key.Key_I, CTRL).press(Qt.Key.Key_P, CTRL)


def stops(window: QWidget) -> list[QWidget]:
    tab = Qt.FocusPolicy.TabFocus.value
    inside = window.findChildren(QWidget)
    return [each for each in inside if each.focusPolicy().value & tab and each.isVisible() and each.isEnabled() and not each.focusProxy()]


def unseen(stop: QWidget) -> bool:
    """Whether nothing changes where the keyboard arrives."""
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    here = stop.grab().toImage()
    stop.clearFocus()
    return here == stop.grab().toImage()


@pytest.mark.req("R22")
@pytest.mark.parametrize("place", [*PLACES, paper])
def test_where_the_keyboard_is_can_be_seen_and_each_part_says_what_it_is(seat: AtDesk, qapp: QApplication, place: Place) -> None:
    theme.apply(qapp, 1.0)
    place(seat.start().sign_up())
    parts = [(part.kind.split(" ")[0], part.name, part.role) for part in heard(seat.window)]
    named = [(kind, name, role) for kind, name, role in parts if kind in PARTS]
    assert [kind for kind, name, role in named if not name or role != Role.Border] == [], "a panel to a screen reader, and no mere filler"
    assert [name for _, name, _ in parts if any(sign in name for sign in SIGNS)] == [], "a sign is read as what it means"
    found = stops(seat.window)
    assert len(found) > 3
    names = {each: f"{type(each).__name__} {each.objectName()} {each.accessibleName()}" for each in found}
    assert [names[each] for each in found if unseen(each)] == []
    keys = [each for each in found if isinstance(each, PlainButton)]
    assert [names[each] for each in keys if min(each.width(), each.height()) < TARGET] == []


@pytest.mark.req("R22")
def test_the_band_is_read_as_words(seat: AtDesk) -> None:
    call(seat.start().sign_up())
    (band,) = (part for part in heard(seat.window) if part.kind.startswith("BandBox"))
    assert band.role == Role.StaticText
    assert band.name


@pytest.mark.req("R22")
def test_tab_leads_through_the_people_as_they_stand(qtbot: QtBot, qapp: QApplication) -> None:
    """Also where somebody came in between later: cards are made beforehand, in no order."""
    theme.apply(qapp, 1.0)
    panel = PeoplePanel(Words(), lambda: TODAY)
    qtbot.addWidget(panel)
    panel.resize(400, 900)
    panel.show_people(BY_NAME, (JOHN,))
    panel.show_people(BY_NAME, (SIAN, JOHN))
    with qtbot.waitActive(panel):
        panel.show()
    assert followed(panel) == sorted(followed(panel), key=lambda each: where(panel, each))
    assert len(followed(panel)) == 6


def followed(panel: PeoplePanel) -> list[QWidget]:
    """The visible keys of the panel, as Tab comes to them."""
    chain, each = list[QWidget](), panel.nextInFocusChain()
    while each is not None and each is not panel:
        chain += [each] if isinstance(each, PlainButton) and each.isVisible() else []
        each = each.nextInFocusChain()
    return chain


def where(panel: PeoplePanel, each: QWidget) -> tuple[int, int]:
    place = each.mapTo(panel, QPoint(0, 0))
    return place.y(), place.x()
