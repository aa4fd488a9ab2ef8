"""The parts of the call page and where they stand: bar, index, questions, what the desk adds, panels, strip of keys."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.cases.area import Area
from callhandler.risk.assessment import Assessment
from callhandler.script.question import Question
from callhandler.ui.aloud import say_aloud
from callhandler.ui.call_page import shown
from callhandler.ui.call_page.asked import Asked
from callhandler.ui.call_page.bar import Bar, KeyStrip, caller_in
from callhandler.ui.call_page.needs import NOTES, CallInHand
from callhandler.ui.call_page.right import RightSide
from callhandler.ui.call_page.room import Room, stops
from callhandler.ui.ending.page import Ending
from callhandler.ui.ending.told import EndingTold
from callhandler.ui.index_panel import IndexPanel
from callhandler.ui.question.column import Column
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words

BEAT = 40  # milliseconds after the repaint until the panel looks ahead


class CallFrame(QFrame):
    """Holds the parts and fills them from a call; what the handler does in them is heard by the page."""

    def __init__(
        self,
        call: CallInHand,
        words: Words,
        area: Area,
        now: Callable[[], datetime],
        people: QWidget | None,
        earlier: QWidget | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._area, self._now, self._version = area, now, call.paper.begun.script.version
        self._reference = call.reference
        self.bar = Bar(call.reference, call.started, now, self)
        self.index = IndexPanel(words, self)
        self.alert = PlainLabel(parent=self, role="alert")
        self.column = Column(words, self.today, self, name=words.say("The call"))
        self.centre = QStackedWidget(self)
        self.right = RightSide(words, people, self)
        self.over: Ending | EndingTold | None = None
        self.strip = KeyStrip(self)
        self._earlier = earlier
        self._room = Room(self.index, self.right, earlier)
        self._graded: Assessment | None = None
        self._look_ahead: Callable[[], None] = lambda: None
        self._beat = QTimer(self, singleShot=True, interval=BEAT)
        self._beat.timeout.connect(self._after_a_beat)
        self._lay_out()

    def speak(self, words: Words) -> None:
        """Say everything but the questions in this language."""
        self._words = words
        self.setAccessibleName(words.say("Call {label}", label=self._reference))
        self.column.setAccessibleName(words.say("The call"))
        self.bar.speak(words, self._area.name_in(words.language))
        self.index.speak(words)
        self.right.speak(words)

    def show_call(self, call: CallInHand, asked: Asked) -> None:
        """Show how the call stands, around the questions."""
        questions, left = asked.questions(), asked.left()
        self.index.put(shown.index_lines(asked.blocks, left))
        self.right.put_still(shown.still_lines(left))
        self._grade(shown.in_the_meantime(call.assessment(ahead=False), self._graded), questions)
        self._look_ahead = lambda: self._grade(call.assessment(), questions)
        self._beat.start()
        self.bar.put(caller_in(questions, self._area.questions.place))
        self._show_alert(questions)

    def show_notes(self, call: CallInHand) -> None:
        self.right.notes.put(call.notes(), lambda path: call.question(path).short)

    def put_drafts(self, call: CallInHand) -> None:
        """Show what was being typed when the call was left."""
        for card in self.column.cards():
            if draft := call.draft(card.question.path):
                card.put_draft(draft)
        self.right.notes.put_draft(call.draft(NOTES))

    def cover(self, ending: Ending | EndingTold) -> None:
        """Show the close in place of the questions."""
        self.uncover()
        self.over = ending
        self.centre.addWidget(ending)
        self.centre.setCurrentWidget(ending)
        ending.take_focus()

    def uncover(self) -> None:
        """Back to the questions."""
        if self.over:
            self.centre.removeWidget(self.over)
            self.over.deleteLater()
            self.over = None

    def rest(self) -> None:
        """The call is closed: nothing of it can be changed from here on."""
        self._beat.stop()
        self.bar.stop()
        for part in (self.index, self.right, self.bar):
            part.setEnabled(False)
        self.strip.put(self._words, "told")

    def today(self) -> date:
        return self._now().astimezone().date()

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        return stops(self, (self.index, self.centre, self._earlier, self.right, self.bar), forward=forward)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room.share(self.width())

    def _after_a_beat(self) -> None:
        self._look_ahead()

    def _grade(self, grade: Assessment, questions: Sequence[Question]) -> None:
        self._graded = grade
        self.right.risk.put(shown.risk_shown(grade, questions, self._words, self._area, self._version))

    def _show_alert(self, questions: Sequence[Question]) -> None:
        words = shown.emergency_words(questions)
        said = self._words.say("999: “{words}” Transfer to the emergency line now.", words=words) if words else ""
        if said and said != self.alert.text():
            say_aloud(self.alert, said, at_once=True)
        self.alert.setText(said)
        self.alert.setVisible(bool(said))

    def _lay_out(self) -> None:
        asking = QWidget(self)
        inside = QVBoxLayout(asking)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.alert)
        inside.addWidget(self.column)
        self.alert.hide()
        self.centre.addWidget(asking)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        for part in (self.index, self.centre, self._earlier, self.right):
            if part:
                middle.addWidget(part)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.bar)
        page.addLayout(middle, 1)
        page.addWidget(self.strip)
