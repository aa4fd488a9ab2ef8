"""Desks with real encrypted stores that speak to an endpoint over a real port."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from callhandler.line.accounts import Accounts
from callhandler.line.remote import Remote
from callhandler.line.round import sync
from callhandler.line.session import Address, Patience, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import LineTrouble
from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import Body, Noted
from callhandler.log.ownership import case_of
from callhandler.store.secrets import KeptInMemory
from callhandler.sync.pace import Pace
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken
from callhandler.sync.stores import Identity
from tests.hall import Hall
from tests.patience import SOON
from tests.stored_device import Shelf, StoredDisk
from tests.stores import Writer

PATIENT = Patience(connect=SOON / 2, read=SOON / 2, whole=SOON)


@dataclass
class LinedDesk:
    """One device and its operator."""

    disk: StoredDisk
    agency: str
    replica: Replica
    remote: Remote
    writer: Writer = field(default_factory=Writer)
    written: list[str] = field(default_factory=list)  # ids

    def write(self, body: Body, case: str) -> str:
        (entry,) = self.disk.logbook(lambda: secrets.token_bytes(16)).append((self.writer.write(body, case),))
        self.written.append(entry.id)
        return entry.id

    def case(self, text: str = "a line") -> str:
        case = case_of(self.agency, self.writer.new_id())
        self.write(Noted(text=text), case)
        return case

    def round(self) -> Taken:
        return sync(self.replica, self.disk.stored, self.remote, lambda: secrets.token_bytes(16))

    def sync(self, tries: int = 60) -> Sequence[str]:
        """Rounds until neither has anything more to say; the codes of the troubles on the way."""
        troubles: list[str] = []
        for _ in range(tries):
            try:
                if not self.round().more:
                    return troubles
            except LineTrouble as trouble:
                troubles.append(trouble.code)
        raise AssertionError(f"never came to rest: {troubles}")

    def shown(self) -> dict[str, str]:
        """What its operator can read, by id."""
        entries = self.disk.logbook(bytes).entries()
        return {entry.id: entry.meta.hex() + entry.payload.hex() for entry in entries}


def desk(hall: Hall, shelf: Shelf, url: str, agency: str = "police", *, patience: Patience = PATIENT, ca: Path | None = None) -> LinedDesk:
    """A device that an administrator has let in, at whose keyboard somebody has signed in."""
    key = DeviceKey.generate()
    with hall.lock:
        certificate = hall.exchange.enrol(key.public, agency)
    disk = shelf.disk(Identity(key, certificate))
    remote = line_of(key, url, patience, ca)
    replica = Replica(disk.stored, hall.key.public, verify, DeviceKey.generate, pace=Pace(20))
    made = LinedDesk(disk, agency, replica, remote)
    made.writer.agency = agency
    made.writer.new_id = _Ids(key.id)  # type: ignore[assignment]  # it gives ids as well
    return made


def line_of(key: DeviceKey, url: str, patience: Patience, ca: Path | None = None) -> Remote:
    """With somebody signed in."""
    session, kept = Session(Address(url, ca), patience), TokenShelf(KeptInMemory(), "op")
    kept.keep(Tokens("access", "refresh"))
    return Remote(session, lambda: Accounts(session, key), kept)


class _Ids:
    """Ids that no other desk gives."""

    def __init__(self, device: str) -> None:
        self._device, self._n = device[:6], 0

    def __call__(self) -> str:
        self._n += 1
        return f"{self._device}-{self._n:05}"
