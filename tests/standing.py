"""What a test left standing when it ended: windows still open, threads still running."""

import gc
import sys
import threading
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Standing:
    """The threads and windows there are at one moment; windows by their place in memory."""

    threads: frozenset[threading.Thread]
    windows: frozenset[int]

    @classmethod
    def now(cls) -> Self:
        return cls(frozenset(threading.enumerate()), frozenset(_windows()))

    def left_since(self, patience: float = 20) -> list[str]:
        """Name what has come since and has not gone after `patience` seconds."""
        return [*self._windows_left(), *self._threads_left(patience)]

    def _threads_left(self, patience: float) -> list[str]:
        strays = [thread for thread in threading.enumerate() if thread not in self.threads and not _foreign(thread)]
        for thread in strays:
            thread.join(timeout=patience)
        return [f"thread {thread.name}" for thread in strays if thread.is_alive()]

    def _windows_left(self) -> list[str]:
        if not _windows().keys() - self.windows:
            return []
        _finish_deletions()
        gc.collect()
        gc.freeze()  # what is alive by now stays out of the next collection: going through all of it took most of the gate
        return [name for place, name in _windows().items() if place not in self.windows]


def _foreign(thread: threading.Thread) -> bool:
    """Qt's own threads show as these, and stay listed after they have ended."""
    return isinstance(thread, threading._DummyThread)  # noqa: SLF001 - there is no public name for it


def _windows() -> dict[int, str]:
    """Every window there is; nothing where Qt was never loaded."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    windows = QApplication.topLevelWidgets()
    return {getCppPointer(window)[0]: f"window {type(window).__name__} {window.objectName()!r}" for window in windows}


def _finish_deletions() -> None:
    """Qt puts off deleteLater() until its loop turns again; a test has no loop of its own at its end."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
