"""Notices that nobody has touched keyboard or mouse for a while, so that a desk left alone does not stay open (R13)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from callhandler.ui.qt_override import override

LIMIT = 300.0  # seconds
_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class IdleWatch(QObject):
    """Watches one native window; `now` counts seconds, also those of a computer asleep, and never goes back.

    Says `idle` once, until touched again. The touch that comes too late, as when a laptop is opened again, does nothing else.
    """

    idle = Signal()

    def __init__(self, watched: QObject, now: Callable[[], float], limit: float = LIMIT) -> None:
        super().__init__(watched)
        self._now, self._limit, self._said = now, limit, False
        self._touched = now()
        watched.installEventFilter(self)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """See how long it has been quiet."""
        if self._is_late():
            self._said = True
            self.idle.emit()

    def _is_late(self) -> bool:
        return not self._said and self._now() - self._touched >= self._limit

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCHES:
            return False
        late = self._is_late()
        self.look()
        self._touched, self._said = self._now(), False
        return late
