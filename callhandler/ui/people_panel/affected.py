"""Whom the caller speaks for: three fields, because the log hangs on the person affected and not on who rings."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from callhandler.ui.dress import dress
from callhandler.ui.flow import Flow
from callhandler.ui.safe import PlainButton, PlainField, PlainLabel
from callhandler.ui.shown import Affected
from callhandler.words import Words, mark

FIELDS = ("name", "phone", "place")
_SHORT = {"name": mark("Name"), "phone": mark("Number"), "place": mark("Place")}
_WHOLE = {
    "name": mark("Person affected: name"),
    "phone": mark("Person affected: number"),
    "place": mark("Person affected: place"),
}


class AffectedFields(QWidget):
    """Open while nothing is known or somebody types; otherwise one line. Enter goes on, and leaves after the last."""

    typed = Signal(str, str, int)  # field, text, caret
    told = Signal(str, str, str)  # name, number, place: the fields were left
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("affected")
        self._heading, self._says = PlainLabel(role="heading", wrap=False), PlainLabel(role="strong")
        self._change = PlainButton(role="small")
        self._says.setObjectName("affected_says")
        self._change.setObjectName("affected_change")
        self._change.clicked.connect(self.take_focus)
        self._names = {name: PlainLabel(role="hint", wrap=False) for name in FIELDS}
        self._fields = {name: PlainField() for name in FIELDS}
        self._known, self._named = Affected(), False
        self._grid = QWidget()
        for name, field in self._fields.items():
            field.setObjectName(f"about_{name}")
            field.textEdited.connect(partial(self._typed, name))
            field.returnPressed.connect(partial(self._go_on, name))
            field.editingFinished.connect(self._left)
        self._lay_out()

    def show_affected(self, words: Words, affected: Affected, *, known: bool) -> None:
        """Who it is, as far as they were described; what is just being typed is left alone. `known`: their story names them already."""
        self._named = known
        if not self._typing():
            self._known = affected
            for name, field in self._fields.items():
                if field.text() != getattr(affected, name):
                    field.setText(getattr(affected, name))
        self._ask(words)
        for name, field in self._fields.items():
            self._names[name].setText(words.say(_SHORT[name]))
            field.setAccessibleName(words.say(_WHOLE[name]))
        self._fold()

    def _ask(self, words: Words) -> None:
        """The log hangs on this person, so the heading asks until there is a name."""
        missing = not self._fields["name"].text().strip()
        self._heading.setText(words.say("WHO IS AFFECTED? Ctrl+B") if missing else words.say("PERSON AFFECTED"))
        dress(self._heading, "warning" if missing else "heading")
        self._change.say(words.say("Ctrl+B"), words.say("Change who is affected"))
        self._change.setVisible(not missing)

    def take_focus(self) -> None:
        """Into the first field that says nothing yet, or else the first."""
        self._grid.show()
        field = next((each for each in self._fields.values() if not each.text()), self._fields["name"])
        field.setFocus()

    def _typing(self) -> bool:
        return any(field.hasFocus() for field in self._fields.values())

    def _typed(self, name: str, text: str) -> None:
        self.typed.emit(name, text, self._fields[name].cursorPosition())

    def _go_on(self, name: str) -> None:
        if name == FIELDS[-1]:
            self.finished.emit()
        else:
            self._fields[FIELDS[FIELDS.index(name) + 1]].setFocus()

    def _left(self) -> None:
        said = Affected(*(field.text().strip() for field in self._fields.values()))
        if said != self._known:
            self._known = said
            self.told.emit(said.name, said.phone, said.place)
        self._fold()

    def _fold(self) -> None:
        said = " · ".join(filter(None, (field.text() for field in self._fields.values())))
        folded = bool(said) and not self._typing()
        self._says.setText(said)
        self._grid.setVisible(not folded)
        self._says.setVisible(folded and not self._named)

    def _lay_out(self) -> None:
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        for row, name in enumerate(FIELDS):
            grid.addWidget(self._names[name], row, 0)
            grid.addWidget(self._fields[name], row, 1)
            self._names[name].setBuddy(self._fields[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(Flow(self._heading, self._change, gap=8))
        for part in (self._grid, self._says):
            column.addWidget(part)
