"""What stands beside the person: this number, this home, this place and people held responsible, each under its own name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Around
from callhandler.words import Words, mark

PARTS = {
    "number": mark("CALLS FROM THIS NUMBER"),
    "home": mark("OTHERS OF THIS HOME"),
    "place": mark("THIS PLACE, BY ANYBODY"),
    "alleged": mark("PEOPLE HELD RESPONSIBLE"),
}


class AroundCall(QWidget):
    """A heading and its sentences for each of these parts; whatever nothing is known of takes no room."""

    def __init__(self, *parts: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matter = PlainLabel(role="notice")
        self._matter.setObjectName("matter")
        self._parts = {name: _Part(name) for name in parts}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        stack(column, self._matter, *self._parts.values())

    def show_around(self, words: Words, around: Around) -> None:
        self._matter.setText(around.matter)
        self._matter.setVisible(bool(around.matter) and "place" in self._parts)
        for name, part in self._parts.items():
            part.show_part(words.say(PARTS[name]), getattr(around, name))
        self.setVisible(any(getattr(around, name) for name in self._parts))


class _Part(QFrame):
    """One of the four."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"around_{name}")
        self._heading, self._says = PlainLabel(role="heading", wrap=False), PlainLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        stack(column, self._heading, self._says)

    def show_part(self, heading: str, sentences: Sequence[str]) -> None:
        self._heading.setText(heading)
        self._says.setText("\n".join(sentences))
        self.setAccessibleName(". ".join((heading, *sentences)))
        self.setVisible(bool(sentences))
