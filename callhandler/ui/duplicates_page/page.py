"""Pairs that may be one person, one after the other, side by side: a supervisor decides each by one key, and can take it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.dates import several
from callhandler.ui.duplicates_page.card import SideCard
from callhandler.ui.duplicates_page.shown import Pair, Pairs
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

KEYS = {Qt.Key.Key_1: "same", Qt.Key.Key_2: "apart", Qt.Key.Key_3: "later"}
_NOTHING = mark("No pair waits for a decision. Those who called last were compared with everybody in the log.")
_READING = mark("Reading the calls of the last year.")
_LOOKING = mark("Comparing those who called last with everybody in the log: {done} of {all}")


class DuplicatesPage(QScrollArea):
    """`decided` carries both people, "same" or "apart", and the codes of the reasons; nothing is decided but by whoever sits here."""

    left = Signal()
    decided = Signal(str, str, str, object)
    taken_back = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("duplicates")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words, self._spoken = words, Spoken()
        self._told, self._at = Pairs(), 0
        self._looking: tuple[int, int] | None = None  # how many of how many; of none while it still reads
        self._bar = QProgressBar(textVisible=False)
        self._title, self._place = PlainLabel(role="title"), PlainLabel(role="hint", wrap=False)
        self._sure = PlainLabel(role="chip", wrap=False)
        self._reasons, self._before, self._empty = PlainLabel(), PlainLabel(role="notice"), PlainLabel(role="spoken")
        self._figures, self._links_heading, self._links = PlainLabel(role="hint"), PlainLabel(role="heading"), PlainLabel()
        self._one, self._other = SideCard("duplicates_one"), SideCard("duplicates_other")
        self._buttons = {deed: _button(deed) for deed in ("same", "apart", "later", "undo", "leave")}
        self._columns, self._links_card = QBoxLayout(QBoxLayout.Direction.LeftToRight), QFrame()
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self._show()

    def show_looking(self, done: int, every: int) -> None:
        """Nothing to show yet: so far has it come."""
        self._told, self._at = Pairs(), 0
        self._looking = done, every
        self._bar.setRange(0, every)
        self._bar.setValue(done)
        self._show()

    def show_pairs(self, told: Pairs) -> None:
        """Everything that waits for a decision; where the same pair is still there, it stays in front."""
        here = self.pair()
        self._told, self._looking = told, None
        places = [place for place, pair in enumerate(told.pairs) if here and pair.key == here.key]
        self._at = places[0] if places else min(self._at, max(len(told.pairs) - 1, 0))
        self._show()

    def pair(self) -> Pair | None:
        """The pair in front."""
        return self._told.pairs[self._at] if self._at < len(self._told.pairs) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif undo:
            self.taken_back.emit()
        elif event.key() in KEYS and not event.modifiers():
            self._decide(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() > 90 * self.fontMetrics().averageCharWidth()
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _decide(self, deed: str) -> None:
        pair = self.pair()
        if pair and deed == "later":
            self._at = (self._at + 1) % len(self._told.pairs)
            self._show()
        elif pair:
            self.decided.emit(pair.one.person, pair.other.person, deed, pair.codes)

    def _show(self) -> None:
        pair, words = self.pair(), self._words
        for part in (self._one, self._other, self._sure, *(self._buttons[deed] for deed in ("same", "apart", "later"))):
            part.setVisible(pair is not None)
        self._before.setVisible(bool(pair and pair.decided))
        self._reasons.setVisible(bool(pair and pair.reasons))
        self._empty.setVisible(pair is None)
        self._empty.setText(self._why_empty())
        self._bar.setVisible(self._looking is not None)
        self._bar.setAccessibleName(self._empty.text())
        self._buttons["undo"].setVisible(self._looking is None)
        self._figures.setText(self._told.figures)
        self._links.setText("\n".join(self._told.links))
        self._links_card.setVisible(bool(self._told.links))
        n = len(self._told.pairs)
        waiting = several(words, n, mark("1 pair waits for a decision"), mark("{n} pairs wait for a decision"))
        self._place.setText(" · ".join(filter(None, (words.say("Pair {at}", at=self._at + 1) if pair else "", waiting if pair else ""))))
        if pair:
            self._show_pair(words, pair)
        self.setAccessibleName(words.say("Who is who"))

    def _why_empty(self) -> str:
        if self._looking is None:
            return self._words.say(_NOTHING)
        done, every = self._looking
        return self._words.say(_LOOKING, done=done, all=every) if every else self._words.say(_READING)

    def _show_pair(self, words: Words, pair: Pair) -> None:
        self._one.show_side(words, pair.one)
        self._other.show_side(words, pair.other)
        self._sure.setText(pair.sure)
        self._reasons.setText(" · ".join(pair.reasons))
        self._before.setText("\n".join(pair.decided))
        say_aloud(self, f"{self._place.text()}. {pair.one.name}, {pair.other.name}. {pair.sure}. {self._reasons.text()}")

    def _lay_out(self) -> None:
        page, links = QWidget(), QVBoxLayout(self._links_card)
        page.setProperty("role", "page")
        self._links_card.setProperty("role", "card")
        stack(links, self._links_heading, self._links)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        head = row_of(self._title, self._buttons["leave"])
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._figures)
        column.addLayout(row_of(self._place, None, self._sure))
        stack(column, self._before, self._empty, self._bar)
        self._columns.setSpacing(16)
        self._columns.addWidget(self._one, 1)
        self._columns.addWidget(self._other, 1)
        column.addLayout(self._columns)
        column.addWidget(self._reasons)
        column.addLayout(row_of(*(self._buttons[deed] for deed in ("same", "apart", "later")), None, self._buttons["undo"]))
        column.addWidget(self._links_card)
        column.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)

    def _connect(self) -> None:
        add = self._spoken.add
        add(mark("Who is who: pairs that may be one person"), self._title.setText)
        add(mark("MAY BE ONE MATTER"), self._links_heading.setText)
        add(mark("1  Same person"), self._buttons["same"].say)
        add(mark("2  Two people"), self._buttons["apart"].say)
        add(mark("3  Later"), self._buttons["later"].say)
        add(mark("Ctrl+Z  Take the last decision back"), self._buttons["undo"].say)
        add(mark("Esc  Back"), self._buttons["leave"].say)
        for deed in ("same", "apart", "later"):
            self._buttons[deed].clicked.connect(lambda _checked=False, deed=deed: self._decide(deed))
        self._buttons["undo"].clicked.connect(self.taken_back)
        self._buttons["leave"].clicked.connect(self.left)


def _button(deed: str) -> PlainButton:
    button = PlainButton(role={"same": "main", "leave": "link", "undo": "link"}.get(deed, ""))
    button.setObjectName(f"duplicates_{deed}")
    return button
