"""Where an answer is typed: a line, the caller's own account, or a date. Every key is told to the desk; leaving the field answers."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from callhandler.script.question import Question
from callhandler.ui.question.dates import read_date, write_date
from callhandler.ui.safe import Notes, PlainField
from callhandler.words import Words


def cut_said(words: Words, kept: int) -> str:
    """What became of a paste that was longer than a field may carry."""
    if not kept:
        return words.say("This field is full: nothing of the paste was kept.")
    return words.say("The paste was too long: the first {n} letters were kept.", n=f"{kept:,}")


class LineField(PlainField):
    """An answer of one line: a name, a number, a place."""

    typed = Signal(str, int)
    answered = Signal(str, bool)
    finished = Signal()
    moved = Signal(int)

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent, name=question.label or question.short)
        self._value = ""
        self.textEdited.connect(lambda text: self.typed.emit(text, self.caret()))
        self.cursorPositionChanged.connect(self._move)

    def put(self, value: str) -> None:
        """Show the answer on record where it changed; what is being typed over one that did not is left alone."""
        if value != self._value:
            self._value = value
            if self.to_value(self.text()) != value:
                self.setText(self.to_text(value))

    def put_draft(self, text: str) -> None:
        self.setText(text)

    def take_focus(self, caret: int = -1) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.setCursorPosition(len(self.text()) if caret < 0 else caret)

    def caret(self) -> int:
        return self.cursorPosition()

    def height_for(self, _width: int) -> int:
        self.ensurePolished()
        return self.sizeHint().height()

    def to_value(self, text: str) -> str:
        return text.strip()

    def to_text(self, value: str) -> str:
        return value

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() != Qt.KeyboardModifier.ControlModifier
        if plain_enter:
            self.settle(told=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()

    def _move(self, _old: int, new: int) -> None:
        if self.hasFocus():
            self.moved.emit(new)

    def settle(self, *, told: bool = False) -> None:
        """Make an answer of what is typed, if it changed."""
        value = self.to_value(self.text())
        if value != self._value:
            self._value = value
            self.answered.emit(value, told)


class DateField(LineField):
    """A date, typed as it is heard; on leaving it stands in full."""

    def __init__(self, question: Question, parent: QWidget, today: Callable[[], date], hint: str) -> None:
        super().__init__(question, parent)
        self.setPlaceholderText(hint)
        self._today, self._ahead = today, question.ahead

    @override
    def to_value(self, text: str) -> str:
        """The date as the script stores it; words that are no date stay as typed, and the script says so."""
        read = read_date(text, self._today(), ahead=self._ahead)
        return read.isoformat() if read else text.strip()

    @override
    def to_text(self, value: str) -> str:
        return write_date(value)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setText(self.to_text(self.to_value(self.text())))


class Account(Notes):
    """An answer of several lines, in the caller's own words."""

    typed = Signal(str, int)
    answered = Signal(str, bool)
    finished = Signal()
    moved = Signal(int)

    def __init__(self, question: Question, parent: QWidget, least: int) -> None:
        super().__init__(parent, name=question.label or question.short, least=least)
        self._value = ""
        self._putting = False
        self.done.connect(self._finish)
        self.textChanged.connect(self._tell)
        self.cursorPositionChanged.connect(self._move)

    def put(self, value: str) -> None:
        if value != self._value:
            self._value = value
            if self.text().strip() != value:
                self.put_draft(value)

    def put_draft(self, text: str) -> None:
        self._putting = True
        self.setPlainText(text)
        self._putting = False

    def caret(self) -> int:
        return self.textCursor().position()

    def take_focus(self, caret: int = -1) -> None:
        self.setFocus(Qt.FocusReason.TabFocusReason)
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if 0 <= caret < cursor.position():
            cursor.setPosition(caret)
        self.setTextCursor(cursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up from the first line and down from the last leave the field, as anywhere else in the column."""
        ways = {Qt.Key.Key_Up: QTextCursor.MoveOperation.Up, Qt.Key.Key_Down: QTextCursor.MoveOperation.Down}
        way = ways.get(Qt.Key(event.key())) if not event.modifiers() else None
        if way and not self.textCursor().movePosition(way):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.settle()

    def _tell(self) -> None:
        if not self._putting:
            self.typed.emit(self.text(), self.caret())

    def _move(self) -> None:
        if self.hasFocus():
            self.moved.emit(self.caret())

    def _finish(self) -> None:
        self.settle()
        self.finished.emit()

    def settle(self) -> None:
        """Make an answer of what is typed, if it changed."""
        value = self.text().strip()
        if value != self._value:
            self._value = value
            self.answered.emit(value, False)
