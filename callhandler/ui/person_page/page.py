"""A person's log: everything since the first call, what stands out and why, what was promised, and who else they were held to be."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from callhandler.ui.lines import LinesView
from callhandler.ui.paper.log_sheet import log_sheet
from callhandler.ui.paper.wanted import Wanted
from callhandler.ui.person_page.head import PersonHead
from callhandler.ui.person_page.lines import complaint_lines
from callhandler.ui.person_page.review import ReviewLine
from callhandler.ui.person_page.side import PersonSide
from callhandler.ui.person_page.stops import next_stop, stops_of
from callhandler.ui.person_page.timeline import Timeline
from callhandler.ui.qt_override import override
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Lowered, Person
from callhandler.words import Words

SIDE = 54  # of the side, in letters


class PersonPage(QScrollArea):
    """Enter on a complaint says all of it; Esc leaves. What a supervisor or handler decides goes up by signal."""

    left = Signal()
    reviewed = Signal(str, str, str, str, str)  # case, entry, verdict, supervisor, words
    kept = Signal(str, str)  # case, entry that agreed it
    parted = Signal(str, str)  # this person, the other
    closed = Signal(str, str)  # case, and the entry that closed it where it is to be opened again
    review_told = Signal(str, bool)  # case, and whether they asked for the case review
    as_asked = Signal(str)  # case: to be shown as it was asked

    def __init__(self, words: Words, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("person")
        self._words, self._now, self._person = words, now, Person("")
        self._opened: set[str] = set()
        self._just_kept: set[tuple[str, str]] = set()
        self._reviews: list[ReviewLine] = []
        self._above: tuple[QWidget, ...] = ()
        self._head, self._timeline, self._side = PersonHead(), Timeline(words), PersonSide()
        self._heading, self._complaints = PlainLabel(role="heading", wrap=False), LinesView(name="person_complaints")
        self._lowered, self._columns = QVBoxLayout(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()

    def speak(self, words: Words) -> None:
        self._words = words
        self.show_person(self._person)

    def show_person(self, person: Person) -> None:
        """Show this log; what was opened of the same person stays open."""
        if person.person != self._person.person:
            self._opened.clear()
            self._just_kept.clear()
            self._complaints.setFocus()
        here = self._here()
        self._person = person
        self.setAccessibleName(self._words.say("The log of {name}", name=" / ".join(person.names) or self._words.say("No name known")))
        self._head.show_person(self._words, person)
        self._show_lowered()
        today = self._now().astimezone().date()
        self._timeline.show_history(self._words, person.complaints, person.told, today)
        self._heading.setText(self._words.say("COMPLAINTS SINCE THE FIRST CALL · Enter says more · F7 as it was asked"))
        self._complaints.setAccessibleName(self._words.say("Complaints, newest first"))
        self._complaints.say_empty(self._words.say("No complaint of their own is in the log."))
        self._show_complaints()
        self._side.show_person(self._words, person, today, self._just_kept)
        self._stay_at(here)

    def stop_also_at(self, *above: QWidget) -> None:
        """Tab comes to what stands above the log, too."""
        self._above = above

    def on_paper(self) -> Wanted:
        return Wanted("person", self._person.person, partial(log_sheet, self._person))

    def person(self) -> str:
        return self._person.person

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F7 and (case := self._complaints.chosen()):
            self.as_asked.emit(case)
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Complaints, promises, links, a band to be reviewed, the way back, the chart, what stands above; and round again."""
        parts = (self._complaints, self._side, *self._reviews, self._head.leave, self._timeline, *self._above)
        stop = next_stop(stops_of(parts), self._focus(), forward=forward)
        if stop:
            stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            if self.isAncestorOf(stop):
                self.ensureWidgetVisible(stop)
        return stop is not None

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._just_kept.clear()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letter = self.fontMetrics().averageCharWidth()
        wide = self.width() > 2.4 * SIDE * letter
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._side.setFixedWidth(SIDE * letter if wide else self.viewport().width() - 32)
        self._complaints.setMinimumHeight((8 if wide else 14) * self.fontMetrics().height())

    def _focus(self) -> QWidget | None:
        """Whatever of this page, or of what stands above it, has the keyboard."""
        focus: QWidget | None = QApplication.focusWidget()
        return focus if focus and any(part.isAncestorOf(focus) for part in (self, *self._above)) else None

    def _here(self) -> str:
        focus = self._focus()
        return focus.objectName() if focus and self.isAncestorOf(focus) else ""

    def _stay_at(self, name: str) -> None:
        """The keyboard goes back to where it was before parts were made anew: to the button, or the line it stood in, or the complaints."""
        for each in (name, name.removesuffix("_act")) if name else ():
            standing = (part for part in self.findChildren(QWidget, each) if part in stops_of((part,)))
            if part := next(standing, None):
                part.setFocus()
                return
        if name:
            self._complaints.setFocus()

    def _keep(self, case: str, entry: str) -> None:
        self._just_kept.add((case, entry))
        self.kept.emit(case, entry)

    def _show_complaints(self) -> None:
        self._complaints.show_lines(complaint_lines(self._words, self._person.complaints, self._now(), self._opened))

    def _open(self, case: str) -> None:
        self._opened ^= {case}
        self._show_complaints()

    def _open_from_chart(self, case: str) -> None:
        self._opened.add(case)
        self._show_complaints()
        self._complaints.stand_on(case)
        self._complaints.setFocus()

    def _show_lowered(self) -> None:
        for line in self._reviews:
            self._lowered.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._reviews = [self._review(lowered) for lowered in self._person.lowered]
        for line in self._reviews:
            self._lowered.addWidget(line)
            line.show()

    def _review(self, lowered: Lowered) -> ReviewLine:
        line = ReviewLine(self._words, lowered)
        line.reviewed.connect(partial(self.reviewed.emit, lowered.case, lowered.entry))
        return line

    def _connect(self) -> None:
        self._head.leave.clicked.connect(self.left)
        self._complaints.opened.connect(self._open)
        self._timeline.chosen.connect(self._open_from_chart)
        self._side.kept.connect(self._keep)
        self._side.closed.connect(self.closed)
        self._side.review_told.connect(self.review_told)
        self._side.parted.connect(lambda other: self.parted.emit(self._person.person, other))
        self.setFocusProxy(self._complaints)

    def _lay_out(self) -> None:
        page, log = QWidget(), QVBoxLayout()
        page.setProperty("role", "page")
        for part in (self._lowered, log):
            part.setSpacing(6)
        log.addLayout(self._lowered)
        log.addWidget(self._timeline)
        log.addWidget(self._heading)
        log.addWidget(self._complaints, 1)
        self._columns.setSpacing(16)
        self._columns.addLayout(log, 1)
        self._columns.addWidget(self._side)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addLayout(self._columns, 1)
        self.setWidget(page)
        self.setWidgetResizable(True)
