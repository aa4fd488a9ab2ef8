"""The desk between two calls: what is in progress, what is due, today's calls, and a search for a person."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from callhandler.ui.dates import several
from callhandler.ui.desk_page.lines import call_lines, due_lines, found_lines, in_order, today_lines
from callhandler.ui.lines import LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.shown import Call, Due, Found
from callhandler.ui.spoken import Spoken
from callhandler.words import Words, mark

_FIND = mark("Find a person by number, name or place: Ctrl+F, then Enter. Each search is put on record.")
_NOBODY = mark("Nobody in the log fits “{text}”. Try the number, the surname alone, or the street. Esc ends the search.")
_NO_CALL = mark("No call in progress. F9 takes a new one: its log begins at once, before the first word is typed.")
_NOTHING_DUE = mark(
    "Nothing is due. What was promised to callers, actions, reviews, and lowered bands that wait for a supervisor will stand here, "
    "the overdue first."
)
_NONE_TODAY = mark("No call yet today. Each one will be listed here with its reference and its band.")


class DeskPage(QFrame):
    """Lists that open by Enter. A search is put on record, so it runs on Enter and not at every key."""

    new_call = Signal()
    call_chosen = Signal(str)
    person_chosen = Signal(str)
    searched = Signal(str)
    figures_wanted = Signal(str)  # the name of a page: asked_rate or rescore
    opening_chosen = Signal(str)  # the entry
    pairs_wanted = Signal()

    def __init__(self, words: Words, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setObjectName("desk")
        self._words, self._now, self._spoken = words, now, Spoken()
        self._calls: tuple[Call, ...] = ()
        self._today: tuple[Call, ...] = ()
        self._dues: tuple[Due, ...] = ()
        self._found: tuple[Found, ...] | None = None
        self._new = PlainButton(role="main")
        self._new.setObjectName("desk_new")
        self._pairs = PlainButton()
        self._pairs.setObjectName("desk_pairs")
        self._rate, self._what_if = PlainButton(role="link"), PlainButton(role="link")
        self._search = PlainField()
        self._search.setObjectName("desk_search")
        self._headings = tuple(PlainLabel(role="heading", wrap=False) for _ in range(4))
        self._in_progress, self._people = LinesView(name="desk_calls", fits=True), LinesView(name="desk_found", fits=True)
        self._due, self._all_today = LinesView(name="desk_due"), LinesView(name="desk_today")
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._spoken.speak(words)
        self.setAccessibleName(words.say("The desk"))
        self._show()

    def show_calls(self, in_progress: Sequence[Call], today: Sequence[Call]) -> None:
        self._calls, self._today = tuple(in_progress), tuple(today)
        self._show()

    def show_due(self, dues: Sequence[Due]) -> None:
        self._dues = in_order(dues)
        self._show()

    def show_found(self, found: Sequence[Found]) -> None:
        """Who was found for what stands in the search field."""
        self._found = tuple(found)
        self._show()
        if found:
            self._people.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._found is not None:
            self._end_search()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        words, now = self._words, self._now()
        self._in_progress.show_lines(call_lines(words, self._calls, now))
        self._all_today.show_lines(today_lines(words, self._today))
        self._due.show_lines(due_lines(words, self._dues, now))
        late = sum(each.overdue for each in self._dues)
        overdue = several(words, late, mark("1 OVERDUE"), mark("{n} OVERDUE"))
        self._headings[2].setText(" · ".join(filter(None, (words.say("DUE"), overdue if late else ""))))
        self._people.show_lines(found_lines(words, self._found or (), now))
        nobody = words.say(
            "Nobody in the log fits “{text}”. Try the number, the surname alone, or the street. Esc ends the search.",
            text=self._search.text(),
        )
        self._people.say_empty(nobody)
        for part in (self._headings[0], self._people):
            part.setVisible(self._found is not None)

    def _end_search(self) -> None:
        self._found = None
        self._search.clear()
        self._search.setFocus()
        self._show()

    def _look_for(self) -> None:
        if self._search.text().strip():
            self.searched.emit(self._search.text().strip())

    def _open_due(self, key: str) -> None:
        due = self._dues[int(key)]
        if due.kind == "glass":
            self.opening_chosen.emit(due.entry)
        else:
            self.person_chosen.emit(due.person)

    def _open_today(self, case: str) -> None:
        call = next(each for each in self._today if each.case == case)
        if call.open:
            self.call_chosen.emit(case)
        else:
            self.person_chosen.emit(call.person)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._new)
        top.addWidget(self._search, 1)
        top.addWidget(self._rate)
        top.addWidget(self._what_if)
        top.addWidget(self._pairs)
        found, calls, due, today = self._headings
        left, right, columns = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        stack(left, found, self._people, calls, self._in_progress, due)
        left.addWidget(self._due, 1)
        right.addWidget(today)
        right.addWidget(self._all_today, 1)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 12, 16, 12)
        page.setSpacing(10)
        columns.setSpacing(20)
        left.setSpacing(6)
        right.setSpacing(6)
        page.addLayout(top)
        page.addLayout(columns, 1)

    def _connect(self) -> None:
        self._name_parts()
        self._new.clicked.connect(self.new_call)
        self._rate.clicked.connect(lambda: self.figures_wanted.emit("asked_rate"))
        self._what_if.clicked.connect(lambda: self.figures_wanted.emit("rescore"))
        self._pairs.clicked.connect(self.pairs_wanted)
        self._search.returnPressed.connect(self._look_for)
        self._in_progress.opened.connect(self.call_chosen)
        self._all_today.opened.connect(self._open_today)
        self._people.opened.connect(self.person_chosen)
        self._due.opened.connect(self._open_due)
        QShortcut(QKeySequence(Qt.Key.Key_F7), self).activated.connect(self.pairs_wanted)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._search.setFocus)
        self._due.setFocus()

    def _name_parts(self) -> None:
        found, calls, _due, today = self._headings
        add = self._spoken.add
        add(mark("F9  New call"), self._new.say)
        add(mark("Asked-rate"), self._rate.say)
        add(mark("What if"), self._what_if.say)
        add(mark("F7  Who is who"), self._pairs.say)
        add(_FIND, self._search.setPlaceholderText)
        add(mark("Find a person by number, name or place"), self._search.setAccessibleName)
        add(mark("FOUND"), found.setText)
        add(mark("People found"), self._people.setAccessibleName)
        add(mark("CALLS IN PROGRESS"), calls.setText)
        add(mark("Calls in progress"), self._in_progress.setAccessibleName)
        add(_NO_CALL, self._in_progress.say_empty)
        add(mark("Due"), self._due.setAccessibleName)
        add(_NOTHING_DUE, self._due.say_empty)
        add(mark("TODAY"), today.setText)
        add(mark("Today’s calls"), self._all_today.setAccessibleName)
        add(_NONE_TODAY, self._all_today.say_empty)
