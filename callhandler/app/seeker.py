"""Looks in the log away from the keyboard: one thread, the newest question first, and none that was overtaken while it waited."""

from threading import Condition, Thread

from PySide6.QtCore import QObject, Signal

from callhandler.desk.glance import Glancing, Wanted


class Seeker(QObject):
    """Answers on the screen's thread: first who it may be, then what stands beside them, unless something newer was asked meanwhile."""

    seen = Signal(object)  # Sight
    beside = Signal(object)  # Beside
    failed = Signal(object)  # Exception

    def __init__(self, glancing: Glancing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._glancing, self._turn = glancing, Condition()
        self._asked: dict[str, Wanted] = {}  # by case: a newer question takes the place of the one that waits
        self._over = False
        self._thread = Thread(target=self._run, name="seeker", daemon=True)
        self._thread.start()

    def seek(self, wanted: Wanted) -> None:
        """Look for this; returns at once."""
        with self._turn:
            self._asked[wanted.case] = wanted
            self._turn.notify_all()

    def end(self) -> None:
        """Look no more. Waits for the look that is under way, so that the store can be let go of."""
        with self._turn:
            self._over = True
            self._turn.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while wanted := self._next():
            try:
                self._answer(wanted)
            except Exception as trouble:  # noqa: BLE001 - a worker's edge: whoever asked decides what it means
                self.failed.emit(trouble)

    def _next(self) -> Wanted | None:
        with self._turn:
            self._turn.wait_for(lambda: self._asked or self._over)
            return None if self._over else self._asked.pop(next(iter(self._asked)))

    def _answer(self, wanted: Wanted) -> None:
        self.seen.emit(self._glancing.look(wanted))
        if not self._overtaken(wanted):
            self.beside.emit(self._glancing.beside(wanted))

    def _overtaken(self, wanted: Wanted) -> bool:
        with self._turn:
            return self._over or wanted.case in self._asked
