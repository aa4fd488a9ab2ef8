"""Everything on every page that the keyboard can reach has a name for a screen reader, in English and in Welsh."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui import shown
from callhandler.ui.desk_page.page import DeskPage
from callhandler.ui.earlier_panel import EarlierPanel
from callhandler.ui.ending.page import Ending
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.main_window import MainWindow
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.top_strip import CallTab
from callhandler.ui.unlock_dialog.page import Doors, UnlockPage
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.ui_call_form import FormCall
from tests.ui_call_hands import ALT, CTRL, Key, opened, press
from tests.ui_shell_people import BY_NAME, CALLS, DONE, DUES, JOHN, PERSON, SIAN, STORY, TODAY

Place = Callable[[QtBot, str], QWidget]
EVERYBODY = shown.Contact("more", "c", (shown.Earlier("c", "GEN-c", TODAY, "Lads by the shops"),), decided=True)


def unlock(qtbot: QtBot, language: str) -> QWidget:
    return UnlockPage(Words(language), Doors(print, print, print, lambda _trouble, _words: None), first_run=True)


def locked(qtbot: QtBot, language: str) -> QWidget:
    page = UnlockPage(Words(language), Doors(print, print, print, lambda _trouble, _words: None), first_run=False)
    page.lock("4821 Okafor", print)
    return page


def desk(qtbot: QtBot, language: str) -> QWidget:
    page = DeskPage(Words(language), ToldClock())
    page.show_calls(CALLS, DONE)
    page.show_due(DUES)
    page.show_found((SIAN, JOHN))
    return page


def person(qtbot: QtBot, language: str) -> QWidget:
    page = PersonPage(Words(language), ToldClock())
    page.show_person(PERSON)
    return page


def window(qtbot: QtBot, language: str) -> QWidget:
    whole = MainWindow(Words(language))
    whole.sign_in("4821 Okafor")
    whole.show_calls((CallTab("c1", "K4CD-007", "Siân"),))
    whole.put("desk", desk(qtbot, language))
    whole.show_page("desk")
    return whole


def call(qtbot: QtBot, language: str) -> QWidget:
    """On a wide screen, with everybody whom the log knows beside it."""
    panel, earlier = PeoplePanel(Words(language), lambda: TODAY), EarlierPanel(Words(language), ToldClock())
    panel.show_people(BY_NAME, (SIAN, JOHN), STORY)
    panel.show_call(shown.Affected("Siân Jones"), EVERYBODY)
    earlier.show_complaints(PERSON.complaints)
    return opened(qtbot, FormCall(language=language), width=1920, height=1080, people=panel, earlier=earlier)


def ending(qtbot: QtBot, language: str) -> QWidget:
    page = opened(qtbot, FormCall(language=language))
    press(page, Key.Key_Return, modifier=CTRL)
    assert page.findChild(Ending)
    return page


def told(qtbot: QtBot, language: str) -> QWidget:
    page = ending(qtbot, language)
    press(page, Key.Key_1, Key.Key_2)
    press(page, Key.Key_1, modifier=ALT)
    press(page, Key.Key_Return, modifier=CTRL)
    assert page.findChild(EndingTold)
    return page


def names(page: QWidget) -> Iterator[tuple[QWidget, str]]:
    """The page and all of it in sight that takes keys; a field's own editor and what scrolls it speak for the field."""
    for widget in (page, *page.findChildren(QWidget)):
        takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget, QScrollBar)
        if takes and (widget is page or widget.isVisibleTo(page)):
            yield widget, widget.accessibleName().strip()


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("place", [unlock, locked, desk, person, window, call, ending, told])
def test_whatever_takes_keys_has_a_name(qtbot: QtBot, place: Place, language: str) -> None:
    page = place(qtbot, language)
    qtbot.addWidget(page)
    page.resize(1920, 1080)
    page.show()
    assert [f"{type(widget).__name__} {widget.objectName()}" for widget, name in names(page) if not name] == []


@pytest.mark.req("R23")
@pytest.mark.parametrize("place", [call, ending])
def test_after_f8_no_name_is_left_in_the_other_language(qtbot: QtBot, place: Place) -> None:
    """Everything of the call's own says what it would have said from the start."""
    turned, welsh = place(qtbot, "en"), place(qtbot, "cy")
    press(turned, Key.Key_F8)
    for panel in turned.findChildren(PeoplePanel) + turned.findChildren(EarlierPanel):
        panel.speak(Words("cy"))  # as the desk does that put them there
    assert said(turned) == said(welsh)


def said(page: QWidget) -> set[str]:
    return {widget.accessibleName() for widget in page.findChildren(QWidget) if widget.accessibleName() and widget.isVisibleTo(page)}


def test_a_page_says_whose_it_is(qtbot: QtBot) -> None:
    page = person(qtbot, "en")
    qtbot.addWidget(page)
    assert page.accessibleName() == "The log of Siân Jones / Sian Jones"
