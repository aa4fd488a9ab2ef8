"""The whole matrix is one workbook: floors, bands, targets, clocks and repeat rules, linted, overlaid, signed, and read from the form."""

import csv
import io
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.config import RESOURCES
from callhandler.protocol.agreement import Target
from callhandler.risk.repeat import RepeatRule
from callhandler.script.finding import Finding
from callhandler.script.lint import lint
from callhandler.script.manifest import new_key, verify
from callhandler.script.matrix import Matrix, read_matrix
from callhandler.script.publish import prepare, publish
from callhandler.script.release import release
from callhandler.script.report import changes
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.workbook import read_csv, workbook
from tests.workbooks.breaking import Sheets

FORMS, AREAS = RESOURCES / "forms", RESOURCES / "areas"
SHIPPED = FORMS / "first-call"
PUBLISHED = (FORMS / "first-call.xml").read_bytes()
SCRIPTS = {"generic": FORMS / "first-call.xml"} | {file.parent.name: file for file in sorted(AREAS.glob("*/form.xml"))}
Change = Mapping[tuple[str, str], tuple[str, str]]
WELSH = "label::Welsh (cy)"

# the row (list or survey, name) -> the column and what it says now; then what is told: the row, the column, a part of the sentence
BROKEN: Mapping[str, tuple[Change, tuple[str, str, str, str]]] = {
    "an unknown question in a condition": (
        {("floors", "weapon"): ("condition", "${r_wepon} = 'yes'")},
        ("floors", "weapon", "condition", "did you mean ${r_weapon}?"),
    ),
    "an unknown function in a condition": (
        {("floors", "violence"): ("condition", "slected(${r_violence}, 'yes')")},
        ("floors", "violence", "condition", "did you mean selected()?"),
    ),
    "an answer no list has in a condition": (
        {("floors", "hate"): ("condition", "${r_hate} = 'yess'")},
        ("floors", "hate", "condition", "did you mean yes?"),
    ),
    "a condition that cannot be read": (
        {("floors", "threat"): ("condition", "${r_threats} = ")},
        ("floors", "threat", "condition", "ends too early"),
    ),
    "a floor without a condition": (
        {("floors", "unsafe"): ("condition", "")},
        ("floors", "unsafe", "condition", "does not say when it holds"),
    ),
    "a floor without Welsh": ({("floors", "danger"): (WELSH, "")}, ("floors", "danger", WELSH, "is not translated")),
    "a floor of no band": ({("floors", "selfharm"): ("rank", "5")}, ("floors", "selfharm", "rank", "no band has the rank 5")),
    "floors written out otherwise": (
        {("survey", "floors_fired"): ("calculation", "normalize-space('')")},
        ("survey", "floors_fired", "calculation", "not what the list floors says"),
    ),
    "a clock without a band": ({("clocks", "medium-sergeant"): ("band", "")}, ("clocks", "medium-sergeant", "band", "says no band")),
    "a clock of an unknown band": (
        {("clocks", "high-inspector"): ("band", "hihg")},
        ("clocks", "high-inspector", "band", "did you mean high?"),
    ),
    "a clock of an unknown rank": (
        {("clocks", "medium-inspector"): ("by", "inspecter")},
        ("clocks", "medium-inspector", "by", "did you mean inspector?"),
    ),
    "a clock that is no number": (
        {("clocks", "high-sergeant"): ("days", "soon")},
        ("clocks", "high-sergeant", "days", "must be a whole number from 1, not “soon”"),
    ),
    "a clock without days": (
        {("clocks", "high-chief-inspector"): ("days", "")},
        ("clocks", "high-chief-inspector", "days", "says no days"),
    ),
    "a target that says both": ({("targets", "high"): ("hours", "4")}, ("targets", "high", "hours", "says both")),
    "a target that says neither": ({("targets", "medium"): ("working_days", "")}, ("targets", "medium", "working_days", "says neither")),
    "a band without a target": (
        {("targets", "standard"): ("band", "medium")},
        ("targets", "standard", "band", "has nothing for the band standard"),
    ),
    "a repeat rule without a span": (
        {("repeats", "2-in-14-days"): ("days", "")},
        ("repeats", "2-in-14-days", "days", "says neither days nor months"),
    ),
    "a repeat rule without a number": (
        {("repeats", "3-in-6-months"): ("least", "")},
        ("repeats", "3-in-6-months", "least", "says no least"),
    ),
    "a repeat rule of nobody": (
        {("repeats", "household-2-in-12-months"): ("who", "houshold")},
        ("repeats", "household-2-in-12-months", "who", "did you mean household?"),
    ),
    "a repeat rule of an unknown band": (
        {("repeats", "3-in-3-months"): ("band", "mediun")},
        ("repeats", "3-in-3-months", "band", "did you mean medium?"),
    ),
    "a repeat rule without Welsh": ({("repeats", "5-in-180-days"): (WELSH, "")}, ("repeats", "5-in-180-days", WELSH, "is not translated")),
}


def sheets() -> Sheets:
    return {path.stem: list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))) for path in sorted(SHIPPED.glob("*.csv"))}


def place(book: Sheets, which: tuple[str, str], column: str) -> tuple[str, int, int]:
    """The sheet, the line and the column of a cell: of a question, or of an answer of a list."""
    sheet = "survey" if which[0] == "survey" else "choices"
    headings = book[sheet][0]
    name = headings.index("name")
    line = next(at for at, row in enumerate(book[sheet]) if row[name] == which[1] and which[0] in ("survey", row[0]))
    return sheet, line, headings.index(column)


def broken(*parts: Change) -> Sheets:
    book = sheets()
    for which, (column, said) in ((which, cell) for part in parts for which, cell in part.items()):
        sheet, line, at = place(book, which, column)
        book[sheet][line][at] = said
    return book


def told(book: Sheets, findings: tuple[Finding, ...], expected: tuple[str, str, str, str]) -> bool:
    kind, name, column, said = expected
    sheet, line, _ = place(book, (kind, name), column)
    return any((one.sheet, one.row, one.column) == (sheet, line + 1, column) and one.letter and said in one.said for one in findings)


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_in_the_matrix_is_told_at_its_cell(name):
    change, expected = BROKEN[name]
    findings = lint(workbook(broken(change)))
    assert told(sheets(), findings, expected), [str(one) for one in findings]
    assert any(not one.warning for one in findings)


def test_all_mistakes_in_the_matrix_are_told_in_one_run():
    findings = lint(workbook(broken(*(change for change, _ in BROKEN.values()))))
    assert [name for name, (_, expected) in BROKEN.items() if not told(sheets(), findings, expected)] == []


def test_a_band_looked_at_less_often_than_a_lower_one_is_warned_of():
    (found,) = lint(workbook(broken({("clocks", "high-sergeant"): ("days", "30")})))
    assert found.warning
    assert found.said == "the sergeant looks at high less often than at medium"


def test_publishing_writes_the_floors_from_their_conditions(tmp_path):
    """A blank cell comes out as the one written out."""
    book = broken({("survey", "floors_fired"): ("calculation", "")})
    assert lint(workbook(book)) == ()
    for name, lines in book.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    assert publish(tmp_path) == PUBLISHED


def test_the_desk_reads_the_matrix_from_the_form_and_from_nowhere_else(tmp_path):
    area = load_area(AREAS / "generic")
    carried = read_matrix(PUBLISHED)
    assert area.repeat == carried.repeats
    assert (area.agreement.targets, area.agreement.clocks) == (carried.targets, carried.clocks)
    whole = yaml.safe_load((AREAS / "generic" / "area.yaml").read_text(encoding="utf-8"))
    whole["agreement"]["clocks"] = {"high": {"sergeant": 1}}
    (tmp_path / "area.yaml").write_text(yaml.safe_dump(whole), encoding="utf-8")
    with pytest.raises(AreaTrouble, match="clocks"):
        load_area(tmp_path)


OVERLAY = """sheet,list_name,name,condition,least,months,band,who,days,hours,working_days,form_id,version,disabled,label::English (en),label::Welsh (cy)
settings,,,,,,,,,,,asb_first_call_here,here-1,
choices,floors,weapon,${r_weapon} = 'yes' and ${danger} = 'yes',,,,,,,,,,
choices,clocks,high-sergeant,,,,,,7,,,,,
choices,targets,high,,,,,,,4,(empty),,,
choices,repeats,place-4-in-a-month,,4,1,,place,,,,,,,Four at one place,Pedwar mewn un lle
choices,repeats,2-in-14-days,,,,,,,,,,,yes
"""  # noqa: E501 - a sheet has long rows


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """An area whose overlay changes all parts of the matrix, published and signed."""
    (tmp_path / "overlay.csv").write_text(OVERLAY, encoding="utf-8")
    key = new_key()
    release(publish(SHIPPED, tmp_path / "overlay.csv"), tmp_path, key)
    whole = yaml.safe_load((AREAS / "generic" / "area.yaml").read_text(encoding="utf-8"))
    (tmp_path / "area.yaml").write_text(yaml.safe_dump({**whole, "script": "form.xml", "publisher": key.publisher}), encoding="utf-8")
    return tmp_path


def test_an_overlay_changes_every_part_of_the_matrix(here):
    area = load_area(here)
    assert area.agreement.clocks["high"] == {"sergeant": 7, "inspector": 28, "chief-inspector": 56}
    assert area.agreement.targets["high"] == Target(hours=4)
    assert RepeatRule("place-4-in-a-month", 4, months=1, who="place") in area.repeat
    assert "2-in-14-days" not in [rule.code for rule in area.repeat]
    assert b"if( /data/harm/" in (here / "form.xml").read_bytes()
    assert re.search(rb"r_weapon *= 'yes' and */data/opening/danger *= 'yes', 'weapon '", (here / "form.xml").read_bytes())


def test_what_changes_in_the_matrix_is_said_in_words(here):
    said = changes(read_csv(SHIPPED), prepare(SHIPPED, here / "overlay.csv").book)
    assert "the review clock “high-sergeant” of clocks has the days 7 (was 14)" in said
    assert "the target “high” of targets has the hours 4 (was nothing)" in said
    assert any(one.startswith("the floor “weapon” holds when “${r_weapon} = 'yes' and ${danger} = 'yes'”") for one in said)
    assert "the repeat rule “2-in-14-days” is no longer in the list repeats" in said


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (b"<band>medium</band><by>sergeant</by>", b"<band>mild</band><by>sergeant</by>", "“mild” as its band"),
        (b"<by>chief-inspector</by>", b"<by>mayor</by>", "“mayor” as its by"),
        (b"<working_days>5</working_days>", b"<working_days>5.5</working_days>", "no whole number"),
        (b"<working_days>5</working_days>", b"", "either hours or working days"),
        (b"<least>5</least>", b"", "says no least"),
        (b"<days>14</days>", b"<days/>", "days"),
        (b"<who>household</who>", b"<who>street</who>", "“street” as its who"),
    ],
)
def test_a_matrix_that_does_not_say_what_it_must_is_refused_in_words(was, now, said):
    assert was in PUBLISHED
    with pytest.raises(ScriptTrouble, match=said):
        read_matrix(PUBLISHED.replace(was, now))


def test_a_form_without_targets_is_not_one_for_a_desk(tmp_path):
    shutil.copytree(AREAS / "generic", tmp_path / "areas" / "generic")
    (tmp_path / "forms").mkdir()
    told = PUBLISHED.replace(b'<instance id="targets">', b'<instance id="aims">')
    key = new_key()
    release(told.replace(b"generic-1.1", b"x"), tmp_path / "forms", key, "first-call.xml")
    file = tmp_path / "areas" / "generic" / "area.yaml"
    file.write_text(re.sub(r"publisher: \w+", f"publisher: {key.publisher}", file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(AreaTrouble, match="targets does not say when a victim hears from us at standard, medium, high"):
        load_area(tmp_path / "areas" / "generic")


def test_a_form_that_carries_no_matrix_has_a_blank_one():
    assert read_matrix(b"<html><head><model><instance><data/></instance></model></head></html>") == Matrix()


@pytest.mark.req("T10")
@pytest.mark.parametrize("code", SCRIPTS)
def test_a_byte_changed_anywhere_in_form_or_manifest_is_refused(code):
    form, beside = SCRIPTS[code].read_bytes(), SCRIPTS[code].with_name("manifest.json").read_bytes()
    publisher = re.search(r"^publisher: (\w{64})$", (AREAS / code / "area.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert publisher
    assert verify(form, beside, publisher[1]).publisher == publisher[1]
    for at in range(0, len(form), len(form) // 150):
        with pytest.raises(ScriptTrouble):
            verify(_flipped(form, at), beside, publisher[1])
    for at, letter in enumerate(beside):
        if not chr(letter).isspace():
            with pytest.raises(ScriptTrouble):
                verify(form, _flipped(beside, at), publisher[1])


@pytest.mark.req("T10")
def test_the_generic_form_is_refused_unsigned_and_altered(tmp_path):
    for code in ("areas/generic", "forms"):
        shutil.copytree(RESOURCES / code, tmp_path / code)
    form, beside = tmp_path / "forms" / "first-call.xml", tmp_path / "forms" / "manifest.json"
    load_area(tmp_path / "areas" / "generic")
    form.write_bytes(PUBLISHED.replace(b"<days>56</days>", b"<days>99</days>"))
    with pytest.raises(AreaTrouble, match="changed since it was published"):
        load_area(tmp_path / "areas" / "generic")
    form.write_bytes(PUBLISHED)
    beside.unlink()
    with pytest.raises(AreaTrouble, match="takes only signed forms"):
        load_area(tmp_path / "areas" / "generic")


def _flipped(what: bytes, at: int) -> bytes:
    return what[:at] + bytes([what[at] ^ 1]) + what[at + 1 :]
