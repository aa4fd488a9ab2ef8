"""Every mistake in a workbook is told in one run, each with its sheet, row and column, what the cell says, and what may have been meant."""

import shutil
import string
from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from typer.testing import CliRunner

from callhandler.cli import commands
from callhandler.config import RESOURCES
from callhandler.script.finding import Finding, letter
from callhandler.script.lint import lint
from callhandler.script.publish import prepare, publish
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.workbook import read_csv, read_xlsx, workbook
from callhandler.script.workbook_out import write_csv, write_xlsx
from tests.workbooks.breaking import changed, sheets, written
from tests.workbooks.broken import ALONE, WARNED, Broken, together

FORMS = RESOURCES / "forms"
TOGETHER = together()
CELLS = [(sheet, row, column) for sheet, lines in sheets().items() for row, line in enumerate(lines) for column in range(len(line))]


def found(broken: Broken) -> tuple[Finding, ...]:
    return lint(workbook(changed(sheets(), broken.changes)))


def untold(broken: Broken, findings: Iterable[Finding]) -> Mapping[str, tuple[str, str]]:
    """What should have been told, and was not."""
    told = [(f"{one.sheet} {one.row}", one.column or one.letter, one) for one in findings]
    return {
        place: (code, said)
        for place, (code, said) in broken.told.items()
        if not any(f"{row} {column}".strip() == place and one.code == code and said in one.said for row, column, one in told)
    }


def test_nothing_is_wrong_with_the_sound_workbook_or_with_the_shipped_one(tmp_path):
    assert lint(workbook(sheets())) == ()
    assert lint(read_csv(FORMS / "first-call")) == ()
    publish(written(sheets(), tmp_path))


def test_there_are_forty_broken_workbooks_and_more():
    assert len(ALONE) + len(WARNED) + len(TOGETHER) > 80


@pytest.mark.parametrize("name", ALONE)
def test_a_mistake_is_told_with_its_place(name):
    told = found(ALONE[name])
    assert untold(ALONE[name], told) == {}, told
    mistakes = [one for one in told if not one.warning]
    assert mistakes
    assert all(one.letter or one.code in ("sheet", "column", "translation") for one in mistakes), (
        "only a column that is not there has no letter"
    )


@pytest.mark.parametrize("name", WARNED)
def test_a_warning_is_told_and_does_not_stop(name, tmp_path):
    told = found(WARNED[name])
    assert untold(WARNED[name], told) == {}, told
    assert all(one.warning for one in told)
    assert prepare(written(changed(sheets(), WARNED[name].changes), tmp_path)).warnings == told


@pytest.mark.parametrize("name", TOGETHER)
def test_many_mistakes_are_told_in_one_run(name):
    told = found(TOGETHER[name])
    assert untold(TOGETHER[name], told) == {}, told


@pytest.mark.parametrize("broken", [one for one in (*ALONE.values(), *TOGETHER.values()) if not all(told.warning for told in found(one))])
def test_a_broken_workbook_ends_in_sentences_never_in_a_traceback(broken, tmp_path):
    book = written(changed(sheets(), broken.changes), tmp_path / "book")
    refused = CliRunner().invoke(commands, ["publish", str(book), "--out", str(tmp_path / "out")])
    assert (refused.exit_code, type(refused.exception)) == (2, SystemExit)
    for code, said in broken.told.values():
        assert said in refused.stderr, code
    assert not (tmp_path / "out").exists()


def test_each_trouble_names_sheet_row_column_and_what_the_cell_says():
    (told,) = found(ALONE["an answer that no list has"])[:1]
    place = "sheet survey, row 5, column J (relevant): “yess” is no answer of danger, did you mean yes?"
    assert str(told) == f"{place}\n    the cell says: ${{danger}} = 'yess'"


def test_columns_are_named_as_excel_names_them():
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_workbook_and_its_csv_must_agree(tmp_path):
    shutil.copytree(FORMS / "first-call", tmp_path / "one")
    write_xlsx(read_csv(FORMS / "first-call"), tmp_path / "one.xlsx")
    publish(tmp_path / "one.xlsx")
    choices = tmp_path / "one" / "choices.csv"
    choices.write_text(choices.read_text(encoding="utf-8").replace("Yes,Ydw / Oes / Do,2", "Yes,Ydw / Oes / Do,3"), encoding="utf-8")
    for path, there in ((tmp_path / "one.xlsx", "“3”"), (tmp_path / "one", "“2”")):
        with pytest.raises(ScriptTrouble, match=f"sheet choices, row 6, column E \\(points\\): .* has {there} here"):
            publish(path)


def test_a_workbook_is_written_as_it_was_read(tmp_path):
    book = read_csv(FORMS / "first-call")
    write_xlsx(book, tmp_path / "again.xlsx")
    write_csv(book, tmp_path / "again")
    assert read_xlsx(tmp_path / "again.xlsx") == book == read_csv(tmp_path / "again")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.text(string.printable + "ŵ’\u00a0", max_size=25)), max_size=6))
def test_whatever_a_cell_says_the_lint_answers(noise):
    book = sheets()
    for (sheet, row, column), text in noise:
        book[sheet][row][column] = text
    lint(workbook(book))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)), max_size=8))
def test_whatever_cells_change_places_the_lint_answers(swaps):
    book = sheets()
    for (sheet, row, column), (other, there, at) in swaps:
        book[sheet][row][column], book[other][there][at] = book[other][there][at], book[sheet][row][column]
    lint(workbook(book))


@pytest.mark.parametrize("noise", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0old excel", b"type,name\n"])
def test_a_file_that_is_no_workbook_is_said_to_be_none(noise, tmp_path):
    file = tmp_path / "odd.xlsx"
    file.write_bytes(noise)
    with pytest.raises(ScriptTrouble, match="cannot be read as an Excel workbook"):
        publish(file)


@pytest.mark.parametrize(("noise", "said"), [(b"type,n\xe4me\n", "not in UTF-8"), (b'"' + b"a" * 200_000, "cannot be read as csv")])
def test_a_csv_that_is_none_is_said_to_be_none(noise, said, tmp_path):
    (tmp_path / "survey.csv").write_bytes(noise)
    with pytest.raises(ScriptTrouble, match=said):
        publish(tmp_path)


@pytest.mark.parametrize(
    "relevant",
    [
        "${age} > 5 and ${age} < 7",
        "${age} = 3 or ${age} = 4",
        "${age} >= 18 and ${danger} = 'yes'",
        "selected(${r_vuln}, 'ill') and selected(${r_vuln}, 'age')",
        "${danger} = 'dk' or not(${danger} = 'dk')",
        "not(${danger} = 'yes') and not(${danger} = 'no')",
        "${phone} = 'a' and ${phone} = 'b' or ${danger} = 'yes'",
        "count(${person}) > 1 and count(${person}) < 1",
        "${risk} > 3",
    ],
)
def test_what_can_be_reached_or_cannot_be_told_is_let_be(relevant):
    edits = {"survey 29 type": "text", "survey 29 required": "yes", "survey 29 relevant": relevant}
    assert [one for one in lint(workbook(changed(sheets(), edits))) if one.code == "unreachable"] == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(("yes", "no", "dk", "declined")), min_size=1, max_size=3), st.sampled_from((" and ", " or ")), st.booleans()
)
def test_a_question_called_unreachable_is_opened_by_no_answer(named, joined, denied):
    relevant = joined.join(f"${{danger}} = '{one}'" for one in named)
    relevant = f"not({relevant})" if denied else relevant
    told = any(one.code == "unreachable" for one in lint(workbook(changed(sheets(), {"survey 5 relevant": relevant}))))
    holds = all if joined == " and " else any
    opened = any(holds(answer == one for one in named) != denied for answer in ("", "yes", "no", "dk", "declined"))
    assert told is not opened


@pytest.mark.parametrize("name", TOGETHER)
def test_excel_and_csv_are_told_the_same(name, tmp_path):
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet, lines in changed(sheets(), TOGETHER[name].changes).items():
        page = book.create_sheet(sheet)
        for line in lines:
            page.append([int(cell) if cell.isdecimal() else cell or None for cell in line])
    book.save(tmp_path / "book.xlsx")
    from_csv = lint(read_csv(written(changed(sheets(), TOGETHER[name].changes), tmp_path / "other")))
    assert set(lint(read_xlsx(tmp_path / "book.xlsx"))) == set(from_csv)


def test_what_excel_makes_of_a_cell_is_read_as_it_was_meant(tmp_path):
    book = Workbook()
    for line in (
        ["type", "name", "required", "default"],
        ["date", "a", True, date(2026, 11, 22)],
        ["integer", "b", False, 5.0],
        [None] * 4,
    ):
        book.worksheets[0].append(line)
    book.worksheets[0].title = "survey"
    book.save(tmp_path / "book.xlsx")
    rows = read_xlsx(tmp_path / "book.xlsx")["survey"]
    assert [(row["required"], row["default"]) for row in rows] == [("yes", "2026-11-22"), ("no", "5")]
