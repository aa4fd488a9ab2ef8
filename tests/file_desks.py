"""Desks with encrypted stores and files, each with a line of its own to a real endpoint."""

import io
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from callhandler.line.accounts import Accounts
from callhandler.line.parcels import Parcels
from callhandler.line.remote import Remote
from callhandler.line.round import sync
from callhandler.line.session import Address, Session
from callhandler.line.state import OnTheWay
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import Body, FileAttached
from callhandler.store.secrets import KeptInMemory
from callhandler.store.shelf import Shelf
from callhandler.sync.replica import Replica
from tests.endpoints import Endpoint
from tests.faulty_line import faulty_line
from tests.lined_desks import PATIENT
from tests.stored_device import Shelf as Disks
from tests.stored_device import StoredDisk
from tests.stores import Writer

CASE = "police.1"


@dataclass
class Desk:
    """A device with an encrypted store, and its own line."""

    disk: StoredDisk
    replica: Replica
    remote: Remote
    shelf: Shelf
    writer: Writer
    folder: Path
    line: Callable[[], Remote]  # another one

    def begin_again(self) -> None:
        """The program anew: a line that was hung up stays so."""
        self.remote.close()
        self.remote = self.line()

    def write(self, body: Body, case: str = CASE) -> None:
        self.disk.logbook(lambda: secrets.token_bytes(16)).append((self.writer.write(body, case),))

    def attach(self, content: bytes, case: str = CASE) -> str:
        shelved = self.shelf.take_in(io.BytesIO(content))
        self.write(FileAttached(sha256=shelved.sha256, size=shelved.size, media=shelved.media), case)
        return shelved.sha256

    def sync(self) -> None:
        while sync(self.replica, self.disk.stored, self.remote, lambda: secrets.token_bytes(16)).more:
            pass

    def carry(self, most: int = 10_000) -> list[OnTheWay]:
        """Send and fetch; at most so many steps."""
        heard: list[OnTheWay] = []
        come, steps = self.disk.stored.progress(), iter(range(most))
        Parcels(self.shelf, self.remote).carry(come.incarnation, come.acked, lambda: next(steps, None) is not None, heard.append)
        return heard

    def carried(self) -> OnTheWay:
        """How it stands once all was tried."""
        come, parcels = self.disk.stored.progress(), Parcels(self.shelf, self.remote)
        parcels.carry(come.incarnation, come.acked, lambda: True, lambda _: None)
        return parcels.stands(come.incarnation)

    def waits(self) -> OnTheWay:
        return Parcels(self.shelf, self.remote).stands(self.disk.stored.progress().incarnation)


@dataclass
class Place:
    """An endpoint, and desks at it."""

    endpoint: Endpoint
    disks: Disks
    open: list[Desk]

    def desk(self, agency: str = "police", url: str = "", role: str = "officer") -> Desk:
        caller = self.endpoint.caller(agency, role=role)
        identity = caller.store.identity()
        disk, kept = self.disks.disk(identity), TokenShelf(KeptInMemory(), "op")
        kept.keep(Tokens(caller.token, "r" * 43))
        replica = Replica(disk.stored, self.endpoint.settings.key().public, verify, DeviceKey.generate)
        writer = Writer(agency=agency)
        writer.new_id = lambda: secrets.token_hex(8)  # type: ignore[assignment]
        folder = self.disks.folder / str(len(self.disks.disks) - 1)
        shelf = Shelf(disk.engine, folder)
        disk.stored.emptied = shelf.clear

        def line() -> Remote:
            session = Session(Address(url or self.endpoint.urls[0]), PATIENT)
            return Remote(session, lambda: Accounts(session, identity.signer), kept)

        self.open.append(Desk(disk, replica, line(), shelf, writer, folder, line))
        return self.open[-1]

    @contextmanager
    def faulty(self, *faults: str, seed: int = 0) -> Iterator[str]:
        with faulty_line(int(self.endpoint.urls[0].rsplit(":", 1)[1])) as (line, url):
            line.faults, line.dice = faults, Random(seed)
            yield url

    def kept(self, name: str) -> bytes:
        return (self.endpoint.settings.files / name).read_bytes()


@contextmanager
def at_endpoint(endpoint: Endpoint, folder: Path) -> Iterator[Place]:
    """Desks with files, at this endpoint."""
    made = Place(endpoint, Disks(folder), [])
    yield made
    for desk in made.open:
        desk.remote.close()
    made.disks.clear()


@pytest.fixture
def place(endpoint: Endpoint, tmp_path: Path) -> Iterator[Place]:
    """The same, at whichever endpoint the test file names."""
    with at_endpoint(endpoint, tmp_path) as made:
        yield made
