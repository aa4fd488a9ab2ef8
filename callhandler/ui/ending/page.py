"""Closing a call, on the page and by keys: the grade with its reasons, what is left to decide, a reason for each gap, the next steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from callhandler.cases.area import Area
from callhandler.log.kinds import Band
from callhandler.risk.bands import RANK
from callhandler.script.question import Question
from callhandler.ui.call_page.needs import CallInHand
from callhandler.ui.call_page.shown import emergency_words, risk_shown
from callhandler.ui.dates import day, several
from callhandler.ui.ending.blocks import GAP, STEPS, gap_blocks, outcome_blocks, outcome_of, own_decisions, step_blocks
from callhandler.ui.question.column import Column
from callhandler.ui.question.looks import open_question
from callhandler.ui.risk_panel import GradeLine
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark


@dataclass(slots=True)
class Decided:
    """What the handler decided about the end so far: why each gap was left, and which steps are agreed, by their codes."""

    reasons: dict[str, str] = field(default_factory=dict)
    agreed: str = ""

    def way_back(self) -> Callable[[], None]:
        """Gives what brings back the decisions as they are now."""
        reasons, agreed = dict(self.reasons), self.agreed

        def back() -> None:
            self.reasons, self.agreed = reasons, agreed

        return back


class Ending(QFrame):
    """What is answered here goes on record as anywhere else; only the reasons for gaps and the steps wait for the close."""

    answered = Signal(str, str, bool)
    decided = Signal(object)  # what takes this decision back
    ended = Signal(object, object)  # Ended, and the sentences of the steps agreed

    def __init__(self, call: CallInHand, words: Words, area: Area, today: Callable[[], date], decided: Decided, parent: QWidget) -> None:
        super().__init__(parent)
        self._call, self._words, self._area, self._decided = call, words, area, decided
        self._title = PlainLabel(words.say("Close the call"), self, role="title")
        self.setAccessibleName(self._title.text())
        self._trouble = PlainLabel(parent=self, role="problem")
        self._check = PlainLabel(parent=self, role="notice")
        self._grade = GradeLine(words, self)
        self.column = Column(words, today, self, name=words.say("Close the call"))
        self._promise = PlainLabel(parent=self)
        self._close = PlainButton(words.say("Ctrl+Enter  Close the call"), self, role="main")
        self._close.clicked.connect(self.close_call)
        self.column.answered.connect(self._answer)
        self.column.finished.connect(self._go_on)
        self.column.typed.connect(call.typing)
        self.column.moved.connect(call.at)
        self._lay_out()
        self.show_call()

    def show_call(self) -> None:
        """Show how the call stands now."""
        sections, left = self._call.sections(), self._left()
        questions = [question for section in sections for question in section.questions]
        gaps = [question for question in left if question not in own_decisions(sections, left)]
        steps = step_blocks(self._call.steps(), self._decided.agreed, self._words)
        self.column.lay((*outcome_blocks(sections), *gap_blocks(gaps, self._decided.reasons, self._words), *steps), self._manner)
        self._show_checks(questions)
        version = self._call.paper.begun.script.version
        grade = self._call.assessment()
        self._begin_at(grade.computed)
        self._grade.put(risk_shown(grade, questions, self._words, self._area, version))
        self._promise.setText(self._promised(self._call.promise_by()))
        if not self._trouble.isHidden():
            self._show_trouble(self._missing())

    def _show_trouble(self, missing: Sequence[tuple[str, str]]) -> None:
        """What is still missing, once the close was asked for; gone when all is decided."""
        self._trouble.setText(self._wanted(missing))
        self._trouble.setVisible(bool(missing))

    def _show_checks(self, questions: Sequence[Question]) -> None:
        """Answers that are refused are on record all the same; the handler is reminded of them here."""
        names = [each.short or each.label for each in questions if each.relevant and each.value and each.problem]
        self._check.setText(self._words.say("To check: {names}.", names=", ".join(names)) if names else "")
        self._check.setVisible(bool(names))

    def _begin_at(self, band: Band) -> None:
        """The caret comes first to the band that was computed."""
        for card in self.column.cards():
            names = {option.name for option in card.question.options}
            if band in names <= RANK.keys():
                card.begin_at(band)

    def _promised(self, by: date | None) -> str:
        if by is None:
            return self._words.say("The caller wants no contact: none is promised.")
        return self._words.say("Unless you name another day, the caller is promised contact by {day}.", day=day(self._words, by))

    def take_focus(self) -> None:
        """The caret to the first thing that is still to decide."""
        self._go_on("")

    def close_call(self) -> None:
        """End the call, or go to what still wants an answer."""
        self.column.settle()
        if missing := self._missing():
            self._show_trouble(missing)
            self.column.go(missing[0][0])
            return
        questions = [question for section in self._call.sections() for question in section.questions]
        outcome = outcome_of(self._decided.reasons, emergency=bool(emergency_words(questions)))
        agreed = [step for step in self._call.steps() if step.code in self._decided.agreed.split()]
        for step in agreed:
            self._call.agree(step)
        left = {question.path for question in self._left()}
        reasons = {path: reason for path, reason in self._decided.reasons.items() if path in left}
        self.ended.emit(self._call.end(reasons, outcome), tuple(step.what for step in agreed))

    def _missing(self) -> list[tuple[str, str]]:
        """What still wants an answer or a reason, the handler's own decisions first: where it stands, and its name."""
        left = self._left()
        own = own_decisions(self._call.sections(), left)
        gaps = [question for question in left if question not in own and question.path not in self._decided.reasons]
        return [*((each.path, each.short) for each in own), *((f"{GAP}{each.path}", each.short) for each in gaps)]

    def _wanted(self, missing: Sequence[tuple[str, str]]) -> str:
        """What is missing, in words: decisions by name, gaps by number."""
        own = [name for path, name in missing if not path.startswith(GAP)]
        gaps = len(missing) - len(own)
        decide = self._words.say("Still to decide: {names}.", names=", ".join(own)) if own else ""
        return " ".join(filter(None, (decide, several(self._words, gaps, _GAP, _GAPS) if gaps else "")))

    def _left(self) -> tuple[Question, ...]:
        return self._call.still_to_ask()

    def _answer(self, path: str, value: str, told: bool) -> None:
        if path.startswith(GAP):
            self._give_reason(path.removeprefix(GAP), value, all_left=told)
        elif path == STEPS:
            self.decided.emit(self._decided.way_back())
            self._decided.agreed = value
            self.show_call()
        else:
            self.answered.emit(path, value, told)
            self.show_call()
            self._go_on_after(path, value)

    def _give_reason(self, path: str, reason: str, *, all_left: bool) -> None:
        paths = [
            question.path for question in self._left() if question.path == path or (all_left and question.path not in self._decided.reasons)
        ]
        self.decided.emit(self._decided.way_back())
        self._decided.reasons.update(dict.fromkeys(paths, reason))
        self.show_call()
        self._go_on(f"{GAP}{path}")

    def _go_on_after(self, path: str, value: str) -> None:
        if value and self._call.question(path).kind == "one":
            self._go_on(path)

    def _go_on(self, path: str) -> None:
        self.column.go(self.column.next_open(path, lambda q: q.required and open_question(q)) or self.column.next_open(path) or path)

    def _manner(self, path: str) -> str:
        return "" if path == STEPS or path.startswith(GAP) else self._call.manner(path)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        head = QVBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        for part in (self._title, self._grade, self._check, self._trouble):
            head.addWidget(part)
        column.addLayout(head)
        column.addWidget(self.column, 1)
        last = QHBoxLayout()
        last.setContentsMargins(14, 0, 24, 0)
        last.addWidget(self._promise, 1)
        last.addWidget(self._close)
        column.addLayout(last)
        self._trouble.hide()


_GAP = mark("1 question left unasked still wants a reason: a digit from 1 to 5.")
_GAPS = mark("{n} questions left unasked still want a reason: a digit from 1 to 5 each, or Alt and a digit for all of them.")
