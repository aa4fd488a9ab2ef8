"""The head of a person's log: needs before everything else, then who and where, then the flags with what they rest on."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from callhandler.ui.person_page.lines import flag_said, needs_said
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.shown import Flag, Person
from callhandler.words import Words, mark

_WITHHELD = mark("Withheld from you: the health details of {references}. Ctrl+G opens those of one complaint, in an emergency.")


class PersonHead(QFrame):
    """Read in a breath, before the handler speaks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._needs, self._names, self._facts = PlainLabel(role="notice"), PlainLabel(role="title"), PlainLabel(role="hint")
        self._names.setObjectName("person_names")
        self._needs.setObjectName("person_needs")
        self.leave = PlainButton(role="link")
        self.leave.setObjectName("person_leave")
        self._withheld = PlainLabel(role="warning")
        self._withheld.setObjectName("person_withheld")
        self._flags: list[PlainLabel] = []
        self._grid = QGridLayout()
        self._lay_out()

    def show_person(self, words: Words, person: Person) -> None:
        self.setAccessibleName(words.say("Who this is"))
        self._needs.setText(" · ".join(needs_said(words, person)))
        self._needs.setVisible(bool(self._needs.text()))
        self._names.setText(" / ".join(person.names) or words.say("No name known"))
        self._facts.setText("  ·  ".join((*person.numbers, *person.places)))
        self._facts.setVisible(bool(self._facts.text()))
        self.leave.say(words.say("Esc  Back"))
        self._withheld.setText(_withheld_said(words, person.withheld))
        self._withheld.setVisible(bool(person.withheld))
        self._show_flags(words, person.flags)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_flags()

    def _show_flags(self, words: Words, flags: Sequence[Flag]) -> None:
        for label in self._flags:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._flags = [self._flag(words, flag) for flag in flags]
        self._place_flags()

    def _flag(self, words: Words, flag: Flag) -> PlainLabel:
        label = PlainLabel(f"⚑ {flag_said(words, flag)}", self)
        label.setProperty("role", "flag")
        label.setObjectName(f"flag_{flag.code}")
        return label

    def _place_flags(self) -> None:
        """In two columns where there is room for it, in one where there is not."""
        columns = 2 if self.width() > 100 * self.fontMetrics().averageCharWidth() else 1
        for place, label in enumerate(self._flags):
            self._grid.addWidget(label, place // columns, place % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, columns - 1)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(4)
        column.addWidget(self._needs)
        top = row_of(self._names, self.leave)
        top.setStretch(0, 1)
        column.addLayout(top)
        column.addWidget(self._facts)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(3)
        column.addLayout(self._grid)
        column.addWidget(self._withheld)


def _withheld_said(words: Words, references: Sequence[str]) -> str:
    return words.say(_WITHHELD, references=", ".join(references))
