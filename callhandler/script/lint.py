"""Looks a workbook over before it is published, and tells everything that is wrong at once, in plain words and with its cell."""

from callhandler.script.finding import BrokenWorkbook, Finding
from callhandler.script.lint_choices import choices
from callhandler.script.lint_draft import Draft
from callhandler.script.lint_expressions import expressions, meanings
from callhandler.script.lint_reach import circles, unreachable
from callhandler.script.lint_rows import rows
from callhandler.script.lint_sheets import sheets
from callhandler.script.lint_words import words
from callhandler.script.workbook import SHEETS, Workbook


def lint(book: Workbook) -> tuple[Finding, ...]:
    """All findings, mistakes and warnings, in the order of the sheets and rows."""
    draft = Draft(book)
    runnable, broken = expressions(draft)
    found = [*sheets(draft), *rows(draft), *choices(draft), *words(draft), *broken, *meanings(draft, runnable)]
    found += [*circles(draft, runnable), *unreachable(draft, runnable)]
    return tuple(sorted(dict.fromkeys(found), key=_place))


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
