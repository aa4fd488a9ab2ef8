"""Puts a line above a person's log that says who else sees their cases, and where two values want a decision."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from callhandler.ui.flow import FlowRow
from callhandler.ui.lines import LinesView
from callhandler.ui.qt_override import override
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.share_page.shown import SharedLine
from callhandler.ui.share_page.telling import several_said
from callhandler.words import Words

MOST = 4  # cases told of in the line; the page of each says the rest
LETTERS = 46  # of the line that stand beside the keys, or it stands above them


class SharedAround(QWidget):
    """The log, and above it what others see. F6 asks about the complaint that the handler stands on; Shift+F6 for the values."""

    cases_shown = Signal(object)  # cases: another person's log is shown
    share_wanted = Signal(str)
    both_wanted = Signal()
    files_wanted = Signal(str)
    rights_wanted = Signal()
    glass_wanted = Signal()

    def __init__(self, log: QWidget, words: Words) -> None:
        super().__init__()
        self._log, self._words = log, words
        self._cases: tuple[str, ...] = ()
        self._several, self._lines = 0, PlainLabel()
        self._lines.setObjectName("shared_lines")
        self._share, self._both = PlainButton(role="link"), PlainButton()
        self._share.setObjectName("shared_share")
        self._both.setObjectName("shared_both")
        self._files = PlainButton(role="link")
        self._files.setObjectName("shared_files")
        self._glass = PlainButton(role="link")
        self._glass.setObjectName("shared_glass")
        self._glass.clicked.connect(self.glass_wanted)
        self._glass.hide()
        self._rights = PlainButton(role="link")
        self._rights.setObjectName("shared_rights")
        self._rights.clicked.connect(self.rights_wanted)
        self._files.clicked.connect(lambda: self.files_wanted.emit(self._complaint()))
        self._share.clicked.connect(self._ask)
        self._both.clicked.connect(self.both_wanted)
        self.strip, self._inside = QFrame(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._keys = FlowRow(self._both, self._glass, self._rights, self._files, self._share, gap=6)
        self._lay_out()
        self._complaints = log.findChild(LinesView, "person_complaints")
        if self._complaints:
            self._complaints.model().modelReset.connect(self._tell_cases)
        self.setFocusProxy(log)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self.strip.setAccessibleName(words.say("Who sees this log, and what can be done with it"))
        self._share.say(words.say("F6  Who sees it, and sharing"))
        self._files.say(words.say("Ctrl+O  Photographs and files"))
        self._rights.say(words.say("Ctrl+R  All that is held, and putting it right"))
        self._glass.say(words.say("Ctrl+G  Open what is withheld, in an emergency"))
        self._both.say(f"Shift+F6  {several_said(words, self._several)}")
        self._fold()

    def show_shared(self, cases: Sequence[str], lines: Sequence[SharedLine]) -> None:
        """`cases` of this log, newest first; `lines` of those that others see, or that want a decision."""
        self._cases, self._several = tuple(cases), sum(line.several for line in lines)
        said = [line.says for line in lines if line.says]
        self._lines.setText("\n".join(said[:MOST]) or self._words.say("No other agency sees these complaints."))
        self._share.setVisible(bool(cases))
        self._files.setVisible(bool(cases))
        self._both.setVisible(bool(self._several))
        self.speak(self._words)

    def offer_glass(self, offered: bool) -> None:
        """Whether anything of this log is withheld."""
        self._glass.setVisible(offered)
        self._fold()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F6 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.both_wanted.emit()
        elif event.key() == Qt.Key.Key_F6:
            self._ask()
        elif event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.rights_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._log.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """The keys above take part in the round of the log."""
        return self._log.focusNextPrevChild(forward)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fold()

    def _fold(self) -> None:
        """What others see stands above the keys where there is no room beside them."""
        beside = self._keys.sizeHint().width() + LETTERS * self.fontMetrics().averageCharWidth() < self.width()
        self._inside.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _ask(self) -> None:
        if case := self._complaint():
            self.share_wanted.emit(case)

    def _complaint(self) -> str:
        """The one stood on, or else the newest."""
        chosen = self._complaints.chosen() if self._complaints else ""
        return chosen or next(iter(self._cases), "")

    def _tell_cases(self) -> None:
        self.cases_shown.emit(tuple(line.key for line in self._complaints.lines()) if self._complaints else ())

    def _lay_out(self) -> None:
        strip, column = self.strip, QVBoxLayout(self)
        strip.setProperty("role", "known")
        self._inside.addWidget(self._lines, 1)
        self._inside.addLayout(self._keys)
        self._inside.setContentsMargins(12, 4, 12, 4)
        strip.setLayout(self._inside)
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self._log, 1)
        self._log.show()  # whoever took it from its place hid it
