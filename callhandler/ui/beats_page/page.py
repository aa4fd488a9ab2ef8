"""Which beats this computer carries without a line: ticked by keyboard, carried at one key, with what is here of each and since when."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from callhandler.ui.beats_page.shown import BeatsSheet
from callhandler.ui.beats_page.telling import beat_lines, free_said, stands_said
from callhandler.ui.lines import LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

_ONCE_MORE = mark(
    "What is on no ticked beat goes from this computer, once what you carry has come. It stays with the control room, and what was "
    "written here and waits is sent first. Press it once more to do it."
)


class BeatsPage(QWidget):
    """`carried` carries the codes that were ticked, or None for everything; `placed` means that cases are to be put on their beats."""

    left = Signal()
    carried = Signal(object)
    placed = Signal()

    def __init__(self, words: Words, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("beats_page")
        self._words, self._now, self._spoken = words, now, Spoken()
        self._sheet, self._ticked, self._warned = BeatsSheet(read=False), frozenset[str](), False
        self._title, self._stands, self._free = PlainLabel(role="title"), PlainLabel(role="spoken"), PlainLabel(role="hint")
        self._heading, self._said, self._coming = PlainLabel(role="heading"), PlainLabel(role="notice"), PlainLabel(role="hint")
        self._said.setObjectName("beats_said")
        self._stands.setObjectName("beats_stands")
        self._free.setObjectName("beats_free")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setObjectName("beats_progress")
        self._list = LinesView(name="beats_list")
        self._leave, self._carry = _button("beats_leave", "link"), _button("beats_carry", "main")
        self._whole, self._place = _button("beats_whole"), _button("beats_place")
        self._lay_out()
        self._connect()
        self.tell("")
        self.show_coming(0, 0)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self.setAccessibleName(words.say("Beats on this computer"))
        self._show()

    def show_sheet(self, sheet: BeatsSheet) -> None:
        """How it stands; what the officer ticked and has not carried yet stays ticked."""
        if sheet.chosen != self._sheet.chosen or not self._sheet.lines:
            self._ticked = sheet.chosen or frozenset()
        self._sheet, self._warned = sheet, False
        self._show()

    def show_coming(self, read: int, ahead: int) -> None:
        """How far what is carried has come."""
        self._bar.setVisible(read < ahead)
        self._coming.setVisible(read < ahead)
        self._bar.setRange(0, max(ahead, 1))
        self._bar.setValue(read)
        self._coming.setText(self._words.say("What you carry is coming in: {n} of {m}.", n=read, m=ahead))

    def tell(self, sentence: str) -> None:
        """Say what was done, or what is about to be."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def take_focus(self) -> None:
        self._list.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _tick(self, code: str) -> None:
        if code:
            self._ticked ^= {code}
            self._warned = False
            self.tell("")
            self._show()

    def _carry_ticked(self) -> None:
        """Once asks where something would go from here, twice means it."""
        goes = self._sheet.chosen is None or self._sheet.chosen - self._ticked
        if goes and not self._warned:
            self._warned = True
            self.tell(self._words.say(_ONCE_MORE))
        else:
            self.tell("")
            self.carried.emit(self._ticked)

    def _show(self) -> None:
        words, sheet = self._words, self._sheet
        self._stands.setText(stands_said(words, sheet))
        self._free.setText(free_said(words, sheet.free))
        self._free.setVisible(sheet.free is not None)
        self._list.show_lines(beat_lines(words, sheet, self._ticked, self._now()))
        self._carry.setVisible(self._ticked != (sheet.chosen or frozenset()))
        self._whole.setVisible(sheet.chosen is not None)
        self._place.setVisible(bool(sheet.unplaced))
        self._place.say(words.say("Put {n} cases on their beats, by their place", n=sheet.unplaced))

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(8)
        top = row_of(self._title, self._leave)
        top.setStretch(0, 1)
        page.addLayout(top)
        stack(page, self._stands, self._free, self._coming, self._bar, self._said, self._heading)
        page.addWidget(self._list, 1)
        page.addLayout(row_of(self._carry, self._whole, self._place, None))

    def _connect(self) -> None:
        add = self._spoken.add
        add(mark("Beats on this computer"), self._title.setText)
        add(mark("Esc  Back"), self._leave.say)
        add(mark("BEATS · Space or Enter ticks"), self._heading.setText)
        add(mark("Beats"), self._list.setAccessibleName)
        add(mark("No beats."), self._list.say_empty)
        add(mark("How far it has come"), self._bar.setAccessibleName)
        add(mark("Carry what is ticked"), self._carry.say)
        add(mark("Carry everything"), self._whole.say)
        self._leave.clicked.connect(self.left)
        self._carry.clicked.connect(self._carry_ticked)
        self._whole.clicked.connect(lambda: self.carried.emit(None))
        self._place.clicked.connect(self.placed)
        self._list.opened.connect(self._tick)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self._list, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self._tick(self._list.chosen()))


def _button(name: str, role: str = "") -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
