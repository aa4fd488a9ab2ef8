"""A handler's hands: opens the page of a call, presses keys wherever the caret is, and says where it is."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget
from pytestqt.qtbot import QtBot

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.ui import theme
from callhandler.ui.call_page.needs import CallInHand
from callhandler.ui.call_page.page import CallPage
from callhandler.ui.question.card import QuestionCard
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words
from tests.ui_call_fixtures import MovingClock

Key = Qt.Key
Part = TypeVar("Part", bound=QWidget)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def opened(
    qtbot: QtBot,
    call: CallInHand,
    *,
    width: int = 1366,
    height: int = 768,
    people: QWidget | None = None,
    earlier: QWidget | None = None,
    clock: MovingClock | None = None,
) -> CallPage:
    """The page of a call on the screen, with the caret where it belongs."""
    theme.load_fonts()
    area = load_area(RESOURCES / "areas" / "south-wales")
    page = CallPage(call, Words(call.language), area, clock or MovingClock(), people=people, earlier=earlier)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def press(page: QWidget, *keys: Key | str, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press keys, or type words, wherever the caret is."""
    for key in keys:
        target = page.focusWidget()
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key, modifier)


def at(page: QWidget) -> str:
    """The question where the caret is, by its path, or the name of the place."""
    widget: QWidget | None = page.focusWidget()
    card = widget
    while card and not isinstance(card, QuestionCard):
        card = card.parentWidget()
    return (card or widget or page).objectName()


def card(page: QWidget, path: str) -> QuestionCard:
    """The card of a question, in the call or in its close."""
    return next(each for each in page.findChildren(QuestionCard) if each.objectName() == path and each.isVisible())


def read(widget: QWidget) -> str:
    """All the words that can be seen in a part of the page."""
    return "\n".join(label.text() for label in widget.findChildren(PlainLabel) if label.isVisible() and label.text())


def child(page: QWidget, kind: type[Part], name: str) -> Part:
    """A part of the page by its name."""
    found = page.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def lines(page: QWidget, name: str) -> list[str]:
    """The lines of a list on the page, as a screen reader says them."""
    model = child(page, QListView, name).model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def windows() -> int:
    return sum(window.isVisible() for window in QApplication.topLevelWidgets())
