"""Asks why somebody looks: a digit answers, the case they worked on last stands there already, and Esc looks at nothing."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from callhandler.cases.why import REASONS
from callhandler.desk.why import Asking
from callhandler.ui.aloud import say_aloud
from callhandler.ui.qt_override import override
from callhandler.ui.rows import column_in, row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.why_page.saying import ground_said, reason_word, title_of
from callhandler.words import Words, mark

_WHAT = mark("One key answers. It goes on record with your name, and stands under “Who looked”.")


class WhyPage(QScrollArea):
    """`given` carries the code of a reason, and the case that it is for, or ""."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("why")
        self._words, self._asking, self._place = words, Asking(), 0
        self._title, self._grounds, self._what = PlainLabel(role="title"), PlainLabel(role="warning"), PlainLabel(role="hint")
        self._reasons = [_line(f"why_{code}") for code in REASONS]
        self._case, self._leave = _line("why_case"), PlainButton(role="link")
        self._leave.setObjectName("why_leave")
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        title = words.say(title_of(self._asking.grounds))
        self._title.setText(title)
        self.setAccessibleName(title)
        self._grounds.setText(" ".join(ground_said(words, ground) for ground in self._asking.grounds))
        self._what.setText(words.say(_WHAT))
        for digit, (code, button) in enumerate(zip(REASONS, self._reasons, strict=True), 1):
            button.say(f"{digit}  {reason_word(words, code)}")
        self._leave.say(words.say("Esc  Back, and look at nothing"))
        self._say_case()

    def ask(self, asking: Asking) -> None:
        """Ask for a reason; the likeliest case stands there."""
        self._asking, self._place = asking, 0
        self.speak(self._words)
        self._reasons[0].setFocus()
        say_aloud(self, f"{self._title.text()} {self._grounds.text()} {self._case.text()}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif 0 <= digit < len(REASONS):
            self._give(REASONS[digit])
        elif event.key() == Qt.Key.Key_C and not event.modifiers():
            self._next_case()
        else:
            super().keyPressEvent(event)

    def _give(self, code: str) -> None:
        case, _ = self._about()
        self.given.emit(code, case)

    def _about(self) -> tuple[str, str]:
        """The case that stands there, and its reference; after the last one comes none."""
        cases = (*self._asking.cases, ("", ""))
        return cases[self._place % len(cases)]

    def _next_case(self) -> None:
        self._place += 1
        self._say_case()
        say_aloud(self, self._case.text())

    def _say_case(self) -> None:
        _, reference = self._about()
        self._case.say(self._words.say("C  For {reference}, or another case", reference=reference or self._words.say("no case")))
        self._case.setVisible(bool(self._asking.cases))

    def _connect(self) -> None:
        for code, button in zip(REASONS, self._reasons, strict=True):
            button.clicked.connect(partial(self._give, code))
        self._case.clicked.connect(self._next_case)
        self._leave.clicked.connect(self.left)
        self.setFocusProxy(self._reasons[0])

    def _lay_out(self) -> None:
        column = column_in(self)
        stack(column, self._title, self._grounds, self._case, *self._reasons, self._what)
        column.addLayout(row_of(self._leave, None))
        column.addStretch()


def _line(name: str) -> PlainButton:
    button = PlainButton(role="line")
    button.setObjectName(name)
    return button
