"""Keeps to one window for each profile: a second start brings the first to the front and ends (F11)."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

KNOCK = 1000  # milliseconds that the first window has to answer


class OneWindow(QObject):
    """The first start owns the profile, and hears when another knocks."""

    knocked = Signal()

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._name = "callhandler-" + sha256(str(profile.resolve()).encode()).hexdigest()[:16]
        self._lock = QLockFile(str(profile / "window.lock"))
        self._lock.setStaleLockTime(0)
        self.first = self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear later starts from now on."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        self._server.listen(self._name)

    def knock(self) -> bool:
        """Ask the first window to come to the front; says whether it heard."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        return socket.waitForConnected(KNOCK)

    def leave(self) -> None:
        """Give the profile up."""
        self._lock.unlock()

    def _heard(self) -> None:
        self._server.nextPendingConnection().deleteLater()
        self.knocked.emit()
