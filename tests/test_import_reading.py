"""An old log is read whatever wrote it; its columns are guessed, and every refusal is explained."""

from collections import Counter
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import Workbook

from callhandler.cases.legacy import Layout, LegacyTrouble, Order, Remark, layout_read, layout_written, quoted
from callhandler.cases.legacy_columns import guessed, unused
from callhandler.cases.legacy_dates import Tally, moment_of, time_of
from callhandler.cases.legacy_files import sheet_of
from callhandler.cases.legacy_rows import RowReader
from callhandler.desk.bringing_in import check, survey
from tests.old_logs import DIRTY, HEADINGS, OldLog

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TABLE = [["Date", "Name", "Phone", "Text"], ["03/04/2019", "Siân Ŵyn – Jones", "029 2018 0123", "“Loud”, again"]]


def written(path, rows, encoding="utf-8", delimiter=","):
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def naive(*told):
    return datetime(*told)  # noqa: DTZ001 - old logs say no offset


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_common_text_is_read_and_what_it_was_taken_for_is_said(tmp_path, encoding, delimiter):
    rows = [[cell.replace("Ŵ", "W") if encoding == "cp1252" else cell for cell in row] for row in TABLE]
    sheet = sheet_of(written(tmp_path / "old.csv", rows, encoding, delimiter))
    assert list(sheet.headings) == rows[0]
    assert [(number, list(row)) for number, row in sheet.rows()] == [(2, rows[1])]
    said = {"cp1252": "Windows-1252", "utf-8-sig": "UTF-8", "utf-16-le": "UTF-16"}.get(encoding, encoding.upper())
    assert sheet.told.startswith(said)


def test_a_workbook_is_read_from_its_first_sheet_that_is_seen(tmp_path):
    path, book = tmp_path / "old.xlsx", Workbook()
    book.active.title, book.active.sheet_state = "notes", "hidden"
    page = book.create_sheet("log")
    page.append(["Our old log"])
    page.append([])
    page.append(["Reported", "Caller", "Mobile", "Time"])
    page.append([45123, "Ann Lee", 7700900123, 0.5])
    page.append([naive(2024, 2, 29, 14, 5), "Bo Lee", "07700 900124"])
    book.save(path)
    sheet = sheet_of(path)
    assert "log" in sheet.told
    assert "1 more" in sheet.told
    assert sheet.headings == ("Reported", "Caller", "Mobile", "Time")
    assert list(sheet.rows()) == [
        (4, ("45123", "Ann Lee", "7700900123", "0.5")),
        (5, ("2024-02-29 14:05:00", "Bo Lee", "07700 900124", "")),
    ]


@pytest.mark.req("T19")
def test_a_workbook_that_memory_cannot_hold_is_refused_before_it_is_read(tmp_path):
    path, book = tmp_path / "old.xlsx", Workbook()
    book.active.append(["Date", "Name"])
    book.save(path)
    packed = bytearray(path.read_bytes())
    place = packed.rindex(b"PK\x01\x02") + 24
    packed[place : place + 4] = (3_000_000_000).to_bytes(4, "little")  # what its list of contents says of the last part
    path.write_bytes(packed)
    with pytest.raises(LegacyTrouble, match=r"Save the log as \.csv"):
        sheet_of(path)


@pytest.mark.parametrize(
    ("name", "inside"), [("a.csv", b""), ("b.csv", b"one column\nonly\n"), ("c.xlsx", b"PK\x03\x04 broken"), ("d.xlsx", b"no")]
)
def test_what_is_no_old_log_is_refused_in_a_sentence(tmp_path, name, inside):
    (tmp_path / name).write_bytes(inside)
    with pytest.raises(LegacyTrouble, match=name):
        sheet_of(tmp_path / name)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("03/04/2019", naive(2019, 4, 3)), ("3.4.19", naive(2019, 4, 3)), ("13-1-2019 23:59", naive(2019, 1, 13, 23, 59)),
        ("2019-04-03", naive(2019, 4, 3)), ("2019-04-03T14:05:06", naive(2019, 4, 3, 14, 5, 6)), ("20190403", naive(2019, 4, 3)),
        ("3 Apr 2019", naive(2019, 4, 3)), ("Wed 3rd of April 2019 at 2.05 pm", naive(2019, 4, 3, 14, 5)),
        ("April 3, 2019", naive(2019, 4, 3)), ("3 Ebrill 2019", naive(2019, 4, 3)), ("3-Rhag-19", naive(2019, 12, 3)),
        ("43558", naive(2019, 4, 3)), ("43558.5", naive(2019, 4, 3, 12)), ("12/31/2019", None), ("29/02/2019", None), ("0/0/2000", None),
        ("yesterday", None), ("", None), ("1234567", None), ("25:00", None), ("03/04/2019 25:00", None), ("3 Sometember 2019", None),
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(said, meant):
    assert moment_of(said, "day", 26) == meant


def test_month_first_two_figures_of_a_year_and_an_offset_are_understood():
    assert moment_of("12/31/2019", "month") == naive(2019, 12, 31)
    assert [moment_of("1/2/26", pivot=pivot) for pivot in (26, 25)] == [naive(2026, 2, 1), naive(1926, 2, 1)]
    assert moment_of("2019-04-03 14:05 +01:00") == datetime(2019, 4, 3, 13, 5, tzinfo=UTC)
    assert moment_of("2019-04-03T14:05:00Z") == datetime(2019, 4, 3, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("14:05", time(14, 5)), ("2.05 PM", time(14, 5)), ("12:00 am", time()), ("1405", time(14, 5)), ("0.5", time(12)), ("13:00 pm", None),
     ("noon", None), ("2019-04-03 14:05:00", time(14, 5))],
)  # fmt: skip
def test_a_time_of_day_is_read_however_it_is_written(said, meant):
    assert time_of(said) == meant


def order(*dates):
    tally = Tally()
    for one in dates:
        tally.add(one)
    return tally.order()


def test_the_whole_column_decides_whether_the_day_or_the_month_comes_first():
    assert order("01/02/2019", "03/04/2019") == Order("day", 0, 0)
    assert order("01/02/2019", "13/04/2019") == Order("day", 1, 0)
    assert order("01/02/2019", "04/13/2019", "04/14/2019", "14/04/2019") == Order("month", 2, 1)
    assert not order("2019-04-13").sure


def test_columns_are_guessed_by_their_headings():
    rows = list(OldLog(200))
    layout = guessed("old", HEADINGS, rows)
    assert layout.columns == {
        "reference": ("Incident No",),
        "called": ("Date Reported",),
        "time": ("Time",),
        "name": ("Caller Forename", "Caller Surname"),
        "phone": ("Contact Tel",),
        "born": ("DOB",),
        "home": ("House No", "Street", "Town", "Postcode"),
        "place": ("Incident Location",),
        "words": ("Incident Type", "Description"),
    }
    assert unused(layout, HEADINGS) == ("Officer",)


def test_columns_without_telling_headings_are_guessed_by_what_stands_in_them():
    rows = [(row[1], row[3] + " " + row[4], row[5], row[6], f"{row[7]} {row[8]} {row[10]}", row[13]) for row in OldLog(200)]
    layout = guessed("old", ("A", "B", "C", "D", "E", "F"), rows)
    assert layout.columns == {"called": ("A",), "name": ("B",), "phone": ("C",), "born": ("D",), "home": ("E",), "words": ("F",)}


def test_surname_before_forename_is_turned_and_a_heading_that_its_contents_belie_is_not_believed():
    rows = [["Jones", "Ann", "not a day", "2024-01-02", "Sam Lee", "Suspect said no"]]
    layout = guessed("old", ("SURNAME", "FirstName", "Call Date", "Logged", "Suspect Name", "Perpetrator address"), rows)
    assert layout.columns == {"name": ("FirstName", "SURNAME"), "called": ("Logged",), "alleged": ("Suspect Name",)}


def test_the_victim_is_the_caller_where_nobody_else_is_named():
    assert guessed("old", ("Date", "Victim"), []).of("name") == ("Victim",)
    both = guessed("old", ("Date", "Caller", "Victim"), [])
    assert (both.of("name"), both.of("victim")) == (("Caller",), ("Victim",))


def test_a_layout_is_kept_as_a_file_that_a_person_can_put_right():
    layout = Layout("old CAD", {"called": ("Day",), "name": ("First", "Last")}, {"called": Order("month", 9, 1)})
    again = layout_read(layout_written(layout))
    assert (again.source, again.columns, again.order("called").first) == (layout.source, layout.columns, "month")
    assert layout_read("source: a\ncolumns: {called: Day}").of("called") == ("Day",)
    for broken in (
        "source: [",
        "source: a\ncolumns: {colour: Day}",
        "just text",
        "source: a\ncolumns: {called: Day}\nfirst: {called: year}",
    ):
        with pytest.raises(LegacyTrouble):
            layout_read(broken)


def read(row, headings=HEADINGS, now=NOW):
    reader = RowReader.of(guessed("old", headings, list(OldLog(50))), headings, now)
    return reader.read(7, row)


def good(**told):
    row = dict(zip(HEADINGS, next(iter(OldLog(1))), strict=True))
    return [*(row | {name.replace("_", " "): value for name, value in told.items()}).values()]


def test_a_row_becomes_a_complaint():
    one, remarks = read(good(Contact_Tel="029 2018 0123", DOB="01/02/70", House_No="14b", Street="Maes Road", Postcode="CF62 8AB"))
    assert remarks == ()
    assert (one.row, one.reference, one.called, one.phone, one.born) == (7, "CAD0000000", naive(2019, 1, 1), "029 2018 0123", "1970-02-01")
    assert one.home == "14b Maes Road, Barry, CF62 8AB"
    assert one.words.splitlines()[0] == "ASB Nuisance"


@pytest.mark.req("F19")
@pytest.mark.parametrize(("column", "value", "reason"), [*DIRTY, ("Date Reported", "01/02/1902", "before 1970")])
def test_a_row_that_cannot_come_in_says_why(column, value, reason):
    one, (remark,) = read(good(**{column.replace(" ", "_"): value}))
    assert one is None
    assert (remark.row, remark.refused) == (7, True)
    assert column in remark.column
    assert reason in remark.reason
    assert "\x00" not in remark.value


def test_a_row_that_is_too_wide_or_says_nothing_but_a_date_is_refused():
    assert "out of place" in read([*good(), "more"])[1][0].reason
    assert "nothing but a date" in read(["CAD1", "01/02/2019"])[1][0].reason
    assert read([*good(), ""])[0]


@pytest.mark.parametrize(
    ("column", "value"), [("Contact Tel", "12"), ("DOB", "31/02/1970"), ("DOB", "01/01/1802"), ("Time", "teatime"), ("DOB", "01/01/2031")]
)
def test_what_cannot_be_read_of_a_lesser_column_is_kept_as_written_and_said(column, value):
    one, (remark,) = read(good(**{column.replace(" ", "_"): value}))
    assert one
    assert (remark.column, remark.value, remark.refused) == (column, value, False)


def test_withheld_is_no_number_and_not_known_no_name():
    one, remarks = read(good(Contact_Tel="WITHHELD", Caller_Forename="Not known", Caller_Surname="Lee"))
    assert (one.phone, one.name, remarks) == ("", "Lee", ())


def test_a_row_is_known_by_its_words_and_its_log_whatever_its_columns_were_taken_for():
    row, headings = good(), HEADINGS
    guess = RowReader.of(guessed("old", headings, []), headings, NOW)
    other = RowReader.of(Layout("old", {"called": ("Date Reported",)}), headings, NOW)
    assert guess.identity(row) == other.identity(row) == guess.identity([*row, ""])
    assert guess.identity(row) != RowReader.of(Layout("new", {}), headings, NOW).identity(row)
    assert len({guess.identity(row) for row in OldLog(500)}) == 500


def test_a_value_is_quoted_without_what_a_terminal_would_act_on():
    assert quoted("a\x1b[31mb\u202ec") == "a�[31mb�c"
    assert len(quoted("x" * 500)) == 61


def test_a_dry_run_explains_every_refusal_and_counts_every_row(tmp_path):
    log, told = OldLog(600, dirty=20), list[Remark]()
    sheet = sheet_of(log.write(tmp_path / "old.csv"))
    layout, rows = survey(sheet, "old")
    count = check(sheet, layout, NOW, told.append, lambda _rows: None)
    assert rows == count.rows == 600
    assert (count.refused, count.brought) == (log.faults(), 600 - log.faults())
    dirty = {number for number in range(2, 602) if (number - 1) % 20 == 0}
    assert {remark.row for remark in told if remark.refused} == dirty
    assert Counter(remark.refused for remark in told)[True] == log.faults()
    assert layout.order("called").first == "day"


def test_a_log_without_a_day_of_the_call_says_what_to_do(tmp_path):
    sheet = sheet_of(written(tmp_path / "old.csv", [["Name", "Phone"], ["Ann Lee", "07700 900123"]]))
    with pytest.raises(LegacyTrouble, match="--mapping"):
        survey(sheet, "old")
    with pytest.raises(LegacyTrouble, match="does not have: Day"):
        survey(sheet, "old", Layout("old", {"called": ("Day",)}))


def test_the_last_day_of_the_log_may_be_today():
    assert read(good(Date_Reported=f"{date(2026, 3, 2):%d/%m/%Y}", Time="23:59"))[0]
