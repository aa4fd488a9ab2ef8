"""Somebody who hears the window instead of seeing it: all of it has a name and a role, in the order in which it stands."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from tests.heard import Role, heard, out_of_order
from tests.ui_seat import CTRL, AtDesk, seat

__all__ = ["seat"]

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def desk(seat: AtDesk) -> None:
    """As it stands after one call."""
    closing(seat)
    seat.press(Key.Key_Return, CTRL).press(Key.Key_Return, CTRL).press(Key.Key_1)
    seat.press(Key.Key_Return, CTRL).press(Key.Key_5, ALT).press(Key.Key_Return, CTRL).press(Key.Key_Escape)


def call(seat: AtDesk) -> None:
    seat.press(Key.Key_F9).write("Lads again").press(Key.Key_Return)
    seat.answer(name="Siân Jones", phone="07700 900123", where="14 Maes Road, CF62 8AB")


def closing(seat: AtDesk) -> None:
    call(seat)
    seat.press(Key.Key_Return, CTRL)


def second(seat: AtDesk) -> None:
    desk(seat)
    call(seat)


def log(seat: AtDesk) -> None:
    second(seat)
    seat.press(Key.Key_1, CTRL).press(Key.Key_I, CTRL)


def line(seat: AtDesk) -> None:
    seat.press(Key.Key_F10)


Place = Callable[[AtDesk], None]
PLACES = (desk, call, closing, second, log, line)


@pytest.mark.req("R22")
@pytest.mark.parametrize("place", PLACES)
def test_all_that_is_read_has_a_name_in_the_order_of_the_eye(seat: AtDesk, place: Place) -> None:
    place(seat.start().sign_up())
    parts = heard(seat.window)
    named = (Role.StaticText, Role.ListItem, Role.Button, Role.CheckBox, Role.RadioButton, Role.EditableText, Role.List)
    assert [str(part) for part in parts if not part.name and (part.takes_keys or part.role in named)] == []
    seat.qtbot.waitUntil(lambda: out_of_order(heard(seat.window)) == [])  # a card that is just coming up is laid out a moment later
    page = next(part for part in parts if part.role == Role.LayeredPane)
    keys = Counter(part.name for part in page if part.takes_keys and part.role in named and part.role != Role.ListItem)
    assert [name for name, n in keys.items() if n > 1] == []
