"""Opens the encrypted store, and refuses to work with an engine that is too old or not set as it must be."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from callhandler.store.troubles import DamageFound, DiskFull, EngineMisset, EngineTooOld, ReadOnlyProfile, VaultTrouble, WriteFailed

FLOOR = (3, 51, 3)  # the versions below can corrupt a write-ahead log on reset
STATEMENTS = 8  # kept ready: more fill SQLite's own small memory, and then every row that is written has pages of it locked and let go
Connect = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """One PRAGMA: what is asked for, and what the engine must answer when asked back."""

    name: str
    value: str
    reads: str


BEFORE_KEY = (Setting("cipher_log_level", "NONE", ""), Setting("cipher_memory_security", "ON", "1"))
AFTER_KEY = (
    Setting("journal_mode", "WAL", "wal"),
    Setting("synchronous", "FULL", "2"),
    Setting("foreign_keys", "ON", "1"),
    Setting("recursive_triggers", "ON", "1"),  # or INSERT OR REPLACE would slip past the triggers that forbid deleting
    Setting("secure_delete", "ON", "1"),
    Setting("trusted_schema", "OFF", "0"),
    Setting("cell_size_check", "ON", "1"),
    Setting("temp_store", "MEMORY", "2"),
    Setting("mmap_size", "0", "0"),
    Setting("busy_timeout", "5000", "5000"),
    Setting("wal_autocheckpoint", "1000", "1000"),
)
READ_ONLY = Setting("query_only", "ON", "1")
ROOM = Setting("cache_size", "-4096", "-4096")  # kB of pages that each connection may hold deciphered (ADR 0039)
MUCH_ROOM = "PRAGMA cache_size = -262144"  # while very many lines come in at once: a page that many of them touch is written once
LITTLE_ROOM = "PRAGMA cache_size = -256"  # while much is read that is wanted once: each page that is kept is locked, and wiped later
READERS = 4


@dataclass(frozen=True, slots=True)
class Engines:
    """One connection that writes, and others that only read. Any thread may use either."""

    writer: Engine
    reader: Engine

    def dispose(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


def open_engines(path: Path, key: bytes, *, read_only: bool = False) -> Engines:
    """The engines of the keyed file at `path`; with `read_only` the writer, too, can only read."""
    check_version(dbapi2.sqlite_version_info)
    wide, narrow = (*AFTER_KEY, ROOM), (*AFTER_KEY, ROOM, READ_ONLY)
    writer = _engine(lambda: connect(str(path), key, narrow if read_only else wide), 1)
    return Engines(writer, _engine(lambda: connect(str(path), key, narrow), READERS))


def open_in_memory(key: bytes) -> Engines:
    """One connection without a file, for a store that lives only as long as the program runs; whoever reads waits for the writer."""
    check_version(dbapi2.sqlite_version_info)
    settings = tuple(setting for setting in AFTER_KEY if setting.name not in ("journal_mode", "mmap_size"))
    engine = _engine(lambda: connect(":memory:", key, settings), 1)
    return Engines(engine, engine)


def check_version(found: tuple[int, ...]) -> None:
    """Raises EngineTooOld below the floor (requirements.md 4.2)."""
    if found < FLOOR:
        raise EngineTooOld(found=".".join(map(str, found)), floor=".".join(map(str, FLOOR)))


def connect(path: str, key: bytes, settings: Iterable[Setting] = AFTER_KEY) -> Any:
    """One keyed connection with every setting made and read back. Raises EngineMisset, DamageFound."""
    with engine_troubles():
        connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS)
    try:
        return _set(connection, key, tuple(settings))
    except dbapi2.Error as error:
        connection.close()
        raise trouble_of(error) or error from None
    except VaultTrouble:
        connection.close()
        raise


def opening(key: bytes, settings: Sequence[Setting]) -> tuple[str, ...]:
    """The statements that open a file, in the order that counts: memory security comes before the key."""
    ask = [f"PRAGMA {setting.name} = {setting.value}" for setting in settings]
    return (*(f"PRAGMA {setting.name} = {setting.value}" for setting in BEFORE_KEY), f"PRAGMA key = \"x'{key.hex()}'\"", *ask)


def check(connection: Any, settings: Iterable[Setting]) -> None:
    """Raises EngineMisset with the first setting that the engine does not keep, encryption and extension loading included."""
    if not _read(connection, "cipher_version") or _read(connection, "cipher_status") != "1":
        raise EngineMisset(setting="cipher")
    for setting in settings:
        if setting.reads and _read(connection, setting.name) != setting.reads:
            raise EngineMisset(setting=setting.name)
    if _loads_extensions(connection):
        raise EngineMisset(setting="load_extension")


def trouble_of(error: Exception) -> VaultTrouble | None:
    """What an error of the database means for the handler, without the values that were being written; None: it is our own mistake."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
    if code == dbapi2.SQLITE_FULL:
        return DiskFull()
    if code in (dbapi2.SQLITE_READONLY, dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_PERM):
        return ReadOnlyProfile()
    if code in (dbapi2.SQLITE_CORRUPT, dbapi2.SQLITE_NOTADB):
        return DamageFound()
    return WriteFailed(code=code) if code in (dbapi2.SQLITE_IOERR, dbapi2.SQLITE_BUSY, dbapi2.SQLITE_NOMEM) else None


@contextmanager
def roomy(connection: Any) -> Iterator[None]:
    """Much room for pages while very many lines are written in one transaction; afterwards as much as before, and what lay in it goes."""
    with _room(connection, MUCH_ROOM):
        yield


@contextmanager
def narrow(connection: Any) -> Iterator[None]:
    """Little room for pages while many lines are read that nobody will ask for again; what lay in it goes."""
    with _room(connection, LITTLE_ROOM):
        yield


@contextmanager
def _room(connection: Any, room: str) -> Iterator[None]:
    (usual,) = connection.execute("PRAGMA cache_size").fetchone()
    connection.execute(room)
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size = {usual}")


@contextmanager
def engine_troubles() -> Iterator[None]:
    """Lets what the disk does surface as a trouble with a sentence; our own mistakes pass through and crash loudly.

    Whoever waited too long for a connection, since somebody writes for so long, has met such a trouble too: it is tried again.
    """
    try:
        yield
    except NoConnection:
        raise WriteFailed(code=dbapi2.SQLITE_BUSY) from None
    except (DBAPIError, dbapi2.Error) as error:
        raise trouble_of(error) or error from None


def _set(connection: Any, key: bytes, settings: tuple[Setting, ...]) -> Any:
    for statement in opening(key, settings):
        connection.execute(statement)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    check(connection, (*BEFORE_KEY, *settings))
    return connection


def _read(connection: Any, name: str) -> str:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return "" if row is None else str(row[0])


def _loads_extensions(connection: Any) -> bool:
    try:
        connection.execute("SELECT load_extension('')")
    except dbapi2.OperationalError as refused:
        return "not authorized" not in str(refused)
    return True


@dataclass(slots=True)
class Door:
    """Where connections are made, until the store is let go of: a thread that comes too late must not open it again."""

    connects: Connect
    shut: bool = False

    def __call__(self) -> Any:
        if self.shut:
            raise WriteFailed(code=dbapi2.SQLITE_MISUSE)
        return self.connects()

    def close(self, _engine: Engine) -> None:
        self.shut = True


def _engine(connects: Connect, size: int) -> Engine:
    door = Door(connects)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=door,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin if size == 1 else _look)
    event.listen(engine, "engine_disposed", door.close)
    return engine


def _begin(connection: Any) -> None:
    """A writer takes its place at once, so that it never has to give up half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _look(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")
