"""What a new version changes is said in words: questions, wordings in both languages, points, bands and floors."""

from collections.abc import Mapping

import pytest
from typer.testing import CliRunner

from callhandler.cli import commands
from callhandler.script.report import changes
from callhandler.script.workbook import Workbook, workbook
from tests.workbooks.breaking import changed, sheets, written

SOUND = workbook(sheets())


def after(edits: Mapping[str, str]) -> Workbook:
    return workbook(changed(sheets(), edits))


def test_the_same_version_changes_nothing():
    assert changes(SOUND, workbook(sheets())) == ()


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"settings 2 version": "2"}, "version is “2” (was “1”)"),
        ({"survey 3 label::Welsh (cy)": "Bore da"}, "“greet” is said in Welsh (cy) “Bore da” (was “Helo”)"),
        ({"survey 6 hint::English (en)": ""}, "“age” has the hint in English (en) blank (was “In years”)"),
        ({"survey 5 required": ""}, "“where” need no longer be answered"),
        ({"survey 6 required": "yes"}, "“age” must be answered"),
        ({"survey 6 required": "${danger} = 'no'"}, "“age” must be answered when “${danger} = 'no'” (was blank)"),
        ({"survey 5 relevant": ""}, "“where” is asked when blank (was “${danger} = 'no'”)"),
        ({"survey 6 type": "decimal"}, "“age” is of the type “decimal” (was “integer”)"),
        ({"survey 7 disabled": "yes"}, "“phone” is no longer asked: “Your number? / Eich rhif?”"),
        ({"survey 31": "note,bye,Bye,Hwyl,Bye,Hwyl"}, "“bye” is new, after “closing”: “Bye / Hwyl”"),
        ({"choices 7 points": "6"}, "the answer “daily” scores 6 in “r_often” (was 5)"),
        ({"choices 7 label::English (en)": "Every day"}, "the answer “daily” of often is called “Every day” (was “Daily”) in English (en)"),
        ({"choices 20": "often,hourly,Hourly,Bob awr,6,,,"}, "the answer “hourly” is new in “r_often”, 6 points"),
        ({"choices 16 low": "6"}, "the band “medium” begins at 6 points (was 5)"),
        ({"choices 15 high": "3"}, "the band “standard” ends at 3 points (was 4)"),
        ({"choices 19 rank": "3"}, "the floor “daily” holds the band up to high (was medium)"),
        ({"choices 19 rank": "1"}, "the floor “daily” holds the band up to standard, that is, to nothing (was medium)"),
        ({"choices 11 name": "sick"}, "the answer “ill” is no longer in “r_vuln”"),
        ({"survey 20 calculation": "coalesce(${people}, 0)"}, "“double” now depends on “people” as well"),
        ({"survey 20 calculation": "1"}, "“double” no longer depends on “age”"),
    ],
)
def test_a_change_is_said_in_a_sentence(edits, said):
    assert said in changes(SOUND, after(edits))


def test_a_question_that_moved_is_named():
    before = sheets()
    before["survey"][4], before["survey"][5] = before["survey"][5], before["survey"][4]
    assert changes(SOUND, workbook(before)) == ("“where” is asked later than before",)


def test_long_texts_are_shown_from_where_they_part():
    fired = SOUND["survey"][20]["calculation"]
    assert len(fired) > 90
    (said,) = changes(SOUND, after({"survey 22 calculation": fired.replace("'daily'", "'once'", 1)}))
    assert said == "“floors_fired” is reckoned as “… 'once', 'daily ', '')))” (was “… 'daily', 'daily ', '')))”)"


def test_publishing_against_an_earlier_version_says_what_changes(tmp_path):
    written(sheets(), tmp_path / "old")
    written(changed(sheets(), {"choices 7 points": "6", "settings 2 version": "2"}), tmp_path / "new")
    words = ["publish", str(tmp_path / "new"), "--out", str(tmp_path / "out"), "--against", str(tmp_path / "old")]
    told = CliRunner().invoke(commands, words)
    assert told.exit_code == 0
    assert "2 changes against the earlier version:" in told.stdout
    assert "- the answer “daily” scores 6 in “r_often” (was 5)" in told.stdout
