"""What the tour shows of several agencies: a share, its arrival, two values side by side, what is held about somebody, and the beats."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from callhandler.app.clock import wall_clock
from callhandler.app.program import Program
from callhandler.app.session import scratch_hand
from callhandler.log.fold import fold
from callhandler.log.kinds import Answered
from callhandler.store.pen import InlinePen
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow

ACCOUNT = "/data/incident/account"
TOLD = {
    "police": "Two boys of about fifteen. One threw a bottle at the door, and they know where she lives.",
    "council": "Three boys, two of them known to the tenancy officer. The bottle hit the window, not the door.",
}
MOST_TABS = 60


class Guide(Protocol):
    """Whoever presses the keys and takes the pictures."""

    def at(self, window: MainWindow) -> None: ...
    def press(self, keys: str) -> None: ...
    def picture(self, name: str, what: str) -> None: ...
    def wait(self, until: Callable[[], bool]) -> None: ...


def show_partnership(guide: Guide, police: Program) -> None:
    """From the demo's own desk to the council's, and back."""
    guide.wait(lambda: bool(police.town and police.town.agencies))
    case = _share(guide, police)
    guide.press("F11")
    guide.wait(lambda: bool(police.town and "council" in police.town.programs))
    council = _desk_of(police, "council")
    guide.at(council.window)
    _arrives(guide, council)
    _write_both(police, case)
    guide.at(police.window)
    _settle(guide, police)
    _held(guide)
    _beats(guide, police)


def _share(guide: Guide, police: Program) -> str:
    """Share the case of whatever is due first; gives the case."""
    due = _list(police.window, "desk_due")
    guide.wait(lambda: bool(due.lines()))
    _go_to(guide, police.window, "desk_due")
    guide.press("Return")
    if police.window.current() == "why":
        guide.picture("why", "A sensitive log asks why it is opened: one digit, and it is on record.")
        guide.press("1")
    guide.press("F6")
    case = _list(police.window, "person_complaints").chosen()
    guide.picture("sharing", "F6: who would see this case, exactly what they would hold, and what is left out and why.")
    guide.press("Return")
    guide.picture("shared", "Enter: it is shared. Ctrl+Z would take it back.")
    return case


def _arrives(guide: Guide, council: Program) -> None:
    guide.press("F10")
    guests = _list(council.window, "line_guests")
    guide.wait(lambda: bool(guests.lines()))
    guide.picture("arrived", "F11, F10: on the council's desk the case has come in, with what the agreement tells them.")
    _go_to(guide, council.window, "line_guests")
    guide.press("Return")
    if council.window.current() == "why":
        guide.press("3")
    guide.picture("their-log", "The council opens it; that they looked is on their own record.")


def _write_both(police: Program, case: str) -> None:
    """Each of two desks writes its own account before it has heard of the other's."""
    seats = police.town.seats() if police.town else {}
    stands = {agency: fold(opened.vault.logbook.entries(case=case)).heads(case, f"answer:{ACCOUNT}") for agency, opened in seats.items()}
    for agency, told in TOLD.items():
        hand = scratch_hand(seats[agency], InlinePen(seats[agency].vault.logbook), wall_clock)
        hand.write(case, Answered(path=ACCOUNT, value=told, manner="told"), stands[agency])


def _settle(guide: Guide, police: Program) -> None:
    guide.press("Escape")
    both = police.window.findChild(QWidget, "shared_both")
    guide.wait(lambda: bool(both and both.isVisible()))
    guide.press("Shift+F6")
    guide.picture("two-values", "Two people wrote at once: nothing is lost, both stand side by side until somebody decides.")
    guide.press("1")
    guide.picture("settled", "One digit settles it, in the name of whoever decided.")
    guide.press("Escape")


def _held(guide: Guide) -> None:
    guide.press("Ctrl+R")
    guide.picture("held", "Ctrl+R: everything held about them, others covered; somebody goes through it before it goes to them.")
    guide.press("Escape")


def _beats(guide: Guide, police: Program) -> None:
    guide.press("F10")
    guide.picture("line", "F10: what was sent, what waits, what came.")
    guide.press("Ctrl+B")
    beats = _list(police.window, "beats_list")
    guide.wait(lambda: bool(beats.lines()))
    guide.picture("beats", "Ctrl+B: an officer chooses the beats that this laptop carries.")


def _desk_of(police: Program, agency: str) -> Program:
    assert police.town  # noqa: S101 - waited for
    return police.town.programs[agency]


def _list(window: MainWindow, name: str) -> LinesView:
    return next(part for part in window.findChildren(LinesView) if part.objectName() == name)


def _go_to(guide: Guide, window: MainWindow, name: str) -> None:
    """By Tab, as anybody does who has no mouse. Raises LookupError where Tab does not lead there."""
    for _ in range(MOST_TABS):
        focus: QWidget | None = window.focusWidget()
        if focus and focus.objectName() == name:
            return
        guide.press("Tab")
    raise LookupError(name)
