"""A draft is tried on the real call page; nothing is kept, F5 reads it anew, and what is wrong stands there in words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from callhandler.app.trying import window
from callhandler.config import RESOURCES
from callhandler.desk.trial import Trial
from callhandler.script.draft import read_draft
from callhandler.script.load import load
from callhandler.ui import theme
from callhandler.ui.lines import LinesView
from callhandler.ui.safe import PlainLabel
from callhandler.ui.try_window import TryWindow
from callhandler.words import Words
from tests.desks import DANGER, THREATS, generic
from tests.script_forms import a_list, select, written
from tests.ui_call_hands import CTRL, at, card, press, read
from tests.versions import FIRST, NEW_WORDS, OLD_WORDS, second
from tests.workbooks.breaking import changed, sheets
from tests.workbooks.breaking import written as sheets_written

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SMALL = written("<a/><b/>", body=select("/data/a", "yn") + select("/data/b", "yn"), more=a_list("yn", "yes=1", "no=0"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "form.xml"
    made.write_bytes(FIRST)
    return made


@pytest.fixture
def tried(qtbot: QtBot, file: Path) -> TryWindow:
    return opened(qtbot, file)


def opened(qtbot: QtBot, file: Path, language: str = "en") -> TryWindow:
    theme.load_fonts()
    made = window(file, None, "generic", Words(language), lambda: AT)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
    return made


def top(shown: QWidget) -> str:
    return next(label.text() for label in shown.findChildren(PlainLabel, "draft") if label.isVisible())


def lines(shown: QWidget, name: str) -> list[str]:
    found = shown.findChild(LinesView, name)
    assert found
    return [line.read() for line in found.lines()] if found.isVisible() else []


def trial(shown: TryWindow) -> Trial:
    found = shown.trial()
    assert found
    return found


def test_a_draft_is_answered_as_in_earnest_and_says_that_nothing_is_kept(tried: TryWindow) -> None:
    assert "nothing is kept" in top(tried)
    assert "nothing is kept" in tried.windowTitle()
    assert "Not yet graded" in [each.accessibleName() for each in tried.findChildren(QWidget)]
    trial(tried).answer(THREATS, "me_now")
    assert trial(tried).assessment().score == 4


def test_f5_reads_the_file_anew_and_keeps_the_answers_whose_questions_are_still_there(tried: TryWindow, file: Path) -> None:
    press(tried, Qt.Key.Key_Tab)
    trial(tried).answer(DANGER, "no")
    trial(tried).answer(THREATS, "me_now", "told")
    assert OLD_WORDS in read(card(tried, DANGER))
    file.write_bytes(second())
    press(tried, Qt.Key.Key_F5)
    assert NEW_WORDS in read(card(tried, DANGER))
    assert dict(trial(tried).answers()) == {DANGER: "no", THREATS: "me_now"}
    assert trial(tried).manner(THREATS) == "told"
    assert "generic-2.0" in top(tried)


def test_what_becomes_unreadable_is_said_and_the_answers_come_back_with_the_next_that_can_be_run(tried: TryWindow, file: Path) -> None:
    trial(tried).answer(DANGER, "no")
    file.write_bytes(b"<html>")
    press(tried, Qt.Key.Key_F5)
    assert "cannot be tried yet" in top(tried)
    assert any("XML" in label.text() for label in tried.findChildren(PlainLabel) if label.isVisible())
    file.write_bytes(FIRST)
    press(tried, Qt.Key.Key_F5)
    assert dict(trial(tried).answers()) == {DANGER: "no"}


def test_any_form_can_be_tried_also_one_of_two_questions(qtbot: QtBot, file: Path) -> None:
    file.write_bytes(SMALL)
    tried = opened(qtbot, file)
    press(tried, Qt.Key.Key_1)
    assert dict(trial(tried).answers()) == {"/data/a": "yes"}
    assert at(tried) == "/data/b"


def test_a_trial_that_is_closed_says_what_it_came_to_and_goes_on(qtbot: QtBot, file: Path) -> None:
    file.write_bytes(SMALL)
    tried = opened(qtbot, file)
    press(tried, Qt.Key.Key_1)
    press(tried, Qt.Key.Key_Return, Qt.Key.Key_Return, modifier=CTRL)
    assert "Tried to the end: Standard. Nothing of it is kept" in read(tried)
    assert "on record" not in read(tried)
    assert dict(trial(tried).answers()) == {"/data/a": "yes"}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_mistake_of_a_workbook_stands_in_the_list_with_its_place(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    broken = changed(sheets(), {"survey 4 type": "select_won yn", "survey 3 name": "1st"})
    tried = opened(qtbot, sheets_written(broken, tmp_path / "book"), language)
    said = lines(tried, "mistakes")
    assert len(said) >= 2
    assert any("select_won" in line for line in said)
    assert all(("sheet survey, row" if language == "en" else "dalen survey, rhes") in line for line in said)
    assert "Traceback" not in "".join(said)


def test_a_sound_workbook_is_tried_with_its_warnings_below(qtbot: QtBot, tmp_path: Path) -> None:
    tried = opened(qtbot, sheets_written(sheets(), tmp_path / "book"))
    assert tried.trial()
    assert lines(tried, "mistakes") == []


def test_what_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert "No such file" in read_draft(tmp_path / "none.xml").trouble
    assert "No such file" in read_draft(tmp_path / "none.xlsx").trouble


def test_a_trial_takes_over_rows_and_notes() -> None:
    area, form = generic()
    one = Trial(form, area, lambda: AT)
    one.add_row("/data/harm/told")
    one.answer("/data/harm/told[2]/told_agency", "council")
    one.note("two men", DANGER)
    other = Trial(load(second()), area, lambda: AT).after(one)
    assert dict(other.answers()) == {"/data/harm/told[2]/told_agency": "council"}
    assert [note.text for note in other.notes()] == ["two men"]


def test_the_shipped_workbook_is_the_shipped_form() -> None:
    draft = read_draft(RESOURCES / "forms" / "first-call.xlsx")
    assert draft.form
    assert draft.form.sha256 == load(FIRST).sha256
