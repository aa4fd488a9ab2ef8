"""Watches what the pen says: the light that says saved, and the lines that say what is not."""

from PySide6.QtCore import QObject, QTimer, Signal

from callhandler.app.session import PenNews, Session
from callhandler.store.troubles import Refused, VaultTrouble, told
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words

SOON = 400  # milliseconds after which a write that is not through is worth a word


class SavedWatch(QObject):
    """Only what is on this disk is called saved; a trouble stays on the screen until it is over."""

    settled = Signal()  # everything written so far is on the disk

    def __init__(self, window: MainWindow, session: Session, news: PenNews, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._words = window, session, words
        self._trouble: VaultTrouble | None = None
        self._slow = QTimer(self, singleShot=True, interval=SOON)
        self._slow.timeout.connect(self._say_saving)
        session.hand.listeners.append(self._writing)
        news.saved.connect(self._saved)
        news.trouble.connect(self._troubled)
        news.recovered.connect(self._recovered)
        self.speak(words)

    @property
    def in_trouble(self) -> bool:
        """Whether the disk refuses just now."""
        return self._trouble is not None

    def speak(self, words: Words) -> None:
        self._words = words
        if self._trouble:
            self._window.tell_saved("unsaved", told(self._trouble, words))
        opened = self._session.opened
        said = told(opened.vault.trouble, words) if opened.vault.trouble else ""
        self._window.tell("store", said, "alert" if opened.passes_on else "notice")

    def _writing(self, _entries: object) -> None:
        if not self._slow.isActive():
            self._slow.start()

    def _say_saving(self) -> None:
        if self._trouble is None and self._session.pen.unsaved:
            self._window.tell_saved("saving")

    def _saved(self, _ids: object) -> None:
        if self._trouble is None and not self._session.pen.unsaved:
            self._slow.stop()
            self._window.tell_saved("saved")
            self.settled.emit()

    def _troubled(self, trouble: VaultTrouble) -> None:
        if isinstance(trouble, Refused):
            self._window.tell("refused", told(trouble, self._words))
        else:
            self._trouble = trouble
            self._window.tell_saved("unsaved", told(trouble, self._words))

    def _recovered(self) -> None:
        self._trouble = None
        self._window.tell_saved("saved")
        self.settled.emit()
