"""A team's asked-rate: each mandatory and core question, week by week, as a picture with its figures, and in words."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.cases.asked_rate import CARRIED, LEAST, AskedRate, Carried, Put
from callhandler.ui.dates import day, month
from callhandler.ui.grid import Cell, Grid, GridFrame
from callhandler.ui.lines import Line, LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

LOW = 0.8  # below this a cell is marked (ours)
_HOW: dict[Carried, str] = {
    "asked": mark("asked {n}"), "told": mark("told {n}"), "declined": mark("declined {n}"), "unknown": mark("not known {n}"),
    "not reached": mark("not reached {n}"),
}  # fmt: skip
_RULE = mark(
    "The share of calls in which a question was put, or told without asking, whatever the answer. "
    "No figure where it applied in fewer than {n} calls. A red edge: under {low} %."
)


class AskedRatePage(QWidget):
    """Esc leaves; `kept` wants the figures as csv."""

    kept = Signal()
    left = Signal()

    def __init__(self, words: Words, name: Callable[[str, str], str], parent: QWidget | None = None) -> None:
        """`name`: a question by its path, in a language."""
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("asked_rate")
        self._words, self._name = words, name
        self._rate: AskedRate | None = None
        self._told, self._team = "", ""
        self._title, self._rule, self._said = PlainLabel(role="title"), PlainLabel(role="hint"), PlainLabel(role="strong")
        self._leave, self._keep = PlainButton(role="link"), PlainButton(role="link")
        self._keep.setObjectName("asked_keep")
        self._grid, self._whole = Grid("asked_grid"), LinesView(name="asked_whole")
        self._heading, self._frame = PlainLabel(role="heading"), GridFrame(self._grid)
        self._lay_out()
        self._leave.clicked.connect(self.left)
        self._keep.clicked.connect(self.kept)
        self._grid.moved.connect(self._said.setText)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._leave.say(words.say("Esc  Back"))
        self._keep.say(words.say("Keep as csv"))
        self._rule.setText(words.say(_RULE, n=LEAST, low=round(LOW * 100)))
        self._grid.setAccessibleName(words.say("Asked-rate by question and week"))
        self._heading.setText(words.say("ALL WEEKS TOGETHER"))
        self._whole.setAccessibleName(words.say("Asked-rate by question, all weeks together"))
        self._whole.say_empty(words.say("No call was ended in these weeks."))
        self._show()

    def tell(self, sentence: str) -> None:
        """Say how it stands, e.g. that the calls are being counted, or where the csv lies."""
        self._told = sentence
        self._show()

    def show_rate(self, rate: AskedRate, team: str) -> None:
        self._rate, self._team, self._told = rate, team, ""
        self._show()
        self._grid.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        words, rate = self._words, self._rate
        self._title.setText(" · ".join(filter(None, (words.say("Asked-rate"), self._team))))
        if rate:
            names = [self._name(question, words.language) for question in rate.questions]
            weeks = [f"{week.day} {month(words, week)}" for week in rate.weeks]
            self._grid.show_cells(
                names, weeks, [self._cells(rate, question, name) for question, name in zip(rate.questions, names, strict=True)]
            )
            self._whole.show_lines([self._line(rate, question, name) for question, name in zip(rate.questions, names, strict=True)])
        if self._told:
            self._said.setText(self._told)

    def _cells(self, rate: AskedRate, question: str, name: str) -> Sequence[Cell]:
        return [self._cell(name, week, rate.at(question, week)) for week in rate.weeks]

    def _cell(self, name: str, week: date, put: Put) -> Cell:
        words, where = self._words, self._words.say("{question}, week from {day}", question=name, day=day(self._words, week))
        if put.rate is None:
            said = (
                words.say("{where}: fewer than {n} calls", where=where, n=LEAST) if put.few else words.say("{where}: no call", where=where)
            )
            return Cell(f"<{LEAST}" if put.few else "–", said)
        said = words.say("{where}: {rate} % of {n} calls", where=where, rate=round(put.rate * 100), n=put.calls)
        return Cell(f"{round(put.rate * 100)} %", f"{said} · {_how(words, put)}", put.rate, loud=put.rate < LOW)

    def _line(self, rate: AskedRate, question: str, name: str) -> Line:
        weeks = [
            put for week in rate.weeks if not (put := rate.at(question, week)).few
        ]  # or what a week hides could be reckoned from the sum
        whole = Put({how: sum(put.counts.get(how, 0) for put in weeks) for how in CARRIED})
        words = self._words
        if whole.rate is None:
            return Line(question, name, words.say("fewer than {n} calls", n=LEAST), tone="soft")
        shown = words.say("{rate} % of {n} calls", rate=round(whole.rate * 100), n=whole.calls)
        return Line(question, name, _how(words, whole), shown, tone="late" if whole.rate < LOW else "")

    def _lay_out(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(8)
        top = row_of(self._title, self._keep, self._leave)
        top.setStretch(0, 1)
        page.addLayout(top)
        stack(page, self._rule, self._frame, self._said, self._heading)
        page.addWidget(self._whole, 1)


def _how(words: Words, put: Put) -> str:
    return " · ".join(words.say(_HOW[how], n=put.counts.get(how, 0)) for how in CARRIED)
