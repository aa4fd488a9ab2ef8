"""The bar over a call: who calls from where, how long, in which language, and the way to 999; and the strip of keys under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from callhandler.script.question import Question
from callhandler.ui.safe import PlainButton, PlainLabel, shown
from callhandler.words import Words, mark


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as far as they said."""

    name: str = ""
    number: str = ""
    place: str = ""


def caller_in(questions: Sequence[Question], place: str) -> Caller:
    """The caller as the answers tell; `place` is the question that asks where."""
    said = {question.path: question.value for question in questions if question.relevant}
    named = {path.rsplit("/", 1)[-1]: value for path, value in said.items()}
    return Caller(named.get("caller_name", ""), named.get("caller_phone", ""), said.get(place, ""))


def place_of(question: Question, *, row: bool = False) -> str:
    """Which keys help at this question; `row`: it stands in a repeat that may have one row more."""
    if row:
        return "row"
    if question.kind in ("one", "many"):
        return "many" if question.kind == "many" else "choice"
    return "text" if "multiline" in question.appearance else "line"


class Bar(QFrame):
    """Says who and how long; two buttons, both with keys."""

    language_wanted = Signal()
    emergency = Signal()

    def __init__(self, reference: str, started: datetime, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._started, self._now, self._said, self._length = started, now, "", ""
        called = PlainLabel(reference, self, role="bar-strong", wrap=False)
        self._caller = PlainLabel(parent=self, role="bar", wrap=False)
        self._caller.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._saved = PlainLabel(parent=self, role="bar-dim", wrap=False)
        self._clock = PlainLabel(parent=self, role="bar-strong", wrap=False)
        self._area = PlainLabel(parent=self, role="bar-dim", wrap=False)
        self._saved.hide()
        self._language = PlainButton(parent=self, role="bar")
        self._emergency = PlainButton(parent=self, role="emergency")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 1, 6, 1)
        line.setSpacing(14)
        line.addWidget(called)
        line.addWidget(self._caller, 1)
        for part in (self._saved, self._clock, self._area, self._language, self._emergency):
            line.addWidget(part)
        self._language.clicked.connect(self.language_wanted)
        self._emergency.clicked.connect(self.emergency)
        self._second = QTimer(self)
        self._second.timeout.connect(self.tick)
        self._second.start(1000)
        self.tick()

    def speak(self, words: Words, area: str) -> None:
        self.setAccessibleName(words.say("Who is calling"))
        self._area.setText(area)
        other = words.say("Cymraeg") if words.language == "en" else words.say("English")
        self._language.say("EN | cy  F8" if words.language == "en" else "en | CY  F8", words.say("Go on in {language}", language=other))
        self._emergency.say(words.say("F12  999 now"))
        self._length = words.say("Length of the call")
        self.tick()
        self._nobody = words.say("no name yet")

    def put(self, caller: Caller) -> None:
        """Show who calls, as far as there is room; a screen reader is told all of it."""
        parts = (caller.name or self._nobody, caller.number, caller.place)
        self._said = "   ".join(part for part in parts if part).replace("\n", " ")
        self._caller.setAccessibleName(shown(self._said))
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._caller.setText(self._caller.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, self._caller.width()))

    def stop(self) -> None:
        """The call is over: the clock stands."""
        self._second.stop()

    def say_saved(self, text: str) -> None:
        """Say how it stands with what was typed, such as "saved"; "" says nothing."""
        self._saved.setText(text)
        self._saved.setVisible(bool(text))

    def tick(self) -> None:
        seconds = max(int((self._now() - self._started).total_seconds()), 0)
        self._clock.setText(f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}")
        self._clock.setAccessibleName(f"{self._length} {self._clock.text()}")


class KeyStrip(QFrame):
    """The keys that help where the caret is now; on a narrow page as many as there is room for, the nearest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._line = PlainLabel(parent=self, role="strip", wrap=False)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 2, 10, 3)
        line.addWidget(self._line)

    def put(self, words: Words, place: str) -> None:
        """Show the keys for a place: "choice", "line", "notes", "ending" and so on; "empty" or "over" where the log knows an answer."""
        keys = tuple(words.say(key) for key in (*_KEYS[place], *(_EVERYWHERE if place not in ("ending", "told") else ())))
        if keys != self._keys:
            self._keys = keys
            self.setAccessibleName(", ".join(keys))
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._line.ensurePolished()
        line = ""
        for key in self._keys:
            longer = f"{line}{_BETWEEN}{key}" if line else key
            if self._line.fontMetrics().horizontalAdvance(longer) > self.width() - 20:
                break
            line = longer
        self._line.setText(line)


_BETWEEN = "    "
_KEYS = {
    "choice": (mark("1–9 answer"), mark("0 don't know"), mark("− declined"), mark("Alt+digit told")),
    "many": (mark("1–9 tick"), mark("Enter next"), mark("0 don't know"), mark("− declined"), mark("Alt+digit told")),
    "row": (mark("Enter next"), mark("Shift+Tab back"), mark("Ctrl+M one more"), mark("Ctrl+Shift+M take back")),
    "line": (mark("Enter next"), mark("Shift+Tab back"), mark("Ctrl+Z undo")),
    "empty": (mark("Enter still so"), mark("Tab leave open"), mark("Shift+Tab back"), mark("Ctrl+Z undo")),
    "over": (mark("Enter as typed"), mark("Ctrl+T still so"), mark("Shift+Tab back"), mark("Ctrl+Z undo")),
    "text": (mark("Enter next"), mark("Shift+Enter new line"), mark("Ctrl+Z undo")),
    "notes": (mark("Enter keep"), mark("Shift+Tab lines"), mark("Esc back")),
    "told": (mark("Enter back to the desk"),),
    "ending": (
        mark("1–5 reason"),
        mark("Alt+digit for all left"),
        mark("Ctrl+Enter close the call"),
        mark("Esc back to the call"),
    ),
}
_EVERYWHERE = (
    mark("F6 next to ask"), mark("Ctrl+K go to"), mark("Ctrl+N note"), mark("Ctrl+O files"), mark("F1 guidance"), mark("F8 Cymraeg"),
    mark("Ctrl+Shift+A anonymous"), mark("F12 999"), mark("Ctrl+Enter grade"),
)  # fmt: skip
