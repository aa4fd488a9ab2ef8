"""A table as a picture: rows, columns, a number in each cell and a shade behind it, walked by the arrow keys and said in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtGui import QKeyEvent as KeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from callhandler.ui.qt_override import override
from callhandler.ui.safe import shown
from callhandler.ui.theme import Colour

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
_PALEST, _DEEPEST = 0.06, 0.62  # of the way from card to blue: ink is read on it at 4.5:1 or better
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` stands in it, `said` is what a screen reader and the line below say; `shade` from 0 to 1, None where there is no figure."""

    text: str
    said: str
    shade: float | None = None
    loud: bool = False  # drawn with a red edge: look here first


class Grid(QWidget):
    """Rows of cells under headings. `moved` says which cell the keyboard or the pointer is on."""

    moved = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._cells: tuple[tuple[Cell, ...], ...] = ()
        self._at = (0, 0)

    def show_cells(self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        """Show these; the keyboard stays where it was as far as there is such a cell."""
        self._rows, self._columns, self._cells = tuple(rows), tuple(columns), tuple(map(tuple, cells))
        self._at = min(self._at[0], max(len(rows) - 1, 0)), min(self._at[1], max(len(columns) - 1, 0))
        self._tell()
        self.updateGeometry()
        self.update()

    def said(self) -> str:
        """What stands where the keyboard is; "" where there is no cell."""
        return self._cells[self._at[0]][self._at[1]].said if self._cells and self._columns else ""

    def place(self) -> QRect:
        """Where the cell lies that the keyboard is on."""
        return self._place(*self._at).toAlignedRect()

    def in_words(self) -> str:
        """Everything that is drawn, as text."""
        return "\n".join(cell.said for row in self._cells for cell in row)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._left() + len(self._columns) * self._least()), round(self._line() * (len(self._rows) + 1)) + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: KeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self._cells:
            down, along = _STEPS[key]
            self._go(self._at[0] + down, self._at[1] + along)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._cells:
            self._go(self._at[0], 0 if key == Qt.Key.Key_Home else len(self._columns) - 1)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._cells and at.x() > self._left() and at.y() > self._line():
            self._go(int(at.y() / self._line()) - 1, int((at.x() - self._left()) / self._wide()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        painter.setPen(QColor(Colour.SOFT))
        for n, column in enumerate(self._columns):
            painter.drawText(self._place(-1, n), _MIDDLE, self._fit(column, self._wide()))
        for n, row in enumerate(self._rows):
            painter.setPen(QColor(Colour.INK))
            painter.drawText(
                QRectF(0, self._line() * (n + 1), self._left() - self._air(), self._line()), _LEFT, self._fit(row, self._left())
            )
            for m, cell in enumerate(self._cells[n]):
                self._draw(painter, self._place(n, m).adjusted(2, 2, -2, -2), cell, at=(n, m) == self._at and self.hasFocus())
        painter.end()

    def _draw(self, painter: QPainter, place: QRectF, cell: Cell, *, at: bool) -> None:
        shade = (
            QColor(Colour.CARD) if cell.shade is None else _between(Colour.CARD, Colour.BLUE, _PALEST + (_DEEPEST - _PALEST) * cell.shade)
        )
        painter.setBrush(shade)
        edge = Colour.INK if at else Colour.RED if cell.loud else Colour.LINE
        painter.setPen(QPen(QColor(edge), 3 if at else 2 if cell.loud else 1))
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(QColor(Colour.SOFT if cell.shade is None else Colour.INK))
        painter.drawText(place, _MIDDLE, cell.text)

    def _go(self, row: int, column: int) -> None:
        self._at = min(max(row, 0), len(self._rows) - 1), min(max(column, 0), len(self._columns) - 1)
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.said() if self.hasFocus() else self.in_words())
        self.moved.emit(self.said())

    def _place(self, row: int, column: int) -> QRectF:
        return QRectF(self._left() + column * self._wide(), self._line() * (row + 1), self._wide(), self._line())

    def _fit(self, text: str, room: float) -> str:
        return self.fontMetrics().elidedText(shown(text), Qt.TextElideMode.ElideRight, int(room - self._air() / 2))

    def _left(self) -> float:
        widest = max((self.fontMetrics().horizontalAdvance(row) for row in self._rows), default=0)
        return min(widest + 2 * self._air(), 30.0 * self.fontMetrics().averageCharWidth())

    def _wide(self) -> float:
        """Of a column: what there is, up to twice what the widest needs."""
        return min(max((self.width() - self._left()) / max(len(self._columns), 1), self._least()), 2.5 * self._least())

    def _least(self) -> float:
        metrics: QFontMetrics = self.fontMetrics()
        texts = (*self._columns, *(cell.text for row in self._cells for cell in row))
        return max((metrics.horizontalAdvance(text) for text in texts), default=0) + float(self._air())

    def _line(self) -> float:
        return self.fontMetrics().height() * 1.8

    def _air(self) -> int:
        return self.fontMetrics().height()


class GridFrame(QScrollArea):
    """As high as its grid where there is room; where there is not, the cell the keyboard is on stays in sight."""

    def __init__(self, grid: Grid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.setWidget(grid)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        grid.moved.connect(lambda _said: self._reveal())

    @override
    def sizeHint(self) -> QSize:
        wanted = self._grid.sizeHint()
        return QSize(400, wanted.height() + self.horizontalScrollBar().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 5 * self._grid.fontMetrics().height())

    def _reveal(self) -> None:
        at = self._grid.place()
        self.ensureVisible(at.center().x(), at.center().y(), at.width(), at.height())


def _between(one: Colour, other: Colour, part: float) -> QColor:
    """A colour on the way from one to another."""
    first, last = QColor(one), QColor(other)
    parts = zip(first.getRgb()[:3], last.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * part) for a, b in parts))
