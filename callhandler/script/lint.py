"""Looks a workbook over before it is published, and tells everything that is wrong at once, in plain words and with its cell."""

from callhandler.script.finding import BrokenWorkbook, Finding
from callhandler.script.floors import fired
from callhandler.script.lint_choices import choices
from callhandler.script.lint_draft import Draft
from callhandler.script.lint_expressions import expressions, meanings
from callhandler.script.lint_matrix import matrix
from callhandler.script.lint_reach import circles, unreachable
from callhandler.script.lint_rows import rows
from callhandler.script.lint_sheets import sheets
from callhandler.script.lint_words import words
from callhandler.script.scale import FIRED
from callhandler.script.workbook import SHEETS, Workbook


def lint(book: Workbook) -> tuple[Finding, ...]:
    """All findings, mistakes and warnings, in the order of the sheets and rows."""
    own = tuple(matrix(Draft(book)))
    draft = Draft(book if any(not one.warning for one in own) else _with_floors(book))
    runnable, broken = expressions(draft)
    found = [*sheets(draft), *rows(draft), *choices(draft), *words(draft), *broken, *meanings(draft, runnable)]
    found += [*circles(draft, runnable), *unreachable(draft, runnable)]
    blank = {row.number for row in book["survey"] if row["name"] == FIRED and not row["calculation"]}
    told = (one for one in found if not (one.sheet == "survey" and one.row in blank and one.column == "calculation"))
    return tuple(sorted(dict.fromkeys((*own, *told)), key=_place))


def _with_floors(book: Workbook) -> Workbook:
    """Where the cell of the floors is left blank, what publishing will write there; what is wrong with that is told at the floors."""
    blank = any(row["name"] == FIRED and not row["calculation"] for row in book["survey"])
    return fired(book) if blank else book


def check(book: Workbook, *more: Finding) -> tuple[Finding, ...]:
    """The warnings of a workbook without mistakes. Raises BrokenWorkbook with all mistakes, `more` among them."""
    found = (*more, *lint(book))
    warnings = tuple(one for one in found if one.warning)
    if mistakes := [one for one in found if not one.warning]:
        raise BrokenWorkbook(mistakes, warnings)
    return warnings


def _place(one: Finding) -> tuple[int, int, int, str]:
    sheet = SHEETS.index(one.sheet) if one.sheet in SHEETS else -1
    return sheet, one.row, len(one.letter), one.letter
