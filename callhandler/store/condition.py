"""Looks at a store before it is opened: is it whole, is it of our version, is it the latest? And puts a damaged one aside."""

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from callhandler.store import migrations
from callhandler.store.engine import Engines, connect, engine_troubles
from callhandler.store.files import make_empty, os_troubles, sync_folder
from callhandler.store.pages import WHOLE, Pages
from callhandler.store.steps import STEPS
from callhandler.store.troubles import DamageFound, NewerSchema, StoreGone, VaultTrouble

NAME = "store.db"
ENDINGS = ("", "-wal", "-shm")
_READERS, _WRITERS = 20, 5000  # milliseconds to wait for others: only while the log is emptied, and otherwise


def begin(folder: Path, key: bytes) -> None:
    """Make a new, empty store; what was half made before goes."""
    path = folder / NAME
    with os_troubles():
        for ending in ENDINGS:
            path.with_name(NAME + ending).unlink(missing_ok=True)
    make_empty(path)
    with engine_troubles(), closing(connect(str(path), key)) as connection:
        migrations.take_steps(connection)
        checkpoint(connection)
    with os_troubles():
        sync_folder(folder)


def examine(folder: Path, key: bytes, whole: int = WHOLE) -> VaultTrouble | None:
    """Check every page, bring an older store to our version. DamageFound, StoreGone: begin a new store; NewerSchema: only read it.

    Of more pages than `whole` only those to which the last sitting came: the others wait for quiet moments, and a call can be taken.
    """
    path = folder / NAME
    if not path.exists():
        return StoreGone()
    try:
        taken = _pages(path, key, whole)
    except DamageFound as found:
        return found
    if taken > len(STEPS):
        return NewerSchema()
    if taken < len(STEPS):
        migrations.migrate(path, key)
    return None


def put_aside(folder: Path) -> str:
    """Keep the damaged file as evidence under a new name, which is returned; "" where there is no file."""
    number = 1 + sum(1 for _ in folder.glob("damaged-*.db"))
    kept = f"damaged-{number}.db"
    with os_troubles():
        for ending in reversed(ENDINGS):
            path = folder / (NAME + ending)
            if path.exists():
                path.rename(folder / (kept + ending))
        for path in folder.glob("file-*"):
            path.rename(folder / f"{kept}-{path.name}")
        sync_folder(folder)
    return kept if (folder / kept).exists() else ""


def checkpoint(connection: Any) -> None:
    """Bring everything from the write-ahead log into the store, and empty the log."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def empty_log(engine: Engines) -> None:
    """The same while the store is open: pages from before an erasure must not lie there. Where somebody is just reading it is for later."""
    with suppress(VaultTrouble), engine_troubles(), engine.writer.connect() as opened:
        connection: Any = opened.connection.driver_connection
        connection.execute(f"PRAGMA busy_timeout = {_READERS}")
        checkpoint(connection)
        connection.execute(f"PRAGMA busy_timeout = {_WRITERS}")


def _pages(path: Path, key: bytes, whole: int) -> int:
    """The store's shape, after its pages were checked; before the checkpoint the check would cry wolf (requirements.md F2)."""
    with engine_troubles(), closing(connect(str(path), key)) as connection:
        checkpoint(connection)
        taken = migrations.shape(connection)
        if not taken:
            raise DamageFound
        pages = Pages.of(path, key, connection, whole)
        if pages.left:
            pages.look()
        elif connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise DamageFound
        return taken
