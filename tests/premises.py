"""An endpoint with a real database, what it keeps apart, its backups, and desks that ask it in person: for disasters of all sorts."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from callhandler.endpoint.app import Rooms, now, rooms
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.backing_up import Source, back_up
from callhandler.endpoint.keeping.checking import Checked, check
from callhandler.endpoint.keeping.restoring import Restored, restore
from callhandler.endpoint.keeping.vouching import vouch
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.settings import Settings
from callhandler.log.device import DeviceKey, verify
from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import Body, Noted
from callhandler.sync.exchange import own_feed
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken
from callhandler.sync.stores import DeviceStore, Identity
from callhandler.sync.wire import decode_answer, encode_ask
from tests.stored_device import Shelf, StoredDisk

Disk = MemoryDevice | StoredDisk


def unheard(_of: int, _done: int) -> None:
    """Nobody watches the bar."""


@dataclass
class Desk:
    """A device and whoever sits at it."""

    premises: "Premises"
    agency: str
    disk: Disk
    replica: Replica
    line: str  # the name under which it signs in
    written: int = 0

    def write(self, case: str, body: Body | None = None, salt: bytes = b"") -> str:
        self.written += 1
        id = f"{self.disk.identity().signer.id[:8]}-{secrets.token_hex(4)}"
        self.disk.write(told(id, case, self.agency, body or Noted(text=f"line {self.written}")), salt or secrets.token_bytes(16))
        return id

    def round(self) -> Taken:
        ask = self.replica.ask(secrets.token_bytes(16))
        answer = self.premises.behind.switchboard.answer(encode_ask(ask), self.line)
        return self.replica.take(decode_answer(answer, ask))

    def sync(self) -> int:
        """Until neither side has anything more to say; how many rounds that took."""
        rounds = 1
        while self.round().more:
            rounds += 1
        return rounds

    def shown(self) -> dict[str, bytes]:
        """What can be read here: the bodies by the ids of their entries."""
        return {one.entry.id: one.entry.payload for one in self.disk.holdings.values() if one.shown and one.entry.payload}

    def copied(self, disk: Disk) -> "Desk":
        """Another machine with this disk."""
        return Desk(self.premises, self.agency, disk, self.premises.program(disk), self.line)


@dataclass
class Premises:
    """One endpoint. `fresh` gives the URL of an empty database of that name."""

    folder: Path
    fresh: Callable[[str], str]
    settings: Settings = field(init=False)
    behind: Rooms = field(init=False)
    shelf: Shelf = field(init=False)
    lives: int = 0

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.folder / "desks")
        self.settings = Settings.of(self.fresh("life0"), self.folder / "apart", tls=False)
        migrate(self.settings.database)
        self._open()
        self.behind.switchboard.exchange().open()

    def desk(self, agency: str = "police", *, real: bool = False) -> Desk:
        """A new one that was let in. `real`: its disk is an encrypted file."""
        key = DeviceKey.generate()
        who = Identity(key, self.behind.switchboard.enrol(key.public, agency))
        if real:
            self.shelf.folder.mkdir(exist_ok=True)
        disk = self.shelf.disk(who) if real else MemoryDevice(who)
        return Desk(self, agency, disk, self.program(disk), key.id)

    def program(self, disk: Disk) -> Replica:
        store: DeviceStore = disk.stored if isinstance(disk, StoredDisk) else disk
        return Replica(store, self.settings.key().public, verify, DeviceKey.generate)

    def back_up(self, name: str, at: datetime | None = None) -> Path:
        path, kept = self.folder / name, Outside(self.settings.outside)
        back_up(Source(self.behind.engine, kept, self.settings.secret(), Files(self.settings.files)), path, at or now(), unheard)
        return path

    def check(self, path: Path) -> Checked:
        ring = Outside(self.settings.outside).keys.ring()
        return check(path, self.settings.secret(), ring, self.settings.key().public, verify, unheard)

    def vouch(self, path: Path) -> None:
        vouch(self.settings, self.check(path).leaves)

    def burn_down(self, path: Path, fresh: Callable[[str], str] | None = None) -> Restored:
        """The database is lost, and comes back from a backup, in a database of the same sort or another."""
        self.close()
        self.lives += 1
        self.settings = Settings.of((fresh or self.fresh)(f"life{self.lives}"), self.settings.state, tls=False)
        came_back = restore(self.settings, path, unheard)
        self._open()
        return came_back

    def kept(self) -> dict[str, tuple[str, bytes]]:
        """Every entry at the endpoint: why it is held back, and its body, by its id."""
        with self.behind.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT id, why, payload FROM entry").all()
        return {row.id: (row.why, bytes(row.payload or b"")) for row in rows}

    def reopen(self, database: str) -> None:
        """Go on with this database, as if it were the one of before."""
        self.settings = Settings.of(database, self.settings.state, tls=False)
        self._open()

    def life(self) -> str:
        with self.behind.engine.connect() as connection:
            return str(connection.exec_driver_sql("SELECT incarnation FROM life").scalar())

    def _open(self) -> None:
        behind = rooms(self.settings)  # whoever sits at a desk here may read: these drills are not about roles
        self.behind = replace(behind, switchboard=replace(behind.switchboard, feeds_of=own_feed))

    def close(self) -> None:
        self.behind.engine.dispose()


def told(id: str, case: str, agency: str, body: Body) -> Unsealed:
    at = now()
    return compose(body, id=id, case=case, at=at, hlc=int(at.timestamp() * 1000) << 16, actor="C1", agency=agency)


def everywhere(desks: Sequence[Desk]) -> dict[str, bytes]:
    """What any of these disks holds, shown or not."""
    return {one.entry.id: one.entry.payload for desk in desks for one in desk.disk.holdings.values() if one.entry.payload}
