"""Lists that are worked by keyboard: each line has a title, a detail, a time and perhaps a band, and Enter opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from callhandler.ui.line_look import LineLook
from callhandler.ui.qt_override import override
from callhandler.ui.safe import in_words, shown
from callhandler.ui.theme import Colour

Tone = Literal["", "late", "waiting", "soft"]
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
LINE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is read: what `key` opens, its words, and how loudly it is said. `read` is what a screen reader adds."""

    key: str
    title: str
    detail: str = ""
    when: str = ""
    band: str = ""
    band_word: str = ""
    tone: Tone = ""

    def read(self) -> str:
        return ". ".join(in_words(shown(part)) for part in (self.title, self.band_word, self.when, self.detail) if part)


class LinesModel(QAbstractListModel):
    """The lines of one list, in the order given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Replace the lines; lines that stay where they were keep their selection and their place on the screen."""
        fresh = tuple(lines)
        if fresh == self._lines:
            return
        if [line.key for line in fresh] == [line.key for line in self._lines]:
            self._lines = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._lines = fresh
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        return self._lines[index.row()] if index.isValid() else None

    def row_of(self, key: str) -> int:
        return next((row for row, line in enumerate(self._lines) if line.key == key), -1)

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(line.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.read()
        return line if role == LINE else None


class LinesView(QListView):
    """A list of lines. Up and down choose, Enter or a click opens; with nothing in it, it says what to do instead."""

    opened = Signal(str)
    stood_on = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str, fits: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._empty, self._fits, self._least = "", fits, 4
        self._lines = LinesModel(self)
        self.setModel(self._lines)
        self.setItemDelegate(LineLook(self))
        self._settle_in()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; the line the handler stands on stays the one stood on, wherever it moved to."""
        chosen = self._lines.line(self.currentIndex())
        self._lines.show(lines)
        row = self._lines.row_of(chosen.key) if chosen else -1
        self._describe()
        if row >= 0 or self.hasFocus():
            self._stand_on(max(row, 0))
        self.updateGeometry()

    def say_empty(self, sentence: str) -> None:
        """What to say while there is no line."""
        self._empty = sentence
        self._describe()
        self.updateGeometry()
        self.viewport().update()

    def show_at_least(self, lines: int) -> None:
        """Be no lower than this many lines of text."""
        self._least = lines
        self.updateGeometry()

    def lines(self) -> tuple[Line, ...]:
        return tuple(line for row in range(self._lines.rowCount()) if (line := self._lines.line(self._lines.index(row))))

    def chosen(self) -> str:
        """The key of the line the handler stands on; "" where there is none."""
        line = self._lines.line(self.currentIndex())
        return line.key if line else ""

    def stand_on(self, key: str) -> None:
        """Go to this line, if it is there."""
        if (row := self._lines.row_of(key)) >= 0:
            self._stand_on(row)

    @override
    def sizeHint(self) -> QSize:
        if not self._fits:
            return super().sizeHint()
        rows = sum(self.sizeHintForIndex(self._lines.index(row)).height() for row in range(self._lines.rowCount()))
        return QSize(super().sizeHint().width(), (rows or self._height_of_empty()) + 2 * self.frameWidth())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._fits else QSize(0, self._least * self.fontMetrics().height())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self._lines.line(self.currentIndex())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit(line.key)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        line = self._lines.line(self.indexAt(event.position().toPoint()))
        if line and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(line.key)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._stand_on(0)

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if line := self._lines.line(current):
            self.stood_on.emit(line.key)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if self._fits and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._lines.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(Colour.SOFT.value)
            painter.drawText(self._room_of_empty(), Qt.TextFlag.TextWordWrap, self._empty)
            painter.end()

    def _describe(self) -> None:
        self.setAccessibleDescription("" if self._lines.rowCount() else self._empty)

    def _stand_on(self, row: int) -> None:
        self.setCurrentIndex(self._lines.index(min(row, self._lines.rowCount() - 1)))

    def _settle_in(self) -> None:
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        if self._fits:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _room_of_empty(self) -> QRect:
        air = self.fontMetrics().height() * 2 // 3
        return self.viewport().rect().adjusted(air, air, -air, -air)

    def _height_of_empty(self) -> int:
        room = QRect(0, 0, max(self._room_of_empty().width(), 80), 10_000)
        air = self.fontMetrics().height() * 4 // 3
        return self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._empty).height() + air
