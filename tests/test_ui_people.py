"""The people panel: who a caller may be, by key, without anything moving under the hand."""

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.safe import Notes, PlainButton, PlainLabel
from callhandler.ui.shown import Affected, Contact, Found, Searched
from callhandler.words import Words
from tests.parts import part
from tests.ui_shell_people import BY_NAME, JOHN, KIM, SIAN, STORY, TODAY, unnamed

CTRL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier

VAGUE = "Not by place: it is too vague."


def today() -> date:
    return TODAY


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[PeoplePanel]:
    """The panel beside a field in which the handler types, as on the call page."""
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    typing = Notes(name="typing")
    typing.setObjectName("typing")
    panel = PeoplePanel(Words(), today, host)
    column.addWidget(panel, 1)
    column.addWidget(typing)
    host.resize(272, 700)
    with qtbot.waitActive(host):
        host.show()
    typing.setFocus()
    yield panel
    host.close()


def typing(panel: PeoplePanel) -> Notes:
    return part(panel.window(), Notes, "typing")


def texts(panel: PeoplePanel) -> str:
    labels: Sequence[PlainLabel] = panel.findChildren(PlainLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(panel))


@pytest.mark.parametrize(("key", "person"), [(Qt.Key.Key_1, "p1"), (Qt.Key.Key_2, "p2"), (Qt.Key.Key_3, "p3")])
def test_one_key_accepts_and_one_refuses_while_typing(qtbot: QtBot, panel: PeoplePanel, key: Qt.Key, person: str):
    panel.show_people(BY_NAME, (SIAN, JOHN, KIM))
    with qtbot.waitSignal(panel.accepted) as heard:
        QTest.keyClick(typing(panel), key, CTRL)
    assert heard.args == [person]
    with qtbot.waitSignal(panel.refused) as refused:
        QTest.keyClick(typing(panel), key, CTRL | SHIFT)
    assert refused.args == [person]


def test_a_key_without_a_candidate_does_nothing(qtbot: QtBot, panel: PeoplePanel):
    panel.show_people(BY_NAME, (SIAN,))
    with qtbot.assertNotEmitted(panel.accepted), qtbot.assertNotEmitted(panel.refused):
        QTest.keyClick(typing(panel), Qt.Key.Key_2, CTRL)
        QTest.keyClick(typing(panel), Qt.Key.Key_3, CTRL | SHIFT)


def test_undo_and_the_whole_log_have_keys(qtbot: QtBot, panel: PeoplePanel):
    panel.show_people(BY_NAME, (JOHN,), STORY)
    with qtbot.waitSignal(panel.undone):
        QTest.keyClick(typing(panel), Qt.Key.Key_Z, CTRL | ALT)
    with qtbot.waitSignal(panel.opened) as heard:
        QTest.keyClick(typing(panel), Qt.Key.Key_I, CTRL)
    assert heard.args == ["p1"]


def test_each_candidate_says_who_where_how_often_and_why(panel: PeoplePanel):
    panel.show_people(BY_NAME, (SIAN, KIM))
    said = texts(panel)
    for each in (
        "Siân Jones",
        "12 High St",
        "3 complaints, last 5 days ago",
        "same number",
        "◆",
        "07700 900124",
        "no complaint of their own",
    ):
        assert each in said


def test_a_card_that_stood_for_somebody_else_decides_for_whom_it_shows(qtbot: QtBot, panel: PeoplePanel):
    for shown in ((SIAN, JOHN, KIM), (KIM,), (JOHN, SIAN)):
        panel.show_people(BY_NAME, shown)
    for person in ("p1", "p2"):
        button = panel.findChild(PlainButton, f"same_{person}")
        assert button
        assert button.isVisible()
        with qtbot.waitSignal(panel.accepted) as heard:
            button.click()
        assert heard.args == [person]
    assert panel.findChild(QWidget, "person_p3") is None
    assert "Siân Jones" in texts(panel)


def hover(panel: PeoplePanel, person: str) -> QWidget:
    card = panel.findChild(QWidget, f"person_{person}")
    assert card
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=True)
    return card


def test_nothing_moves_while_the_pointer_is_on_a_row(qtbot: QtBot, panel: PeoplePanel):
    panel.show_people(BY_NAME, (SIAN, JOHN))
    card = hover(panel, "p2")
    panel.show_people(BY_NAME, (KIM, JOHN))
    assert panel.people() == ("p1", "p2", "p3"), "the row stays, and what is new comes below"
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    panel.show_people(BY_NAME, (KIM, JOHN))
    assert panel.people() == ("p3", "p2")


def test_nothing_moves_while_the_keyboard_is_on_a_row(panel: PeoplePanel):
    panel.show_people(BY_NAME, (SIAN, JOHN))
    button = panel.findChild(PlainButton, "same_p1")
    assert button
    button.setFocus()
    panel.show_people(BY_NAME, (JOHN,))
    assert panel.people() == ("p1", "p2")


def test_whoever_is_linked_shows_as_a_story_with_needs_first(panel: PeoplePanel):
    linked = Found("p1", "Siân Jones", linked=True)
    panel.show_people(BY_NAME, (linked, JOHN), STORY)
    assert panel.people() == ("p2",)
    said = texts(panel)
    order = [
        said.index(part) for part in ("hard of hearing", "Siân Jones", "3 complaints so far", "PCSO to visit — NOT kept", "Repeat victim")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("searched", "said"),
    [
        (
            BY_NAME,
            f"Searched 12 people on this computer by name and number. People of other areas are not on it. {VAGUE}",
        ),
        (
            Searched(1, ("name", "phone", "born"), ("place",)),
            f"Searched 1 person on this computer by name, number and date of birth. People of other areas are not on it. {VAGUE}",
        ),
        (Searched(12_400, ("phone",)), "Searched 12,400 people on this computer by number. People of other areas are not on it."),
        (Searched(None, ("phone",), ("name",)), "Searched by number. Not by name: too little of it is known."),
        (Searched(0, ("phone",)), "Searched by number; nobody else is in the log yet."),
        (Searched(), ""),
    ],
)
def test_the_panel_says_what_its_silence_is_worth(panel: PeoplePanel, searched: Searched, said: str):
    panel.show_people(searched, ())
    label = panel.findChild(PlainLabel, "people_looked")
    assert label
    assert label.text() == said


def test_nobody_found_is_no_reason_not_to_ask(panel: PeoplePanel):
    panel.show_people(BY_NAME, ())
    assert "may still have suffered before: ask" in texts(panel)


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_button_has_a_name(panel: PeoplePanel, language: str):
    panel.show_people(BY_NAME, (SIAN, JOHN, KIM), STORY)
    panel.show_call(Affected(), Contact())
    panel.speak(Words(language))
    assert list(unnamed(panel)) == []
    for person in panel.people():
        button = panel.findChild(PlainButton, f"same_{person}")
        assert button
        assert button.accessibleName() not in ("", button.text()), "the name of the button says whom it is about"


def test_no_line_is_cut_in_a_narrow_column(qtbot: QtBot, panel: PeoplePanel):
    panel.show_people(BY_NAME, (SIAN, JOHN, KIM), STORY)
    panel.show_call(Affected("Margaret Angharad Jones", "01632 960104", "14 Maes Road, Penarth"), Contact())
    labels: Sequence[PlainLabel] = panel.findChildren(PlainLabel)
    qtbot.waitUntil(lambda: all(each.height() >= each.heightForWidth(each.width()) for each in labels if each.isVisible()))
    inside = panel.widget()
    assert inside
    assert inside.width() <= panel.viewport().width()


def test_the_panel_asks_who_is_affected_until_there_is_a_name(panel: PeoplePanel):
    panel.show_call(Affected(phone="01632 960104"), None)
    asking = next(each for each in panel.findChildren(PlainLabel) if each.text() == "WHO IS AFFECTED? Ctrl+B")
    assert asking.property("role") == "warning"
    panel.show_call(Affected("Margaret Jones"), None)
    assert (asking.text(), asking.property("role")) == ("PERSON AFFECTED", "heading")
