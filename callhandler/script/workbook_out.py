"""Writes a workbook out again: as xlsx for any XLSForm tool, or as csv for reading its changes."""

import csv
from collections.abc import Iterator
from pathlib import Path

from callhandler.script.extra import extra
from callhandler.script.workbook import Workbook


def write_xlsx(book: Workbook, file: Path) -> None:
    """Every sheet with its headings. Every cell is text, so that Excel neither reckons nor rounds it. Raises OSError."""
    excel = extra("openpyxl").Workbook(write_only=True)
    for sheet, headings in book.headings.items():
        page = excel.create_sheet(sheet)
        for line in _lines(book, sheet, headings):
            page.append([_as_text(page, cell) for cell in line])
    excel.save(file)


def write_csv(book: Workbook, folder: Path) -> None:
    """One csv a sheet. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet, headings in book.headings.items():
        with (folder / f"{sheet}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(_lines(book, sheet, headings))


def _lines(book: Workbook, sheet: str, headings: tuple[str, ...]) -> Iterator[list[str]]:
    yield list(headings)
    yield from ([row[heading] for heading in headings] for row in book[sheet])


def _as_text(page: object, text: str) -> object:
    cell = extra("openpyxl.cell").WriteOnlyCell(page, value=text or None)
    if text:
        cell.data_type = "s"
    return cell
