"""Who is who, gone through by a supervisor: looks for the pairs away from the screen, and puts each decision on record."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from callhandler.app.away import Away
from callhandler.desk.desk import Desk
from callhandler.desk.duplicates import Duplicates, Review
from callhandler.desk.hand import NotRecorded
from callhandler.desk.joining import NothingDecided
from callhandler.ui.duplicates_page.page import DuplicatesPage
from callhandler.ui.duplicates_page.telling import pairs_told
from callhandler.ui.errand import Errand
from callhandler.ui.telling import Teller
from callhandler.words import Words


class _LeftMeanwhile(Exception):  # noqa: N818 - no error: nobody waits for it any more
    """The operator left while it was still looking."""


class DuplicatesRoom(QObject):
    """The page, and what it does at the desk. `refused`: that somebody looked could not be put on record, so nothing is shown (R1)."""

    refused = Signal()
    unread = Signal(object)  # Exception
    _gone_through = Signal(int, int)

    def __init__(self, desk: Desk, teller: Callable[[], Teller], words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._teller = desk, teller
        self._review: Review | None = None
        self._errand: Errand | None = None
        self._away = Away()
        self._made: list[str] = []  # decisions of this sitting, the last of which can be taken back
        self.page = DuplicatesPage(words)
        self.page.decided.connect(self._decide)
        self.page.taken_back.connect(self._take_back)
        self._gone_through.connect(self.page.show_looking)

    def speak(self, words: Words) -> None:
        self.page.speak(words)
        self._show()

    def look(self) -> None:
        """Look anew; what is found is shown once it is on record that somebody looked."""
        if self._errand is None and not self._away.over:
            self.page.show_looking(0, 0)
            self._errand = Errand(partial(self._look_once, self._desk.duplicates()))
            self._errand.done.connect(self._found)
            self._errand.failed.connect(self._failed)
            self._errand.start()

    def end(self) -> None:
        """Look no more. Waits for the look that is under way, so that the store can be let go of."""
        self._away.end()

    def _look_once(self, duplicates: Duplicates) -> Review:
        with self._away.held():
            return duplicates.look(self._told)

    def _told(self, done: int, every: int) -> None:
        if self._away.over:
            raise _LeftMeanwhile
        self._gone_through.emit(done, every)

    def _found(self, review: Review) -> None:
        self._errand = None
        try:
            self._desk.looked_at(review)
        except NotRecorded:
            self.refused.emit()
        else:
            self._review = review
            self._show()

    def _failed(self, trouble: Exception) -> None:
        self._errand = None
        if not isinstance(trouble, _LeftMeanwhile):
            self.unread.emit(trouble)

    def _show(self) -> None:
        if self._review is not None:
            self.page.show_pairs(pairs_told(self._teller(), self._review))

    def _decide(self, one: str, other: str, deed: str, codes: tuple[str, ...]) -> None:
        decide = self._desk.combine if deed == "same" else self._desk.hold_apart
        self._made.append(decide(one, other, codes).id)
        self._settle()

    def _take_back(self) -> None:
        if self._made:
            try:
                self._desk.undo_tie(self._made.pop())
            except NothingDecided:
                return
            self.look()

    def _settle(self) -> None:
        """What is decided leaves the page at once; the figures count it."""
        if self._review is not None:
            self._review = self._desk.duplicates().settled(self._review)
            self._show()
