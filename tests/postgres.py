"""A real PostgreSQL of the tests' own: in a folder that goes with it, on a Unix socket, at nobody's expense."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "fsync": "off",  # the machine does not lose power while a test runs
    "statement_timeout": "500s",  # nor does anybody wait in it for ever; however slow the computer, a queue of many goes on
}
LONG = 300  # seconds in which it has begun, and ended


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server. Its folder name is short, since a socket's path may have 107 characters only."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def fresh(self, database: str) -> str:
        """The URL of an empty database of this name."""
        with psycopg.connect(f"postgresql://postgres@/postgres?host={self.folder}", autocommit=True) as connection:
            connection.execute(f'drop database if exists "{database}" with (force)'.encode())
            connection.execute(f'create database "{database}"'.encode())
        return self.url(database)


def program(name: str) -> str | None:
    """Where a program of PostgreSQL lies; Debian keeps them out of the way, by version."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@contextmanager
def running() -> Iterator[Postgres]:
    """Start one, and stop it whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="asb-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    given = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    try:
        _run("initdb", "-D", folder / "kept", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run("pg_ctl", "-D", folder / "kept", "-w", "-t", LONG, "-l", folder / "log", "-o", f"-k {folder} {given}", "start")
        yield Postgres(folder)
    finally:
        _run("pg_ctl", "-D", folder / "kept", "-m", "immediate", "-t", LONG, "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    assert program("initdb"), "needs PostgreSQL 15 or later; `-m 'not postgres'` leaves out what asks for it, as run.py does"
    with running() as server:
        yield server


def _run(name: str, *arguments: object) -> None:
    """PostgreSQL refuses to run as root, so that root runs it as its own user."""
    as_postgres = {} if os.getuid() else {"user": "postgres", "group": "postgres", "extra_groups": []}
    words = [str(program(name)), *map(str, arguments)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=2 * LONG, **as_postgres)  # type: ignore[call-overload]
