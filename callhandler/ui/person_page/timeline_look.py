"""Draws the bands over time: a lane for each band with its word and symbol, a lane for what was told, and the months below."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from callhandler.ui.band_mark import band_word
from callhandler.ui.person_page.timescale import Scale, scale, ticks
from callhandler.ui.safe import shown
from callhandler.ui.theme import BANDS, Colour
from callhandler.words import Words

LANES = ("high", "medium", "standard", "told")
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where lanes and days lie, in pixels; `row` is the height of a lane."""

    rect: QRectF
    row: float
    line: float
    scale: Scale
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def of(cls, rect: QRectF, metrics: QFontMetrics, words: Words, days: Sequence[date], today: date) -> "Frame":
        names = [*(f"▲ {band_word(words, band)}" for band in BANDS), words.say("Told")]
        left = rect.left() + max(metrics.horizontalAdvance(name) for name in names) * 1.1 + metrics.height() * 1.5
        over = scale(days, today, left, rect.right() - metrics.height() * 1.6)
        room = metrics.horizontalAdvance("Gorff 2026") * 1.15
        return cls(rect, metrics.height() * 1.7, metrics.height(), over, ticks(over, words, room))

    @staticmethod
    def height(metrics: QFontMetrics) -> int:
        return round(metrics.height() * (1.7 * len(LANES) + 3.6))

    @property
    def reach(self) -> float:
        """How near the pointer must come."""
        return self.line

    @property
    def floor(self) -> float:
        return self.rect.top() + self.line * 0.4 + self.row * len(LANES)

    def x(self, on: date) -> float:
        return self.scale.x(on)

    def y(self, lane: str) -> float:
        """The middle of a lane; a complaint not yet graded stands on the line below all of them."""
        return self.rect.top() + self.line * 0.4 + self.row * (LANES.index(lane) + 0.5) if lane in LANES else self.floor


class TimelineLook:
    """One drawing of the chart, from the ground up."""

    def __init__(self, painter: QPainter, frame: Frame, font: QFont, words: Words) -> None:
        self._painter, self._frame, self._font, self._words = painter, frame, font, words
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)

    def ground(self, *, focus: bool) -> None:
        """The card, the lanes with their words, the months."""
        paint, frame = self._painter, self._frame
        paint.fillRect(frame.rect, QColor(Colour.CARD))
        paint.setPen(QPen(QColor(Colour.BLUE if focus else Colour.LINE), 2 if focus else 1))
        paint.drawRoundedRect(frame.rect.adjusted(1, 1, -1, -1), 4, 4)
        for lane in LANES:
            self._lane(lane)
        paint.setPen(QColor(Colour.SOFT))
        for x, name in frame.ticks:
            paint.drawLine(QLineF(x, frame.floor, x, frame.floor + frame.line * 0.3))
            paint.drawText(QRectF(x - 100, frame.floor + frame.line * 0.3, 200, frame.line * 1.2), _MIDDLE, name)

    def told(self, since: date, until: date, words: str) -> None:
        """A hollow bar: told, not reported to us."""
        frame, paint = self._frame, self._painter
        x = frame.x(since)
        bar = QRectF(x, frame.y("told") - frame.line * 0.55, max(frame.x(until) - x, frame.line), frame.line * 1.1)
        paint.setPen(QPen(QColor(Colour.SOFT), 1.5, Qt.PenStyle.DashLine))
        paint.setBrush(Qt.BrushStyle.NoBrush)
        paint.drawRoundedRect(bar, frame.line * 0.5, frame.line * 0.5)
        self._fit(bar.adjusted(frame.line * 0.5, 0, -frame.line * 0.3, 0), words)

    def steps(self, marks: Sequence[tuple[date, str]], today: date) -> None:
        """How the band went from complaint to complaint, and up to today."""
        frame = self._frame
        graded = [(frame.x(on), frame.y(band)) for on, band in marks if band in BANDS]
        self._painter.setPen(QPen(QColor(Colour.EDGE), 1.5))
        for (x, y), (next_x, next_y) in zip(graded, [*graded[1:], (frame.x(today), 0.0)], strict=False):
            self._painter.drawLine(QLineF(x, y, next_x, y))
            if next_y:
                self._painter.drawLine(QLineF(next_x, y, next_x, next_y))
        self._today(frame.x(today))

    def mark(self, on: date, band: str, count: int) -> None:
        """The band's own symbol in its colour; hollow while not graded; the number beside it where one day saw several."""
        paint, at = self._painter, self._point(on, band)
        look = BANDS.get(band)  # type: ignore[call-overload]
        paint.setPen(QPen(QColor(Colour.CARD), 1.5) if look else QPen(QColor(Colour.SOFT), 1.5))
        paint.setBrush(QColor(look.on_card) if look else QColor(Colour.CARD))
        self._shape(band, at, self._frame.line * (0.5 if look else 0.35))
        if count > 1:
            paint.setPen(QColor(Colour.INK))
            paint.drawText(
                QRectF(at.x() - 60 - self._frame.line * 0.6, at.y() - self._frame.line, 60, self._frame.line), _RIGHT, f"×{count}"
            )

    def ring(self, on: date, band: str) -> None:
        """Where the handler has walked to."""
        self._painter.setPen(QPen(QColor(Colour.BLUE), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawEllipse(self._point(on, band), self._frame.line * 0.8, self._frame.line * 0.8)

    def say(self, words: str) -> None:
        """The line below the months."""
        frame = self._frame
        self._painter.setPen(QColor(Colour.INK))
        below = QRectF(
            frame.rect.left() + frame.line * 0.6, frame.floor + frame.line * 1.6, frame.rect.width() - frame.line, frame.line * 1.3
        )
        self._fit(below, words)

    def end(self) -> None:
        self._painter.end()

    def _lane(self, lane: str) -> None:
        frame, paint = self._frame, self._painter
        look = BANDS.get(lane)  # type: ignore[call-overload]
        name = f"{look.symbol} {self._words.say(look.word)}" if look else self._words.say("Told")
        paint.setPen(QColor(look.on_card if look else Colour.SOFT))
        paint.drawText(QRectF(frame.rect.left() + frame.line * 0.6, frame.y(lane) - frame.line, 400, frame.line * 2), _LEFT, name)
        paint.setPen(QPen(QColor(Colour.LINE), 1))
        y = frame.y(lane) + frame.row / 2
        paint.drawLine(QLineF(frame.rect.left() + frame.line * 0.6, y, frame.rect.right() - frame.line * 0.6, y))

    def _today(self, x: float) -> None:
        frame = self._frame
        self._painter.setPen(QPen(QColor(Colour.BLUE), 1, Qt.PenStyle.DotLine))
        self._painter.drawLine(QLineF(x, frame.rect.top() + frame.line * 0.4, x, frame.floor))

    def _point(self, on: date, band: str) -> QPointF:
        return QPointF(self._frame.x(on), self._frame.y(band))

    def _shape(self, band: str, at: QPointF, size: float) -> None:
        corners = {"high": ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)), "medium": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0))}.get(band)
        if corners:
            self._painter.drawPolygon(QPolygonF([QPointF(at.x() + x * size, at.y() + y * size) for x, y in corners]))
        else:
            self._painter.drawEllipse(at, size, size)

    def _fit(self, room: QRectF, words: str) -> None:
        """As much of a free text as there is room for, as plain text."""
        fitting = QFontMetrics(self._font).elidedText(shown(words), Qt.TextElideMode.ElideRight, int(room.width()))
        self._painter.setPen(QColor(Colour.INK))
        self._painter.drawText(room, _LEFT, fitting)
