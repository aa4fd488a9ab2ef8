"""Tells the handler whether what was typed is safe: a light with words while it is, a red line that stays while it is not."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.dress import dress
from callhandler.ui.qt_override import override
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words, mark

State = Literal["saved", "saving", "unsaved", "memory"]
Loudness = Literal["alert", "notice", "passing"]

_SAID = {"saved": mark("Saved here"), "saving": mark("Saving…"), "unsaved": mark("Not saved"), "memory": mark("In memory only")}
_SYMBOL = {"saved": "✓", "saving": "…", "unsaved": "✗", "memory": "!"}


class SavedLight(PlainLabel):
    """Each state has a sign and words. Only what is on this disk is called saved."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, role="bar", wrap=False)
        self.setObjectName("saved")
        self._words, self._state = words, ""
        self.tell("saved")

    def tell(self, state: State) -> None:
        if state != self._state:
            self._state = state
            self.speak(self._words)

    def speak(self, words: Words) -> None:
        self._words = words
        said = words.say(_SAID[self._state])
        self.setText(f"{_SYMBOL[self._state]} {said}")
        self.setAccessibleName(said)
        dress(self, "bar-alert" if self._state in ("unsaved", "memory") else "bar")


class Banners(QWidget):
    """Lines under the top strip for what must not be missed; each stays until what it tells of is over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: dict[str, PlainLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 4, 6, 0)
        self._column.setSpacing(4)
        self.hide()

    def tell(self, about: str, sentence: str, loudness: Loudness = "alert") -> None:
        """Say this about that, in place of what was said about it before; "" ends it, also what was said in passing."""
        line = self._lines.pop(about, None)
        if line is None and sentence:
            line = PlainLabel(parent=self)
            line.setObjectName(f"banner_{about}")
            self._column.addWidget(line)
        if line is not None and not sentence:
            self._column.removeWidget(line)
            line.setParent(None)  # hidden at once, and no longer found by its name
            line.deleteLater()
        elif line is not None:
            self._lines[about] = line
            self._show(line, sentence, loudness)
        self.setVisible(bool(self._lines))

    def _show(self, line: PlainLabel, sentence: str, loudness: Loudness) -> None:
        dress(line, "notice" if loudness == "passing" else loudness)
        if line.text() != sentence:
            line.setText(sentence)
            line.setAccessibleName(sentence)
            say_aloud(self, sentence, at_once=loudness == "alert")


class Marking(PlainLabel):
    """The protective marking of everything on the screen, and as much of how to handle it as there is room for (R9)."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, role="bar-strong", wrap=False)
        self.setObjectName("marking")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._caveat, self._handling = "", ""
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._caveat = words.say("OFFICIAL-SENSITIVE")
        self._handling = words.say("show and share only what the work needs")
        self.setAccessibleName(f"{self._caveat}: {self._handling}")
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._caveat) + 8, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole = f"{self._caveat}  {self._handling}"
        self.setText(whole if self.fontMetrics().horizontalAdvance(whole) < self.width() else self._caveat)
