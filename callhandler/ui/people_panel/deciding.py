"""What would tell two people apart: a line that leads to that question, and a field for the date of birth, which no script asks."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.people.born import born_digits, cannot_be, with_whole_year
from callhandler.ui.flow import Flow
from callhandler.ui.rows import row_of
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.shown import Proposed
from callhandler.words import Words, mark

_REMARKS = {
    "unread": mark("Not read as a date. Day, month, year: 12/3/1961."),
    "no-day": mark("The calendar has no such day. Day, month, year: 12/3/1961."),
    "ahead": mark("That day is still to come, so nobody was born on it. Day, month, year: 12/3/1961."),
}


class Deciding(QWidget):
    """The line stands while something would decide it; the field once it is asked for, or once a date was told."""

    wanted = Signal(str)  # the part that would decide: its question is to be gone to
    typed = Signal(str, int)  # the date of birth: text, caret
    told = Signal(str)
    finished = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deciding")
        self._today, self._words = today, Words("en")
        self._part, self._known = "", ""
        self._says, self._ask = PlainLabel(role="warning"), PlainButton(role="small")
        self._says.setObjectName("people_deciding")
        self._ask.setObjectName("people_ask")
        self._ask.clicked.connect(self.go)
        self._name, self._field, self._remark = PlainLabel(role="hint", wrap=False), PlainField(), PlainLabel(role="hint")
        self._field.setObjectName("about_born")
        self._remark.setObjectName("born_remark")
        self._name.setBuddy(self._field)
        self._field.textEdited.connect(self._typed)
        self._field.returnPressed.connect(self._enter)
        self._field.editingFinished.connect(self._left)
        self._proposed: Proposed | None = None
        self._before = PlainLabel(role="before")
        self._before.setObjectName("born_before")
        self._line = QWidget()
        self._lay_out()

    def show_deciding(self, words: Words, ask: str, part: str, born: str, proposed: Proposed | None = None) -> None:
        """`ask`: what would decide, in words; `born`: the date of birth as told so far; `proposed`: as the log knows it."""
        self._proposed = proposed
        self._part, self._words = part if ask else "", words
        self._says.setText(words.say("To decide: {ask}", ask=ask))
        self._ask.say(words.say("Ctrl+D  Ask it now"), words.say("To decide: {ask}", ask=ask))
        for each in (self._says, self._ask):
            each.setVisible(bool(ask))
        self._name.setText(words.say("Date of birth"))
        self._field.setAccessibleName(words.say("Person affected: date of birth"))
        self._field.setPlaceholderText(words.say("12/3/1961, or the year"))
        if not self._field.hasFocus() and self._field.text() != born:
            self._known = born
            self._field.setText(born)
        self._fold()

    def go(self) -> None:
        """To what would decide; where nothing would, to the date of birth."""
        if self._part in ("", "dob"):
            self._line.show()
            self._field.setFocus()
        else:
            self.wanted.emit(self._part)

    def _enter(self) -> None:
        """In the empty field: what the log knows is still so. Nothing else makes it an answer."""
        if self._proposed and not self._field.text().strip():
            self._field.setText(self._proposed.value)
            self._left()
        self.finished.emit()

    def _typed(self, text: str) -> None:
        self._fold()
        self.typed.emit(text, self._field.cursorPosition())

    def _left(self) -> None:
        said = with_whole_year(self._field.text().strip(), self._today())
        if said != self._field.text():
            self._field.setText(said)
        if said != self._known:
            self._known = said
            self.told.emit(said)
        self._fold()

    def _fold(self) -> None:
        said = self._field.text().strip()
        remark = "" if self._field.hasFocus() or not said else cannot_be(said, self._today()) if born_digits(said) else "unread"
        self._remark.setText(self._words.say(_REMARKS[remark]) if remark else "")
        self._remark.setVisible(bool(remark))
        offered = self._proposed if not said else None
        self._before.setText(f"{offered.said}\n{offered.keys}" if offered else "")
        self._before.setVisible(offered is not None)
        self._field.setAccessibleDescription(self._before.text())
        self._line.setVisible(bool(said) or self._field.hasFocus())

    def _lay_out(self) -> None:
        column, line = QVBoxLayout(self), QVBoxLayout(self._line)
        for each in (column, line):
            each.setContentsMargins(0, 0, 0, 0)
            each.setSpacing(2)
        line.addLayout(row_of(self._name, self._field))
        line.addWidget(self._before)
        line.addWidget(self._remark)
        self._line.hide()
        column.addWidget(self._says)
        column.addLayout(Flow(self._ask))
        column.addWidget(self._line)
