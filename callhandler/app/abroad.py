"""Everything of the desk that has to do with other agencies: the line, connecting, sharing, and what two people wrote at once."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from callhandler.app.beats_room import BeatsRoom
from callhandler.app.files_room import FilesRoom
from callhandler.app.front import Front
from callhandler.app.glass_room import GlassRoom
from callhandler.app.join_room import JoinRoom
from callhandler.app.line_room import LineRoom
from callhandler.app.line_watch import LineWatch
from callhandler.app.person_room import PERSON
from callhandler.app.rights_room import RightsRoom
from callhandler.app.session import Session
from callhandler.app.share_room import ShareRoom
from callhandler.line.session import Address
from callhandler.ui.main_window import MainWindow
from callhandler.ui.share_page.around import SharedAround
from callhandler.words import Words


class Abroad(QObject):
    """Puts its pages into the window behind those of the front, and takes them out again."""

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        front: Front,
        watch: LineWatch,
        now: Callable[[], datetime],
        words: Words,
        remember: Callable[[Address], None],
    ) -> None:
        super().__init__(front)
        self._window, self._front, self._words = window, front, words
        self._around = SharedAround(window.take(PERSON), words)
        front.logs.page.stop_also_at(self._around.strip)
        window.put(PERSON, self._around)
        self._line = LineRoom(window, session, watch, now, words, self)
        self._share = ShareRoom(window, session, self._around, now, words, self)
        self.join = JoinRoom(window, session, remember, words, self)
        self._beats = BeatsRoom(window, session, watch, now, words, self)
        self._line.beats_wanted.connect(self._beats.show)
        self.files = FilesRoom(window, session, front, now, words, self)
        watch.stands.connect(self.files.stands)
        self._around.files_wanted.connect(self.files.open)
        self._glass = GlassRoom(window, session, front, now, words, self)
        self._around.glass_wanted.connect(self._glass.ask)
        front.logs.withheld.connect(self._around.offer_glass)
        self._glass.changed.connect(self._share.look)
        self._rights = RightsRoom(window, session, now, words, self)
        self._around.rights_wanted.connect(lambda: self._rights.open(front.person_in_front()))
        self._line.join_wanted.connect(self.join.show)
        self._line.person_wanted.connect(front.open_person)
        self.join.signed_in.connect(self._line.know)
        self.join.signed_in.connect(lambda _name: self.look())
        watch.changed.connect(self._changed)
        front.day.turned.connect(self.look)
        front.day.turned.connect(front.logs.turn_to_today)
        self.join.know()

    def speak(self, words: Words) -> None:
        self._words = words
        for room in (self._line, self._share, self.join, self._beats, self.files, self._rights, self._glass):
            room.speak(words)

    def offer_desks(self, agencies: Sequence[str], open_desk: Callable[[str], None]) -> None:
        """The demo's other desks: a key for each, and a button on the page of the line."""
        self._line.offer_desks(agencies, open_desk)

    def lock(self) -> None:
        """Nobody sits here: what was opened in an emergency is withheld again."""
        self._glass.close()

    def leave(self) -> None:
        """Take the pages out of the window; the log of a person goes with the front."""
        for room in (self._line, self._share, self.join, self._beats, self.files, self._rights, self._glass):
            room.leave()

    def look(self) -> None:
        """Somebody else may sit here now, or the same person in another role: say what waits for them."""
        self._glass.look()

    def _changed(self) -> None:
        """Entries came or went: what is in sight says so. A person's log is not opened anew by itself, since every look is on record."""
        self._share.look()
        self.files.look_again()
        self._glass.look()
        self._front.refresh()
