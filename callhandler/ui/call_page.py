"""A call in progress on the screen: the script in the middle, the index left, the grade, what is still to ask and the notes right."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.script.question import Changed, Question
from callhandler.ui import call_page_shown as shown
from callhandler.ui.call_page_bar import Bar, KeyStrip, caller_in, place_of
from callhandler.ui.call_page_keys import act
from callhandler.ui.call_page_needs import NOTES, CallInHand
from callhandler.ui.call_page_right import RightSide
from callhandler.ui.call_page_room import Room, stops
from callhandler.ui.index_panel import IndexPanel
from callhandler.ui.question_answers import ALONE
from callhandler.ui.question_column import Column
from callhandler.ui.question_order import Block, blocks
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words


class CallPage(QWidget):
    """Shows one call and tells it what the handler does. `people` and `earlier` are given by whoever puts the desk together."""

    changed = Signal(object)  # Changed: an answer, a note or a row went on record
    typed = Signal(str, str)  # path, text: somebody may be recognised while the name is typed
    language_switched = Signal(str)
    left = Signal()  # back to the desk; the call stays open
    ended = Signal(object)  # Ended
    agreed = Signal(object)  # one of the next steps

    def __init__(
        self,
        call: CallInHand,
        words: Words,
        now: Callable[[], datetime],
        *,
        area: str = "",
        people: QWidget | None = None,
        earlier: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._words, self._now = call, words, now
        self._blocks: tuple[Block, ...] = ()
        self._undo: list[tuple[str, str, str]] = []
        self._sending = ""
        self._bar = Bar(call.reference, call.started, now, area, self)
        self._index = IndexPanel(words, self)
        self._alert = PlainLabel(parent=self, role="alert")
        self._column = Column(words, self._today, self, name=words.say("The call"))
        self._centre = QStackedWidget(self)
        self._right = RightSide(words, people, self)
        self._earlier = earlier
        self._strip = KeyStrip(self)
        self._room = Room(self._index, self._right, earlier)
        self._lay_out()
        self._listen()
        self._speak()
        self._put_drafts()

    # what the desk asks of the page

    def take_focus(self) -> None:
        """Put the caret where it was when the call was left; in a new call into the caller's own account."""
        path, caret = self._call.place_left()
        if path == NOTES:
            self._right.notes.take_focus()
        else:
            first = self._column.next_open("")
            self._column.go(path if path in self._paths() else first, caret if path else -1)

    def say_saved(self, text: str) -> None:
        """Say in the bar how it stands with what was typed."""
        self._bar.say_saved(text)

    def refresh(self) -> None:
        """Show the grade again: something outside the questions changed, such as who the caller is."""
        self._show_sides()

    # what the handler does

    def answer(self, path: str, value: str, *, told: bool = False) -> None:
        """Put an answer on record and go on to the next question that wants one."""
        before = self._call.question(path)
        if value == before.value and not told:
            self._go_on(before, value)
            return
        self._undo.append((path, before.value, self._call.manner(path)))
        self._take(self._call.answer(path, value, "told" if told else "asked"))
        self._go_on(before, value)

    def next_to_ask(self) -> None:
        """F6: the next required question without an answer."""
        required = {question.path for question in self._call.still_to_ask()}
        self._go(self._column.next_open(self._column.current, lambda question: question.path in required))

    def switch_language(self) -> None:
        """F8: everything read out flips at once."""
        here = self._column.current
        self._column.settle()
        self._call.switch_language()
        self._words = Words(self._call.language)
        self._column.speak(self._words)
        self._speak()
        self._go(here)
        self.language_switched.emit(self._call.language)

    def emergency(self) -> None:
        """F12: the words for 999 in sight, and the danger on record; Ctrl+Z takes it back."""
        path = shown.danger_path(self._questions())
        self._call.note(self._words.say("F12: emergency wording, transfer to 999"), path)
        if path:
            self.answer(path, "yes", told=True)
        self._alert.setVisible(True)

    def anonymous(self) -> None:
        """Ctrl+Shift+A: the caller stays anonymous."""
        if path := shown.anonymous_path(self._questions()):
            self.answer(path, "anonymous")

    def undo(self) -> None:
        """Ctrl+Z: take the last answer back to what stood before it."""
        if self._undo:
            path, value, manner = self._undo.pop()
            self._take(self._call.answer(path, value, "told" if manner == "told" else "asked"))
            self._go(path)

    def go_to(self) -> None:
        """Ctrl+K: to any question; a selected line of the notes goes along."""
        self._sending = self._right.notes.selected()
        self._index.ask(self._sending)
        self._index.take_focus()

    def guidance(self) -> None:
        """F1: the guidance on the question at hand, under it."""
        if self._column.current:
            self._column.card(self._column.current).show_guidance()

    def back(self) -> None:
        """Esc: from a panel to the question at hand, from there to the desk."""
        if self._column.isAncestorOf(self.focusWidget()):
            self._column.settle()
            self.left.emit()
        else:
            self._go(self._column.current)

    def close_call(self) -> None:
        """Ctrl+Enter: grade and close."""
        self._column.settle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts = {
            "guidance": self.guidance,
            "next to ask": self.next_to_ask,
            "language": self.switch_language,
            "emergency": self.emergency,
            "back": self.back,
            "go to": self.go_to,
            "note": self._right.notes.take_focus,
            "undo": self.undo,
            "close": self.close_call,
            "anonymous": self.anonymous,
        }
        if not act(event, acts):
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        return stops(self, (self._index, self._centre, self._earlier, self._right, self._bar), forward=forward)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.share(self.width())

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._room.share(self.width())
        self.take_focus()

    # what changed

    def _take(self, changed: Changed) -> None:
        if changed.layout:
            self._lay_column()
        else:
            for path in changed.paths & self._paths():
                self._column.repaint_question(self._call.question(path), self._call.manner(path))
            self._blocks = blocks(self._call.sections())
        self._show_sides()
        self.changed.emit(changed)

    def _go_on(self, before: Question, value: str) -> None:
        """On to the next question, unless this is one that takes several answers or was typed: those are left by Enter."""
        if value and (before.kind == "one" or (before.kind == "many" and value in ALONE)):
            self._finish(before.path)

    def _finish(self, path: str) -> None:
        self._go(self._column.next_open(path) or path)

    def _go(self, path: str) -> None:
        if path:
            self._column.go(path)

    def _went(self, path: str) -> None:
        if self._sending:
            self._call.note(self._sending, path)
            self._show_notes()
        self._sending = ""
        self._index.ask("")
        self._go(path)

    def _write(self, text: str) -> None:
        self._call.note(text)
        self._show_notes()

    def _entered(self, path: str) -> None:
        self._call.at(path, 0)
        self._index.pick(path)
        self._strip.put(self._words, place_of(self._call.question(path)))

    def _add_row(self, path: str) -> None:
        before = self._paths()
        self._take(self._call.add_row(path))
        self._go(next((question.path for question in self._questions() if question.path not in before), ""))

    # what is shown

    def _lay_column(self) -> None:
        self._blocks = blocks(self._call.sections())
        self._column.lay(self._blocks, self._call.manner)

    def _show_sides(self) -> None:
        questions = self._questions()
        self._index.put(shown.index_lines(self._blocks))
        self._right.put_still(shown.still_lines(self._call.still_to_ask()))
        self._right.risk.put(shown.risk_shown(self._call, self._form))
        self._bar.put(caller_in(questions))
        words = shown.emergency_words(questions)
        self._alert.setText(self._words.say("999: “{words}” Transfer to the emergency line now.", words=words))
        self._alert.setVisible(bool(words))

    def _show_notes(self) -> None:
        self._right.notes.put(self._call.notes(), lambda path: self._call.question(path).short)

    def _speak(self) -> None:
        self._form = shown.form_line([q for section in self._call.sections() for q in section.questions])
        self._bar.speak(self._words)
        self._index.speak(self._words)
        self._right.speak(self._words, 0)
        self._strip.put(self._words, "choice")
        self._lay_column()
        self._show_sides()
        self._show_notes()

    def _put_drafts(self) -> None:
        for card in self._column.cards():
            if draft := self._call.draft(card.question.path):
                card.put_draft(draft)
        self._right.notes.put_draft(self._call.draft(NOTES))

    def _questions(self) -> tuple[Question, ...]:
        return tuple(block.question for block in self._blocks if block.question)

    def _paths(self) -> frozenset[str]:
        return frozenset(block.key for block in self._blocks if block.question)

    def _today(self) -> date:
        return self._now().astimezone().date()

    def _lay_out(self) -> None:
        asking = QWidget(self)
        inside = QVBoxLayout(asking)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._alert)
        inside.addWidget(self._column)
        self._centre.addWidget(asking)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        for part in (self._index, self._centre, self._earlier, self._right):
            if part:
                middle.addWidget(part)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._bar)
        page.addLayout(middle, 1)
        page.addWidget(self._strip)

    def _listen(self) -> None:
        self._bar.language_wanted.connect(self.switch_language)
        self._bar.emergency.connect(self.emergency)
        self._index.went.connect(self._went)
        self._index.left.connect(self.back)
        self._right.went.connect(self._go)
        self._right.notes.written.connect(self._write)
        self._right.notes.left.connect(self.back)
        self._right.notes.typed.connect(lambda text, caret: self._call.typing(NOTES, text, caret))
        self._right.notes.entered.connect(lambda: self._strip.put(self._words, "notes"))
        self._column.answered.connect(lambda path, value, told: self.answer(path, value, told=told))
        self._column.typed.connect(self._call.typing)
        self._column.typed.connect(lambda path, text, _caret: self.typed.emit(path, text))
        self._column.moved.connect(self._call.at)
        self._column.entered.connect(self._entered)
        self._column.finished.connect(self._finish)
        self._column.row_wanted.connect(self._add_row)
        self._column.row_unwanted.connect(lambda path, n: self._take(self._call.remove_row(path, n)))
