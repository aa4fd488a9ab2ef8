"""What another version of the script would have done: bands before and after as a picture, who would have been missed, and why."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from callhandler.desk.rescoring import Regraded, Rescoring, Turned
from callhandler.risk.bands import RANK
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import day, several
from callhandler.ui.grid import Cell, Grid, GridFrame
from callhandler.ui.lines import Line, LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.theme import BANDS
from callhandler.words import Words, mark

_HOLD = mark("File of another version (.xlsx, .xml), then Enter: every call on this desk is held against it. The look is put on record.")
_FIGURES = mark("{n} calls over {weeks} weeks · {moved} change their band · highs a week: {more} · before: {old} · after: {new}")
_NOTHING = mark("No call is held against another version yet.")


class RescorePage(QWidget):
    """`wanted` names the file of another version; what was found is shown by `show_found`. Esc leaves."""

    wanted = Signal(str)
    left = Signal()

    def __init__(
        self, words: Words, names: Callable[[str], str] = lambda name: name.removeprefix("floor:"), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("rescore")
        self._words, self._names = words, names  # `names`: of a question by its name in the form, of a floor as "floor:code"
        self._found: Rescoring | None = None
        self._told = ""
        self._title, self._figures, self._said = PlainLabel(role="title"), PlainLabel(role="strong"), PlainLabel(role="hint")
        self._leave, self._file = PlainButton(role="link"), PlainField()
        self._grid = Grid("rescore_bands")
        self._after = PlainLabel(role="heading")
        self._missing, self._moving = PlainLabel(role="heading"), PlainLabel(role="heading")
        self._missed, self._turned = LinesView(name="rescore_missed"), LinesView(name="rescore_turned")
        self._lay_out()
        self._leave.clicked.connect(self.left)
        self._file.returnPressed.connect(self._want)
        self._grid.moved.connect(self._said.setText)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        say = words.say
        self._title.setText(say("What another version would have done"))
        self._leave.say(say("Esc  Back"))
        self._file.setPlaceholderText(say(_HOLD))
        self._file.setAccessibleName(say(_HOLD))
        self._grid.setAccessibleName(say("Calls by band before and after"))
        self._after.setText(say("BANDS: DOWN BEFORE, ACROSS AFTER"))
        self._missed.setAccessibleName(say("Calls whose band changes"))
        self._missed.say_empty(say("No call changes its band."))
        self._turned.setAccessibleName(say("Moved by question"))
        self._turned.say_empty(say("No question weighs differently."))
        self._moving.setText(say("MOVED BY QUESTION"))
        self._show()

    def tell(self, sentence: str) -> None:
        """Say how it stands, e.g. that it is being reckoned, or why it cannot be."""
        self._told = sentence
        self._show()

    def show_found(self, found: Rescoring) -> None:
        self._found, self._told = found, ""
        self._show()
        self._grid.setFocus()

    def take_focus(self) -> None:
        (self._grid if self._found else self._file).setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _want(self) -> None:
        if self._file.text().strip():
            self.wanted.emit(self._file.text().strip())

    def _show(self) -> None:
        found = self._found
        self._figures.setText(self._told or (_figures(self._words, found) if found else self._words.say(_NOTHING)))
        for part in (self._grid, self._after, self._missing, self._missed, self._moving, self._turned, self._said):
            part.setVisible(found is not None)
        if found:
            bands = [f"{BANDS[band].symbol} {band_word(self._words, band)}" for band in RANK]
            self._grid.show_cells(bands, bands, _cells(self._words, found))
            moved = sorted(found.moved, key=lambda one: one not in found.missed)
            self._missing.setText(
                self._words.say("BAND CHANGES {n} · highs that would be missed: {missed}", n=len(moved), missed=len(found.missed))
            )
            self._missed.show_lines([self._call(one) for one in moved])
            self._turned.show_lines([self._question(one) for one in found.turned])

    def _call(self, one: Regraded) -> Line:
        words = self._words
        before, after = band_word(words, one.before.band), band_word(words, one.after.band)
        way = words.say("{before} to {after}, {n} to {m} points", before=before, after=after, n=one.before.score, m=one.after.score)
        why = ", ".join(self._difference(name, by) for name, by in one.differences.items())
        late = one.before.band == "high" != one.after.band
        return Line(one.call, one.call, f"{way}\n{why}", day(words, one.on), one.after.band, after, "late" if late else "")

    def _question(self, one: Turned) -> Line:
        words = self._words
        calls = several(words, one.calls, mark("in 1 call"), mark("in {n} calls"))
        bands = several(words, one.bands, mark("in 1 of them the band changes"), mark("in {n} of them the band changes"))
        points = "" if one.name.startswith("floor:") else words.say("{n} points together", n=f"{one.points:+d}")
        return Line(one.name, self._name(one.name), " · ".join(filter(None, (calls, points, bands))))

    def _difference(self, name: str, by: int) -> str:
        if name.startswith("floor:"):
            return (
                self._words.say("{floor} is new", floor=self._name(name))
                if by > 0
                else self._words.say("{floor} is gone", floor=self._name(name))
            )
        return f"{self._name(name)} {by:+d}"

    def _name(self, name: str) -> str:
        if name.startswith("floor:"):
            return self._words.say("Floor: {name}", name=self._names(name))
        return self._names(name)

    def _lay_out(self) -> None:
        page, columns = QVBoxLayout(self), QHBoxLayout()
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(8)
        top = row_of(self._title, self._leave)
        top.setStretch(0, 1)
        page.addLayout(top)
        stack(page, self._file, self._figures)
        left, right = QVBoxLayout(), QVBoxLayout()
        stack(left, self._after, GridFrame(self._grid), self._said, self._moving)
        left.addWidget(self._turned, 1)
        stack(right, self._missing)
        right.addWidget(self._missed, 1)
        columns.setSpacing(20)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        page.addLayout(columns, 1)
        page.addStretch()


def _figures(words: Words, found: Rescoring) -> str:
    more = f"{found.more_highs_a_week:+.1f}"
    weeks, moved = f"{found.weeks:.0f}", len(found.moved)
    return words.say(_FIGURES, n=len(found.calls), weeks=weeks, moved=moved, more=more, old=found.old, new=found.new)


def _cells(words: Words, found: Rescoring) -> Sequence[Sequence[Cell]]:
    most = max((found.count(before, after) for before in RANK for after in RANK), default=0) or 1
    return [[_cell(words, found, before, after, most) for after in RANK] for before in RANK]


def _cell(words: Words, found: Rescoring, before: str, after: str, most: int) -> Cell:
    n = sum((one.before.band, one.after.band) == (before, after) for one in found.calls)
    names = {"before": band_word(words, before), "after": band_word(words, after)}
    stays = mark("{before} stays {after}: {n} calls")
    said = words.say(stays, n=n, **names) if before == after else words.say("{before} becomes {after}: {n} calls", n=n, **names)
    return Cell(str(n), said, n / most if n else None, loud=bool(n) and before == "high" != after)
