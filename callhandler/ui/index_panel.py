"""All questions by their short names, and the way to any of them by a few letters of its name, words or answers."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from callhandler.ui.question.index import MARKS, PATH, STATE, Index, Line, Lines, found
from callhandler.ui.safe import PlainField, PlainLabel
from callhandler.ui.theme import Colour, larger
from callhandler.words import Words

_INKS = {"answered": Colour.GREEN, "wrong": Colour.RED, "required": Colour.BLUE, "heading": Colour.SOFT, "open": Colour.SOFT}
FRAME = 6  # around the lines of a list


class LineLook(QStyledItemDelegate):
    """Paints a line: its mark in its own colour, then the name; the place where the caret is stands on blue tint."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        state = index.data(STATE)
        place: QRect = option.rect
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if picked:
            painter.fillRect(place, QColor(Colour.TINT))
            painter.fillRect(QRect(place.x(), place.y(), 3, place.height()), QColor(Colour.BLUE))
        painter.setFont(self._font(option.font, state, picked=picked))
        gutter = 0 if state == "heading" else option.fontMetrics.horizontalAdvance("✓") + 7
        painter.setPen(QColor(_INKS[state]))
        painter.drawText(place.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, MARKS[state])
        painter.setPen(QColor(Colour.SOFT if state == "heading" else Colour.INK))
        room = place.adjusted(6 + gutter, 0, -2, 0)
        text = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, max(round(option.fontMetrics.height() * 1.2), 19))

    def _font(self, font: QFont, state: str, *, picked: bool) -> QFont:
        if state == "heading":
            return larger(font, 0.9, QFont.Weight.Bold)
        return larger(font, 1, QFont.Weight.DemiBold if picked else QFont.Weight.Normal)


class LineList(QListView):
    """A list of questions; Enter or a click goes to one."""

    went = Signal(str)

    def __init__(self, parent: QWidget, *, lines: int = 0) -> None:
        super().__init__(parent)
        self._most = lines
        self.lines = Lines(self)
        self.setModel(self.lines)
        self.setItemDelegate(LineLook(self))
        self.setProperty("role", "flat")
        self.setFrameShape(QFrame.Shape.NoFrame)
        if lines:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._go)

    def show_lines(self, most: int) -> None:
        """Be no higher than this many lines."""
        if most != self._most:
            self._most = most
            self.updateGeometry()

    def lines_within(self, height: int) -> int:
        """How many lines this height would show."""
        return max(height - FRAME, 0) // self._line()

    def pick(self, path: str) -> None:
        """Show where the caret is."""
        row = self.lines.row_of(path)
        if row >= 0:
            index = self.lines.index(row)
            if not self.viewport().rect().contains(self.visualRect(index)):
                self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    def along(self, step: int) -> None:
        """Pick the line before or after."""
        row = min(max(self.currentIndex().row() + step, 0), self.lines.rowCount() - 1)
        self.setCurrentIndex(self.lines.index(row))

    @override
    def sizeHint(self) -> QSize:
        """As high as its lines where a number of them was given, and never higher than that number."""
        if not self._most:
            return super().sizeHint()
        shown = min(max(self.lines.rowCount(), 1), self._most)
        return QSize(super().sizeHint().width(), shown * self._line() + FRAME)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height()) if self._most else super().minimumSizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._go(self.currentIndex())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _line(self) -> int:
        return max(self.sizeHintForRow(0), 19)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self.went.emit(index.data(PATH))


class IndexPanel(QFrame):
    """The index of the questions and the go-to field over it."""

    went = Signal(str)
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self._lines: tuple[Line, ...] = ()
        self._current = ""
        self._heading = PlainLabel(parent=self, role="heading")
        self._field = _GoTo(self)
        self._field.setObjectName("go-to")
        self.list = LineList(self)
        self.list.setObjectName("questions")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 4, 4)
        column.setSpacing(6)
        for part in (self._heading, self._field, self.list):
            column.addWidget(part)
        self._field.textChanged.connect(self._show)
        self._field.stepped.connect(self.list.along)
        self._field.chosen.connect(self._choose)
        self._field.left.connect(self._leave)
        self.list.went.connect(self._went)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.setAccessibleName(words.say("Index of the questions"))
        self._heading.setText(words.say("GO TO  Ctrl+K"))
        self._field.setAccessibleName(words.say("Go to a question"))
        self.list.setAccessibleName(words.say("Questions"))
        self.list.lines.speak(words)
        self.ask("")

    def put(self, lines: Sequence[Line]) -> None:
        """Show these lines, or those of them that fit what is typed."""
        self._lines = tuple(lines)
        self._show()

    def pick(self, path: str) -> None:
        self._current = path
        self.list.pick(path)

    def ask(self, sending: str) -> None:
        """Say what going to a question will do: just go there, or take a line of the notes along."""
        self._field.setPlaceholderText(self._words.say("send note to…") if sending else self._words.say("type a question…"))

    def take_focus(self) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _show(self) -> None:
        typed = self._field.text().strip()
        self.list.lines.put(found(typed, self._lines) if typed else self._lines)
        if typed:
            self.list.setCurrentIndex(self.list.lines.index(0))
        else:
            self.list.pick(self._current)

    def _choose(self) -> None:
        if self._field.text().strip() and self.list.currentIndex().isValid():
            self._went(self.list.currentIndex().data(PATH))

    def _went(self, path: str) -> None:
        self._field.clear()
        self.went.emit(path)

    def _leave(self) -> None:
        self._field.clear()
        self.left.emit()


class _GoTo(PlainField):
    """Letters narrow the list; the arrows pick in it, Enter goes there."""

    stepped = Signal(int)
    chosen = Signal()
    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.chosen.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
