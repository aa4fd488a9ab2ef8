"""One operator at one open store: the pen that writes, and the desk that decides what is written."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from callhandler.app.on_line import OnLine
from callhandler.cases.area import Area
from callhandler.desk import hand as hands
from callhandler.desk.attaching import Attaching
from callhandler.desk.desk import Desk
from callhandler.desk.forms import Forms, Published
from callhandler.desk.hand import Hand, who_writes
from callhandler.line.joining import Membership
from callhandler.line.session import Address
from callhandler.line.worker import AT_LEAST, AT_MOST, Told
from callhandler.log.clock import Clock
from callhandler.log.entry import Entry
from callhandler.log.kinds import GlassBroken, RiskAssessed
from callhandler.script.form import Form
from callhandler.store.fleeting import FleetingVault
from callhandler.store.pen import Pen
from callhandler.store.reserve import Reserve
from callhandler.store.secrets import SecretKeeper
from callhandler.store.troubles import ReadOnlyProfile, VaultTrouble, WriteFailed
from callhandler.store.vault import Vault

PATIENCE = 5.0  # seconds that a hand-over waits for the last lines
SETTLED = 3.0  # seconds in which what was written is on the disk, so that what is read next has it


class PenNews(QObject):
    """Brings what the pen's own thread, and the line's, have to say over to the screen's."""

    saved = Signal(object)  # ids
    trouble = Signal(object)  # VaultTrouble
    recovered = Signal()
    line = Signal(object)  # LineState
    came = Signal(object)  # News: what the line brought, and took away
    wiped = Signal()  # the device was taken out, and nothing is left in its store


@dataclass(frozen=True, slots=True)
class Opened:
    """What a door gave: a store, and what is asked in this area."""

    vault: Vault | FleetingVault
    area: Area
    form: Form
    passes_on: bool = False  # an emergency capture, to be handed over to the operator's own store
    published: tuple[Published, ...] = ()  # what is asked, and what follows it during a change-over; () = `form` alone
    address: Address | None = None  # of the shared endpoint, where one is configured
    keeper: SecretKeeper | None = None  # of a store that ends with the program, and may join an endpoint all the same
    folder: Path | None = None  # the operator's own; None where the store ends with the program
    pause: tuple[float, float] = (AT_LEAST, AT_MOST)  # seconds between two looks at the endpoint


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody at the desk, from signing in to logging off."""

    opened: Opened
    pen: Pen
    hand: Hand
    desk: Desk
    line: OnLine

    @property
    def operator(self) -> str:
        return self.opened.vault.operator

    def leave(self) -> tuple[str, ...]:
        """Write what waits, and let go of the store; gives the entries that could not be saved."""
        self.line.close()
        unsaved = self.pen.close()
        self.line.leave_letters()
        self.opened.vault.close()
        return unsaved

    def taken_out(self) -> tuple[str, ...]:
        """Leave nothing of the store behind: everything that waited was handed in (T20). Gives the entries that came too late for that."""
        self.line.close()
        unsaved = self.pen.close()
        if isinstance(self.opened.vault, Vault):
            self.opened.vault.take_out()
        else:
            self.opened.vault.close()
        return unsaved

    def hand_over(self, opened: Opened) -> None:
        """Give what was captured without a store to the operator's own; may be repeated. Raises VaultTrouble: then the capture goes on."""
        if opened.vault.read_only:
            raise opened.vault.trouble or ReadOnlyProfile
        if isinstance(self.opened.vault, FleetingVault):
            if not self.pen.settled(PATIENCE):
                raise WriteFailed
            self.opened.vault.hand_over(opened.vault.logbook)


def attaching(session: Session) -> Attaching:
    """The files of whoever sits here."""
    opened, desk = session.opened, session.desk
    return Attaching(session.hand, opened.vault.logbook, opened.vault.shelf, desk.reasons, desk.glass)


def scratch_desk(opened: Opened, pen: hands.Pen, now: Callable[[], datetime]) -> Desk:
    """A desk for calls that nobody takes."""
    return _desk(_hand(opened, pen, now), opened)


def scratch_hand(opened: Opened, pen: hands.Pen, now: Callable[[], datetime]) -> Hand:
    """The hand of whoever sits at such a desk."""
    return _hand(opened, pen, now)


def sit_down(opened: Opened, news: PenNews, now: Callable[[], datetime]) -> Session:
    """Open the desk over a store; its line comes up once it is watched. Raises VaultTrouble; the store is then the giver's to close."""
    vault = opened.vault
    reserve = Reserve.of(vault.folder) if isinstance(vault, Vault) and not vault.read_only else None
    line = OnLine(Told(news.line.emit, news.came.emit, news.wiped.emit), now, membership(opened), opened.pause)
    pen = Pen(vault.logbook, _saved(news, line), news.trouble.emit, news.recovered.emit, reserve=reserve)
    try:
        hand = _hand(opened, pen, now)
        desk = _desk(hand, opened)
        _keep_forms(desk, vault)
        hand.listeners.append(lambda entries: line.wake(urgent=True) if any(map(_is_urgent, entries)) else None)
        return Session(opened, pen, hand, desk, line)
    except BaseException:
        pen.close()
        line.close()
        raise


def membership(opened: Opened, address: Address | None = None) -> Membership | None:
    """What an operator's store needs to join the endpoint at `address`, or at the one that is configured.

    None where there is neither, or the store can only be read, or is to be handed over.
    """
    vault, where = opened.vault, address or opened.address
    if where is None or vault.read_only or opened.passes_on:
        return None
    if isinstance(vault, Vault):
        return Membership.of(where, vault.logbook.replica(), vault.keeper, vault.op, vault.shelf, vault.folder)
    return Membership.of(where, vault.logbook.replica(), opened.keeper, vault.device.id, vault.shelf) if opened.keeper else None


def _saved(news: PenNews, line: OnLine) -> Callable[[tuple[str, ...]], None]:
    def saved(ids: tuple[str, ...]) -> None:
        news.saved.emit(ids)
        line.wake()

    return saved


def _is_urgent(entry: Entry) -> bool:
    """A high risk, or what was opened in an emergency: a supervisor is to hear of it within the minute."""
    return isinstance(entry.body, GlassBroken) or (isinstance(entry.body, RiskAssessed) and entry.body.band == "high")


def _keep_forms(desk: Desk, vault: Vault | FleetingVault) -> None:
    """A full disk keeps nobody from taking a call; then the forms are kept at the next sitting down."""
    if not vault.read_only:
        with suppress(VaultTrouble):
            desk.forms.keep()


def _desk(hand: Hand, opened: Opened) -> Desk:
    logbook = opened.vault.logbook
    return Desk(hand, logbook, opened.area, Forms(logbook, opened.published or (Published(opened.form),)))


def _hand(opened: Opened, pen: hands.Pen, now: Callable[[], datetime]) -> Hand:
    who = who_writes(opened.vault.operator, opened.vault.logbook, opened.area.agreement.agencies[0])
    return Hand(who, pen, now, lambda: str(uuid7()), Clock(opened.vault.logbook.last_stamp()))
