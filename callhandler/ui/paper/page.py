"""The page before a copy is made: what it will look like, in which size, and where it goes."""

from dataclasses import replace

from PySide6.QtCore import QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.paper.pages import LARGE, ORDINARY, Copy, Pages
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

A4 = QSizeF(794, 1123)  # at 96 dots an inch
SEEN, GAP = 5, 16  # pages that are drawn to look at, and the pixels between two
_WHAT = mark("Nothing has left the desk yet. That a copy is made goes on record first, and every page bears its number.")


class PaperPage(QWidget):
    """Enter prints, Ctrl+S saves, L changes the size of the letters, Esc goes back."""

    left = Signal()
    printed = Signal()
    saved = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self.setProperty("role", "page")
        self._copy: Copy | None = None
        self._title, self._what, self._told = PlainLabel(role="title"), PlainLabel(), PlainLabel(role="strong")
        self._told.setObjectName("paper_told")
        self._print, self._save = PlainButton(role="main"), PlainButton()
        self._size, self._leave = PlainButton(), PlainButton(role="link")
        self._seen, self._around = _Seen(), QScrollArea()
        self._lay_out()
        for button, name, act in (
            (self._print, "paper_print", self.printed.emit),
            (self._save, "paper_save", self.saved.emit),
            (self._size, "paper_size", self._resize),
            (self._leave, "paper_leave", self.left.emit),
        ):
            button.setObjectName(name)
            button.clicked.connect(act)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._what.setText(words.say(_WHAT))
        self._around.setAccessibleName(words.say("The pages as they will be printed"))
        self._print.say(words.say("Enter  Print…"))
        self._save.say(words.say("Ctrl+S  Save as PDF…"))
        self._leave.say(words.say("Esc  Back"))
        self._say_size()

    def show_copy(self, copy: Copy) -> None:
        """Look at what would be copied; the size of its letters stays as it was chosen on this page."""
        self._copy = replace(copy, points=self._copy.points if self._copy else ORDINARY)
        self.tell("")
        self._show()

    def wanted(self) -> Copy | None:
        """What is to be copied, as it was chosen."""
        return self._copy

    def tell(self, sentence: str) -> None:
        """Say what became of it, or what went wrong."""
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        if sentence:
            say_aloud(self, sentence)

    def wait(self, *, busy: bool) -> None:
        """While a copy is being made nobody asks for another."""
        self._print.setDisabled(busy)
        self._save.setDisabled(busy)

    def take_focus(self) -> None:
        self._print.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_S and control:
            self._save.click()
        elif event.key() == Qt.Key.Key_L and not control:
            self._size.click()
        else:
            super().keyPressEvent(event)

    def _resize(self) -> None:
        if self._copy:
            self._copy = replace(self._copy, points=ORDINARY if self._copy.points == LARGE else LARGE)
            self._say_size()
            self._show()

    def _say_size(self) -> None:
        large = self._copy is not None and self._copy.points == LARGE
        self._size.say(self._words.say("L  Ordinary letters") if large else self._words.say("L  Large letters"))

    def _show(self) -> None:
        if not self._copy:
            return
        title = self._words.say("On paper: {what}", what=self._copy.sheet.title)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._say_size()
        self._seen.show_copy(self._copy)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        stack(column, self._title, self._what)
        column.addLayout(row_of(self._print, self._save, self._size, None, self._leave))
        stack(column, self._told)
        self._around.setWidget(self._seen)
        self._around.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._around.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._around.setProperty("role", "read")
        column.addWidget(self._around, 1)


class _Seen(QWidget):
    """The first pages, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: list[QImage] = []

    def show_copy(self, copy: Copy) -> None:
        paper = _paper()
        pages = Pages(copy, paper, A4)
        self._drawn = [_drawn(pages, page) for page in range(min(pages.count(), SEEN))]
        more = copy.words.say("{n} pages", n=pages.count()) if pages.count() > 1 else copy.words.say("1 page")
        self.setAccessibleName(f"{more}. {pages.words()}")
        self.resize(self.sizeHint())
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(int(A4.width()), len(self._drawn) * (int(A4.height()) + GAP))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, page in enumerate(self._drawn):
            painter.drawImage(0, place * (page.height() + GAP), page)


def _paper() -> QImage:
    paper = QImage(int(A4.width()), int(A4.height()), QImage.Format.Format_RGB32)
    paper.setDotsPerMeterX(round(96 / 0.0254))
    paper.setDotsPerMeterY(round(96 / 0.0254))
    paper.fill(Qt.GlobalColor.white)
    return paper


def _drawn(pages: Pages, page: int) -> QImage:
    paper = _paper()
    painter = QPainter(paper)
    pages.draw(painter, page)
    painter.end()
    return paper
