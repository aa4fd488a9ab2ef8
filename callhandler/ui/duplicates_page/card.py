"""One of two descriptions that may be of one person, beside the other."""

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from callhandler.ui.duplicates_page.shown import Part, Side
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words, mark

_BESIDE = {"same": mark("same"), "other": mark("differs")}
_TONE = {"same": "good", "other": "warning", "": "hint"}


class SideCard(QFrame):
    """Name, parts and complaints; beside each part in a word whether the other says the same."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName(name)
        self._parts: list[PlainLabel] = []
        self._name, self._heading, self._complaints = PlainLabel(role="title"), PlainLabel(role="heading"), PlainLabel()
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(self._name)
        column.addLayout(self._grid)
        column.addWidget(self._heading)
        column.addWidget(self._complaints)
        column.addStretch()

    def show_side(self, words: Words, side: Side) -> None:
        self._name.setText(side.name)
        for label in self._parts:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._parts = []
        for row, part in enumerate(side.parts):
            self._show_part(words, row, part)
        self._heading.setText(words.say("COMPLAINTS"))
        self._complaints.setText("\n".join(side.complaints) or words.say("No complaint of their own is in the log."))
        self.setAccessibleName(". ".join((side.name, *(label.text() for label in self._parts), self._complaints.text())))

    def _show_part(self, words: Words, row: int, part: Part) -> None:
        beside = words.say(_BESIDE[part.beside]) if part.beside else ""
        told = part.value or words.say("not told")
        for column, (text, role) in enumerate(
            ((part.label, "hint"), (told, "strong" if part.value else "hint"), (beside, _TONE[part.beside]))
        ):
            label = PlainLabel(text, self, role=role, wrap=column == 1)
            self._grid.addWidget(label, row, column)
            self._parts.append(label)
