"""Compares a workbook with its twin: the xlsx people write, and the csv beside it that changes are read in; the two must always agree."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from callhandler.script.finding import Finding, shortened
from callhandler.script.workbook import Row, Workbook, read_workbook


def differences(book: Workbook, path: Path) -> Iterator[Finding]:
    """Every cell in which a workbook and its twin differ, where it has one. Raises ScriptTrouble, OSError as `read_workbook`."""
    twin = path.with_suffix(".xlsx") if path.is_dir() else path.with_suffix("")
    if twin != path and twin.exists() and (twin.is_dir() != path.is_dir()):
        other = read_workbook(twin)
        for sheet in sorted({*book.rows, *other.rows}):
            for one, two in zip_longest(book[sheet], other[sheet], fillvalue=Row(0, {})):
                yield from _row(book, sheet, one, two, twin.name)


def _row(book: Workbook, sheet: str, one: Row, two: Row, twin: str) -> Iterator[Finding]:
    for column in dict.fromkeys((*one.cells, *two.cells)):
        if one[column] != two[column]:
            place = (sheet, one.number or two.number, column, book.letter(sheet, column))
            there = f"“{shortened(two[column])}”" if two[column] else "nothing"
            yield Finding(*place, one[column], "twin", f"{twin} has {there} here; the two must agree, so save the csv anew from the xlsx")
