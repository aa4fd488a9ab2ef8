"""Draws one line of a list: the band's symbol, the title, the time at the right, the detail below, all as plain text."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callhandler.ui.qt_override import override
from callhandler.ui.safe import shown
from callhandler.ui.theme import BANDS, Colour

if TYPE_CHECKING:
    from callhandler.ui.lines import Line, Tone

_INK: dict["Tone", Colour] = {"": Colour.SOFT, "late": Colour.RED, "waiting": Colour.AMBER_TEXT, "soft": Colour.SOFT}
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_LONGEST = 24  # letters; a longer word is broken rather than cut off


class LineLook(QStyledItemDelegate):
    """Two or more rows of text in a line: nothing is cut off that could be wrapped."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = _line(index)
        if line is None:
            return QSize()
        laid = _Laid(line, QRect(0, 0, self._view.viewport().width(), 10_000), self._view.font())
        return QSize(laid.room.width(), laid.height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        line = _line(index)
        if line is None:
            return
        painter.save()
        chosen = index == self._view.currentIndex() and self._view.hasFocus()
        _ground(painter, option.rect, chosen=chosen, under=bool(option.state & QStyle.StateFlag.State_MouseOver))
        _Laid(line, option.rect, self._view.font()).draw(painter)
        painter.restore()


class _Laid:
    """Where the parts of one line lie in its room, for measuring and for drawing alike."""

    def __init__(self, line: "Line", rect: QRect, font: QFont) -> None:
        self._line, self._font, self._bold = line, font, _bold(font)
        plain, bold = QFontMetrics(self._font), QFontMetrics(self._bold)
        air, row = plain.height() // 2, plain.lineSpacing()
        self.room = rect
        left = rect.left() + air + row * 3 // 2
        inner = QRect(left, rect.top() + air // 2 + 1, rect.right() - air - left, rect.height())
        when = plain.horizontalAdvance(line.when) + air if line.when else 0
        self._stacked = when + bold.averageCharWidth() * 12 > inner.width()
        width = inner.width() - (0 if self._stacked else when)
        self._title = _wrapped(bold, _said(line.title), QRect(inner.left(), inner.top(), width, row))
        self._when = QRect(inner.left(), self._title.bottom() + 1 if self._stacked else inner.top(), inner.width(), row if line.when else 0)
        below = max(self._title.bottom(), self._when.bottom()) + 1
        self._detail = _wrapped(plain, _said(line.detail), QRect(left, below, inner.width(), row))
        self._symbol = QRect(rect.left() + air, inner.top(), row, row)
        self.height = (self._detail.bottom() if line.detail else below) - rect.top() + air // 2 + 2

    def draw(self, painter: QPainter) -> None:
        line = self._line
        if line.band in BANDS:
            look = BANDS[line.band]
            painter.setFont(self._bold)
            painter.setPen(QColor(look.on_card))
            painter.drawText(self._symbol, int(Qt.AlignmentFlag.AlignCenter), look.symbol)
        painter.setFont(self._bold)
        painter.setPen(QColor(Colour.SOFT if line.tone == "soft" else Colour.INK))
        painter.drawText(self._title, _WRAP, _said(line.title))
        painter.setFont(self._bold if line.tone == "late" else self._font)
        painter.setPen(QColor(_INK[line.tone]))
        painter.drawText(self._when, int(Qt.AlignmentFlag.AlignLeft if self._stacked else Qt.AlignmentFlag.AlignRight), line.when)
        painter.setFont(self._font)
        painter.setPen(QColor(Colour.SOFT))
        painter.drawText(self._detail, _WRAP, _said(line.detail))


def _ground(painter: QPainter, rect: QRect, *, chosen: bool, under: bool) -> None:
    painter.fillRect(rect, QColor(Colour.TINT if chosen else Colour.HOVER if under else Colour.CARD))
    painter.setPen(QColor(Colour.LINE))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    if chosen:
        painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), QColor(Colour.BLUE))
        painter.setPen(QColor(Colour.BLUE))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _wrapped(metrics: QFontMetrics, text: str, room: QRect) -> QRect:
    needed = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), _WRAP, text).height() if text else 0
    return QRect(room.left(), room.top(), room.width(), needed)


def _said(text: str) -> str:
    """The text with places to break inside its very long words (a Welsh village has 58 letters)."""
    return re.sub(rf"\S{{{_LONGEST},}}", lambda word: "\u200b".join(re.findall(".{1,8}", word[0])), shown(text))


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _line(index: QModelIndex | QPersistentModelIndex) -> "Line | None":
    return index.data(int(Qt.ItemDataRole.UserRole))  # type: ignore[no-any-return]
