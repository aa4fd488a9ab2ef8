"""Does something slow away from the screen, and says when it is done, so that the keyboard never waits."""

from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import QObject, Signal


class Errand(QObject):
    """One slow thing on a thread of its own; keep it until it has said `done` or `failed`."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, what: Callable[[], object]) -> None:
        super().__init__()
        self._what = what

    def start(self) -> None:
        Thread(target=self._run, name="errand", daemon=True).start()

    def _run(self) -> None:
        try:
            outcome = self._what()
        except Exception as trouble:  # noqa: BLE001 - a worker's edge: whoever asked decides what it means
            self.failed.emit(trouble)
        else:
            self.done.emit(outcome)
