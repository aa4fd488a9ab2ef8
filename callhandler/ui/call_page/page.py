"""A call in progress on the screen: everything a handler can do in it, by keys, from picking up to the reference read out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.cases.area import Area
from callhandler.script.question import Changed
from callhandler.ui.call_page import shown
from callhandler.ui.call_page.asked import Asked
from callhandler.ui.call_page.bar import place_of
from callhandler.ui.call_page.frame import CallFrame
from callhandler.ui.call_page.keys import act
from callhandler.ui.call_page.needs import NOTES, CallInHand, Ended
from callhandler.ui.call_page.note_taking import NoteTaking
from callhandler.ui.call_page.row_keys import RowKeys
from callhandler.ui.call_page.still_so import StillSo
from callhandler.ui.ending.page import Decided, Ending
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.question.answers import ALONE
from callhandler.ui.question.column import Column
from callhandler.ui.question.looks import answerable
from callhandler.ui.shown import Proposed
from callhandler.words import Words, mark


class CallPage(QWidget):
    """Shows one call and tells it what the handler does. `people` and `earlier` are given by whoever puts the desk together."""

    changed = Signal(object)  # Changed: an answer or a row went on record
    typed = Signal(str, str)  # path, text: somebody may be recognised while the name is typed
    language_switched = Signal(str)
    left = Signal()  # back to the desk; a call that is not closed stays open
    ended = Signal(object)  # Ended

    def __init__(
        self,
        call: CallInHand,
        words: Words,
        area: Area,
        now: Callable[[], datetime],
        *,
        people: QWidget | None = None,
        earlier: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._call, self._words, self._area = call, words, area
        self._asked = Asked(call)
        self._landed, self._decided = "", Decided()  # `landed`: where an answer moved on to by itself, until something is done there
        self._frame = CallFrame(call, words, area, now, people, earlier, self)
        self._column = self._frame.column
        self._taking = NoteTaking(call, self._frame, lambda path, text: self.record(path, text, told=True), self.undo, now, area)
        self._still_so = StillSo(call, self._column, self.answer, self.go_on, now)
        self._rows = RowKeys(self._asked, self._column, self._take, self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self._listen()
        self._speak()
        self._frame.put_drafts(call)

    # what the desk asks of the page

    def take_focus(self) -> None:
        """Put the caret where it was when the call was left; in a new call into the caller's own account."""
        path, caret = self._call.place_left()
        if self._frame.over:
            self._frame.over.take_focus()
        elif path == NOTES:
            self._frame.right.take_notes()
        else:
            self._column.go(path if path in self._asked.paths(answerable) else self._column.next_open(""), caret if path else -1)

    def go(self, path: str) -> None:
        """To a question of the call, out of the close if need be."""
        if path:
            self._frame.uncover()
            self._column.go(path)

    def say_saved(self, text: str) -> None:
        """Say in the bar how it stands with what was typed."""
        self._frame.bar.say_saved(text)

    def refresh(self) -> None:
        """Show the grade again: something outside the questions changed, such as who the caller is."""
        self._frame.show_call(self._call, self._asked)

    def propose(self, proposed: Mapping[str, Proposed]) -> None:
        """Offer what the log knows of the caller where nothing is answered yet; only a key makes an answer of it."""
        self._column.propose(proposed)
        if self._column.current and not self._frame.over:
            self._show_keys(self._column.current)

    # what the handler does

    def answer(self, path: str, value: str, *, told: bool = False) -> None:
        """Put an answer on record and go on to the next question that wants one."""
        question, self._landed = self._call.question(path), ""
        self._still_so.heard()
        if value != question.value or told:
            self.record(path, value, told=told)
            self._taking.answered(path)
        if not value and self._column.card(path).proposed():
            self._landed = path  # whoever clears a field has not yet seen what the log would say there
        if value and (question.kind == "one" or (question.kind == "many" and value in ALONE)):
            self.go_on(path)  # one that takes several answers, or is typed, is left by Enter
            self._landed = self._column.current if self._column.current != path else ""

    def record(self, path: str, value: str, *, told: bool = False) -> None:
        """Put an answer on record, and stay."""
        self._take(self._asked.record(path, value, told=told))

    def go_on(self, path: str) -> None:
        """On from this question to the next that wants an answer."""
        self.go(self._column.next_open(path) or path)

    def next_to_ask(self) -> None:
        """F6: the next required question without an answer."""
        left = {question.path for question in self._asked.left()}
        self.go(self._column.next_open(self._column.current, lambda question: question.path in left))

    def switch_language(self) -> None:
        """F8: everything read out flips at once."""
        beside = any(part.isAncestorOf(self.focusWidget()) for part in (self._frame.index, self._frame.right))
        place = self._asking().place()
        self._asking().settle()
        self._call.switch_language()
        self._words = Words(self._call.language)
        self._column.speak(self._words)
        self._speak()
        if isinstance(self._frame.over, Ending):
            self._show_ending()
        if not beside:
            self._asking().go(*place)
        self.language_switched.emit(self._call.language)

    def emergency(self) -> None:
        """F12: the words for 999 in sight, and the danger on record; Ctrl+Z takes it back."""
        path = shown.danger_path(self._asked.questions())
        self._taking.write(self._words.say("F12: emergency wording, transfer to 999"), path)
        self._asked.remember(lambda: self._taking.write(self._words.say("F12 taken back"), path))
        if path and self._call.question(path).value != "yes":
            self._take(self._asked.record(path, "yes", told=True, along=True))

    def anonymous(self) -> None:
        """Ctrl+Shift+A: the caller stays anonymous."""
        if path := shown.anonymous_path(self._asked.questions()):
            self.answer(path, "anonymous")

    def undo(self) -> None:
        """Ctrl+Z: take back the last act, whatever it was: an answer, a row, or what the desk did beside the questions."""
        if back := self._asked.take_back():
            path, changed = back
            self._take(changed)
            self.go(self._asked.first_in(path))
            if isinstance(self._frame.over, Ending):
                self._frame.over.show_call()

    def remember(self, undo: Callable[[], None]) -> None:
        """Something was done beside the questions, such as accepting who calls: Ctrl+Z takes that back before older answers."""
        self._asked.remember(undo)

    def go_to(self) -> None:
        """Ctrl+K: to any question; a selected line of the notes goes along."""
        self._taking.take_along()

    def guidance(self) -> None:
        """F1: the guidance on the question at hand, under it."""
        self._asking().show_guidance()

    def back(self) -> None:
        """Esc: from the close to the call, from a panel to the question at hand, from there to the desk."""
        inside = self._column.isAncestorOf(self.focusWidget())
        self._asking().settle()
        if isinstance(self._frame.over, Ending):
            self._frame.uncover()
            self.go(self._column.current)
        elif self._frame.over or inside:
            self.left.emit()
        else:
            self.go(self._column.current or self._column.next_open(""))

    def close_call(self) -> None:
        """Ctrl+Enter: show what closing asks; once more: close."""
        self._asking().settle()
        if isinstance(self._frame.over, Ending):
            self._frame.over.close_call()
        elif self._frame.over is None:
            self._show_ending()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[str, Callable[[], None]] = {
            "guidance": self.guidance,
            "next to ask": self.next_to_ask,
            "language": self.switch_language,
            "emergency": self.emergency,
            "back": self.back,
            "go to": self.go_to,
            **self._taking.acts(),
            "undo": self.undo,
            "close": self.close_call,
            "anonymous": self.anonymous,
            **self._rows.acts(),
            **self._still_so.acts(),
        }
        if isinstance(self._frame.over, EndingTold):
            acts = {"back": self.back}
        if not act(event, acts) and not self._taking.took(event, self._column.current, self._words):
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.take_focus()

    def _take(self, changed: Changed) -> None:
        for question in self._asked.renew(changed):
            self._column.repaint_question(question, self._call.manner(question.path))
        if changed.layout:
            self._column.lay(self._asked.blocks, self._call.manner)
        self._frame.show_call(self._call, self._asked)
        self.changed.emit(changed)

    def _went(self, path: str) -> None:
        self._taking.arrive(path)
        self.go(path)

    def _typing(self, path: str, text: str, caret: int) -> None:
        self._landed = ""
        self._call.typing(path, text, caret)
        if self._column.card(path).taken_by():
            self._show_keys(path)
        self.typed.emit(path, text)

    def _entered(self, path: str) -> None:
        self._landed = ""
        self._call.at(path, self._column.card(path).caret())
        self._frame.index.pick(path)
        self._show_keys(path)

    def _show_keys(self, path: str) -> None:
        place = place_of(self._call.question(path), row=bool(self._asked.repeat_at(path)))
        self._frame.strip.put(self._words, self._column.card(path).taken_by() or place)

    def _finish(self, path: str) -> None:
        """Enter: on from here, but not by an Enter that was meant for the answer that has just moved on by itself."""
        if path == self._landed and not self._still_so.meant(path):
            card, self._landed = self._column.card(path), ""
            still_so, open_still = mark("Enter once more: still so."), mark("Enter once more leaves this open.")
            card.remark(self._words.say(still_so if card.proposed() else open_still))
        elif not self._still_so.take(path):
            self.go_on(path)

    def _asking(self) -> Column:
        """The column that has the handler's attention: that of the call, or that of its close."""
        return self._frame.over.column if isinstance(self._frame.over, Ending) else self._column

    def _show_ending(self) -> None:
        ending = Ending(self._call, self._words, self._area, self._frame.today, self._decided, self)
        ending.answered.connect(lambda path, value, told: self.record(path, value, told=told))
        ending.decided.connect(self._asked.remember)
        ending.ended.connect(self._end)
        self._frame.cover(ending)
        self._frame.strip.put(self._words, "ending")

    def _end(self, ended: Ended, agreed: tuple[str, ...]) -> None:
        told = EndingTold(ended, agreed, self._words, self)
        told.left.connect(self.left)
        self._frame.cover(told)
        self._frame.rest()
        self.ended.emit(ended)

    def _speak(self) -> None:
        self._asked.read()
        self._column.lay(self._asked.blocks, self._call.manner)
        self._frame.speak(self._words)
        self._frame.strip.put(self._words, "text")
        self._frame.show_call(self._call, self._asked)
        self._frame.show_notes(self._call)

    def _listen(self) -> None:
        frame, notes = self._frame, self._frame.right.notes
        frame.bar.language_wanted.connect(self.switch_language)
        frame.bar.emergency.connect(self.emergency)
        frame.index.went.connect(self._went)
        frame.index.left.connect(self.back)
        frame.right.went.connect(self.go)
        notes.left.connect(self.back)
        notes.entered.connect(lambda: self._taking.enter(self._words))
        self._column.answered.connect(lambda path, value, told: self.answer(path, value, told=told))
        self._column.typed.connect(self._typing)
        self._column.moved.connect(self._call.at)
        self._column.entered.connect(self._entered)
        self._column.finished.connect(self._finish)
