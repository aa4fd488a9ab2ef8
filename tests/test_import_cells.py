"""One cell that nobody can read costs its own row, and no other."""

from datetime import UTC, datetime

from callhandler.cases.legacy import Remark
from callhandler.cases.legacy_files import sheet_of
from callhandler.desk.bringing_in import check, survey

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def plain_log(path, rows):
    lines = [
        "Date,Name,Phone,Text",
        *(f"{1 + n % 28:02}/03/2019,Ann Lee {n},07700 900{n:03},loud again" for n in range(rows)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines


def told_of(path):
    sheet, told = sheet_of(path), list[Remark]()
    layout, _ = survey(sheet, "old")
    return check(sheet, layout, NOW, told.append, lambda _rows: None), [remark for remark in told if remark.refused]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone(tmp_path):
    lines = plain_log(tmp_path / "old.csv", 500)
    lines[101] = lines[101].replace("loud", '"loud')
    (tmp_path / "old.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    count, told = told_of(tmp_path / "old.csv")
    assert (count.rows, count.brought, count.refused) == (500, 499, 1)
    assert told[0].row == 102
    assert "399 rows" in told[0].reason


def test_a_cell_that_no_row_can_hold_costs_its_own_row_alone(tmp_path):
    lines = plain_log(tmp_path / "old.csv", 50)
    lines[20] += "x" * (1 << 20)
    (tmp_path / "old.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    count, told = told_of(tmp_path / "old.csv")
    assert (count.rows, count.brought, count.refused) == (50, 49, 1)
    assert (told[0].row, "cannot be read" in told[0].reason) == (21, True)


def test_words_over_several_lines_are_one_cell(tmp_path):
    (tmp_path / "old.csv").write_text('Date,Name,Phone,Text\n03/04/2019,Ann Lee,07700 900123,"loud, again\nand again, all night\nand"\n')
    assert [row[3] for _, row in sheet_of(tmp_path / "old.csv").rows()] == ["loud, again\nand again, all night\nand"]
