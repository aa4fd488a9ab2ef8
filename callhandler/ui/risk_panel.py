"""The grade as it stands: the band in word, symbol and colour, what drives it, what is missing, and what would raise it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from callhandler.cases.phrases import partial_said
from callhandler.log.kinds import Band
from callhandler.risk.assessment import Assessment
from callhandler.ui.aloud import say_aloud
from callhandler.ui.dates import several
from callhandler.ui.safe import PlainLabel
from callhandler.ui.theme import BANDS, NOT_GRADED, BandLook, larger
from callhandler.words import Words, mark

WHAT_IFS = 3
REASONS = 5  # lines of reasons over the close of a call before they scroll
_SIDE, _WORD, _POINTS = 12, 1.5, 1.1  # pixels beside the words; how much larger than ordinary text word and points are


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
    gaps: str = ""  # which questions are not known, and the worst that all of them together could make of it
    raising: tuple[Raising, ...] = ()
    form: str = ""  # whose form, and which version of it


class BandBox(PlainLabel):
    """The band, large: symbol, word, points. A label, so that a screen reader reads it as one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, wrap=False)
        self._look = NOT_GRADED
        self._word, self._points = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, look: BandLook, word: str, points: str) -> None:
        self._look, self._word, self._points = look, word, points
        self.setAccessibleName(", ".join(filter(None, (word, points))))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Wide enough for word and points side by side."""
        word = QFontMetrics(self._large(_WORD)).horizontalAdvance(f"{self._look.symbol} {self._word}")
        points = QFontMetrics(self._large(_POINTS)).horizontalAdvance(self._points)
        return QSize(word + points + 5 * _SIDE, round(self.fontMetrics().height() * 2.4))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.ground))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(QColor(look.text))
        inside = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        painter.setFont(self._large(_WORD))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{look.symbol} {self._word}")
        painter.setFont(self._large(_POINTS))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._points)

    def _large(self, times: float) -> QFont:
        return larger(self.font(), times, QFont.Weight.DemiBold)


class _Rest(QScrollArea):
    """Wants to be as high as what it holds, up to `most` pixels; scrolls beyond."""

    most = 10_000

    @override
    def sizeHint(self) -> QSize:
        inside = self.widget()
        high = inside.heightForWidth(max(self.viewport().width(), 120)) + 2 * self.frameWidth() if inside else 0
        return QSize(120, min(high, self.most))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(4 * self.fontMetrics().lineSpacing(), self.sizeHint().height()))


class GradeLine(QFrame):
    """The grade in short: the band, how far it is from final, and what holds it up; with many reasons in large letters they scroll."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._box = BandBox(self)
        self._box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.say("Risk"))
        self._why = PlainLabel()
        self._why.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._reasons = _scrolling(self._why, self)
        self._reasons.setAccessibleName(words.say("What the risk rests on"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 14, 0)
        line.setSpacing(14)
        line.addWidget(self._box)
        line.addWidget(self._reasons, 1)

    def put(self, shown: RiskShown) -> None:
        put_band(self._box, shown.assessment, self._words)
        self._why.setText("\n".join(filter(None, (so_far(self._words, shown.assessment), " · ".join(shown.why)))))
        self._reasons.most = REASONS * self.fontMetrics().lineSpacing()
        self._reasons.updateGeometry()


class RiskPanel(QFrame):
    """Shows a grade; says nothing back."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown: RiskShown | None = None
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
        self.setAccessibleName(words.say("Risk"))
        self._heading.setText(words.say("RISK"))
        self._scroll.setAccessibleName(words.say("What the risk rests on"))

    def limit(self, pixels: int) -> None:
        """How high the reasons may stand before they scroll."""
        self._scroll.most = pixels
        self._scroll.updateGeometry()

    def put(self, shown: RiskShown) -> None:
        """Show this grade."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        grade = shown.assessment
        put_band(self._box, grade, self._words)
        if before and (before.assessment.band, before.assessment.graded) != (grade.band, grade.graded):
            say_aloud(self._box, self._box.accessibleName())
        self._say(self._sum, so_far(self._words, grade))
        self._say(self._review, self._reviewed(grade))
        self._say(self._points, "   ".join(f"{name} +{points}".replace(" ", "\u00a0") for name, points in shown.points))
        self._say(self._why, "\n".join(f"• {sentence}" for sentence in shown.why))
        self._say(self._gaps, shown.gaps)
        self._say(self._raising, self._would(shown.raising))
        self._say(self._form, shown.form)

    def _lay(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 4, 0)
        inner.setSpacing(4)
        for label in (self._review, self._why, self._points, self._gaps, self._raising):
            inner.addWidget(label)
        inner.addStretch()
        self._scroll = _scrolling(inside, self)
        for part in (self._heading, self._box, self._sum, self._scroll, self._form):
            column.addWidget(part)
        self._form.raise_()  # read last, as it stands

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
        self._scroll.updateGeometry()


def _scrolling(inside: QWidget, parent: QWidget) -> _Rest:
    scroll = _Rest(parent)
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setProperty("role", "read")
    scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return scroll


def put_band(box: BandBox, grade: Assessment, words: Words) -> None:
    """Show the band of a grade in its box; while there is nothing to grade by, none."""
    look = BANDS[grade.band] if grade.graded else NOT_GRADED
    points = several(words, grade.score, mark("1 point"), mark("{n} points")) if grade.graded else ""
    box.put(look, words.say(look.word), points)


def so_far(words: Words, grade: Assessment) -> str:
    """A partial score said as partial, and a whole one as whole."""
    return partial_said(words, grade) or words.say("All scored questions asked.")
