"""The workbook a script is written in: the sheets survey, choices, settings and notes, from an xlsx or from csv files."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
from zlib import error as NotPacked  # noqa: N812 - it is a trouble with a lower-case name

from callhandler.script.extra import extra
from callhandler.script.finding import Finding, letter
from callhandler.script.trouble import ScriptTrouble, did_you_mean

SHEETS = ("survey", "choices", "settings", "notes")
BROKEN = (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, RuntimeError, BadZipFile, ParseError, NotPacked)
CELL = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in its sheet: the heading is row 1; blank cells are left out. `source`: where else it comes from."""

    number: int
    cells: Mapping[str, str]
    source: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def having(self, **cells: str) -> "Row":
        return replace(self, cells={**self.cells, **cells})


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows of each sheet, and the headings in their order. `strange`: what stands where no script has anything."""

    rows: Mapping[str, tuple[Row, ...]]
    headings: Mapping[str, tuple[str, ...]]
    strange: tuple[Finding, ...] = field(default=())

    def __getitem__(self, sheet: str) -> tuple[Row, ...]:
        return self.rows.get(sheet, ())

    def having(self, **rows: tuple[Row, ...]) -> "Workbook":
        return replace(self, rows={**self.rows, **rows})

    def letter(self, sheet: str, column: str) -> str:
        """What Excel calls a column; "" where the sheet has none of that heading."""
        headings = self.headings.get(sheet, ())
        return letter(headings.index(column)) if column in headings else ""

    def finding(self, sheet: str, row: Row, column: str, code: str, said: str, *, warning: bool = False) -> Finding:
        """A finding at a cell of this workbook."""
        return Finding(sheet, row.number, column, self.letter(sheet, column), row[column], code, said, warning, row.source)


def read_workbook(path: Path) -> Workbook:
    """A workbook from an xlsx, or from a folder of csv files. Raises ScriptTrouble, OSError."""
    return read_csv(path) if path.is_dir() else read_xlsx(path)


def read_xlsx(path: Path) -> Workbook:
    """The workbook as Excel keeps it. Raises ScriptTrouble where it is not one; OSError where it is not there."""
    path.stat()
    try:
        book = extra("openpyxl").load_workbook(path, read_only=True)
        sheets = {sheet.title: [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book}
    except (*BROKEN, extra("openpyxl.utils.exceptions").InvalidFileException) as trouble:
        raise ScriptTrouble("workbook", f"{path.name} cannot be read as an Excel workbook (.xlsx)") from trouble
    return workbook(sheets)


def read_csv(folder: Path) -> Workbook:
    """The same sheets from survey.csv, choices.csv, settings.csv and notes.csv."""
    return workbook({path.stem: read_lines(path) for path in sorted(folder.glob("*.csv"))})


def read_lines(path: Path) -> list[list[str]]:
    """The lines of one csv file. Raises ScriptTrouble where it is none, OSError where it is not there."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.reader(lines))
    except UnicodeDecodeError as trouble:
        raise ScriptTrouble("workbook", f"{path.name} is not in UTF-8; in Excel save it as “CSV UTF-8”") from trouble
    except csv.Error as trouble:
        raise ScriptTrouble("workbook", f"{path.name} cannot be read as csv: {trouble}") from trouble


def workbook(sheets: Mapping[str, list[list[str]]]) -> Workbook:
    """A workbook from the lines of its sheets, the first the headings. What is strange in it is kept, to be told with the rest."""
    known = {name: lines for name, lines in sheets.items() if name in SHEETS and lines}
    headings = {name: tuple(heading.strip() for heading in lines[0]) for name, lines in known.items()}
    rows = {name: tuple(_rows(headings[name], lines[1:])) for name, lines in known.items()}
    unknown = (Finding(name, 0, "", "", "", "sheet", f"unknown sheet “{name}”{did_you_mean(name, SHEETS)}") for name in sheets)
    stray = (one for name, lines in known.items() if name != "notes" for one in _stray(name, headings[name], lines[1:]))
    return Workbook(rows, headings, (*(one for one in unknown if one.sheet not in SHEETS), *stray))


def switched_on(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of the survey that are asked: a disabled one is left out, a disabled group or repeat with all that stands in it."""
    off = 0
    for row in rows:
        if row["disabled"] == "yes" or off:
            off += bracket(row)
        else:
            yield row


def bracket(row: Row) -> int:
    """1 where a row opens a group or repeat, -1 where it closes one."""
    opens, _, what = row["type"].replace("_", " ").partition(" ")
    return {"begin": 1, "end": -1}.get(opens, 0) if what else 0


def _rows(headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterable[Row]:
    for number, line in enumerate(lines, start=2):
        cells = {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if heading and cell.strip()}
        if cells:
            yield Row(number, cells)


def _stray(sheet: str, headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterator[Finding]:
    """Cells that stand under no heading, that Excel would reckon, or that are longer than any wording."""
    for number, line in enumerate(lines, start=2):
        for at, cell in enumerate(line):
            heading = headings[at] if at < len(headings) else ""
            place = (sheet, number, heading, letter(at), cell.strip())
            if cell.strip() and not heading:
                yield Finding(*place, "column", "a cell under no heading; did the row slip to the right?")
            elif cell.startswith("="):
                yield Finding(*place, "cell", "an Excel formula; write the text itself")
            elif len(cell) > CELL:
                yield Finding(*place, "cell", f"a cell of more than {CELL} characters")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell).replace("\r\n", "\n")
