"""Two values of one field, written by people who had not seen each other's: side by side, decided by one key, and taken back by another."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.share_page.shown import SideBySide, SideValue
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark


class ValueCard(QFrame):
    """One value: the key that chooses it, what it says, and who wrote it when."""

    chosen = Signal(str)

    def __init__(self, words: Words, key: int, value: SideValue) -> None:
        super().__init__()
        self.setProperty("role", "known" if value.shown else "card")
        said, by = PlainLabel(value.value, role="title"), PlainLabel(value.by)
        choose = PlainButton(words.say("{key}  This one holds", key=key), role="main", name=f"{value.value}. {value.by}")
        choose.setObjectName(f"both_{key}")
        choose.clicked.connect(lambda: self.chosen.emit(value.entry))
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        stack(column, said, by)
        column.addLayout(row_of(choose, None))


class BothPage(QScrollArea):
    """`decided` carries case, field and the entry that is to hold. Nothing is lost or hidden before somebody decides."""

    left = Signal()
    decided = Signal(str, str, str)
    taken_back = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("both")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words, self._spoken = words, Spoken()
        self._fields: tuple[SideBySide, ...] = ()
        self._cards: list[ValueCard] = []
        self._title, self._field, self._note = PlainLabel(role="title"), PlainLabel(role="spoken"), PlainLabel(role="hint")
        self._field.setObjectName("both_field")
        self._undo, self._leave = _button("both_undo"), _button("both_leave")
        self._column = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self.setAccessibleName(words.say("Two values side by side"))
        self._show()

    def show_fields(self, fields: Sequence[SideBySide]) -> None:
        """Every field that waits for a decision; the first is in front."""
        self._fields = tuple(fields)
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        values = self._fields[0].values if self._fields else ()
        place = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif undo:
            self.taken_back.emit()
        elif 0 <= place < len(values) and not event.modifiers():
            self._decide(values[place].entry)
        else:
            super().keyPressEvent(event)

    def _decide(self, entry: str) -> None:
        one = self._fields[0]
        self.decided.emit(one.case, one.field, entry)

    def _show(self) -> None:
        words = self._words
        for card in self._cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        one = self._fields[0] if self._fields else None
        self._field.setText(f"{one.reference}: {one.name}" if one else words.say("No field has two values side by side."))
        waits = words.say("{n} fields wait for a decision", n=len(self._fields)) if len(self._fields) > 1 else ""
        self._note.setText(" · ".join(filter(None, (one.note if one else "", waits))))
        for key, value in enumerate(one.values if one else (), 1):
            self._add(ValueCard(words, key, value))
        if one and self.isVisible():
            say_aloud(self, f"{self._field.text()}. " + ". ".join(f"{value.value}, {value.by}" for value in one.values))

    def _add(self, card: ValueCard) -> None:
        card.chosen.connect(self._decide)
        self._cards.append(card)
        self._column.addWidget(card)

    def _lay_out(self) -> None:
        page = QWidget()
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        head = row_of(self._title, self._leave)
        head.setStretch(0, 1)
        column.addLayout(head)
        stack(column, self._field, self._note)
        self._column.setSpacing(12)
        column.addLayout(self._column)
        column.addLayout(row_of(self._undo, None))
        column.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)

    def _connect(self) -> None:
        add = self._spoken.add
        add(mark("Two values side by side: which one holds?"), self._title.setText)
        add(mark("Esc  Back"), self._leave.say)
        add(mark("Ctrl+Z  Take the last decision back"), self._undo.say)
        self._leave.clicked.connect(self.left)
        self._undo.clicked.connect(self.taken_back)


def _button(name: str) -> PlainButton:
    button = PlainButton(role="link")
    button.setObjectName(name)
    return button
