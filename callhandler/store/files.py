"""Writes small files whole or not at all, and keeps them for this operating-system user alone."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from callhandler.store.troubles import DiskFull, ReadOnlyProfile, VaultTrouble, WriteFailed

NO_SPACE = frozenset({"ENOSPC", "EDQUOT", "EFBIG"})
NO_RIGHT = frozenset({"EROFS", "EACCES", "EPERM"})


def make_private(folder: Path) -> None:
    """Make the folder, readable by its owner only. Raises ReadOnlyProfile, DiskFull."""
    with os_troubles():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)


def make_empty(path: Path) -> None:
    """Make the file for its owner only; what SQLite later puts beside it takes over its rights."""
    with os_troubles():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file in one step: after a power cut it is the old one or the new one."""
    fresh = path.with_name(f"{path.name}.new")
    with os_troubles():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(fresh, path)


def put_in_place(fresh: Path, path: Path) -> None:
    """Let `fresh` become `path`, durably."""
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a change of names durable. Windows writes them through by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def os_troubles() -> Iterator[None]:
    """Lets what the file system does surface as a trouble with a sentence."""
    try:
        yield
    except OSError as error:
        raise _meaning(error) from None


def _meaning(error: OSError) -> VaultTrouble:
    name = errno.errorcode.get(error.errno or 0, "unknown")
    if name in NO_SPACE:
        return DiskFull()
    return ReadOnlyProfile() if name in NO_RIGHT else WriteFailed(code=name)
