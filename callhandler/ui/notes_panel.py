"""The handler's own lines, each at its time; what went on record stays as it was written."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.ui.aloud import say_aloud
from callhandler.ui.call_page.needs import NoteLine
from callhandler.ui.dates import clock
from callhandler.ui.question.fields import cut_said
from callhandler.ui.question.index import Index
from callhandler.ui.safe import Notes, PlainLabel, shown
from callhandler.words import Words


class NoteLines(QAbstractListModel):
    """The lines of the notes, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[NoteLine, ...] = ()
        self._name: Callable[[str], str] = str

    def put(self, lines: Sequence[NoteLine], name: Callable[[str], str]) -> None:
        """Show these; `name` tells the short name of the question that a line belongs to."""
        self.beginResetModel()
        self._lines, self._name = tuple(lines), name
        self.endResetModel()

    def line(self, row: int) -> NoteLine | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent and parent.isValid() else len(self._lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        line = self._lines[index.row()]
        return shown(f"{clock(line.at)} {line.text}" + (f"  → {self._name(line.path)}" if line.path else ""))


class NotesPanel(QFrame):
    """Lines on record, and a field for the next: Enter puts it on record with the time."""

    written = Signal(str)
    typed = Signal(str, int)
    entered = Signal()
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = PlainLabel(parent=self, role="heading")
        self._lines = NoteLines(self)
        self._list = _NoteList(self)
        self._list.setModel(self._lines)
        self._list.setObjectName("notes on record")
        self._list.hide()
        self._take_room(())
        self._field = Notes(self, least=2, most=6)
        self._field.setObjectName("note")
        self._cut = PlainLabel(parent=self, role="notice")
        self._asks = PlainLabel(parent=self, role="hint")
        self._asks.setObjectName("note_asks")
        for line in (self._cut, self._asks):
            line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._heading, self._list, self._field, self._asks, self._cut):
            column.addWidget(part)
        self._field.done.connect(self._write)
        self._field.grown.connect(self._grow)
        self._field.shortened.connect(lambda kept: self._remark(cut_said(self._words, kept)))
        self._field.entered.connect(self.entered)
        self._field.textChanged.connect(lambda: self.typed.emit(self._field.text(), self._field.textCursor().position()))
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.setAccessibleName(words.say("Notes"))
        self._heading.setText(words.say("NOTES  Ctrl+N"))
        self._list.setAccessibleName(words.say("Notes on record"))
        self._field.setAccessibleName(words.say("Note"))
        self._field.setPlaceholderText(words.say("Enter keeps the line with the time"))

    def put(self, lines: Sequence[NoteLine], name: Callable[[str], str]) -> None:
        self._lines.put(lines, name)
        self._list.setVisible(bool(lines))
        self._take_room(lines)
        self._list.scrollToBottom()

    def put_draft(self, text: str) -> None:
        """Show what was being typed when the call was left."""
        if text:
            self._field.blockSignals(True)  # nobody is typing
            self._field.setPlainText(text)
            self._field.blockSignals(False)

    def go_on(self, text: str) -> None:
        """The handler was typing already, elsewhere: put this into the note, and the caret behind it."""
        self.take_focus()
        self._field.insertPlainText(text)

    def selected(self) -> str:
        """The line that goes along with Ctrl+K: the selected one while the list has the keys, "" otherwise."""
        line = self._lines.line(self._list.currentIndex().row()) if self._list.hasFocus() else None
        return line.text if line else ""

    def take_focus(self) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def showEvent(self, event: object) -> None:
        self._grow()

    def _take_room(self, lines: Sequence[NoteLine]) -> None:
        """Until there is a line on record, the room for it is left to who this may be."""
        kind = QSizePolicy.Policy
        self.setSizePolicy(kind.Preferred, kind.Preferred if lines else kind.Maximum)

    def _write(self) -> None:
        if text := self.text():
            self.written.emit(text)  # on record before the draft of it goes
            self.clear()
        else:
            self.left.emit()

    def text(self) -> str:
        """The line that is being typed."""
        return self._field.text().strip()

    def clear(self) -> None:
        """It is on record."""
        self._field.clear()
        self._remark("")

    def ask(self, text: str) -> None:
        """Ask something about the line that is being typed, under it; "" asks no more."""
        if text != self._asks.text():
            self._asks.setText(text)
            self._asks.setVisible(bool(text))
            if text:
                say_aloud(self._asks, text)

    def _remark(self, text: str) -> None:
        """Say a line under the field, until the note is on record; "" takes it away."""
        self._cut.setText(text)
        self._cut.setVisible(bool(text))
        if text:
            say_aloud(self._cut, text)

    def _grow(self) -> None:
        self._field.setFixedHeight(self._field.height_for(self._field.width()))


class _NoteList(QListView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    @override
    def sizeHint(self) -> QSize:
        """A few lines at least; the panel gives it whatever height the others leave."""
        return QSize(120, 3 * self.fontMetrics().lineSpacing())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
