"""One question on the call page: the words to read out, what may be answered, and how the answer stands."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from callhandler.script.question import Question
from callhandler.ui.aloud import say_aloud
from callhandler.ui.question.answers import Answers, keyed
from callhandler.ui.question.before import BeforeLine
from callhandler.ui.question.chips import ChipBox
from callhandler.ui.question.dates import such_dates
from callhandler.ui.question.fields import Account, DateField, LineField, cut_said
from callhandler.ui.question.looks import answer_words, colours, role, title
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Proposed
from callhandler.ui.theme import Colour
from callhandler.words import Words, mark

EDGE, SIDE, TOP, GAP = 4, 10, 5, 3
_LETTERS = mark("Letters answer nothing here: digits answer, Ctrl+N for a note.")
FIELD = 460  # no line of typing is wider, at ordinary size


class QuestionCard(QWidget):
    """A question and its answer. It says what was pressed and typed; what becomes of it is the page's business."""

    answered = Signal(str, str, bool)  # path, value, told
    typed = Signal(str, str, int)  # path, text, caret
    entered = Signal(str)
    moved = Signal(str, int)  # path, caret
    finished = Signal(str)  # on to the next one unanswered
    grown = Signal()

    def __init__(self, question: Question, words: Words, today: Callable[[], date], parent: QWidget) -> None:
        super().__init__(parent)
        self.question, self.manner, self.current = question, "", False
        self._words, self._today, self._held = words, today, ""
        self._dates: Callable[[], str] = lambda: such_dates(words, today(), ahead=question.ahead)
        self._put: tuple[Question, str] | None = None
        self._laid: dict[int, list[tuple[QWidget, QRect]]] = {}  # by width, until something changes
        self.setObjectName(question.path)
        self._title = PlainLabel(parent=self, role=role(question))
        self._told = PlainLabel(words.say("told, not asked"), self, role="chip", wrap=False)
        self._hint = PlainLabel(question.hint, self, role="hint")
        self._guidance = PlainLabel(question.guidance or words.say("There is no guidance on this question."), self, role="notice")
        self._answer = self._make_answer()
        self._before: BeforeLine | None = None  # most questions are never offered anything
        self._problem = PlainLabel(parent=self, role="problem")
        self._remark = PlainLabel(parent=self, role="notice")
        self._guidance.hide()
        self._remark.hide()
        self.put(question, "")

    def put(self, question: Question, manner: str) -> None:
        """Show the question as it stands now."""
        if self._put == (question, manner):
            return
        said, self._put = self.question.problem, (question, manner)
        self.question, self.manner = question, manner
        self._title.setText(title(question))
        self._title.dress(role(question))
        self._told.setVisible(manner == "told" and question.value != "" and question.relevant)
        self._hint.setVisible(bool(question.hint) and question.relevant)
        if question.problem and question.problem != said:
            say_aloud(self._problem, question.problem)
        self._problem.setText(self._trouble())
        self._problem.dress("problem" if question.relevant else "gone")
        self._problem.setVisible(bool(self._problem.text()))
        if self._answer is not None:
            self._answer.put(question.value)
            self._answer.setVisible(question.relevant)
        self._changed()
        self._offer()
        self.update()

    def propose(self, proposed: Proposed | None) -> None:
        """Offer what the log knows, as long as nothing is answered here; None offers nothing."""
        if proposed or self._before:
            self._before = self._before or BeforeLine(self)
            self._before.propose(proposed)
            self._offer()

    def proposed(self) -> str:
        """What one key would answer here; "" where nothing is offered, or something is answered."""
        return self._before.value(self.question) if self._before else ""

    def taken_by(self) -> str:
        """Which keys take that: those for an "empty" field, or those "over" what is typed; "" where nothing is offered."""
        return self._before.taken_by if self._before else ""

    def put_draft(self, text: str) -> None:
        """Show what was being typed when the call was left."""
        if isinstance(self._answer, LineField | Account):
            self._answer.put_draft(text)

    def take_focus(self, caret: int = -1) -> None:
        if isinstance(self._answer, LineField | Account):
            self._answer.take_focus(caret)
        elif self._answer is not None:
            self._answer.take_focus()

    def begin_at(self, name: str) -> None:
        """The keys come to this answer first, as long as none is given."""
        if isinstance(self._answer, Answers):
            self._answer.begin_at(name)

    def caret(self) -> int:
        """Where the caret is in what is typed here; 0 where nothing is typed."""
        return self._answer.caret() if isinstance(self._answer, LineField | Account) else 0

    def settle(self) -> None:
        """Make an answer of what is being typed."""
        if isinstance(self._answer, LineField | Account):
            self._answer.settle()

    def be_current(self, current: bool) -> None:
        if current != self.current:
            self.current = current
            self.update()
            self.remark("")
            self._offer()

    def remark(self, text: str) -> None:
        """Say a short line under the answer, until something else is done here; "" takes it away."""
        if text != self._remark.text():
            self._remark.setText(text)
            self._remark.setVisible(bool(text))
            if text:
                say_aloud(self._remark, text)
            self._grow()

    def show_guidance(self) -> None:
        """Show the guidance under the question, or put it away again."""
        self._guidance.setVisible(self._guidance.isHidden())
        self._grow()

    def height_for(self, width: int) -> int:
        places = self._places(width)
        return max(place.bottom() + 1 for _, place in places) + TOP + 2

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, edge = colours(self.question, current=self.current)
        painter.setPen(QColor(Colour.LINE if self.question.kind != "note" else ground))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.fillRect(QRect(0, 0, EDGE, self.height()), QColor(edge))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.finished.emit(self.question.path)
        else:
            event.ignore()

    def _make_answer(self) -> Answers | ChipBox | LineField | Account | None:
        question = self.question
        if question.kind == "note" or question.readonly:
            return None
        if question.kind in ("one", "many"):
            return self._make_choice(question)
        return self._make_field(question)

    def _make_choice(self, question: Question) -> Answers | ChipBox:
        several, said = question.kind == "many", question.label or question.short
        choice: Answers | ChipBox
        if "autocomplete" in question.appearance or any(answer.key == "" for answer in keyed(question.options)):
            choice = ChipBox(question.options, said, self._words, self, several=several)
            choice.grown.connect(self._grow)
            choice.finished.connect(lambda: self.finished.emit(question.path))
            choice.refused.connect(lambda text: self.remark(text and self._words.say("No answer fits “{text}”.", text=text)))
        else:
            choice = Answers(question.options, said, self, several=several)
            choice.refused.connect(lambda text: self.remark(text and self._words.say(_LETTERS)))
        choice.chosen.connect(self._choose)
        choice.entered.connect(lambda: self.entered.emit(question.path))
        return choice

    def _make_field(self, question: Question) -> LineField | Account:
        field: LineField | Account
        if "multiline" in question.appearance:
            field = Account(question, self, least=3 if question.required else 2)
            field.grown.connect(self._grow)
            field.shortened.connect(lambda kept: self.remark(cut_said(self._words, kept)))
        else:
            field = DateField(question, self, self._today, self._dates()) if question.kind == "date" else LineField(question, self)
        field.answered.connect(lambda value, told: self.answered.emit(question.path, value, told))
        field.typed.connect(self._typed)
        field.finished.connect(self._finish)
        field.entered.connect(lambda: self.entered.emit(question.path))
        field.moved.connect(lambda caret: self.moved.emit(question.path, caret))
        return field

    def _typed(self, text: str, caret: int) -> None:
        self._offer()
        self.typed.emit(self.question.path, text, caret)

    def _offer(self) -> None:
        if self._before and self._answer is not None:
            text = self._answer.text().strip() if isinstance(self._answer, LineField | Account) else ""
            if self._before.stand(self.question, current=self.current, typed=text):
                self._answer.setAccessibleDescription(self._before.text())
                self._grow()

    def _choose(self, value: str, told: bool) -> None:
        self.remark("")
        self.answered.emit(self.question.path, value, told)

    def _finish(self) -> None:
        """An answer that is refused holds the caret once; after that it may stay as it is."""
        question = self.question
        if question.relevant and question.problem and question.value not in ("", self._held):
            self._held = question.value
            such = self._words.say("Such as {examples}.", examples=self._dates()) if question.kind == "date" else ""
            self.remark(f"{such} {self._words.say('Enter once more goes on and leaves it to be checked.')}".strip())
        else:
            self.finished.emit(question.path)

    def _arrange(self) -> None:
        for widget, place in self._places(self.width()):
            widget.setGeometry(place)

    def _changed(self) -> None:
        self._laid.clear()
        self._arrange()

    def _grow(self) -> None:
        self._changed()
        self.grown.emit()

    def _trouble(self) -> str:
        question = self.question
        if question.relevant:
            return f"! {question.problem}" if question.problem else ""
        said = self._words.say("No longer asked, because another answer changed. Kept until the call is closed.")
        return f"{answer_words(question)}\n{said}"

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._laid.clear()

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        if width not in self._laid:
            self._laid[width] = self._lay(width)
        return self._laid[width]

    def _lay(self, width: int) -> list[tuple[QWidget, QRect]]:
        inner, y = width - EDGE - 2 * SIDE, TOP
        if self._in_line(inner):
            return self._line(inner)
        places: list[tuple[QWidget, QRect]] = []
        parts = (self._title, self._hint, self._guidance, self._answer, self._before, self._remark, self._problem)
        for part in (one for one in parts if one is not None and not one.isHidden()):
            size = self._size(part, inner)
            places.append((part, QRect(EDGE + SIDE, y, size.width(), size.height())))
            y += size.height() + GAP
        if not self._told.isHidden():
            chip = self._told.sizeHint()
            places.append((self._told, QRect(width - SIDE - chip.width(), TOP, chip.width(), chip.height())))
        return places

    def _in_line(self, inner: int) -> bool:
        """Whether the answers stand beside the question, as where many like questions follow one another."""
        return "inline" in self.question.appearance and inner > 4 * self._beside()

    def _line(self, inner: int) -> list[tuple[QWidget, QRect]]:
        left = self._beside()
        place = QRect(EDGE + SIDE + left, TOP, inner - left, self._answer.height_for(inner - left) if self._answer else 0)
        title = self._title.heightForWidth(left - GAP)
        beside = QRect(EDGE + SIDE, TOP + max((place.height() - title) // 2, 0), left - GAP, title)
        places: list[tuple[QWidget, QRect]] = [(self._title, beside), *([(self._answer, place)] if self._answer else [])]
        y = max(place.bottom(), beside.bottom()) + GAP
        for part in (self._guidance, self._before, self._remark):
            if part is not None and not part.isHidden():
                places.append((part, QRect(EDGE + SIDE, y, inner, part.heightForWidth(inner))))
                y = places[-1][1].bottom() + GAP
        return places

    def _beside(self) -> int:
        return 12 * self.fontMetrics().height()

    def _size(self, part: QWidget, inner: int) -> QSize:
        if isinstance(part, PlainLabel):
            room = inner - self._told.sizeHint().width() - GAP if part is self._title and not self._told.isHidden() else inner
            return QSize(room, part.heightForWidth(room))
        wide = min(inner, FIELD * self.fontMetrics().height() // 16) if isinstance(part, LineField) else inner
        return QSize(wide, part.height_for(wide))  # type: ignore[attr-defined]
