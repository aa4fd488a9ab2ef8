"""Shows what people typed exactly as it was typed: markup in a name, a note or a place is never obeyed (T8).

Qt reads text that looks like HTML as HTML, in labels, message boxes, tool tips and text editors: an <img> in a caller's name
would open a file. All free text therefore passes through the widgets of this module, and the gate bans the raw ones elsewhere.
"""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from callhandler.ui.qt_override import override

_TURNING = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))  # they turn the order in which letters are read
_CONTROL = (*range(9), *range(11, 32), 127)  # all but tab and new line
_UNSEEN = {code: f"⟨U+{code:04X}⟩" for code in _TURNING} | dict.fromkeys(_CONTROL, "�")


def shown(text: str) -> str:
    """The text with characters that turn the reading order, and control characters, made visible (T25)."""
    return text.translate(_UNSEEN)


SIGNS = "✓✗●◆▲○⚑•■□"  # they stand beside words that say the same


def in_words(text: str) -> str:
    """The text as it is read aloud: without the signs, which a screen reader would call "check mark" or "black flag"."""
    for sign in SIGNS:
        text = text.replace(f"{sign} ", "").replace(sign, "")
    return text.strip()


def plain_tip(widget: QWidget, text: str) -> None:
    """A tool tip that shows `text` letter by letter; "" takes the tip away."""
    widget.setToolTip(f"<p style='white-space:pre-wrap'>{escape(shown(text))}</p>" if text else "")
    widget.setAccessibleDescription(shown(text))


def for_the_page(event: QKeyEvent, *, undone: bool) -> bool:
    """Whether a key belongs to the page even while somebody types: Ctrl+K, Ctrl+N, Ctrl+Enter; Ctrl+Z once no typing is left to undo."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return False
    keys = (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.key() in keys or (undone and event.key() == Qt.Key.Key_Z)


class PlainLabel(QLabel):
    """Words on the screen, wrapped, never read as markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, role: str = "", wrap: bool = True) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setOpenExternalLinks(False)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self._signed = False  # a sign stands among the words, and is not read aloud
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(shown(text))
        signed = any(sign in text for sign in SIGNS)
        if signed or self._signed:
            self.setAccessibleName(in_words(shown(text)) if signed else "")
        self._signed = signed

    def dress(self, role: str) -> None:
        """Change the look, e.g. from "hint" to "problem"."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


class PlainButton(QPushButton):
    """A button that says its text, an ampersand included; `name` is what a screen reader says where the text is too short."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, role: str = "", name: str = "") -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.say(text, name)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    def say(self, text: str, name: str = "") -> None:
        self.setText(shown(text).replace("&", "&&"))
        self.setAccessibleName(shown(name or text))


class PlainField(QLineEdit):
    """One line of typing."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "", hint: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(shown(name))
        self.setPlaceholderText(shown(hint))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if for_the_page(event, undone=not self.isUndoAvailable()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


MOST_LETTERS = 60_000  # that a paste may make of a field; an entry carries 65,536


class Notes(QPlainTextEdit):
    """Several lines of typing that grow with the text: Enter is `done`, Shift+Enter a new line, Tab leaves; pasted text is plain."""

    done = Signal()
    entered = Signal()
    grown = Signal()
    shortened = Signal(int)  # letters kept of a paste that was too long

    def __init__(self, parent: QWidget | None = None, *, name: str = "", hint: str = "", least: int = 3, most: int = 14) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setAccessibleName(shown(name))
        self.setPlaceholderText(shown(hint))
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)

    def text(self) -> str:
        return self.toPlainText()

    def height_for(self, width: int) -> int:
        """The height, in pixels, that shows the whole text at this width, from `least` to `most` lines."""
        lines = max(self._lines_at(width), self._least)
        frame = round(2 * self.document().documentMargin()) + 2 * self.fontMetrics().height() // 2
        return min(lines, self._most) * self.fontMetrics().lineSpacing() + frame

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if for_the_page(event, undone=not self.document().isUndoAvailable()):
            event.ignore()
        elif enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        cursor, pasted = self.textCursor(), source.text()
        room = max(0, MOST_LETTERS - len(self.toPlainText()) + len(cursor.selectedText()))
        cursor.insertText(pasted[:room])
        if len(pasted) > room:
            self.shortened.emit(room)

    def _lines_at(self, width: int) -> int:
        """How many lines the text takes when its words are wrapped at this width."""
        room = max(width - 2 * self.fontMetrics().height(), 40)
        whole = self.fontMetrics().boundingRect(0, 0, room, 100_000, int(Qt.TextFlag.TextWordWrap), self.toPlainText() + "|")
        return -(-whole.height() // self.fontMetrics().lineSpacing())

    def _grow(self) -> None:
        if self.height_for(self.width()) != self.height():
            self.grown.emit()


class PlainBox(QDialog):
    """A question over the window, for the few that cannot stand on the page; open it with open(), hear `chosen`."""

    chosen = Signal(int)

    def __init__(self, title: str, text: str, answers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(shown(title))
        self.setAccessibleName(shown(title))
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(title, self, role="title"))
        column.addWidget(PlainLabel(text, self))
        row = QHBoxLayout()
        row.addStretch()
        for place, answer in enumerate(answers):
            row.addWidget(self._button(place, answer))
        column.addLayout(row)

    def _button(self, place: int, answer: str) -> PlainButton:
        button = PlainButton(answer, self, role="main" if place == 0 else "")
        button.clicked.connect(lambda: self._choose(place))
        return button

    def _choose(self, place: int) -> None:
        self.accept()
        self.chosen.emit(place)
