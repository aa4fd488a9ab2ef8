"""Joins one operator's store to the shared endpoint: lets the device be known, its operator sign in, and the worker run."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic

from callhandler.line.accounts import Accounts, Enrolment, SetUp
from callhandler.line.loopback import sign_in
from callhandler.line.nudges import Nudges
from callhandler.line.parcels import Parcels
from callhandler.line.postbox import Postbox
from callhandler.line.remote import Remote
from callhandler.line.round import FIRST
from callhandler.line.sealing import LOOKS, Sealing
from callhandler.line.session import Address, Session
from callhandler.line.tokens import TokenShelf
from callhandler.line.worker import AT_LEAST, AT_MOST, Dice, Ear, LineWorker, Told
from callhandler.log.device import DeviceKey, verify
from callhandler.log.ownership import Audience
from callhandler.store.replica.device import StoredDevice
from callhandler.store.secrets import SecretKeeper
from callhandler.store.shelf import Shelf
from callhandler.sync.pace import Pace
from callhandler.sync.proof import Signer
from callhandler.sync.replica import Replica

NAME = "line.json"
LEAVING = 3.0  # seconds in which letters are written at the end: the oldest first, and whoever sits here next is not kept waiting
Nudge = Callable[[Mapping[Audience, object]], None]


def address_in(profile: Path) -> Address | None:
    """Where the endpoint is, as this computer's profile says: {"url", "ca"?, "proxy"?}; None where no endpoint is configured."""
    try:
        told = json.loads((profile / NAME).read_text(encoding="utf-8"))
        return Address(str(told["url"]), Path(told["ca"]) if told.get("ca") else None, str(told.get("proxy", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_address(profile: Path, address: Address) -> None:
    """Remember where the endpoint is, for everybody at this computer. Raises OSError."""
    told = {"url": address.url, **({"ca": str(address.ca)} if address.ca else {}), **({"proxy": address.proxy} if address.proxy else {})}
    profile.mkdir(parents=True, exist_ok=True)
    fresh = profile / f"{NAME}.new"
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(profile / NAME)


@dataclass(frozen=True, slots=True)
class Membership:
    """One store, and the endpoint that it may join. What asks raises LineTrouble, and may take seconds: call it on a worker."""

    address: Address
    store: StoredDevice
    shelf: TokenShelf
    files: Shelf | None = None
    folder: Path | None = None  # of a store that outlives the program

    @classmethod
    def of(
        cls, address: Address, store: StoredDevice, keeper: SecretKeeper, op: str, files: Shelf | None = None, folder: Path | None = None
    ) -> "Membership":
        """`op`: the store's own number, under which the keyring knows it; `files`: those that were attached in it."""
        return cls(address, store, TokenShelf(keeper, op), files, folder)

    @property
    def let_in(self) -> bool:
        """Whether an administrator has approved this device."""
        return bool(self.store.endpoint())

    def enrol(self, code: str) -> Enrolment:
        """Ask to be let in; until it is approved, ask the same again later. Raises WrongAnswer for a code that does not count."""
        session = Session(self.address)
        try:
            answer = Accounts(session, self.store.identity().signer).enrol(code)
        finally:
            session.close()
        if answer.certificate:
            self.store.be_let_in(answer.certificate, answer.endpoint)
        return answer

    def set_up(self, account: str, code: str, password: str) -> SetUp:
        """Choose a password with a set-up code; what comes back is shown once."""
        session = Session(self.address)
        try:
            return _accounts(session, self.store).set_up(account, code, password)
        finally:
            session.close()

    def sign_in(self, account: str, password: str, totp: str) -> str:
        """Sign in with the account's password and one-time code; the passphrase of the store stays what it is. Gives the person's name."""
        session = Session(self.address)
        try:
            tokens = _accounts(session, self.store).sign_in(account, password, totp)
        finally:
            session.close()
        self.shelf.keep(tokens)
        return tokens.name

    def sign_in_by_browser(self, browse: Callable[[str], object]) -> str:
        """Sign in by the agency's own identity provider; `browse` opens an address in the system's browser."""
        session = Session(self.address)
        try:
            tokens = sign_in(_accounts(session, self.store), browse, self.address)
        finally:
            session.close()
        self.shelf.keep(tokens)
        return tokens.name

    def start(self, told: Told, dice: Dice, *, pause: tuple[float, float] = (AT_LEAST, AT_MOST), looks: float = LOOKS) -> LineWorker | None:
        """Keep the store in step from now on; None while no administrator has let this device in: then it costs nothing.

        `pause`: seconds between two looks at a quiet endpoint, from to; `looks`: between two at what waits here.
        """
        public = self.store.endpoint()
        if not public:
            return None
        own, session = replace(self.store), Session(self.address)  # a store is for one thread
        remote = Remote(session, lambda: _accounts(session, own), self.shelf)
        replica = Replica(own, public, verify, DeviceKey.generate, pace=Pace(FIRST))
        postbox = Postbox(own, self.folder, remote) if self.folder else None
        sealing = Sealing(Postbox(replace(self.store), self.folder), told.mistake, looks) if self.folder else None
        listen = partial(_Ears, partial(Nudges, Session(self.address), self.shelf), sealing)
        parcels = Parcels(self.files, remote, postbox.go_round if postbox else _nothing) if self.files else None
        own.beside = parcels.waits if parcels else own.beside
        worker = LineWorker(replica, own, remote, told, dice, pause=pause, listen=listen)
        if parcels:
            worker.carry(parcels)
        return worker

    def leave_letters(self) -> None:
        """The desk ends: what has yet to be sent lies sealed from now on for whoever sits here next. Raises VaultTrouble."""
        if self.folder and self.let_in:
            over = monotonic() + LEAVING
            Postbox(replace(self.store), self.folder).fill(lambda: monotonic() < over)


class _Ears:
    """What ends with the line: whatever hears from the endpoint, and whatever seals what waits for it."""

    def __init__(self, listen: Callable[[Nudge], Ear], sealing: Sealing | None, nudge: Nudge) -> None:
        self._ear, self._sealing = listen(nudge), sealing

    def close(self, limit: float = 1.0) -> bool:
        still = self._sealing is None or self._sealing.close(limit)
        return self._ear.close(limit) and still


def _nothing(_go_on: Callable[[], bool]) -> None:
    """Nothing is taken along."""


def key_let_in(store: StoredDevice) -> Signer:
    """The key under which an administrator let this device in: having found out that it is a copy, it may write under another by now."""
    identity = store.identity()
    certificate = identity.certificate or (identity.vouch.former if identity.vouch else None)
    return store.first if certificate and certificate.line == store.first.id else identity.signer


def _accounts(session: Session, store: StoredDevice) -> Accounts:
    return Accounts(session, key_let_in(store))
