"""The window: pages by key, the marking, what is saved, and what stands in the way of leaving."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui import theme
from callhandler.ui.idle import IdleWatch
from callhandler.ui.main_window import MainWindow
from callhandler.ui.safe import PlainField, PlainLabel
from callhandler.ui.top_strip import CallTab, TopStrip
from callhandler.words import Words
from tests.parts import part
from tests.ui_shell_people import unnamed

CTRL = Qt.KeyboardModifier.ControlModifier
TABS = (CallTab("case-1", "K4CD-007", "Siân Jones"), CallTab("case-2", "K4CD-008"))


def a_window(qtbot: QtBot, language: str = "en") -> MainWindow:
    window = MainWindow(Words(language))
    qtbot.addWidget(window)
    for name in ("unlock", "desk", "person", "case-1", "case-2"):
        page = QWidget()
        page.setObjectName(name)
        PlainField(page, name=name)
        window.put(name, page)
    window.show_page("unlock")
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    return window


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    window = a_window(qtbot)
    window.sign_in("4821 Okafor")
    window.show_calls(TABS)
    window.show_page("desk")
    return window


def line(window: QWidget, name: str) -> str:
    return next((each.text() for each in window.findChildren(PlainLabel, name) if each.isVisibleTo(window)), "")


def press(window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus: QWidget | None = window.focusWidget()
    QTest.keyClick(window if focus is None else focus, key, modifiers)


def test_keys_lead_from_page_to_page(qtbot: QtBot, window: MainWindow):
    for key, page in ((Qt.Key.Key_F3, "case-1"), (Qt.Key.Key_F4, "case-2"), (Qt.Key.Key_F2, "desk"), (Qt.Key.Key_F5, "desk")):
        press(window, key)
        assert window.current() == page
    with qtbot.waitSignal(window.new_call):
        press(window, Qt.Key.Key_F9)


def test_nobody_gets_anywhere_before_signing_in(qtbot: QtBot):
    window = a_window(qtbot)
    with qtbot.assertNotEmitted(window.new_call):
        for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F9):
            press(window, key)
    assert window.current() == "unlock"


def test_going_back_leads_to_where_one_was(window: MainWindow):
    window.show_page("case-1")
    window.show_page("person")
    window.back()
    assert window.current() == "case-1"
    window.drop("case-1")
    assert window.current() == "desk"


@pytest.mark.req("T15")
def test_no_person_is_named_in_the_title(window: MainWindow):
    window.show_page("case-1")
    assert "Jones" not in window.windowTitle()
    assert "OFFICIAL-SENSITIVE" in window.windowTitle()


@pytest.mark.req("R9")
@pytest.mark.parametrize(("language", "caveat"), [("en", "OFFICIAL-SENSITIVE"), ("cy", "SWYDDOGOL-SENSITIF")])
def test_the_marking_is_always_in_view(qtbot: QtBot, language: str, caveat: str):
    window = a_window(qtbot, language)
    assert line(window, "marking").startswith(caveat)


@pytest.mark.req("F3")
def test_what_is_not_saved_is_said_until_it_is(window: MainWindow):
    assert line(window, "saved") == "✓ Saved here"
    window.tell_saved("saving")
    assert "Saving" in line(window, "saved")
    window.tell_saved("unsaved", "The disk is full. Go on with the call.")
    assert (line(window, "saved"), line(window, "banner_saved")) == ("✗ Not saved", "The disk is full. Go on with the call.")
    window.show_page("case-1")
    assert line(window, "banner_saved")
    window.tell_saved("saved")
    assert line(window, "banner_saved") == ""


def test_leaving_is_asked_once_while_something_speaks_against_it(qtbot: QtBot, window: MainWindow):
    window.sign_in("4821", lambda: "A call is still open.")
    with qtbot.assertNotEmitted(window.closing):
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert line(window, "banner_closing") == "A call is still open."
    with qtbot.waitSignal(window.closing):
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def go_to_a_call(_qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_F3)


def type_on(_qtbot: QtBot, window: MainWindow) -> None:
    press(window, Qt.Key.Key_A)


def let_it_be(qtbot: QtBot, window: MainWindow) -> None:
    patience = window.findChild(QTimer, "warned")
    assert patience
    assert patience.interval() == 10_000
    patience.start(1)
    qtbot.waitUntil(lambda: not patience.isActive())


@pytest.mark.parametrize("go_on", [go_to_a_call, type_on, let_it_be])
def test_whoever_goes_on_working_is_asked_anew(qtbot: QtBot, window: MainWindow, go_on: Callable[[QtBot, MainWindow], None]):
    window.sign_in("4821", lambda: "A call is still open.")
    with qtbot.assertNotEmitted(window.closing):
        press(window, Qt.Key.Key_L, CTRL)
        go_on(qtbot, window)
        assert line(window, "banner_closing") == ""
        press(window, Qt.Key.Key_L, CTRL)
    assert line(window, "banner_closing") == "A call is still open."


def test_the_button_out_is_pressed_twice_by_keyboard(qtbot: QtBot, window: MainWindow):
    window.sign_in("4821", lambda: "A call is still open.")
    part(window, QPushButton, "strip_off").setFocus()
    press(window, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.closing):
        press(window, Qt.Key.Key_Return)


@pytest.mark.req("F16")
def test_the_way_out_of_a_captured_call_leads_to_the_sign_in(qtbot: QtBot, window: MainWindow):
    window.sign_in("4821", hands_over=True)
    with qtbot.waitSignal(window.sign_in_wanted), qtbot.assertNotEmitted(window.closing):
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.req("R13")
def test_a_locked_desk_shows_nothing_but_the_call_in_progress(window: MainWindow):
    window.show_page("case-1")
    window.lock()
    assert window.current() == "case-1", "capture goes on"
    press(window, Qt.Key.Key_F2)
    assert window.current() == "unlock"
    assert "Jones" not in part(window, QPushButton, "strip_call_case-1").text()
    press(window, Qt.Key.Key_F3)
    assert window.current() == "case-1"
    press(window, Qt.Key.Key_F2)
    window.unlock()
    press(window, Qt.Key.Key_F2)
    assert window.current() == "desk"
    assert "Jones" in part(window, QPushButton, "strip_call_case-1").text()


@pytest.mark.req("R23")
def test_the_language_changes_by_key(qtbot: QtBot, window: MainWindow):
    with qtbot.waitSignal(window.language_chosen) as heard:
        press(window, Qt.Key.Key_F8)
    assert heard.args == ["cy"]
    window.speak(Words("cy"))
    assert part(window, QPushButton, "strip_desk").text() == "F2  Desg"


def test_calls_that_are_over_leave_the_strip(window: MainWindow):
    window.show_calls(TABS[1:])
    assert part(window, QPushButton, "strip_call_case-2").text() == "F4  K4CD-008 no name yet"
    assert [tab for tab in window.findChildren(QPushButton, "strip_call_case-1") if tab.isVisibleTo(window)] == []


def test_a_call_keeps_its_key_and_a_new_one_takes_the_lowest_free(qtbot: QtBot, window: MainWindow):
    window.show_calls(TABS[1:])
    press(window, Qt.Key.Key_F3)
    assert window.current() == "desk", "nobody has this key now"
    press(window, Qt.Key.Key_F4)
    assert window.current() == "case-2"
    window.put("case-3", QWidget())
    window.show_calls((*TABS[1:], CallTab("case-3", "K4CD-009")))
    new, old = part(window, QPushButton, "strip_call_case-3"), part(window, QPushButton, "strip_call_case-2")
    assert (new.text()[:2], old.text()[:2]) == ("F3", "F4")
    qtbot.waitUntil(lambda: new.x() < old.x())
    press(window, Qt.Key.Key_F3)
    assert window.current() == "case-3"


def _cut(window: QWidget) -> list[str]:
    return [each.text() for each in window.findChildren(QPushButton) if each.isVisible() and each.width() < each.sizeHint().width()]


@pytest.mark.req("R22")
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_on_the_strip_is_cut(qtbot: QtBot, qapp: QApplication, language: str, scale: float):
    theme.apply(qapp, scale)
    window = a_window(qtbot, language)
    window.sign_in("4821 Okafor")
    window.show_calls(TABS)
    window.show_page("desk")
    window.tell_saved("unsaved", "The disk is full.")
    qtbot.waitUntil(lambda: not _cut(window))
    assert window.width() == 1366
    assert list(unnamed(window)) == []


@pytest.mark.req("R22")
def test_names_leave_the_strip_before_it_takes_a_second_line(qtbot: QtBot, window: MainWindow):
    window.show_calls((*TABS, CallTab("case-3", "K4CD-009", "Margaret Angharad Jones")))
    window.setFont(theme.font(11))  # whatever another test has made of the application's own
    window.resize(1500, 768)
    first = part(window, QPushButton, "strip_call_case-1")
    qtbot.waitUntil(lambda: not _cut(window))
    assert first.text() == "F3  K4CD-007 Siân Jones"
    whole = window.findChild(TopStrip)
    assert whole
    height = whole.height()
    window.resize(1100, 768)
    qtbot.waitUntil(lambda: first.text() == "F3  K4CD-007")
    assert "Siân Jones" in first.accessibleName()
    assert whole.height() < 1.5 * height, "one line still"
    assert not _cut(window)


class Watched(QObject):
    """Stands for the native window of the program."""


@pytest.mark.req("R13")
def test_a_desk_left_alone_is_noticed_once(qtbot: QtBot):
    seconds, watched = [0.0], Watched()
    watch = IdleWatch(watched, lambda: seconds[0], limit=300)
    seconds[0] = 299
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    QApplication.sendEvent(watched, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier))
    seconds[0] = 598
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    seconds[0] = 599
    with qtbot.waitSignal(watch.idle):
        watch.look()
    with qtbot.assertNotEmitted(watch.idle):
        watch.look()
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(1, 1),
        QPointF(1, 1),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(watched, moved)
    seconds[0] = 1000
    with qtbot.waitSignal(watch.idle):
        watch.look()
