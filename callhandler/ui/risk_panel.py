"""The grade as it stands: the band in word, symbol and colour, what drives it, what is missing, and what would raise it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.log.kinds import Band
from callhandler.risk.assessment import Assessment
from callhandler.ui.safe import PlainLabel
from callhandler.ui.theme import BANDS
from callhandler.words import Words, mark

WHAT_IFS = 3


@dataclass(frozen=True, slots=True)
class Raising:
    """One answer that would raise the band: "Threats" is "Them, this time"."""

    question: str
    answer: str
    band: Band


@dataclass(frozen=True, slots=True)
class RiskShown:
    """A grade with its words, in one language."""

    assessment: Assessment
    why: tuple[str, ...] = ()  # what holds the band up, a sentence each
    points: tuple[tuple[str, int], ...] = ()  # short name of the question, its points
    gaps: tuple[str, ...] = ()  # short names
    raising: tuple[Raising, ...] = ()
    form: str = ""


class BandBox(QWidget):
    """The band, large: symbol, word, points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band: Band = "standard"
        self._word, self._points = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, band: Band, word: str, points: str) -> None:
        self._band, self._word, self._points = band, word, points
        self.setAccessibleName(f"{word}, {points}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, round(self.fontMetrics().height() * 2.4))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = BANDS[self._band]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.ground))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(look.text))
        inside = self.rect().adjusted(12, 0, -12, 0)
        painter.setFont(self._large(1.5))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{look.symbol} {self._word}")
        painter.setFont(self._large(1.1))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._points)

    def _large(self, times: float) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(round(self.font().pixelSize() * times))
        font.setWeight(QFont.Weight.DemiBold)
        return font


class RiskPanel(QWidget):
    """Shows a grade; says nothing back."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._heading = PlainLabel(parent=self, role="heading")
        self._box = BandBox(self)
        self._sum = PlainLabel(parent=self, role="strong")
        self._review = PlainLabel(parent=self, role="warning")
        self._points = PlainLabel(parent=self)
        self._why = PlainLabel(parent=self)
        self._gaps = PlainLabel(parent=self, role="warning")
        self._raising = PlainLabel(parent=self)
        self._form = PlainLabel(parent=self, role="quiet")
        self._lay()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._heading.setText(words.say("RISK"))
        self._scroll.setAccessibleName(words.say("What the risk rests on"))

    def put(self, shown: RiskShown) -> None:
        """Show this grade."""
        say, grade = self._words.say, shown.assessment
        self._box.put(grade.band, say(BANDS[grade.band].word), say("{n} points", n=grade.score))
        self._say(self._sum, self._so_far(grade))
        self._say(self._review, self._reviewed(grade))
        self._say(self._points, "   ".join(f"{name} +{points}".replace(" ", "\u00a0") for name, points in shown.points))
        self._say(self._why, "\n".join(f"• {sentence}" for sentence in shown.why))
        self._say(self._gaps, say("Gaps, never a “no”: {names}", names=", ".join(shown.gaps)) if shown.gaps else "")
        self._say(self._raising, self._would(shown.raising))
        self._say(self._form, shown.form)

    def _lay(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 4, 0)
        inner.setSpacing(4)
        for label in (self._review, self._why, self._points, self._gaps, self._raising, self._form):
            inner.addWidget(label)
        inner.addStretch()
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        for part in (self._heading, self._box, self._sum, self._scroll):
            column.addWidget(part)

    def _so_far(self, grade: Assessment) -> str:
        if not grade.partial:
            return self._words.say("All scored questions asked.")
        n = len(grade.unasked)
        sentence = mark("{score} so far, 1 question unasked, could reach {most}") if n == 1 else _SO_FAR
        return self._words.say(sentence, score=grade.score, n=n, most=grade.most)

    def _reviewed(self, grade: Assessment) -> str:
        say = self._words.say
        computed = say(BANDS[grade.computed].word)
        if grade.awaiting_supervisor:
            return say("Lowered from {band}: waits for a supervisor.", band=computed)
        if grade.lapsed:
            return say("The lowered band no longer holds: something new was told.")
        return say("Raised by you; computed {band}.", band=computed) if grade.band != grade.computed else ""

    def _would(self, raising: Sequence[Raising]) -> str:
        if not raising:
            return ""
        say = self._words.say
        lines = [
            say("{band} if {question} is “{answer}”", band=say(BANDS[each.band].word), question=each.question, answer=each.answer)
            for each in raising[:WHAT_IFS]
        ]
        more = [say("and {n} other answers", n=len(raising) - WHAT_IFS)] if len(raising) > WHAT_IFS else []
        return "\n".join([say("Would be:"), *lines, *more])

    def _say(self, label: PlainLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


_SO_FAR = mark("{score} so far, {n} questions unasked, could reach {most}")
