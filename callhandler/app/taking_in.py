"""Takes files in one after the other, away from the screen, for as long as somebody sits here."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from callhandler.store.shelf import Shelved
from callhandler.ui.errand import Errand

Source = tuple[Path | bytes, str]
TakeIn = Callable[[Path | bytes, Callable[[int], None]], Shelved]


class TakingIn(QObject):
    """`take_in` may take a second, is called on a worker, and tells how many bytes have come."""

    taken = Signal(str, object, str)  # for which case, what lies on the shelf, and what it was called
    failed = Signal(object)
    come = Signal(object)  # per cent of the one that is being taken in; from the worker

    def __init__(self, take_in: TakeIn, parent: QObject) -> None:
        super().__init__(parent)
        self._take_in = take_in
        self._waiting: list[tuple[str, Source]] = []
        self._errand: Errand | None = None

    @property
    def busy(self) -> bool:
        """Whether anything that was given has yet to be taken in."""
        return bool(self._waiting)

    def add(self, case: str, sources: Sequence[Source]) -> None:
        self._waiting += [(case, source) for source in sources]
        self._next()

    def end(self) -> None:
        """Nobody sits here any more: whatever comes of it is told to nobody."""
        self._waiting.clear()

    def _next(self) -> None:
        if self._waiting and self._errand is None:
            _, (source, _) = self._waiting[0]
            self._errand = Errand(partial(self._one, source))
            self._errand.done.connect(self._done)
            self._errand.failed.connect(self._not)
            self._errand.start()

    def _one(self, source: Path | bytes) -> Shelved:
        size = max(len(source) if isinstance(source, bytes) else source.stat().st_size, 1)
        return self._take_in(source, lambda come: self.come.emit(100 * come // size))

    def _done(self, shelved: Shelved) -> None:
        self._errand = None
        if self._waiting:
            case, (_, name) = self._waiting.pop(0)
            self.taken.emit(case, shelved, name)
            self._next()

    def _not(self, trouble: Exception) -> None:
        self._errand = None
        if self._waiting:
            self._waiting.pop(0)
            self.failed.emit(trouble)
            self._next()
