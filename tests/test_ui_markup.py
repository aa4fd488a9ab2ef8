"""Markup stays letters on the pages that a walk through a call meets in passing: the close told, earlier complaints, the sign-in."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui import shown
from callhandler.ui.earlier_panel import EarlierPanel
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.lines import LinesView
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.unlock_dialog.page import Doors, Trouble, UnlockPage
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.ui_call_fixtures import Ending
from tests.ui_shell_people import complaint, markup, red_pixels

__all__ = ["markup"]


@pytest.fixture
def seen(qtbot: QtBot) -> Callable[[QWidget], str]:
    """Puts a page on the screen, sees that nothing on it is red, and gives its words."""

    def look(page: QWidget) -> str:
        qtbot.addWidget(page)
        page.resize(1366, 900)
        page.show()
        assert red_pixels(page) == 0
        return "\n".join(label.text() for label in page.findChildren(PlainLabel) if label.isVisible())

    return look


@pytest.mark.req("T8")
def test_the_close_told_shows_letters(qtbot: QtBot, seen: Callable[[QWidget], str], markup: str) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    page = EndingTold(Ending(markup, "high", f"{markup}\n{markup}", date(2026, 11, 25)), (markup,), Words(), around)
    page.setParent(None)
    assert seen(page).count("<img") == 4


@pytest.mark.req("T8")
@pytest.mark.parametrize("page", [EarlierPanel, PersonPage])
def test_earlier_complaints_show_letters(
    qtbot: QtBot, seen: Callable[[QWidget], str], markup: str, page: Callable[..., EarlierPanel | PersonPage]
) -> None:
    panel = page(Words(), ToldClock())
    told = complaint("k1", 1, "high", markup, where=markup, reasons=(markup,), standing=(markup,), taken_by=markup, agency=markup)
    if isinstance(panel, PersonPage):
        panel.show_person(shown.Person("p", (markup,), complaints=(told,)))
    else:
        panel.show_complaints((told,))
    lines = panel.findChild(LinesView)
    assert lines
    lines.opened.emit("k1")
    seen(panel)
    assert lines.lines()[0].detail.count("<img") == 5, "opened, it says all of it"


@pytest.mark.req("T8")
def test_the_sign_in_shows_letters(qtbot: QtBot, seen: Callable[[QWidget], str], markup: str) -> None:
    def refuse(*_said: str) -> object:
        raise OSError(markup)

    page = UnlockPage(Words(), Doors(refuse, refuse, refuse, lambda trouble, _words: Trouble(str(trouble))), first_run=False)
    for field in page.findChildren(PlainField):
        field.setEchoMode(PlainField.EchoMode.Normal)
        field.setText(markup)
    go = page.findChild(PlainButton, "unlock_go")
    assert go
    go.click()
    qtbot.waitUntil(lambda: any(label.text() == markup for label in page.findChildren(PlainLabel)))
    assert markup in seen(page)
