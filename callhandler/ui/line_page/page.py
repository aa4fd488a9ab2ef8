"""How the line to other agencies stands: what waits, what came, what is held back for us, and what to do where something is wrong."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from callhandler.ui.agencies import agency_word
from callhandler.ui.dress import dress
from callhandler.ui.flow import Flow
from callhandler.ui.line_page.saying import figures_said, stands_said
from callhandler.ui.line_page.shown import LineSheet
from callhandler.ui.lines import LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, scrolling, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

LISTS = ("guests", "held", "waits", "rounds")
LEAST = 6  # lines of text that each list shows at least; where the letters are large the page scrolls


class LinePage(QWidget):
    """`accepted` carries a case whose late entries are to count, after Enter was pressed twice on it; `opened` a case of another agency."""

    left = Signal()
    join_wanted = Signal()
    accepted = Signal(str)
    opened = Signal(str)
    desk_wanted = Signal(str)
    beats_wanted = Signal()

    def __init__(self, words: Words, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("line_page")
        self._words, self._now, self._spoken, self._sheet, self._asked = words, now, Spoken(), LineSheet(), ""
        self._title, self._stands, self._figures = PlainLabel(role="title"), PlainLabel(role="spoken"), PlainLabel(role="hint")
        self._stands.setObjectName("line_stands")
        self._figures.setObjectName("line_figures")
        self._alarm = PlainLabel(role="notice")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setObjectName("line_progress")
        self._join, self._leave, self._beats = _button("line_join"), _button("line_leave", "link"), _button("line_beats")
        self._desks: dict[str, PlainButton] = {}
        self._row = Flow(gap=8)
        self._lists = {name: LinesView(name=f"line_{name}") for name in LISTS}
        self._headings = {name: PlainLabel(role="heading") for name in LISTS}
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self.setAccessibleName(words.say("The line to other agencies"))
        self._show()

    def show_sheet(self, sheet: LineSheet) -> None:
        self._sheet = sheet
        self._show()

    def take_focus(self) -> None:
        """To what may want a decision first; to the way on where this desk works by itself."""
        full = [self._lists[name] for name in ("held", "guests") if self._lists[name].lines()]
        (full[0] if full else self._join if self._sheet.told is None else self._lists["guests"]).setFocus()

    def offer_desks(self, agencies: Sequence[str]) -> None:
        """Desks of other agencies that can be looked at from here."""
        for agency in agencies:
            button = _button(f"line_desk_{agency}")
            button.clicked.connect(partial(self.desk_wanted.emit, agency))
            self._desks[agency] = button
            self._row.addWidget(button)
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_B and event.modifiers() == Qt.KeyboardModifier.ControlModifier and self._sheet.told:
            self.beats_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        words, told = self._words, self._sheet.told
        self._stands.setText(stands_said(words, told))
        who = words.say("Signed in: {name}", name=self._sheet.signed_in) if self._sheet.signed_in else ""
        self._figures.setText(" · ".join(filter(None, (figures_said(words, told, self._now()) if told else "", who))))
        self._figures.setVisible(bool(self._figures.text()))
        refused = told.refused if told else 0
        self._alarm.setText(
            words.say("{n} cases were to be removed from here at once. They stay until the endpoint confirms it.", n=refused)
        )
        self._alarm.setVisible(bool(refused))
        reading = bool(told and told.read < told.ahead)
        self._bar.setVisible(reading)
        if told and reading:
            self._bar.setRange(0, told.ahead)
            self._bar.setValue(told.read)
        self._beats.setVisible(told is not None)
        self._join.say(words.say("Sign in, or connect elsewhere") if told else words.say("Connect this desk"))
        dress(self._join, "main" if told is None or (told.sentence and not told.calm and not told.kept) else "")
        for agency, button in self._desks.items():
            button.say(words.say("Open the desk of {agency}", agency=agency_word(words, agency)))
        for name in LISTS:
            self._lists[name].show_lines(getattr(self._sheet, name))

    def _accept(self, case: str) -> None:
        """Once asks, twice means it."""
        if case == self._asked:
            self._asked = ""
            self.accepted.emit(case)
        else:
            self._asked = case

    def _lay_out(self) -> None:
        whole, body, columns = QVBoxLayout(self), QWidget(), QHBoxLayout()
        page = QVBoxLayout(body)
        whole.setContentsMargins(16, 12, 16, 12)
        for column in (whole, page):
            column.setSpacing(8)
        page.setContentsMargins(0, 0, 0, 0)
        top = row_of(self._title, self._leave)
        top.setStretch(0, 1)
        whole.addLayout(top)
        whole.addWidget(scrolling(body), 1)
        stack(page, self._stands, self._figures, self._bar, self._alarm)
        self._row.addWidget(self._join)
        self._row.addWidget(self._beats)
        page.addLayout(self._row)
        for names in (("guests", "held"), ("waits", "rounds")):
            column = QVBoxLayout()
            column.setSpacing(6)
            for name in names:
                column.addWidget(self._headings[name])
                self._lists[name].show_at_least(LEAST)
                column.addWidget(self._lists[name], 1)
            columns.addLayout(column, 1)
        columns.setSpacing(20)
        page.addLayout(columns, 1)

    def _connect(self) -> None:
        add, lists, headings = self._spoken.add, self._lists, self._headings
        add(mark("The line to other agencies"), self._title.setText)
        add(mark("Esc  Back"), self._leave.say)
        add(mark("How far it has come"), self._bar.setAccessibleName)
        add(mark("CASES OF OTHER AGENCIES · Enter opens"), headings["guests"].setText)
        add(mark("Cases of other agencies"), lists["guests"].setAccessibleName)
        add(mark("No case of another agency is here. Once one is shared with this agency, it stands here."), lists["guests"].say_empty)
        add(mark("HELD BACK UNTIL YOU DECIDE"), headings["held"].setText)
        add(mark("Held back until you decide"), lists["held"].setAccessibleName)
        add(mark("Nothing is held back."), lists["held"].say_empty)
        add(mark("WAITING TO BE SENT"), headings["waits"].setText)
        add(mark("Waiting to be sent"), lists["waits"].setAccessibleName)
        add(mark("Nothing waits."), lists["waits"].say_empty)
        add(mark("LAST ROUNDS"), headings["rounds"].setText)
        add(mark("Last rounds"), lists["rounds"].setAccessibleName)
        add(mark("No round yet."), lists["rounds"].say_empty)
        add(mark("Ctrl+B  Beats on this computer"), self._beats.say)
        self._beats.clicked.connect(self.beats_wanted)
        self._leave.clicked.connect(self.left)
        self._join.clicked.connect(self.join_wanted)
        lists["held"].opened.connect(self._accept)
        lists["guests"].opened.connect(self.opened)


def _button(name: str, role: str = "") -> PlainButton:
    button = PlainButton(role=role)
    button.setObjectName(name)
    return button
