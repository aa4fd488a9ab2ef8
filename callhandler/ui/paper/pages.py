"""Puts a sheet on pages: whatever the paper, every page bears the marking, the number of the copy, and which page of how many it is."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPaintDevice, QPainter, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from callhandler.ui.paper.sheet import Kind, Sheet
from callhandler.ui.safe import shown
from callhandler.ui.theme import FAMILY
from callhandler.words import Words

ORDINARY, LARGE = 10.5, 18.0  # points; 18 is what RNIB calls large print's least comfortable size
_MARGIN, _BAND = 18.0, 9.0  # millimetres: around the page, and of the lines at its head and foot
_TIMES: dict[Kind, float] = {"title": 1.6, "heading": 0.85, "strong": 1.0, "line": 1.0, "hint": 0.85}
_BOLD: frozenset[Kind] = frozenset(("title", "heading", "strong"))
_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a sheet: `number` is that of the line on record that it was made; "" while it is only looked at."""

    sheet: Sheet
    words: Words
    number: str = ""
    by: str = ""
    on: str = ""
    points: float = ORDINARY


class Pages:
    """A copy laid out for one device, whose pages are `size` of its dots."""

    def __init__(self, copy: Copy, device: QPaintDevice, size: QSizeF) -> None:
        self._copy, self._size = copy, size
        self._dots = device.logicalDpiY() / _INCH
        margin, band = _MARGIN * self._dots, _BAND * self._dots * max(1.0, copy.points / ORDINARY)
        self._inside = QRectF(margin, margin + band, size.width() - 2 * margin, size.height() - 2 * (margin + band))
        self._text = _document(copy, device, self._inside.size())

    def count(self) -> int:
        return max(1, ceil(self._text.size().height() / self._inside.height() - 1e-6))

    def words(self) -> str:
        """Everything that stands on the pages, but for head and foot."""
        return self._text.toPlainText()

    def edges(self, page: int) -> tuple[str, str]:
        """What stands at the head of a page (from 0) and at its foot."""
        copy, say = self._copy, self._copy.words.say
        number = say("Copy {number}", number=copy.number) if copy.number else say("Not a copy yet: only looked at")
        place = say("page {page} of {all}", page=page + 1, all=self.count())
        made = "  ·  ".join(filter(None, (number, copy.by, copy.on, place)))
        return copy.sheet.marking, "\n".join(filter(None, (made, copy.sheet.tool)))

    def draw(self, painter: QPainter, page: int) -> None:
        """Draw this page, from 0, with its upper left corner where the painter stands."""
        head, foot = self.edges(page)
        painter.save()
        painter.setPen(Qt.GlobalColor.black)
        painter.setFont(_font(self._copy.points * _TIMES["hint"], bold=True))
        band = self._inside.top() - _MARGIN * self._dots
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self._inside.left(), self._inside.top() - band, self._inside.width(), band), int(flags), shown(head))
        painter.setFont(_font(self._copy.points * _TIMES["hint"], bold=False))
        low = Qt.AlignmentFlag.AlignBottom | flags
        painter.drawText(QRectF(self._inside.left(), self._inside.bottom(), self._inside.width(), band), int(low), shown(foot))
        painter.translate(self._inside.left(), self._inside.top() - page * self._inside.height())
        self._text.drawContents(painter, QRectF(0, page * self._inside.height(), self._inside.width(), self._inside.height()))
        painter.restore()


class NotMade(Exception):  # noqa: N818 - says what happened
    """The printer, or the disk, did not take the copy."""


def put_on(device: QPagedPaintDevice, copy: Copy, told: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Put the whole copy on a printer or into a file, and say how many pages it took. Raises NotMade."""
    device.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(device):
        raise NotMade
    try:
        pages = Pages(copy, device, QSizeF(device.width(), device.height()))
        for page in range(pages.count()):
            if page and not device.newPage():
                raise NotMade
            pages.draw(painter, page)
            told(page + 1, pages.count())
    finally:
        ended = painter.end()
    if not ended:
        raise NotMade
    return pages.count()


def _document(copy: Copy, device: QPaintDevice, size: QSizeF) -> QTextDocument:
    """The text as paragraphs of plain letters: what looks like markup in it stays letters (T8)."""
    text = QTextDocument()
    text.setUndoRedoEnabled(False)
    text.documentLayout().setPaintDevice(device)
    text.setDocumentMargin(0)
    text.setDefaultFont(_font(copy.points, bold=False))
    text.setPageSize(size)
    cursor = QTextCursor(text)
    for place, block in enumerate(one for one in copy.sheet.blocks if one.text):
        looks, spaced = QTextCharFormat(), QTextBlockFormat()
        looks.setFont(_font(copy.points * _TIMES[block.kind], bold=block.kind in _BOLD))
        looks.setForeground(Qt.GlobalColor.black)
        line = copy.points * device.logicalDpiY() / 72
        spaced.setTopMargin(line if block.kind == "heading" else 0.15 * line)
        if place:
            cursor.insertBlock(spaced, looks)
        cursor.insertText(shown(block.text), looks)
    return text


def _font(points: float, *, bold: bool) -> QFont:
    made = QFont(FAMILY)
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
