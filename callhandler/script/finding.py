"""What is wrong in a workbook, and where: the sheet, the row, the column, the cell, and what may have been meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from typing_extensions import override

from callhandler.script.trouble import ScriptTrouble

SHOWN = 90


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake, or one warning.

    `column`: its heading, "" for the whole row; `letter`: as Excel calls it; `source`: where the row comes from, if from elsewhere.
    """

    sheet: str
    row: int
    column: str
    letter: str
    text: str
    code: str
    said: str
    warning: bool = False
    source: str = ""

    @override
    def __str__(self) -> str:
        column = f"column {self.letter} ({self.column})" if self.letter else self.column and f"column {self.column}"
        place = ", ".join(part for part in (f"sheet {self.sheet}", f"row {self.row}" if self.row else "", column) if part)
        cell = f"\n    the cell says: {shortened(self.text)}" if self.text else ""
        return f"{place}{f' (from {self.source})' if self.source else ''}: {self.said}{cell}"


class BrokenWorkbook(ScriptTrouble):
    """A workbook that cannot be published: every mistake in it, and the warnings apart."""

    def __init__(self, mistakes: Sequence[Finding], warnings: Sequence[Finding] = ()) -> None:
        first = mistakes[0]
        super().__init__(first.code, first.said, row=first.row)
        self.mistakes, self.warnings = tuple(mistakes), tuple(warnings)
        self.args = ("\n".join(told(mistakes, warnings)),)


def told(mistakes: Sequence[Finding], warnings: Sequence[Finding]) -> Iterable[str]:
    """Mistakes, then warnings, each under its own heading."""
    for heading, found in (("to put right", mistakes), ("to look at", warnings)):
        if found:
            yield f"{len(found)} {heading}:"
            yield from (f"- {one}" for one in found)


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]} …"


def letter(column: int) -> str:
    """The name Excel gives to a column, counting from 0: A, B … Z, AA."""
    before, last = divmod(column, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)
