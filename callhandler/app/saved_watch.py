"""Watches what the pen says: the light that says saved, and the lines that say what is not."""

from collections.abc import Collection

from PySide6.QtCore import QObject, QTimer, Signal

from callhandler.app.session import PenNews, Session
from callhandler.store.troubles import DamageSeen, InMemoryOnly, Refused, VaultTrouble, told
from callhandler.ui.main_window import MainWindow
from callhandler.ui.status import State
from callhandler.words import Words

SOON = 400  # milliseconds after which a write that is not through is worth a word


class SavedWatch(QObject):
    """Only what is on this disk is called saved; a trouble stays on the screen until it is over."""

    settled = Signal()  # everything written so far is on the disk
    written = Signal(object)  # ids that are on the disk now
    troubled = Signal()

    def __init__(self, window: MainWindow, session: Session, news: PenNews, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session, self._words = window, session, words
        self._trouble: VaultTrouble | None = None
        self._refused: Refused | None = None
        self._damage: DamageSeen | None = None
        self._slow = QTimer(self, singleShot=True, interval=SOON)
        self._slow.timeout.connect(self._say_saving)
        session.hand.listeners.append(self._writing)
        news.saved.connect(self.written)
        news.saved.connect(self._saved)
        news.trouble.connect(self._troubled)
        news.recovered.connect(self._recovered)
        window.tell_saved(self._safe)
        self.speak(words)

    @property
    def in_trouble(self) -> bool:
        """Whether the disk refuses just now."""
        return self._trouble is not None

    def speak(self, words: Words) -> None:
        self._words = words
        if self._trouble:
            self._window.tell_saved("unsaved", told(self._trouble, words))
        if self._refused:
            self._window.tell("refused", told(self._refused, words))
        self._window.tell("damage", told(self._damage, words) if self._damage else "")
        opened = self._session.opened
        said = told(opened.vault.trouble, words) if opened.vault.trouble else ""
        self._window.tell("store", said, "alert" if opened.passes_on else "notice")

    @property
    def _safe(self) -> State:
        """Where everything is once it is written: a store without a key of its own is gone with the program."""
        opened = self._session.opened
        return "memory" if opened.passes_on or isinstance(opened.vault.trouble, InMemoryOnly) else "saved"

    def _writing(self, _entries: object) -> None:
        if not self._slow.isActive():
            self._slow.start()

    def _say_saving(self) -> None:
        if self._trouble is None and self._session.pen.unsaved:
            self._window.tell_saved("saving")

    def _saved(self, ids: Collection[str]) -> None:
        """The pen may speak a moment before it crosses these off its list."""
        if self._trouble is None and set(self._session.pen.unsaved) <= set(ids):
            self._slow.stop()
            self._window.tell_saved(self._safe)
            self.settled.emit()

    def _troubled(self, trouble: VaultTrouble) -> None:
        if isinstance(trouble, Refused):
            self._refused = trouble
            self._window.tell("refused", told(trouble, self._words))
        elif isinstance(trouble, DamageSeen):
            self._damage = trouble
            self._window.tell("damage", told(trouble, self._words))
            return
        else:
            self._trouble = trouble
            self._window.tell_saved("unsaved", told(trouble, self._words))
        self.troubled.emit()

    def _recovered(self) -> None:
        self._trouble = None
        self._window.tell_saved(self._safe)
        self.settled.emit()
