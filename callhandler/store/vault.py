"""An operator's encrypted store on this computer: made once, opened by passphrase and this computer's own secret, closed at log-off."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callhandler.log.device import DeviceKey
from callhandler.store import checking, condition, files, ground, header, keys, lock, marks
from callhandler.store.engine import Engines, engine_troubles, open_engines
from callhandler.store.header import COST, Cost
from callhandler.store.keys import Keys
from callhandler.store.lock import Lock
from callhandler.store.logbook import Logbook
from callhandler.store.marks import Mark, Tide
from callhandler.store.pages import WHOLE, Pages
from callhandler.store.post import Post
from callhandler.store.replica import names
from callhandler.store.secrets import SecretKeeper
from callhandler.store.shelf import Shelf
from callhandler.store.troubles import (
    AlreadyThere,
    Damaged,
    DamageFound,
    NewerSchema,
    OlderCopy,
    StoreGone,
    TakenOut,
    TooShort,
    VaultTrouble,
)

LEAST = 12  # characters of a passphrase


@dataclass(frozen=True, slots=True)
class Vault:
    """An open store. `trouble`: what its operator must be told, although it opened."""

    folder: Path
    op: str
    operator: str
    engine: Engines
    device: DeviceKey
    trouble: VaultTrouble | None
    pages: Pages
    _secrets: SecretKeeper
    _lock: Lock
    _tide: Tide

    @property
    def read_only(self) -> bool:
        """Open for reading only, because it is an older copy or made by a newer version."""
        return _only_read(self.trouble)

    @property
    def logbook(self) -> Logbook:
        """The log in this store."""
        return Logbook(self.engine, self.device, committed=self._tide.write, emptied=self.shelf.clear, gone_through=self.pages.more)

    @property
    def shelf(self) -> Shelf:
        """The files that were attached in this store."""
        return Shelf(self.engine, self.folder)

    @property
    def keeper(self) -> SecretKeeper:
        """Where this computer keeps its secrets."""
        return self._secrets

    def take_out(self) -> None:
        """The device was taken out, and what waited was handed in: keys first, then the files. May be repeated. Ends this vault."""
        self.leave_nothing()
        self._lock.release()

    def leave_nothing(self) -> None:
        """The same, while whoever opens the store still holds its lock."""
        self.engine.dispose()
        self._tide.close()
        leave_nothing(self.folder, self.op, self._secrets)

    def mark(self) -> None:
        """Tell the keyring how far the log has come (T6). May take seconds: never while a caller waits. Raises as `SecretKeeper` does."""
        if not self.read_only:
            self._secrets.keep(keys.mark_name(self.op), _now(self.engine, self.device).written())

    def close(self) -> None:
        """Bring everything into one file and let go of it. The keys leave the memory only when the program ends: log-off ends it."""
        with suppress(VaultTrouble):
            self.mark()
        if not self.read_only:
            with suppress(VaultTrouble):
                _settle(self.engine)
        self.engine.dispose()
        self._tide.close()
        self._lock.release()


def leave_nothing(folder: Path, op: str, secrets: SecretKeeper) -> None:
    """Without its secret in the keyring nobody opens the store again, whatever becomes of the disk."""
    for name in (op, keys.mark_name(op), f"{op}/line"):
        with suppress(VaultTrouble):
            secrets.forget(name)
    for path in sorted(folder.iterdir(), key=lambda path: path.name not in {header.NAME, header.TWIN}):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        folder.rmdir()


def create(folder: Path, operator: str, passphrase: str, secrets: SecretKeeper, *, cost: Cost = COST) -> Vault:
    """Make the operator's store and open it.

    Raises TooShort, AlreadyThere, AlreadyOpen, KeyringMissing, KeyringLocked, ReadOnlyProfile, DiskFull, NetworkFolder, EngineTooOld.
    """
    if len(passphrase) < LEAST:
        raise TooShort(least=LEAST)
    ground.refuse_network(folder)
    if header.exists(folder):
        raise AlreadyThere
    files.make_private(folder)
    held = lock.take(folder)
    try:
        made = keys.make(operator, passphrase, secrets, cost)
        condition.begin(folder, made.data)
        keys.remember(folder, made, secrets)
        return _open(folder, made, secrets, held, None)
    except BaseException:
        held.release()
        raise


def unlock(
    folder: Path, passphrase: str, secrets: SecretKeeper, *, floor: Cost = COST, accept_older: bool = False, whole: int = WHOLE
) -> Vault:
    """Open the operator's store; `Vault.trouble` says what its operator must be told.

    Raises NoVault, AlreadyOpen, WrongPassphrase, HeaderAltered, KeyringChanged, KeyringLocked, KeyringMissing, ReadOnlyProfile, DiskFull,
    NetworkFolder, EngineTooOld, TakenOut. `accept_older`: a supervisor decided to go on from an older copy; it goes on as a new device.
    `whole`: so many pages are gone through before it opens, and of more the rest in quiet moments.
    """
    ground.refuse_network(folder)
    header.read(folder)
    held = lock.take(folder)
    try:
        found = keys.unlock(folder, passphrase, secrets, floor)
        trouble = condition.examine(folder, found.data, whole) or _history(folder, found, secrets)
        if isinstance(trouble, DamageFound | StoreGone):
            return _begin_again(folder, found, secrets, held, trouble)
        if isinstance(trouble, OlderCopy) and accept_older:
            return _go_on(folder, found, secrets, held)
        return _unless_taken_out(_open(folder, found, secrets, held, trouble, whole))
    except BaseException:
        held.release()
        raise


def _unless_taken_out(opened: Vault) -> Vault:
    """Power may have gone between the last word to the endpoint and the keys."""
    if opened.logbook.replica().wiped():
        opened.leave_nothing()
        raise TakenOut
    return opened


def _begin_again(folder: Path, found: Keys, secrets: SecretKeeper, held: Lock, trouble: VaultTrouble) -> Vault:
    """Keep what is damaged as evidence, and let the operator work in a new store."""
    kept = condition.put_aside(folder)
    Post(folder).outlast()
    renewed = keys.renew(found)
    keys.remember(folder, renewed, secrets)
    condition.begin(folder, renewed.data)
    return _open(folder, renewed, secrets, held, Damaged(kept=kept) if kept else trouble)


def _go_on(folder: Path, found: Keys, secrets: SecretKeeper, held: Lock) -> Vault:
    """From an older copy, as another device: what the copy lacks was written under the old name, and nobody writes it again."""
    Post(folder).outlast()
    renewed = keys.renew(found)
    engine = open_engines(folder / condition.NAME, found.data)
    try:
        with engine_troubles(), engine.writer.begin() as connection:
            names.succeed(connection, found.device, renewed.device)
    finally:
        engine.dispose()
    keys.remember(folder, renewed, secrets)
    return _open(folder, renewed, secrets, held, None)


def _history(folder: Path, found: Keys, secrets: SecretKeeper) -> VaultTrouble | None:
    """None where the chain is as recorded, and as long as this computer remembers it."""
    tide, kept = Tide.of(folder), marks.read(secrets.get(keys.mark_name(found.header.op)))
    engine = open_engines(folder / condition.NAME, found.data, read_only=True)
    try:
        with engine_troubles(), engine.reader.connect() as connection:
            if checking.tail(connection, names.present(connection, found.device).public):
                return DamageFound()
            whole = all(marks.seen(connection, mark, found.device) for mark in (tide.read(), kept))
            return None if whole else OlderCopy()
    except DamageFound as damage:
        return damage
    finally:
        tide.close()
        engine.dispose()


def _open(folder: Path, found: Keys, secrets: SecretKeeper, held: Lock, trouble: VaultTrouble | None, whole: int = WHOLE) -> Vault:
    path = folder / condition.NAME
    engine = open_engines(path, found.data, read_only=_only_read(trouble))
    with engine_troubles(), engine.reader.connect() as connection:
        pages = Pages.of(path, found.data, connection.connection.driver_connection, whole)
    tide = Tide.of(folder)
    if not _only_read(trouble):
        tide.write(_now(engine, found.device))
        Logbook(engine, found.device).make_index_whole()
        Shelf(engine, folder).tidy()
    return Vault(folder, found.header.op, found.operator, engine, found.device, trouble, pages, secrets, held, tide)


def _only_read(trouble: VaultTrouble | None) -> bool:
    return isinstance(trouble, NewerSchema | OlderCopy)


def _now(engine: Engines, device: DeviceKey) -> Mark:
    with engine_troubles(), engine.reader.connect() as connection:
        return marks.now(connection, device)


def _settle(engine: Engines) -> None:
    with engine_troubles(), engine.writer.connect() as connection:
        condition.checkpoint(connection.connection.driver_connection)
