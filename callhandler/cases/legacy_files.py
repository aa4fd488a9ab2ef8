"""Reads an old log row by row, whatever wrote it: CSV of any common kind, or an Excel workbook, which is held as a whole."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TextIO
from zipfile import ZipFile, is_zipfile

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from callhandler.cases.legacy import Broken, LegacyTrouble

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
SAMPLE = 1 << 16  # bytes by which a file is recognised
SPARED, MOST = 200, 3_000  # MB of memory that are not worth a word, and that a workbook may take: a million rows of twenty columns
LONGEST = 1 << 20  # characters of one cell
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An old log: what its file was taken to be, in words, and where its rows are. Row numbers count as Excel shows them, from 1."""

    path: Path
    told: str
    headings: Row
    heading_row: int
    sha256: str
    encoding: str = ""
    delimiter: str = ""
    page: str = ""

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Every row below the headings with its number, but for the empty ones; may be asked again. Raises LegacyTrouble."""
        below = islice(self._all(), self.heading_row, None)
        for number, row in enumerate(self._let_out(below), self.heading_row + 1):
            if any(row):
                yield number, row

    def _let_out(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, and those apart that a lost quotation mark would have made one cell of."""
        for row in rows:
            swallowed = next(filter(None, map(self._swallowed, row)), ()) if self.delimiter and _over_lines(row) else ()
            if swallowed:
                yield Broken((f"opens a quotation mark and does not close it; the {len(swallowed):,} rows in it are taken by themselves",))
            yield from swallowed or (row,)

    def _swallowed(self, cell: str) -> tuple[Row, ...]:
        """The rows in a cell that is one only because a quotation mark was lost: lines, most of them as wide as the table."""
        lines = cell.splitlines()[1:]
        if len(lines) < 2 or cell.count(self.delimiter) < len(lines):
            return ()
        rows = tuple(tuple(map(str.strip, row)) for row in csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE))
        alike = sum(len(row) == len(self.headings) for row in rows)
        return rows if len(self.headings) > 2 and alike * 2 > len(rows) else ()

    def _all(self) -> Iterator[Row]:
        return _of_page(self.path, self.page) if self.page else _of_text(self.path, self.encoding, self.delimiter)


def _over_lines(row: Row) -> bool:
    told = "".join(row)
    return "\n" in told or "\r" in told


def sheet_of(path: Path) -> Sheet:
    """The old log in this file. Raises LegacyTrouble where it is none, OSError where it cannot be read."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start:
        raise LegacyTrouble(f"{path.name} is empty.")
    return _workbook(path) if start.startswith((_ZIP, _OLE)) or path.suffix.lower() in EXCEL else _text(path, start)


def _text(path: Path, start: bytes) -> Sheet:
    encoding, said = _encoding(path, start)
    delimiter = _delimiter(path, encoding)
    first = _first_rows(_of_text(path, encoding, delimiter))
    told = f"{said}, separated by {DELIMITERS[delimiter]}"
    return Sheet(path, told, *_headings(first, path), _digest(path), encoding, delimiter)


def _workbook(path: Path) -> Sheet:
    if (held := _held(path)) > MOST:
        raise LegacyTrouble(f"{path.name} would take about {held:,} MB of memory. Save the log as .csv: that is read row by row.")
    with _readable(path):
        workbook = CalamineWorkbook.from_path(path)
        pages = [one.name for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    if not pages:
        raise LegacyTrouble(f"{path.name} has no sheet that can be seen.")
    others = len(workbook.sheet_names) - 1
    told = f"Excel, sheet “{pages[0]}”" + (f" ({others} more not read)" if others else "")
    told += f". It is held in memory as a whole, here about {held:,} MB; the same log as .csv is not" if held > SPARED else ""
    return Sheet(path, told, *_headings(_first_rows(_of_page(path, pages[0])), path), _digest(path), page=pages[0])


def _held(path: Path) -> int:
    """About how much memory a workbook takes while it is read, in MB: twice what is written in it."""
    if not is_zipfile(path):
        return path.stat().st_size * 2 >> 20
    with ZipFile(path) as parts:
        return sum(part.file_size for part in parts.infolist()) * 2 >> 20


def _of_text(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    with _long_cells(), path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            try:
                yield tuple(map(str.strip, next(reader)))
            except StopIteration:
                return
            except csv.Error as trouble:
                yield Broken((f"cannot be read as a row of a table: {trouble}",))


@contextmanager
def _long_cells() -> Iterator[None]:
    """Some cells hold a whole story. The limit is the whole program's, so it is put back for whoever reads next."""
    before = csv.field_size_limit(LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _of_page(path: Path, page: str) -> Iterator[Row]:
    with _readable(path):
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(page)
        above = sheet.start[0] if sheet.start else 0  # rows that Excel keeps empty at the top
    yield from ((),) * above
    for row in sheet.iter_rows():
        yield tuple(map(_cell, row))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except CalamineError as trouble:
        raise LegacyTrouble(f"{path.name} cannot be read as a workbook: {trouble}.") from trouble


def _cell(value: object) -> str:
    """A cell as a person reads it: no time where there is none, no decimal point behind a telephone number."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


def _encoding(path: Path, start: bytes) -> tuple[str, str]:
    """The name by which Python knows the encoding, and the one to tell."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "UTF-8"
    zeros = [start[place:4096:2].count(0) for place in (0, 1)]
    if max(zeros) > len(start[:4096]) // 5:
        return ("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"), "UTF-16"
    return ("utf-8", "UTF-8") if _is_utf8(path) else ("cp1252", "Windows-1252")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while part := file.read(1 << 20):
                decoder.decode(part)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The sign at which the rows fall into most columns, as alike as can be."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = [line for _, line in zip(range(200), _whole_lines(file), strict=False)]
    return max(DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _whole_lines(file: TextIO) -> Iterator[str]:
    while line := file.readline(SAMPLE):
        yield line


def _evenness(lines: list[str], sign: str) -> float:
    try:
        with _long_cells():
            widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
    except csv.Error:
        return 0.0
    usual = max(set(widths), key=widths.count, default=0)
    return 0.0 if usual < 2 else usual * (widths.count(usual) / len(widths)) ** 2


def _first_rows(rows: Iterator[Row]) -> list[Row]:
    return [row for _, row in zip(range(20), rows, strict=False)]


def _headings(first: list[Row], path: Path) -> tuple[Row, int]:
    """The headings and the number of their row: the first row as wide as the table, below whatever title stands above it."""
    widest = max((sum(1 for cell in row if cell) for row in first), default=0)
    for number, row in enumerate(first, 1):
        named = sum(1 for cell in row if cell)
        if named >= max(2, 0.7 * widest):
            return _told_apart(row), number
    raise LegacyTrouble(f"{path.name} has no row of headings with at least two columns.")


def _told_apart(row: Row) -> Row:
    """Every heading once: a column without one is called by its place, a second of one name is counted."""
    seen: dict[str, int] = {}
    named: list[str] = []
    for place, cell in enumerate(row, 1):
        heading = cell or f"column {place}"
        seen[heading] = seen.get(heading, 0) + 1
        named.append(heading if seen[heading] == 1 else f"{heading} ({seen[heading]})")
    return tuple(named)


def _digest(path: Path) -> str:
    made = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            made.update(part)
    return made.hexdigest()
