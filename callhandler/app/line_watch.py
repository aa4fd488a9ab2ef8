"""Watches what the line says: the desk's own memory follows what it brings and takes away, and screens hear how it stands."""

from PySide6.QtCore import QObject, Signal

from callhandler.app.session import PenNews, Session
from callhandler.line.state import LineState
from callhandler.line.worker import News


class LineWatch(QObject):
    """Lives on the screen's thread. `state` is the last that was heard; before the first, nothing has been said yet.

    The line comes up with it: what a first round brought before anybody listened would never be heard of. Raises VaultTrouble.
    """

    stands = Signal(object)  # LineState: show it
    changed = Signal()  # entries came or went: what is on the screen may be otherwise now
    taken_out = Signal()  # nothing is left of the store: the desk ends

    def __init__(self, session: Session, news: PenNews, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._listens = session.desk, True
        self.state = LineState()
        news.line.connect(self._stands)
        news.came.connect(self._came)
        news.wiped.connect(self.taken_out)
        session.line.begin()

    def end(self) -> None:
        """The store is about to be closed: what the line says on the way out is heard afterwards, and about nothing that is here."""
        self._listens = False

    def _stands(self, state: LineState) -> None:
        if self._listens:
            self.state = state
            self._desk.went_on()
            self.stands.emit(state)

    def _came(self, news: News) -> None:
        if self._listens:
            self._desk.came(news.read, news.gone)
            self.changed.emit()
