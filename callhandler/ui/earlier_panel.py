"""On a wide screen, beside the questions: what whoever is calling told before, and what is known of home, place and people named."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.ui.lines import LinesView
from callhandler.ui.people_panel.around import AroundCall
from callhandler.ui.person_page.lines import complaint_lines
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Around, Complaint
from callhandler.words import Words


class EarlierPanel(QFrame):
    """Newest first; Enter says more of one."""

    def __init__(self, words: Words, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self._words, self._now = words, now
        self._complaints: tuple[Complaint, ...] = ()
        self._opened: set[str] = set()
        self._heading, self._lines = PlainLabel(role="heading", wrap=False), LinesView(name="earlier")
        self._lines.opened.connect(self._open)
        self._around, self._beside = AroundCall("home", "place", "alleged"), Around()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self._heading)
        column.addWidget(self._lines, 1)
        column.addWidget(self._around)
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._heading.setText(words.say("EARLIER COMPLAINTS"))
        self._lines.setAccessibleName(words.say("Earlier complaints of this person"))
        self._lines.say_empty(words.say("Once you say who it is, their earlier complaints stand here."))
        self._show()

    def show_complaints(self, complaints: Sequence[Complaint]) -> None:
        self._complaints = tuple(complaints)
        self._show()

    def show_around(self, around: Around) -> None:
        """What is known of the home, the place and the people held responsible."""
        self._beside = around
        self._show()

    def _show(self) -> None:
        self._around.show_around(self._words, self._beside)
        self._lines.show_lines(complaint_lines(self._words, self._complaints, self._now(), self._opened))

    def _open(self, case: str) -> None:
        self._opened ^= {case}
        self._show()
