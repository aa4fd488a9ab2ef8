"""What is decided on a person's page after the calls: a case closed or opened again, and that they know of the case review."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from callhandler.ui import shown
from callhandler.ui.lines import LinesView
from callhandler.ui.person_page.page import PersonPage
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.ui_shell_people import PERSON, TODAY


@pytest.fixture
def page(qtbot: QtBot, clock: ToldClock) -> PersonPage:
    page = PersonPage(Words(), clock)
    qtbot.addWidget(page)
    page.resize(1366, 730)
    page.show_person(PERSON)
    with qtbot.waitActive(page):
        page.show()
    return page


def act(page: PersonPage, name: str) -> PlainButton:
    """The button in sight: one that was there before may still wait to be deleted."""
    return next(each for each in page.findChildren(PlainButton, f"{name}_act") if each.isVisible())


def test_a_case_is_closed_once_the_victim_was_told_and_opened_again(qtbot: QtBot, page: PersonPage):
    ours = replace(PERSON, complaints=(replace(PERSON.complaints[1], ours=True), replace(PERSON.complaints[2], ours=False)))
    page.show_person(ours)
    case = ours.complaints[0].case
    close = act(page, f"case_{case}")
    with qtbot.assertNotEmitted(page.closed):
        close.click()
    with qtbot.waitSignal(page.closed) as heard:
        close.click()
    assert heard.args == [case, ""]
    assert page.findChild(PlainButton, f"case_{ours.complaints[1].case}_act") is None, "another agency's case is theirs to close"
    page.show_person(replace(ours, complaints=(replace(ours.complaints[0], closed=TODAY, closing="e7"),)))
    with qtbot.waitSignal(page.closed) as heard:
        act(page, f"case_{case}").click()
    assert heard.args == [case, "e7"]
    assert any("closed 2 Mar 2026" in line.detail for line in page.findChildren(LinesView)[0].lines())


@pytest.mark.parametrize(
    ("meter", "says", "sends"),
    [
        (shown.Meter(2, 3, 6, tell=True, case="k3"), "Mark as told", ["k3", False]),
        (shown.Meter(3, 3, 6, met=True, case="k3"), "Mark as told", ["k3", False]),
        (shown.Meter(3, 3, 6, met=True, told=TODAY, case="k3"), "They ask for one", ["k3", True]),
    ],
)
def test_that_they_were_told_of_the_case_review_goes_on_record(
    qtbot: QtBot, page: PersonPage, meter: shown.Meter, says: str, sends: list[object]
):
    page.show_person(replace(PERSON, meter=meter))
    told = act(page, "review")
    assert told.text() == says
    told.click()
    with qtbot.waitSignal(page.review_told) as heard:
        told.click()
    assert heard.args == sends


KNOWN = [shown.Meter(2, 3, 6, tell=True, told=TODAY, case="k3"), shown.Meter(3, 3, 6, met=True, asked=TODAY, case="k3")]


@pytest.mark.parametrize("meter", KNOWN)
def test_once_they_know_of_the_case_review_nobody_is_asked_to_tell_them(page: PersonPage, meter: shown.Meter):
    page.show_person(replace(PERSON, meter=meter))
    assert not [each for each in page.findChildren(PlainButton, "review_act") if each.isVisible()]
    assert any("2 Mar 2026" in each.text() for each in page.findChildren(PlainLabel))
