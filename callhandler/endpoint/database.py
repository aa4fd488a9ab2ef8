"""Where the endpoint keeps everything: one SQLite file for a small partnership, a PostgreSQL for a large one, told apart by the URL."""

import os
from contextlib import suppress
from typing import Any

from psycopg.types.string import BytesBinaryDumper
from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

FLOOR = (3, 51, 3)  # SQLite below it can corrupt a write-ahead log on reset
LOOKING = "looking"  # an execution option: this connection only reads, and waits for nobody
CONNECTIONS, ASIDE = 8, 2  # of one process; and more for what is looked up by whoever holds one
PATIENCE = 30  # seconds for a turn at the database
UNREACHABLE = (DBAPIError, NoConnection, OSError)  # what a database does that is not there, or has no time
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# Every question on the road of a round is answered by an index. Left alone, PostgreSQL reads a young table from end to end for each of
# them: ten times the work at 10,000 entries.
PLANNING = {"enable_seqscan": "off", "plan_cache_mode": "force_generic_plan", "jit": "off"}
# A server that has gone without a word is given up: else its questions, and the threads that asked them, wait for two hours.
GIVING_UP = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
SETTINGS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "trusted_schema": "OFF",
    "cell_size_check": "ON",
    "temp_store": "MEMORY",
    "mmap_size": "0",
    "busy_timeout": f"{PATIENCE * 1000}",
    "wal_autocheckpoint": "1000",
}


class NoDatabase(Exception):  # noqa: N818 - says what is wrong, as a person would
    """A URL that names no database that we know."""


class EngineTooOld(Exception):  # noqa: N818 - says what is wrong, as a person would
    """A SQLite that must not keep a partnership's cases."""


def open_database(url: str, connections: int = CONNECTIONS) -> Engine:
    """The database behind a URL: `sqlite:///path` or `postgresql://…`. Connects only once it is used. Raises NoDatabase, EngineTooOld."""
    told = known_url(url)
    if told.get_backend_name() == "sqlite":
        return _sqlite(told, connections)
    engine = create_engine(
        told.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE,
        pool_use_lifo=True,  # the busiest connections keep their prepared statements warm
        hide_parameters=True,
        connect_args={name: value for name, value in GIVING_UP.items() if name not in told.query}
        | {"options": " ".join(f"-c {name}={value}" for name, value in PLANNING.items())},
    )
    event.listen(engine, "connect", _bytes_as_they_lie)
    return engine


def known_url(url: str) -> URL:
    """Raises NoDatabase, without the words of the URL, which may hold a password."""
    try:
        told = make_url(url)
    except (ArgumentError, ValueError):
        raise NoDatabase("This is no URL of a database. It begins with sqlite:///, or with postgresql://") from None
    if told.drivername.partition("+")[0] not in {"sqlite", "postgresql"}:
        raise NoDatabase("Only SQLite and PostgreSQL will do: a URL that begins with sqlite:///, or with postgresql://")
    return told


def check_version(found: tuple[int, ...]) -> None:
    """Raises EngineTooOld below the floor (requirements.md 4.2)."""
    if found < FLOOR:
        raise EngineTooOld(f"SQLite {'.'.join(map(str, found))} can lose what it was given; {'.'.join(map(str, FLOOR))} or later is needed")


def _sqlite(url: URL, connections: int) -> Engine:
    check_version(dbapi2.sqlite_version_info)
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: _connected(url.database or ""),
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _connected(path: str) -> Any:
    if path and path != ":memory:":
        with suppress(OSError):  # whatever is wrong with the path, the engine says in its own way
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # for its owner alone; what lies beside it is made like it
    connection = dbapi2.connect(path, isolation_level=None, check_same_thread=False)
    for name, value in SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def _bytes_as_they_lie(connection: Any, _: object) -> None:
    """The driver's own way of copying bytes asks for each of them in Python."""
    connection.adapters.register_dumper(bytes, BytesBinaryDumper)


def _begin(connection: Connection) -> None:
    """Whoever may write takes its place at once, so that it never has to give up half-way."""
    looking = connection.get_execution_options().get(LOOKING)
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")
