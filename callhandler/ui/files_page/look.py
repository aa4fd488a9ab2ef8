"""Draws the line of a file: its picture, small, and the words beside it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from callhandler.ui.line_look import LineLook
from callhandler.ui.lines import LINE, Line
from callhandler.ui.qt_override import override
from callhandler.ui.theme import Colour

SMALL = QSize(88, 66)  # pixels of a small picture
AIR = 8


class FileLook(LineLook):
    """`pictures`: by the key of a line."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.pictures: dict[str, QImage] = {}

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        needed = super().sizeHint(option, index)
        row = option.fontMetrics.lineSpacing()  # the words have less room beside a picture
        return QSize(needed.width(), max(needed.height() + row, SMALL.height() + 2 * AIR))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        beside = QStyleOptionViewItem(option)
        room = QRect(option.rect)
        beside.rect = room.adjusted(SMALL.width() + AIR, 0, 0, 0)
        super().paint(painter, beside, index)
        line = index.data(LINE)
        picture = self.pictures.get(line.key) if isinstance(line, Line) else None
        place = QRect(room.topLeft() + QPoint(AIR, AIR), SMALL)
        painter.fillRect(QRect(room.left() + 2, room.top(), SMALL.width() + AIR - 2, room.height() - 1), QColor(Colour.CARD))
        if picture and not picture.isNull():
            painter.drawImage(_within(place, picture.size()), picture)
        else:
            painter.setPen(QColor(Colour.LINE))
            painter.drawRect(place.adjusted(0, 0, -1, -1))


def _within(place: QRect, size: QSize) -> QRect:
    """In the middle of its place, in its own proportions."""
    fitted = QRect(QPoint(0, 0), size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))
    fitted.moveCenter(place.center())
    return fitted
