"""How each mandatory and core question was dealt with: counted from finished calls, hidden where there are few, shown and kept as csv."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.cases.asked_rate import CARRIED, LEAST, AskedRate, Put, as_csv, asked_rate, carried
from callhandler.desk.desk import Desk
from callhandler.desk.rescoring import finished
from callhandler.log.entry import Entry
from callhandler.script.core import core_questions
from callhandler.ui.asked_page.rate import AskedRatePage
from callhandler.ui.grid import Grid
from callhandler.ui.lines import LinesView
from callhandler.words import Words
from tests import desks
from tests.desks import DANGER, HISTORY, OFTEN, THREATS, VULNERABILITY, Room, told
from tests.parts import part
from tests.script_forms import first_call
from tests.ui_shell_people import unnamed

CORE = core_questions(first_call())
LONG = "/data/harm/r_long"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def call(at: Desk, reason: str = "rang-off", **said: str) -> None:
    taken = told(at.start_call(), **said)
    taken.answer(OFTEN, "once")
    taken.answer(HISTORY, "none", "told")
    taken.end({question.path: reason for question in taken.still_to_ask()}, "rang-off")


def calls(room: Room) -> tuple[tuple[Entry, ...], ...]:
    return finished(room.vault.logbook.entries())


def test_the_core_questions_are_those_that_must_be_answered_and_are_marked() -> None:
    assert {DANGER, HISTORY, VULNERABILITY, OFTEN} <= set(CORE)
    assert "/data/harm/vuln_words" not in CORE
    assert "/data/outcome/risk" not in CORE


def test_every_question_carries_what_became_of_it(room: Room) -> None:
    call(room.desk(), DANGER="no", THREATS="dk", VULNERABILITY="declined")
    (one,) = calls(room)
    found = carried(one, CORE)
    assert found[DANGER] == "asked"
    assert found[HISTORY] == "told"
    assert found[THREATS] == "unknown"
    assert found[VULNERABILITY] == "declined"
    assert found["/data/harm/r_home"] == "not reached"
    assert LONG not in found, "what happened once has no duration: the question did not apply"


def test_who_would_not_say_declined_and_who_was_never_asked_was_not_reached(room: Room) -> None:
    call(room.desk(), "refused")
    call(room.desk(), "not-relevant")
    refused, skipped = (carried(one, CORE) for one in calls(room))
    assert refused["/data/harm/r_home"] == "declined"
    assert skipped["/data/harm/r_home"] == "not reached"


def test_an_answer_taken_back_is_none(room: Room) -> None:
    taken = told(room.desk().start_call(), DANGER="no")
    taken.answer(DANGER, "")
    taken.end({question.path: "later" for question in taken.still_to_ask()})
    assert carried(calls(room)[0], CORE)[DANGER] == "not reached"


def test_calls_are_counted_by_question_and_week_and_a_call_in_progress_is_not(room: Room) -> None:
    at = room.desk()
    for _ in range(LEAST):
        call(at, DANGER="no")
    call(at)
    at.start_call()
    room.now.move(days=7)
    call(at, DANGER="no")
    rate = asked_rate(calls(room), CORE, room.now().date(), weeks=2)
    assert rate.weeks == (MONDAY, MONDAY + timedelta(days=7))
    first, second = (rate.at(DANGER, week) for week in rate.weeks)
    assert first.calls == LEAST + 1
    assert first.rate == pytest.approx(LEAST / (LEAST + 1))
    assert (second.calls, second.few, second.rate) == (1, True, None)


@dataclass
class Figures:
    """Three weeks of one question: enough calls, too few, none."""

    rate: AskedRate = field(
        default_factory=lambda: AskedRate(
            (DANGER,),
            (MONDAY, MONDAY + timedelta(days=7), MONDAY + timedelta(days=14)),
            {(DANGER, MONDAY): Put({"asked": 6, "not reached": 4}), (DANGER, MONDAY + timedelta(days=7)): Put({"told": 2})},
        )
    )


def test_too_few_calls_are_in_no_csv_either() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(Figures().rate, {DANGER: "=Danger"}).removeprefix("\ufeff"), newline="")))
    assert rows[0] == ["question", "name", "week from", "calls", *CARRIED, "rate"]
    assert rows[1] == [DANGER, "'=Danger", "2026-03-02", "10", "6", "0", "0", "0", "4", "0.60"]
    assert rows[2] == [DANGER, "'=Danger", "2026-03-09", f"fewer than {LEAST}", "", "", "", "", "", ""]
    assert rows[3][3:] == ["0", "0", "0", "0", "0", "0", ""]


@pytest.fixture
def page(qtbot: QtBot) -> AskedRatePage:
    made = AskedRatePage(Words(), lambda path, _language: path.rsplit("/", 1)[-1])
    qtbot.addWidget(made)
    made.resize(1366, 730)
    with qtbot.waitActive(made):
        made.show()
    made.show_rate(Figures().rate, "police")
    return made


@pytest.mark.req("R22")
def test_the_picture_is_walked_by_key_and_every_cell_is_said(page: AskedRatePage) -> None:
    cells = part(page, Grid)
    assert cells.said().startswith("danger, week from 2 Mar 2026: 60 % of 10 calls · asked 6 · told 0")
    QTest.keyClick(cells, Qt.Key.Key_Right)
    assert cells.said() == "danger, week from 9 Mar 2026: fewer than 5 calls"
    QTest.keyClick(cells, Qt.Key.Key_End)
    assert cells.accessibleDescription() == cells.said() == "danger, week from 16 Mar 2026: no call"
    assert len(cells.in_words().splitlines()) == 3


def test_the_sum_of_all_weeks_gives_no_hidden_week_away(page: AskedRatePage) -> None:
    whole = page.findChild(LinesView)
    assert whole
    (line,) = whole.lines()
    assert (line.when, line.tone) == ("60 % of 10 calls", "late")
    assert "told 0" in line.detail


@pytest.mark.req("R22", "R23")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_part_has_a_name_in_both_languages(page: AskedRatePage, language: str) -> None:
    page.speak(Words(language))
    assert list(unnamed(page)) == []


def test_escape_leaves(qtbot: QtBot, page: AskedRatePage) -> None:
    with qtbot.waitSignal(page.left):
        QTest.keyClick(part(page, Grid), Qt.Key.Key_Escape)
