"""A person's bands over time: one mark for each complaint, hollow bars for what the caller told of earlier times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import day, several
from callhandler.ui.person_page.timeline_look import Frame, TimelineLook
from callhandler.ui.qt_override import override
from callhandler.ui.shown import Complaint, Told
from callhandler.ui.theme import BANDS
from callhandler.words import Words, mark

NONE = -1


@dataclass(frozen=True, slots=True)
class Mark:
    """One complaint on the line of time; `words` is all that is said of it, `band` "" while it is not graded."""

    on: date
    band: str
    case: str
    words: str


class Timeline(QWidget):
    """Left and right walk along the complaints, Enter opens one; the pointer does the same. Everything shown is also said in words."""

    chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words, self._today = words, date.min
        self._complaints: tuple[Complaint, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._told: tuple[Told, ...] = ()
        self._at = NONE

    def speak(self, words: Words) -> None:
        self.show_history(words, self._complaints, self._told, self._today)

    def show_history(self, words: Words, complaints: Sequence[Complaint], told: Sequence[Told], today: date) -> None:
        """Complaints in any order, what was told beside them, and where time has come to."""
        self._words, self._complaints, self._told, self._today = words, tuple(complaints), tuple(told), today
        self._marks = tuple(sorted((_mark(words, each) for each in complaints), key=lambda each: each.on))
        self._at = NONE
        self.setAccessibleName(words.say("Bands over time"))
        self.setAccessibleDescription(self.in_words())
        self.update()

    def in_words(self) -> str:
        """The whole chart as a text, oldest first."""
        told = (self._words.say("Told by the caller: {words}", words=each.words) for each in self._told)
        return ". ".join((self._summary(), *told, *(each.words for each in self._marks)))

    def said(self) -> str:
        """The line under the chart: the complaint walked to, or a summary of all."""
        return self._summary() if self._at == NONE else self._marks[self._at].words

    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def frame(self) -> Frame:
        """Where everything lies at the present size."""
        days = (*(each.on for each in self._marks), *(each.since for each in self._told))
        return Frame.of(QRectF(self.rect()), self.fontMetrics(), self._words, days, self._today)

    @override
    def sizeHint(self) -> QSize:
        return QSize(60 * self.fontMetrics().averageCharWidth(), Frame.height(self.fontMetrics()))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(30 * self.fontMetrics().averageCharWidth(), Frame.height(self.fontMetrics()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = TimelineLook(QPainter(self), self.frame(), self.font(), self._words)
        look.ground(focus=self.hasFocus())
        for since, until, said in _joined(self._told):
            look.told(since, until, said)
        look.steps([(each.on, each.band) for each in self._marks], self._today)
        for on, band, count in _gathered(self._marks):
            look.mark(on, band, count)
        if self._at != NONE:
            look.ring(self._marks[self._at].on, self._marks[self._at].band)
        look.say(self.said())
        look.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._marks) - 1
        to = {
            Qt.Key.Key_Left: max(self._at - 1, 0) if self._at != NONE else last,
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is not None and self._marks:
            self._walk_to(to)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at != NONE:
            self.chosen.emit(self._marks[self._at].case)
        else:
            super().keyPressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position().toPoint())
        if near != NONE:
            self._walk_to(near)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position().toPoint())
        if near != NONE:
            self.chosen.emit(self._marks[near].case)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._walk_to(NONE)

    def _walk_to(self, place: int) -> None:
        if place != self._at:
            self._at = place
            self.setAccessibleDescription(self.in_words() if place == NONE else self.said())
            self.update()

    def _near(self, at: QPoint) -> int:
        frame = self.frame()
        away = [abs(frame.x(each.on) - at.x()) + abs(frame.y(each.band) - at.y()) for each in self._marks]
        nearest = min(range(len(away)), key=away.__getitem__, default=NONE)
        return nearest if nearest != NONE and away[nearest] <= frame.reach else NONE

    def _summary(self) -> str:
        words, marks = self._words, self._marks
        if not marks:
            return words.say("No complaint yet.")
        graded = [each.band for each in marks if each.band in BANDS]
        highest = max(graded, key=list(BANDS).index, default="")
        count = several(words, len(marks), mark("1 complaint"), mark("{n} complaints"))
        since = words.say("since {day}", day=day(words, marks[0].on))
        top = words.say("highest band: {band}", band=band_word(words, highest)) if highest else words.say("none graded yet")
        return f"{count} {since}; {top}"


def _mark(words: Words, complaint: Complaint) -> Mark:
    on = complaint.at.astimezone().date()
    band = band_word(words, complaint.band) or words.say("not graded yet")
    said = " · ".join(filter(None, (day(words, on), band, complaint.what, complaint.where, complaint.reference)))
    return Mark(on, complaint.band, complaint.case, said)


def _gathered(marks: Sequence[Mark]) -> Sequence[tuple[date, str, int]]:
    """Marks of one day and band are drawn once, with their number."""
    days: dict[tuple[date, str], int] = {}
    for each in marks:
        days[each.on, each.band] = days.get((each.on, each.band), 0) + 1
    return [(*where, count) for where, count in days.items()]


def _joined(told: Sequence[Told]) -> Sequence[tuple[date, date, str]]:
    """What was told of times that overlap is drawn as one, so that the words can be read."""
    joined: list[tuple[date, date, str]] = []
    for each in sorted(told, key=lambda each: each.since):
        if joined and each.since <= joined[-1][1]:
            since, until, words = joined.pop()
            said = words if each.words in words else f"{words}; {each.words}"
            joined.append((since, max(until, each.until), said))
        else:
            joined.append((each.since, each.until, each.words))
    return joined
