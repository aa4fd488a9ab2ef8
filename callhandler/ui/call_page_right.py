"""The right side of a call: who this may be, the grade, what is still to ask, and the notes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.ui.index_panel import LineList
from callhandler.ui.notes_panel import NotesPanel
from callhandler.ui.question_index import Line
from callhandler.ui.risk_panel import RiskPanel
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words


class RightSide(QFrame):
    """Holds the panels, top to bottom; `people` is whatever the desk puts there."""

    went = Signal(str)

    def __init__(self, words: Words, people: QWidget | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.risk = RiskPanel(words, self)
        self.still = LineList(self, lines=4)
        self.still.setObjectName("still to ask")
        self.notes = NotesPanel(words, self)
        self._heading = PlainLabel(parent=self, role="heading")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        if people:
            self._column.addWidget(people)
        for part in (self.risk, self._heading, self.still):
            self._column.addWidget(part)
        self._column.addWidget(self.notes, 1)
        self.still.went.connect(self.went)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.risk.speak(words)
        self.notes.speak(words)
        self.still.setAccessibleName(words.say("Still to ask"))
        self._count(self.still.lines.rowCount())

    def put_still(self, lines: Sequence[Line]) -> None:
        self.still.lines.put(lines)
        self._count(len(lines))

    def _count(self, still: int) -> None:
        self._heading.setText(self._words.say("STILL TO ASK {n}   F6 next", n=still))
