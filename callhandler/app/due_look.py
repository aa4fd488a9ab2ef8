"""Looks up what is due away from the screen, so that the keyboard never waits for it; of several looks only the last counts."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from callhandler.app.away import Away
from callhandler.cases.due import Due
from callhandler.ui.errand import Errand


class DueLook(QObject):
    """One look at a time: whoever asks while one is under way has it made again, and the answer that came too early is dropped."""

    found = Signal(object)  # tuple[Due, ...]
    failed = Signal(object)  # Exception

    def __init__(self, look: Callable[[], tuple[Due, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._away = look, Away()
        self._errand: Errand | None = None
        self._again = False

    def start(self) -> None:
        """Look as things stand now."""
        self._again = self._errand is not None
        if self._again or self._away.over:
            return
        self._errand = Errand(self._look_once)
        self._errand.done.connect(self._done)
        self._errand.failed.connect(self._failed)
        self._errand.start()

    def end(self) -> None:
        """Look no more. Waits for the look that is under way, so that the store can be let go of."""
        self._away.end()

    def _look_once(self) -> tuple[Due, ...]:
        with self._away.held() as wanted:
            return self._look() if wanted else ()

    def _done(self, found: tuple[Due, ...]) -> None:
        if not self._came_too_early():
            self.found.emit(found)

    def _failed(self, trouble: Exception) -> None:
        if not self._came_too_early():
            self.failed.emit(trouble)

    def _came_too_early(self) -> bool:
        again, self._again, self._errand = self._again, False, None
        if again:
            self.start()
        return again or self._away.over
