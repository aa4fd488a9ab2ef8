"""Prepares the ground before any store is opened: no core dumps, files for the owner alone, and no network drive."""

import ctypes
import os
import sys
from pathlib import Path

from callhandler.store.troubles import NetworkFolder

REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "davfs", "ncpfs"})
NOT_DUMPABLE = 4  # PR_SET_DUMPABLE
DRIVE_REMOTE = 4
NO_CRASH_WINDOW = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX


def no_dumps() -> None:
    """A crash must not leave the memory of a call on the disk, and no other program may read it (T13)."""
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(NO_CRASH_WINDOW)
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0)


def owner_only() -> None:
    """Whatever this program writes from now on is for its user alone (T23)."""
    os.umask(0o077)


def refuse_network(folder: Path, mounts: str | None = None) -> None:
    """Raises NetworkFolder: locks and fsync are promises that a network drive does not keep (T23)."""
    text = str(folder)
    if text.startswith(("\\\\", "//")) or _remote_drive(text) or _kind(folder, _mounts() if mounts is None else mounts) in REMOTE:
        raise NetworkFolder


def _remote_drive(text: str) -> bool:
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.GetDriveTypeW(Path(text).anchor) == DRIVE_REMOTE)
    return False


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text() if table.exists() else ""


def _kind(folder: Path, mounts: str) -> str:
    """The file system of the deepest mount that the folder lies in."""
    found: dict[Path, str] = {}
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        found[Path(point.encode().decode("unicode_escape"))] = kind
    place = folder.resolve()
    return next((found[parent] for parent in (place, *place.parents) if parent in found), "")
