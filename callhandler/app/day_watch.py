"""Notices that another day has begun, so that what stands on the screen over midnight is that day's."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

OFTEN = 20_000  # milliseconds: no alarm for midnight itself, which a computer may sleep through, or a clock that is put right skip


class DayWatch(QObject):
    """By the clock on the wall here."""

    turned = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._now, self._day = now, now().astimezone().date()
        self._timer = QTimer(self, interval=OFTEN)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """See whether it is still the same day."""
        today = self._now().astimezone().date()
        if today != self._day:
            self._day = today
            self.turned.emit()
