"""Puts what is wrong in a draft of a script into lines: where it stands, what is the matter, and what the cell says."""

from collections.abc import Sequence

from callhandler.script.finding import Finding, shortened
from callhandler.ui.lines import Line
from callhandler.words import Words


def finding_lines(words: Words, findings: Sequence[Finding]) -> tuple[Line, ...]:
    """One line each, in the order of the workbook."""
    return tuple(_line(words, str(place), one) for place, one in enumerate(findings))


def _line(words: Words, key: str, one: Finding) -> Line:
    row = words.say("row {n}", n=one.row) if one.row else ""
    column = words.say("column {column}", column=f"{one.letter} ({one.column})" if one.letter else one.column) if one.column else ""
    place = ", ".join(filter(None, (words.say("sheet {sheet}", sheet=one.sheet), row, column, one.source)))
    cell = words.say("The cell says: {text}", text=shortened(one.text)) if one.text else ""
    return Line(key, place, "\n".join(filter(None, (one.said, cell))), tone="" if one.warning else "late")
