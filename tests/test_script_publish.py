"""A workbook becomes a form, the same every time, and a broken one is refused in plain words with its row."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.script.publish import publish
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.workbook import read_csv, read_xlsx
from tests.patience import LONG
from tests.script_forms import noon

FORMS = RESOURCES / "forms"
SURVEY = "type,name,label::English (en),label::Welsh (cy),short::English (en),relevant,calculation,score"
ANSWERS = ("yn,yes,Yes,Ydw,3", "yn,no,No,Nac ydw,0", "yn,dk,Don't know,Ddim yn gwybod,1", "yn,declined,Declined,Gwrthod ateb,1")
CHOICES = "list_name,name,label::English (en),label::Welsh (cy),points"


@pytest.fixture
def book(tmp_path):
    """Writes a small workbook out of the lines of its sheets."""

    def write(*survey: str, choices: tuple[str, ...] = ANSWERS, survey_heading: str = SURVEY) -> Path:
        (tmp_path / "survey.csv").write_text("\n".join((survey_heading, *survey)) + "\n", encoding="utf-8")
        (tmp_path / "choices.csv").write_text("\n".join((CHOICES, *choices)) + "\n", encoding="utf-8")
        (tmp_path / "settings.csv").write_text("form_id,version,default_language\nsmall,1,English (en)\n", encoding="utf-8")
        return Path(tmp_path)

    return write


def test_the_shipped_form_is_what_its_workbook_publishes():
    assert publish(FORMS / "first-call.xlsx") == (FORMS / "first-call.xml").read_bytes()


def test_workbook_and_csv_agree():
    assert read_xlsx(FORMS / "first-call.xlsx") == read_csv(FORMS / "first-call")


def test_publishing_from_csv_gives_the_same_form():
    assert publish(FORMS / "first-call") == (FORMS / "first-call.xml").read_bytes()


def test_running_a_form_loads_neither_pyxform_nor_openpyxl():
    code = "import sys, callhandler.script.publish; sys.exit('pyxform' in sys.modules or 'openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=LONG).returncode == 0


def test_scores_are_written_out_as_calculates(book):
    workbook = book("select_one yn,r_one,One?,Un?,One,,,risk", "select_one yn,r_two,Two?,Dau?,Two,,,risk", "calculate,risk,,,,,,")
    call = Call(load(publish(workbook)), now=noon)
    call.set("/data/r_one", "yes")
    assert (call.calculated("risk_r_one"), call.calculated("risk_r_two"), call.calculated("risk")) == ("3", "0", "3")


def test_every_question_carries_its_row_and_its_short_name(book):
    form = load(publish(book("note,hello,Hello,Helo,Greeting,,,", "select_one yn,r_one,One & only?,Un?,1 < 2,,,")))
    question = Call(form, now=noon).question("/data/r_one")
    assert (question.label, question.short, form.binds[form.places["/data/r_one"]].row) == ("One & only?", "1 < 2", 3)


@pytest.mark.parametrize(
    ("line", "row", "said"),
    [
        ("select_one yn,r_one,One?,Un?,,${r_on} = 'yes',,", 2, "r_on"),
        ("select_one yn,r_one,One?,Un?,,cuont(${r_one}) = 1,,", 2, "unknown function cuont(), did you mean count()?"),
        ("select_one ny,r_one,One?,Un?,,,,", 2, "unknown list “ny”, did you mean yn?"),
        ("geopoint,r_one,One?,Un?,,,,", 2, "unknown type “geopoint”"),
        ("text,r_one,One?,Un?,,/data/r_two = 1,,", 2, "unknown path /data/r_two, did you mean /data/r_one?"),
        ("select_one yn,r_one,One?,Un?,,,,rsk", 2, "no calculate “rsk”"),
        ("text,1 one,One?,Un?,,,,", 2, "cannot be a name"),
        ("text,r_one,One?,Un?,,//r_one = 1,,", 2, "// is not allowed"),
        ("text,r_one,One?,Un?,,(1 + 2,,", 2, "“)” is missing"),
    ],
)
def test_a_broken_workbook_is_refused_with_its_row(book, line, row, said):
    with pytest.raises(ScriptTrouble) as trouble:
        publish(book(line))
    assert said in str(trouble.value)
    assert trouble.value.row in (row, 0) if trouble.value.code == "pyxform" else trouble.value.row == row


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("type,name,label,relevent", "unknown column “relevent”, did you mean relevant?"),
        ("type,name,label,bind::app:row", "unknown column “bind::app:row”"),
    ],
)
def test_a_misspelt_column_is_named(book, heading, said):
    with pytest.raises(ScriptTrouble, match=said):
        publish(book("text,r_one,One?,", survey_heading=heading))


def test_an_unknown_sheet_is_refused(tmp_path):
    (tmp_path / "survay.csv").write_text("type\n", encoding="utf-8")
    with pytest.raises(ScriptTrouble, match="unknown sheet “survay”, did you mean survey"):
        publish(tmp_path)


def test_points_must_be_numbers(book):
    with pytest.raises(ScriptTrouble, match="points of yn yes is “many”, not a number"):
        publish(book("select_one yn,r_one,One?,Un?,,,,", choices=("yn,yes,Yes,Ydw,many",)))


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    shutil.copy(FORMS / "first-call" / "notes.csv", tmp_path / "notes.xlsx")
    with pytest.raises(ScriptTrouble, match="cannot be read as an Excel workbook"):
        publish(tmp_path / "notes.xlsx")
