"""What was opened in an emergency, for whoever reviews it: each opening by one key, and what was decided can be taken back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from callhandler.ui.aloud import say_aloud
from callhandler.ui.lines import Line, LinesView
from callhandler.ui.named_field import NamedField
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

VERDICTS = {Qt.Key.Key_1: "right", Qt.Key.Key_2: "wrong"}
_KEYS = mark("1  It was right · 2  It was not right · Enter  their log · Ctrl+Z  take the last decision back")
_ASKED = {"right": mark("It was right. Words, if any:"), "wrong": mark("It was not right. Say why:")}
_SAY_WHY = mark("Say why it was not right.")


class OpeningsView(LinesView):
    """Digits belong to the page: nobody looks for a line by them here."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in VERDICTS and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ReviewPage(QScrollArea):
    """`settled` carries the opening, "right" or "wrong", and the words; `log_wanted` the opening whose log is to be shown."""

    left = Signal()
    settled = Signal(str, str, str)
    taken_back = Signal()
    log_wanted = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("glass_review")
        self._words, self._verdict, self._about = words, "", ""
        self._title, self._keys, self._told = PlainLabel(role="title"), PlainLabel(role="hint"), PlainLabel(role="good")
        self._lines, self._said = OpeningsView(name="glass_openings"), NamedField(name="glass_said")
        self._settle, self._leave = PlainButton(role="main"), PlainButton(role="link")
        self._settle.setObjectName("glass_settle")
        self._leave.setObjectName("glass_review_leave")
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        title = words.say("Opened in an emergency")
        self._title.setText(title)
        self.setAccessibleName(title)
        self._keys.setText(words.say(_KEYS))
        self._lines.setAccessibleName(words.say("Openings, what waits for review first"))
        self._lines.say_empty(words.say("Nobody of your agency opened anything in an emergency, as far as it is on this computer."))
        self._settle.say(words.say("Enter  Put it on record"))
        self._leave.say(words.say("Esc  Back"))
        self._ask()

    def show_openings(self, lines: Sequence[Line]) -> None:
        """What waits first; the line stood on stays the one stood on."""
        self._lines.show_lines(lines)

    def tell(self, sentence: str, role: str = "good") -> None:
        self._told.setText(sentence)
        self._told.dress(role)
        self._told.setVisible(bool(sentence))
        if sentence:
            say_aloud(self, sentence)

    def begin(self, opening: str = "") -> None:
        """No decision is begun; the keyboard is at this opening."""
        self._verdict = self._about = ""
        self._ask()
        if opening:
            self._lines.stand_on(opening)
        self._lines.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape and self._verdict:
            self.begin(self._about)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif undo:
            self.taken_back.emit()
        elif event.key() in VERDICTS and not event.modifiers() and self._lines.chosen():
            self._decide(VERDICTS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _decide(self, verdict: str) -> None:
        self._verdict, self._about = verdict, self._lines.chosen()
        self.tell("")
        self._said.field.clear()
        self._said.remark("")
        self._ask()
        self._said.field.setFocus()
        self.ensureWidgetVisible(self._settle)

    def _ask(self) -> None:
        for part in (self._said, self._settle):
            part.setVisible(bool(self._verdict))
        if self._verdict:
            self._said.call_it(self._words.say(_ASKED[self._verdict]))

    def _give(self) -> None:
        said, verdict, about = self._said.text().strip(), self._verdict, self._about
        if verdict == "wrong" and not said:
            self._said.remark(self._words.say(_SAY_WHY), "problem")
            say_aloud(self, self._words.say(_SAY_WHY), at_once=True)
            self._said.field.setFocus()
        elif verdict:
            self.begin(about)
            self.settled.emit(about, verdict, said)

    def _connect(self) -> None:
        self._lines.opened.connect(self.log_wanted)
        self._said.field.returnPressed.connect(self._give)
        self._settle.clicked.connect(self._give)
        self._leave.clicked.connect(self.left)
        self.setFocusProxy(self._lines)

    def _lay_out(self) -> None:
        page, top = QWidget(), row_of(self._title, self._leave)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        top.setStretch(0, 1)
        column.addLayout(top)
        stack(column, self._keys, self._told)
        column.addWidget(self._lines, 1)
        stack(column, self._said)
        column.addLayout(row_of(self._settle, None))
        self._lines.setMinimumHeight(8 * self.fontMetrics().height())
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tell("")
