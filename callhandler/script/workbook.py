"""The workbook a script is written in: the sheets survey, choices, settings and notes, from an xlsx or from csv files."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from callhandler.script.trouble import ScriptTrouble, did_you_mean

SHEETS = ("survey", "choices", "settings", "notes")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in its sheet: the heading is row 1; blank cells are left out."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def having(self, **cells: str) -> "Row":
        return replace(self, cells={**self.cells, **cells})


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows of each sheet, and the headings in their order."""

    rows: Mapping[str, tuple[Row, ...]]
    headings: Mapping[str, tuple[str, ...]]

    def __getitem__(self, sheet: str) -> tuple[Row, ...]:
        return self.rows.get(sheet, ())


def read_xlsx(path: Path) -> Workbook:
    """The workbook as Excel keeps it. Raises ScriptTrouble where it is not one, or has a sheet that no script has."""
    try:
        book = import_module("openpyxl").load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, import_module("zipfile").BadZipFile) as trouble:
        raise ScriptTrouble("workbook", f"{path.name} cannot be read as an Excel workbook") from trouble
    return _workbook({sheet.title: [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book})


def read_csv(folder: Path) -> Workbook:
    """The same sheets from survey.csv, choices.csv, settings.csv and notes.csv."""
    return _workbook({path.stem: _lines(path) for path in sorted(folder.glob("*.csv"))})


def _lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _workbook(sheets: Mapping[str, list[list[str]]]) -> Workbook:
    for name in sheets:
        if name not in SHEETS:
            raise ScriptTrouble("sheet", f"unknown sheet “{name}”{did_you_mean(name, SHEETS)}")
    if not sheets.get("survey"):
        raise ScriptTrouble("sheet", "the sheet survey is missing or blank")
    filled = {name: lines for name, lines in sheets.items() if lines}
    headings = {name: tuple(heading.strip() for heading in lines[0]) for name, lines in filled.items()}
    return Workbook({name: tuple(_rows(headings[name], lines[1:])) for name, lines in filled.items()}, headings)


def _rows(headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterable[Row]:
    for number, line in enumerate(lines, start=2):
        cells = {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if heading and cell.strip()}
        if cells:
            yield Row(number, cells)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\r\n", "\n")
