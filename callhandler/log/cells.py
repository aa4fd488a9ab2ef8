"""Writes a table for a spreadsheet: every cell is text, and none is ever reckoned as a formula (R16)."""

import csv
import io
from collections.abc import Iterable, Sequence

RECKONED = frozenset("=+-@|%\t\r\0＝＋－＠")  # by Excel or LibreOffice, also their full-width forms
UNSEEN = frozenset(map(chr, (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def cell(text: str) -> str:
    """The text, an apostrophe before it where a spreadsheet would reckon it; also where something unseen or a space stands first."""
    told = text.replace("\0", "")
    first = next((letter for letter in text if letter not in UNSEEN and letter not in " \n\u00a0"), "")
    return f"'{told}" if first in RECKONED else told


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole table as csv (UTF-8 with its mark, so that Excel reads ŵ and ŷ), every cell in quotation marks."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([cell(one) for one in row])
    return "\ufeff" + out.getvalue()
