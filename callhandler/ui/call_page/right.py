"""The right side of a call: who this may be, the grade, what is still to ask, and the notes."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.ui.index_panel import LineList
from callhandler.ui.notes_panel import NotesPanel
from callhandler.ui.question.index import Line
from callhandler.ui.risk_panel import RiskPanel
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words

_LOW = 50  # lines of text: below that the open questions need no more than two lines, since the list on the left marks them all


class RightSide(QScrollArea):
    """Holds the panels, top to bottom; `people` is whatever the desk puts there. Scrolls only where large letters leave too little room."""

    went = Signal(str)

    def __init__(self, words: Words, people: QWidget | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._inside = inside = _Inside()
        inside.changed.connect(self._fit)
        self.setWidget(inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.risk = RiskPanel(words, self)
        self.still = LineList(self, lines=4)
        self.still.setObjectName("still to ask")
        self.notes = NotesPanel(words, self)
        self._heading = PlainLabel(parent=self, role="heading", wrap=False)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it stands right over its list
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        if people:
            self._column.addWidget(people)
        for part in (self.risk, self._heading):
            self._column.addWidget(part)
        self._column.addWidget(self.still, alignment=Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(self.notes, 1)
        self.still.went.connect(self.went)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._inside.setAccessibleName(words.say("Beside the call"))
        self.risk.speak(words)
        self.notes.speak(words)
        self.still.setAccessibleName(words.say("Still to ask"))
        self.still.lines.speak(words)
        self._count(self.still.lines.rowCount())

    def take_notes(self) -> None:
        """Put the caret into the next note, and the note into sight."""
        self.notes.take_focus()
        self.ensureWidgetVisible(self.notes)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.risk.limit(self.viewport().height() * 3 // 10)  # who this is must not be pushed out by how it adds up
        self._fit()

    def put_still(self, lines: Sequence[Line]) -> None:
        self.still.lines.put(lines)
        self.still.setVisible(bool(lines))
        self.still.updateGeometry()
        self._count(len(lines))

    def _fit(self) -> None:
        """As high as there is room, and never lower than the panels can be read."""
        width = self.viewport().width()
        self.still.show_lines(max(self._least(), self.still.lines_within(self._free(width))))
        self._inside.resize(width, max(self.viewport().height(), self._column.minimumHeightForWidth(width)))

    def _least(self) -> int:
        """So many of the open questions are always shown."""
        return 2 if self.viewport().height() < _LOW * self.fontMetrics().lineSpacing() else 4

    def _free(self, width: int) -> int:
        """The height that everything else leaves to the open questions."""
        return self.viewport().height() - self._column.totalHeightForWidth(width) + self.still.sizeHint().height()

    def _count(self, still: int) -> None:
        self._heading.setText(self._words.say("STILL TO ASK {n}   F6 next", n=still))


class _Inside(QFrame):
    """Says when what it holds needs more room, or less."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "side")

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return done
