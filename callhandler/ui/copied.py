"""What is copied here goes from the clipboard after a minute and at log-off, as plain text, and into no clipboard history (T14)."""

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

STAYS = 60_000  # milliseconds
OURS = 'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"'  # keeps it out of Windows' history and cloud


class Copied(QObject):
    """Watches one clipboard until `end`. What somebody else copied since is left alone."""

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None, *, stays: int = STAYS) -> None:
        """`stays`: milliseconds."""
        super().__init__(parent)
        self._clipboard, self._ended = clipboard, False
        self._over = QTimer(self, singleShot=True, interval=stays)
        self._over.timeout.connect(self._forget)
        clipboard.dataChanged.connect(self._changed)

    def end(self) -> None:
        """Whoever was here has gone: nothing of theirs stays behind. May be said again."""
        self._over.stop()
        self._ended = True
        self._forget()

    def _changed(self) -> None:
        """Copied here, while a window of ours is in front; marked, it is told apart from what others copy."""
        if self._ended:
            return
        if self._is_ours():
            self._over.start()
        elif self._clipboard.text() and QGuiApplication.focusWindow() is not None:
            self._clipboard.setMimeData(_marked(self._clipboard.text()))
        else:
            self._over.stop()

    def _forget(self) -> None:
        if self._is_ours():
            self._clipboard.clear()

    def _is_ours(self) -> bool:
        lies: QMimeData | None = self._clipboard.mimeData()  # nothing at all while nothing was copied
        return lies is not None and lies.hasFormat(OURS)


def _marked(text: str) -> QMimeData:
    ours = QMimeData()
    ours.setText(text)
    ours.setData(OURS, b"1")
    return ours
