"""A workbook is published from the command line, and a form altered or unsigned is refused where an area names its publisher."""

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.cli import commands
from callhandler.config import RESOURCES
from callhandler.script.call import Call
from callhandler.script.finding import BrokenWorkbook
from callhandler.script.load import load
from callhandler.script.manifest import new_key, read_manifest, verify
from callhandler.script.publish import publish
from callhandler.script.release import release
from callhandler.script.trouble import ScriptTrouble
from tests.patience import LONG
from tests.script_forms import noon

SHIPPED = RESOURCES / "forms" / "first-call"
OVERLAY = """\
sheet,list_name,name,after,disabled,label::English (en),label::Welsh (cy),points,required,type,form_id,version,note
settings,,,,,,,,,,asb_first_call_here,here-1,
survey,,letters,language,,Letters in?,Llythyrau yn?,,,select_one lang,,,a question added
survey,,safe_call,,,,,,(empty),,,,no longer required
survey,,evidence,,yes,,,,,,,,a question switched off
choices,often,daily,,,,,6,,,,,points changed
choices,lang,braille,,,Braille,Braille,,,,,,an answer added
"""
PUBLISHED = RESOURCES / "forms" / "first-call.xml"


def typed(*words: object) -> Result:
    return CliRunner().invoke(commands, ["publish", *[str(word) for word in words]])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "publisher.pem"
    assert typed("--new-key", file).exit_code == 0
    return file


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """An area that names its publisher, with a form that this publisher signed."""
    signer = new_key()
    folder = tmp_path / "somewhere"
    release(PUBLISHED.read_bytes(), folder, signer)
    told = (RESOURCES / "areas" / "generic" / "area.yaml").read_text(encoding="utf-8")
    told = re.sub(r"^script: .*\npublisher: .*$", f"script: form.xml\npublisher: {signer.publisher}", told, flags=re.MULTILINE)
    (folder / "area.yaml").write_text(told, encoding="utf-8")
    return folder


def test_a_workbook_becomes_a_signed_form(tmp_path, key):
    told = typed(SHIPPED, "--out", tmp_path / "out", "--key", key)
    form = (tmp_path / "out" / "form.xml").read_bytes()
    manifest = read_manifest((tmp_path / "out" / "manifest.json").read_bytes())
    assert told.exit_code == 0
    assert form == PUBLISHED.read_bytes()
    assert manifest.sha256 == hashlib.sha256(form).hexdigest()
    assert manifest.sha256 in told.stdout
    assert verify(form, manifest.to_bytes(), manifest.publisher) == manifest


def test_publishing_again_gives_the_same_files(tmp_path, key):
    for out in ("one", "two"):
        typed(SHIPPED, "--out", tmp_path / out, "--key", key)
    for name in ("form.xml", "manifest.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_only_its_owner_can_read_a_key(key):
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_key_is_never_replaced(key):
    before = key.read_bytes()
    refused = typed("--new-key", key)
    assert (refused.exit_code, key.read_bytes()) == (2, before)
    assert "there already" in refused.stderr


def test_a_published_version_never_changes(tmp_path):
    typed(SHIPPED, "--out", tmp_path)
    book = tmp_path / "book"
    shutil.copytree(SHIPPED, book)
    survey = book / "survey.csv"
    survey.write_text(survey.read_text(encoding="utf-8").replace("How can I help?", "What is it?"), encoding="utf-8")
    refused = typed(book, "--out", tmp_path)
    assert refused.exit_code == 2
    assert "give the settings a new version" in refused.stderr
    assert (tmp_path / "form.xml").read_bytes() == PUBLISHED.read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a workbook"),
        (("nowhere.xlsx", "--out", "out"), "nowhere.xlsx"),
        ((SHIPPED,), "name a workbook"),
        ((SHIPPED, "--out", "out", "--key", "nowhere.pem"), "nowhere.pem"),
        ((SHIPPED, "--out", "out", "--key", SHIPPED / "notes.csv"), "holds no publisher's key"),
    ],
)
def test_what_cannot_be_published_is_said_in_a_sentence(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    refused = typed(*words)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.output


def test_an_area_takes_the_form_of_its_publisher(area):
    assert load_area(area).script == area / "form.xml"


def _alter(area: Path) -> None:
    form = area / "form.xml"
    form.write_bytes(form.read_bytes().replace(b"<points>4</points>", b"<points>0</points>", 1))


def _alter_both(area: Path) -> None:
    _alter(area)
    beside = area / "manifest.json"
    told = json.loads(beside.read_bytes())
    told["sha256"] = hashlib.sha256((area / "form.xml").read_bytes()).hexdigest()
    beside.write_text(json.dumps(told), encoding="utf-8")


def _sign_otherwise(area: Path) -> None:
    release(PUBLISHED.read_bytes(), area, new_key())


def _unsign(area: Path) -> None:
    release(PUBLISHED.read_bytes(), area)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (_alter, "changed since it was published"),
        (_alter_both, "changed since it was signed"),
        (_sign_otherwise, "not from the publisher"),
        (_unsign, "not signed"),
        (lambda area: (area / "manifest.json").unlink(), "only signed forms"),
        (lambda area: (area / "manifest.json").write_bytes(b"\xff"), "cannot be read"),
        (lambda area: (area / "manifest.json").write_bytes(b"[" * 100_000), "cannot be read"),
        (lambda area: (area / "manifest.json").write_bytes(b"[]"), "does not say what it must"),
        (lambda area: (area / "form.xml").unlink(), "form.xml"),
    ],
)
@pytest.mark.req("T22")
def test_an_area_refuses_a_form_that_its_publisher_did_not_sign(area, wrong, said):
    wrong(area)
    with pytest.raises(AreaTrouble, match=said):
        load_area(area)


def test_an_unsigned_form_is_never_verified(area):
    _unsign(area)
    form, told = (area / "form.xml").read_bytes(), (area / "manifest.json").read_bytes()
    with pytest.raises(ScriptTrouble):
        verify(form, told, "")


def test_an_overlay_changes_the_form_and_the_workbook_it_stands_for(tmp_path):
    overlay = tmp_path / "area.csv"
    overlay.write_text(OVERLAY, encoding="utf-8")
    told = typed(SHIPPED, "--overlay", overlay, "--out", tmp_path / "out", "--workbook", tmp_path / "plain.xlsx")
    assert told.exit_code == 0, told.stderr
    form = load((tmp_path / "out" / "form.xml").read_bytes())
    call = Call(form, now=noon)
    asked = [question.path.rpartition("/")[2] for section in call.sections() for question in section.questions]
    assert (form.id, form.version) == ("asb_first_call_here", "here-1")
    assert asked[asked.index("language") + 1] == "letters"
    assert not call.question("/data/opening/safe_call").required
    assert "evidence" not in asked
    call.set("/data/harm/r_often", "daily")
    assert call.calculated("risk") == "6"
    assert [option.name for option in call.question("/data/opening/letters").options][-1] == "braille"
    assert publish(tmp_path / "plain.xlsx") == (tmp_path / "out" / "form.xml").read_bytes()


def test_a_total_leaves_out_what_an_overlay_removes(tmp_path):
    overlay = tmp_path / "area.csv"
    overlay.write_text("sheet,name,disabled,version\nsurvey,r_support,yes,\nsettings,,,2\n", encoding="utf-8")
    call = Call(load(publish(SHIPPED, overlay)), now=noon)
    assert all(weighed.question.name != "r_support" for weighed in call.scale.weighed)


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ("survay,,greet,,,Hello,,,,", "A", "unknown sheet “survay”, did you mean survey?"),
        ("survey,,greeet,,,Hello,,,,", "C", "there is no question “greeet” to change, did you mean greet?"),
        ("survey,,evidance,,yes,,,,,", "C", "there is nothing “evidance” to remove, did you mean evidence?"),
        ("choices,ofen,daily,,yes,,,,,", "C", "there is nothing “daily” to remove"),
        ("choices,ofen,hourly,,,Hourly,Bob awr,6,,", "B", "unknown list “ofen”, did you mean often?"),
        ("survey,,new,langauge,,New?,Newydd?,,,", "D", "no question “langauge” to follow, did you mean language?"),
        ("survey,,greet,,maybe,,,,,", "E", "neither yes nor no"),
        ("choices,often,daily,,,,,5,,", "", "changes nothing"),
        ("survey,,greet,,,,,5,,", "H", "the sheet survey has no column “points”"),
    ],
)
def test_what_is_wrong_with_an_overlay_is_told_with_its_cell(tmp_path, row, column, said):
    overlay = tmp_path / "area.csv"
    overlay.write_text(f"{OVERLAY.splitlines()[0]}\n{row}\n", encoding="utf-8")
    with pytest.raises(BrokenWorkbook) as broken:
        publish(SHIPPED, overlay)
    (told,) = [one for one in broken.value.mistakes if said in one.said]
    assert (told.sheet, told.row, told.letter) == ("overlay", 2, column)


def test_a_mistake_that_an_overlay_brings_is_told_with_the_row_it_comes_from(tmp_path):
    overlay = tmp_path / "area.csv"
    overlay.write_text("sheet,list_name,name,low\nchoices,bands,medium,14\n", encoding="utf-8")
    with pytest.raises(BrokenWorkbook, match=r"from row 2 of area.csv.*points between the bands standard"):
        publish(SHIPPED, overlay)


@pytest.mark.parametrize(("missing_", "workbook"), [("pyxform.xls2xform", SHIPPED), ("openpyxl", SHIPPED.with_suffix(".xlsx"))])
def test_where_publishing_is_not_installed_a_sentence_says_so(tmp_path, missing_, workbook):
    code = f"import sys; sys.modules[{missing_!r}] = None; from callhandler.cli import main; main()"
    command = [sys.executable, "-c", code, "publish", str(workbook), "--out", str(tmp_path / "out")]
    refused = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONG)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "pip install callhandler[publish]" in refused.stderr
    assert "Traceback" not in refused.stderr
