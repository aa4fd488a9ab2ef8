"""Lays an area's changes over a script: a csv whose rows change a wording, points or a threshold, add a question or switch one off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from callhandler.script.finding import Finding, letter
from callhandler.script.lint_sheets import SURVEY
from callhandler.script.trouble import did_you_mean
from callhandler.script.workbook import Row, Workbook, bracket, read_lines

SHEET = "overlay"
KEYS = ("sheet", "list_name", "name", "after", "disabled", "note")
SHEETS = ("survey", "choices", "settings")
BLANK = "(empty)"


@dataclass(frozen=True, slots=True)
class Overlay:
    """The rows of an overlay, with its headings."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    file: str = SHEET


def read_overlay(file: Path) -> Overlay:
    """An overlay from its csv. Raises ScriptTrouble, OSError."""
    lines = read_lines(file)
    headings = tuple(heading.strip() for heading in lines[0]) if lines else ()
    return Overlay(headings, tuple(_rows(headings, lines[1:])), file.name)


def overlaid(book: Workbook, overlay: Overlay) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook with the overlay laid over it, itself a plain workbook; and what is wrong with the overlay."""
    found = [*_headings(book, overlay)]
    rows = {sheet: [*book[sheet]] for sheet in SHEETS}
    for row in overlay.rows:
        found += _lay(_Cell(overlay, row), rows, book)
    headings = {sheet: _wider(book, sheet, rows.get(sheet, ())) for sheet in book.headings}
    numbered = {
        sheet: tuple(replace(row, number=at) for at, row in enumerate(rows.get(sheet, book[sheet]), start=2)) for sheet in book.rows
    }
    return Workbook(numbered, headings, book.strange), tuple(found)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One row of the overlay, and how its mistakes are told."""

    overlay: Overlay
    row: Row

    def wrong(self, column: str, said: str) -> Finding:
        at = letter(self.overlay.headings.index(column)) if column in self.overlay.headings else ""
        return Finding(SHEET, self.row.number, column, at, self.row[column], "overlay", said)

    @property
    def changes(self) -> Mapping[str, str]:
        """The cells that it sets; blank where they are to be blanked."""
        named = self.row["sheet"] == "choices"
        keys = {*KEYS} - ({"list_name"} if named else set()) - {"name"}
        cells = {column: cell for column, cell in self.row.cells.items() if column not in keys}
        return {column: "" if cell == BLANK else cell for column, cell in cells.items()}

    @property
    def source(self) -> str:
        return f"row {self.row.number} of {self.overlay.file}"


def _lay(one: _Cell, rows: dict[str, list[Row]], book: Workbook) -> Iterator[Finding]:
    sheet, name = one.row["sheet"], one.row["name"]
    if sheet not in SHEETS:
        yield one.wrong("sheet", f"unknown sheet “{sheet}”{did_you_mean(sheet, SHEETS)}")
        return
    yield from (one.wrong(column, f"the sheet {sheet} has no column “{column}”") for column in _foreign(one, sheet, book))
    at = 0 if sheet == "settings" and rows[sheet] else _find(rows[sheet], sheet, one.row)
    if one.row["disabled"] == "yes":
        if at is None:
            yield one.wrong("name", f"there is nothing “{name}” to remove{did_you_mean(name, _names(rows[sheet], sheet, one.row))}")
        else:
            _remove(rows[sheet], at)
    elif one.row["disabled"] not in ("", "no"):
        yield one.wrong("disabled", f"“{one.row['disabled']}” is neither yes nor no")
    elif at is not None:
        yield from _change(one, rows[sheet], at)
    else:
        yield from _add(one, rows[sheet], sheet)


def _change(one: _Cell, rows: list[Row], at: int) -> Iterator[Finding]:
    before = rows[at]
    cells = {column: cell for column, cell in {**before.cells, **one.changes}.items() if cell}
    if cells == before.cells:
        yield one.wrong("", f"this row changes nothing; “{one.row['name'] or 'settings'}” says all that already")
    if one.row["after"]:
        yield one.wrong("after", "a question that is there already is not moved; leave “after” blank")
    rows[at] = Row(before.number, cells, one.source)


def _add(one: _Cell, rows: list[Row], sheet: str) -> Iterator[Finding]:
    name, after = one.row["name"], one.row["after"]
    new = Row(0, {column: cell for column, cell in one.changes.items() if cell}, one.source)
    if sheet == "choices":
        ends = [at for at, row in enumerate(rows) if row["list_name"] == one.row["list_name"]]
        if not ends:
            yield one.wrong("list_name", f"unknown list “{one.row['list_name']}”{did_you_mean(one.row['list_name'], _lists(rows))}")
        rows.insert(ends[-1] + 1 if ends else len(rows), new)
        return
    names = _names(rows, sheet, one.row)
    if not after:
        told = f"there is no question “{name}” to change{did_you_mean(name, names)}; a new one names in “after” the question it follows"
        yield one.wrong("name", told)
    elif (at := next((at for at, row in enumerate(rows) if row["name"] == after), None)) is None:
        yield one.wrong("after", f"there is no question “{after}” to follow{did_you_mean(after, names)}")
    else:
        rows.insert(at + 1, new)


def _remove(rows: list[Row], at: int) -> None:
    """A group or repeat goes with all that stands in it."""
    depths = accumulate(bracket(row) for row in rows[at:])
    last = next((end for end, depth in enumerate(depths, start=at) if depth <= 0), len(rows) - 1)
    del rows[at : last + 1]


def _find(rows: Sequence[Row], sheet: str, wanted: Row) -> int | None:
    keys = ("list_name", "name") if sheet == "choices" else ("name",)
    return next((at for at, row in enumerate(rows) if wanted["name"] and all(row[key] == wanted[key] for key in keys)), None)


def _names(rows: Iterable[Row], sheet: str, wanted: Row) -> list[str]:
    return [row["name"] for row in rows if row["name"] and (sheet != "choices" or row["list_name"] == wanted["list_name"])]


def _lists(rows: Iterable[Row]) -> set[str]:
    return {row["list_name"] for row in rows}


def _foreign(one: _Cell, sheet: str, book: Workbook) -> Iterator[str]:
    """Cells under a heading that another sheet has, and this one has not."""
    others = {heading for other in SHEETS if other != sheet for heading in book.headings.get(other, ())}
    own = {*book.headings.get(sheet, ()), *KEYS}
    yield from (column for column in one.row.cells if column in others - own)


def _headings(book: Workbook, overlay: Overlay) -> Iterator[Finding]:
    known = {*KEYS, *(heading for sheet in SHEETS for heading in book.headings.get(sheet, ()))}
    for column in ("sheet", "name"):
        if column not in overlay.headings:
            yield Finding(SHEET, 1, column, "", "", "overlay", f"the column “{column}” is missing")
    for at, heading in enumerate(overlay.headings):
        if heading and heading not in known and heading.partition("::")[0] not in SURVEY:
            yield Finding(SHEET, 1, heading, letter(at), heading, "overlay", f"unknown column “{heading}”{did_you_mean(heading, known)}")


def _wider(book: Workbook, sheet: str, rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*book.headings[sheet], *(column for row in rows for column in row.cells))))


def _rows(headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        cells = {heading: cell.strip() for heading, cell in zip(headings, line, strict=False) if heading and cell.strip()}
        if cells:
            yield Row(number, cells)
