"""All relevant questions in one scroll, in any order the caller likes; only what an answer changed is painted again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from callhandler.script.question import Question
from callhandler.ui.question.card import QuestionCard
from callhandler.ui.question.looks import answerable, fixed, open_question
from callhandler.ui.question.order import Block
from callhandler.ui.question.rows import More, RowHead
from callhandler.ui.rows import read_in_order
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Proposed
from callhandler.ui.theme import Colour
from callhandler.words import Words

WIDEST, MARGIN, GAP = 880, 14, 6
Part = PlainLabel | QuestionCard | RowHead | More


class Column(QScrollArea):
    """Shows blocks; says what was answered in them."""

    answered = Signal(str, str, bool)  # path, value, told
    typed = Signal(str, str, int)
    moved = Signal(str, int)
    entered = Signal(str)
    finished = Signal(str)
    row_wanted = Signal(str)
    row_unwanted = Signal(str, int)

    def __init__(self, words: Words, today: Callable[[], date], parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self._words, self._today = words, today
        self._parts: dict[str, Part] = {}
        self._proposed: Mapping[str, Proposed] = {}
        self._current = ""
        self._body = _Body()
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._place)
        self.setWidget(self._body)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(name)

    # what is shown

    def lay(self, blocks: Sequence[Block], manner: Callable[[str], str]) -> None:
        """Show these, keeping every part that still fits: the same words, and the same answers offered."""
        kept = {block.key: self._kept(block) for block in blocks}
        for key, part in self._parts.items():
            if kept.get(key) is not part:
                part.hide()
                part.deleteLater()
        self._parts = {block.key: kept[block.key] or self._make(block) for block in blocks}
        if None in kept.values():
            read_in_order(tuple(self._parts.values()))
        for block in blocks:
            if block.question:
                self.card(block.key).put(block.question, manner(block.key))
        self._place()

    def speak(self, words: Words) -> None:
        """From here on new parts speak these words; lay the column out after it."""
        self._words = words
        for part in self._parts.values():
            part.hide()
            part.deleteLater()
        self._parts = {}

    def propose(self, proposed: Mapping[str, Proposed]) -> None:
        """Offer this where nothing is answered yet, by the question, and nothing anywhere else."""
        self._proposed = proposed
        for card in self.cards():
            card.propose(proposed.get(card.question.path))

    def repaint_question(self, question: Question, manner: str) -> None:
        """Show one question as it stands now."""
        card = self._parts.get(question.path)
        if isinstance(card, QuestionCard):
            before = card.height_for(card.width())
            card.put(question, manner)
            if card.height_for(card.width()) != before:
                self._place()

    def card(self, path: str) -> QuestionCard:
        part = self._parts[path]
        assert isinstance(part, QuestionCard)  # noqa: S101 - a path names a question
        return part

    def cards(self) -> tuple[QuestionCard, ...]:
        return tuple(part for part in self._parts.values() if isinstance(part, QuestionCard))

    # where the handler is

    @property
    def current(self) -> str:
        """The path of the question that has, or last had, the caret; "" at the start."""
        return self._current if self._current in self._parts else ""

    def place(self) -> tuple[str, int]:
        """The question at hand, and where the caret is in what is typed there."""
        return self.current, self.card(self.current).caret() if self.current else 0

    def show_guidance(self) -> None:
        """Show the guidance on the question at hand, or put it away again."""
        if self.current:
            self.card(self.current).show_guidance()

    def settle(self) -> None:
        """Make an answer of what is being typed."""
        if self.current:
            self.card(self.current).settle()

    def go(self, path: str, caret: int = -1) -> None:
        """Put the caret into this question, and the question into sight."""
        self.settle()
        if isinstance(self._parts.get(path), QuestionCard):
            self.card(path).take_focus(caret)
            self._reveal(self.card(path))

    def step(self, step: int, *, every: bool = False) -> bool:
        """Go to the question before (-1) or after (1); with `every` also to the buttons between. False where there is none."""
        self.settle()
        parts = list(self._parts.values())[::step]
        here = next((n for n, part in enumerate(parts) if part.isAncestorOf(self.focusWidget()) or part.hasFocus()), -1)
        stop = next((part for part in parts[here + 1 :] if _takes_keys(part, every=every)), None)
        if stop is None or isinstance(stop, PlainLabel):
            return False
        stop.take_focus()
        self._reveal(stop)
        return True

    def next_open(self, path: str, wanted: Callable[[Question], bool] = open_question) -> str:
        """The path of the next question that wants an answer, after this one and then from the top; "" where all are answered."""
        cards = self.cards()
        here = next((n + 1 for n, card in enumerate(cards) if card.question.path == path), 0)
        return next((card.question.path for card in (*cards[here:], *cards[:here]) if wanted(card.question)), "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1, every=True)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._settled.start()  # once all parts have their new letters

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        if self.step(1 if forward else -1):
            return True
        above = self.parentWidget()
        return above.focusNextPrevChild(forward) if above else False

    # parts

    def _kept(self, block: Block) -> Part | None:
        part = self._parts.get(block.key)
        if isinstance(part, QuestionCard) and block.question and fixed(block.question) != fixed(part.question):
            return None
        return part

    def _make(self, block: Block) -> Part:
        part: Part
        match block.kind:
            case "heading":
                part = PlainLabel(block.text.upper(), self._body, role="heading")
            case "row":
                part = self._make_row(block)
            case "more":
                part = self._make_more(block)
            case "question":
                part = self._make_card(block)
        part.show()
        return part

    def _make_card(self, block: Block) -> QuestionCard:
        assert block.question  # noqa: S101 - a block of this kind carries one
        card = QuestionCard(block.question, self._words, self._today, self._body)
        card.propose(self._proposed.get(block.key))
        card.answered.connect(self.answered)
        card.typed.connect(self.typed)
        card.moved.connect(self.moved)
        card.entered.connect(self._enter)
        card.finished.connect(self.finished)
        card.grown.connect(self._place)
        return card

    def _make_row(self, block: Block) -> RowHead:
        head = RowHead(block, self._words, self._body)
        head.unwanted.connect(self.row_unwanted)
        return head

    def _make_more(self, block: Block) -> More:
        more = More(block, self._words, self._body)
        more.wanted.connect(self.row_wanted)
        return more

    def _enter(self, path: str) -> None:
        if path != self._current:
            if isinstance(self._parts.get(self._current), QuestionCard):
                self.card(self._current).be_current(False)
            self._current = path
            self.card(path).be_current(True)
            self._reveal(self.card(path))
            self.entered.emit(path)

    def _place(self) -> None:
        width = min(self.viewport().width() - 2 * MARGIN, self._widest())
        y = MARGIN // 2
        for part in self._parts.values():
            y += GAP if isinstance(part, PlainLabel) and y > MARGIN else 0
            height = part.heightForWidth(width) if isinstance(part, PlainLabel) else part.height_for(width)
            part.setGeometry(QRect(MARGIN, y, min(part.sizeHint().width(), width) if isinstance(part, More) else width, height))
            y += height + GAP
        self._body.resize(self.viewport().width(), y + MARGIN)
        if self.current:
            self._reveal(self.card(self.current))

    def _widest(self) -> int:
        """Lines longer than this are hard to follow with the eye; larger letters may have more room."""
        return WIDEST * max(self.fontMetrics().height(), 16) // 16

    def _reveal(self, part: Part) -> None:
        """Keep a question and its neighbours in sight."""
        margin = min(90, max(0, (self.viewport().height() - part.height()) // 2))
        self.ensureVisible(0, part.geometry().bottom(), 0, margin)
        self.ensureVisible(0, part.y(), 0, margin)


class _Body(QWidget):
    """What is scrolled: it covers all it stands on, so that Qt can move what is painted instead of painting it again."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), QColor(Colour.PAGE))


def _takes_keys(part: Part, *, every: bool) -> bool:
    if isinstance(part, QuestionCard):
        return answerable(part.question)
    return every and (isinstance(part, More) or (isinstance(part, RowHead) and part.stop is not None))
