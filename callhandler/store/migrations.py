"""Brings an older store to the shape that this version works with: on a copy, checked, and put in its place in one step (F14)."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from callhandler.log.chain import leaf_of
from callhandler.store.engine import AFTER_KEY, Setting, connect, engine_troubles
from callhandler.store.files import make_empty, os_troubles, put_in_place, sync_folder
from callhandler.store.steps import STEPS
from callhandler.store.troubles import AlreadyOpen, UpgradeFailed

COPY, KEPT = "store.new", "store.old"
ON_THE_COPY = (Setting("journal_mode", "DELETE", "delete"), *(setting for setting in AFTER_KEY if setting.name != "journal_mode"))
Steps = Sequence[Sequence[str]]
Reached = Callable[[str], None]


def shape(connection: Any) -> int:
    """How many steps this store has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def take_steps(connection: Any, steps: Steps = STEPS) -> None:
    """Take every step that is missing, each whole or not at all."""
    connection.create_function("leaf_of", 2, leaf_of, deterministic=True)
    for number in range(shape(connection), len(steps)):
        connection.execute("BEGIN IMMEDIATE")
        for statement in steps[number]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")


def migrate(path: Path, key: bytes, steps: Steps = STEPS, reached: Reached = lambda _: None) -> None:
    """Migrate a copy of the closed store at `path` and let it take the store's place; the old one is kept as `store.old`.

    It may be killed anywhere: the store is then the old one or the new one, and the next start goes on. Raises UpgradeFailed, DiskFull.
    """
    fresh = path.with_name(COPY)
    with os_troubles(), engine_troubles():
        _remove(fresh)
        reached("begin")
        _copy(path, fresh, key)
        reached("copied")
        _change(fresh, key, steps, reached)
        _flush(fresh)
        reached("checked")
        _keep(path, path.with_name(KEPT))
        reached("kept")
        put_in_place(fresh, path)
        reached("placed")


def _copy(path: Path, fresh: Path, key: bytes) -> None:
    make_empty(fresh)
    source, target = connect(str(path), key), connect(str(fresh), key, ON_THE_COPY)
    try:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.backup(target)
    finally:
        target.close()
        source.close()
    if path.with_name(f"{path.name}-wal").exists():
        raise AlreadyOpen  # somebody else holds the store: what they write now would be left behind


def _change(fresh: Path, key: bytes, steps: Steps, reached: Reached) -> None:
    copy = connect(str(fresh), key, ON_THE_COPY)
    try:
        before = _entries(copy)
        for number in range(shape(copy), len(steps)):
            take_steps(copy, steps[: number + 1])
            reached(f"step {number + 1}")
        _check(copy, before)
    finally:
        copy.close()


def _check(copy: Any, before: int) -> None:
    """The same entries, whole pages, no reference into nothing; else the old store stays."""
    faults = [
        *copy.execute("PRAGMA cipher_integrity_check").fetchall(),
        *copy.execute("PRAGMA foreign_key_check").fetchall(),
        *(row for row in copy.execute("PRAGMA integrity_check").fetchall() if row != ("ok",)),
    ]
    if faults or _entries(copy) != before:
        raise UpgradeFailed


def _entries(connection: Any) -> int:
    return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep(path: Path, kept: Path) -> None:
    """A second name for the old file, so that there is a store at every moment."""
    spare = kept.with_name(f"{kept.name}.new")
    spare.unlink(missing_ok=True)
    try:
        os.link(path, spare)
    except OSError:
        shutil.copy2(path, spare)
    spare.replace(kept)
    sync_folder(path.parent)


def _remove(fresh: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        fresh.with_name(fresh.name + ending).unlink(missing_ok=True)
