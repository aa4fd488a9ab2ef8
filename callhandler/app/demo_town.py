"""The demo's neighbours: comes up behind the desk, joins it to the partnership, and opens the other agencies' desks."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from callhandler.app.doors import Entrance
from callhandler.app.neighbours import OWN, NoPartnership, Partnership, found
from callhandler.app.session import Opened
from callhandler.line.joining import Membership
from callhandler.line.troubles import LineTrouble
from callhandler.ui.errand import Errand
from callhandler.words import Words

if TYPE_CHECKING:
    from callhandler.app.program import Program


class DemoTown(QObject):
    """`stands` carries what joins our own desk, once everything runs; `missing` is said where it cannot."""

    stands = Signal(object)
    missing = Signal()

    def __init__(self, entrance: Entrance, now: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._entrance, self._now = entrance, now
        self._made: Partnership | None = None
        self._over = False
        self._errand: Errand | None = None
        self.programs: dict[str, Program] = {}

    @property
    def agencies(self) -> tuple[str, ...]:
        """Whose desks can be opened."""
        return tuple(agency for agency in (self._made.joined if self._made else ()) if agency != OWN)

    def begin(self, own: Opened) -> None:
        """Bring it up on a thread of its own; the desk is worked at meanwhile."""
        self._errand = Errand(lambda: found(own, self._entrance.neighbour))
        self._errand.done.connect(self._stand)
        self._errand.failed.connect(self._fail)
        self._errand.start()

    def open(self, agency: str, words: Words) -> None:
        """Open an agency's desk in a window of its own, or bring it to the front."""
        from callhandler.app.program import Program

        if agency not in self.agencies or self._made is None:
            return
        if agency not in self.programs:
            opened, joined = self._made.joined[agency]
            program = Program(self._entrance, self._now, words)
            program.sit(opened, joined, agency)
            self.programs[agency] = program
        self.programs[agency].come_forward()

    def seats(self) -> dict[str, Opened]:
        """The store behind each desk of the demo."""
        return {agency: opened for agency, (opened, _) in self._made.joined.items()} if self._made else {}

    def serving(self) -> int:
        """The number of the process that serves; 0 while none does."""
        return self._made.running.pid if self._made else 0

    def end(self) -> None:
        """Close the other desks, and the endpoint."""
        self._over = True
        for program in self.programs.values():
            program.put_away()
            program.window.hide()
            program.window.deleteLater()
        if self._made:
            for agency in set(self.agencies) - self.programs.keys():
                self._made.joined[agency][0].vault.close()
            self._made.end()
            self._made = None

    def _stand(self, made: Partnership) -> None:
        self._made = made
        if self._over:
            self.end()
        else:
            self.stands.emit(self._own(made))

    def _own(self, made: Partnership) -> Membership:
        return made.joined[OWN][1]

    def _fail(self, trouble: Exception) -> None:
        if not isinstance(trouble, NoPartnership | LineTrouble | OSError | ValueError):
            raise trouble
        self.missing.emit()
