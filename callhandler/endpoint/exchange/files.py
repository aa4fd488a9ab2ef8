"""Attached files at the endpoint: each under the hash of what is in it, arriving a piece at a time, read by whoever reads what names it."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from hashlib import file_digest
from pathlib import Path

from callhandler.log.media import BEGINNING, media_of
from callhandler.store.files import sync_folder

PIECE = 256 << 10  # bytes at a time
LARGEST = 100 << 20  # bytes of one file
_RESTORED = "a backup"
_LOCK = "lock"


class NotAFile(Exception):  # noqa: N818 - says what is wrong
    """Not of a kind that may be attached, or not what its name promised."""


@dataclass(frozen=True, slots=True)
class Files:
    """A folder that all processes of an endpoint share. Names are ours: the hash, and for what is on its way whose it is."""

    folder: Path

    def whole(self, sha256: str) -> Path | None:
        path = self.folder / sha256
        return path if path.exists() else None

    def come(self, sha256: str, agency: str) -> int:
        """How many bytes of it have come from this agency."""
        part = self._part(sha256, agency)
        return part.stat().st_size if part.exists() else 0

    def add(self, sha256: str, agency: str, offset: int, piece: bytes, size: int, finished: Callable[[], None] = lambda: None) -> int:
        """Put a piece behind what has come; says how much there is now. Where it does not fit there, nothing is added. Raises NotAFile.

        `finished` puts on record that it is whole, before anybody can take it away again.

        Who knows only the hash of a file learns nothing by it: each agency brings the whole file, and it is kept once.
        """
        with self._held(sha256, agency) as handle:
            come = self._beginning(handle, size)
            if come == offset and come + len(piece) <= size:
                come += self._write(handle, come, piece)
            if come == size and not self._finish(handle, sha256, agency, finished):
                come = 0
        return come

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody finishes a file, or takes one away, meanwhile: no process of this endpoint."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock(handle, LOCK_EX)
            yield
        finally:
            os.close(handle)

    def forget(self, sha256: str, bringing: Collection[str] = (), *, whole: bool = True) -> None:
        """What is on its way goes, but for what these agencies bring; and the whole file. Only where one is `alone`, once that is sure."""
        parts = {*self.folder.glob(f"*.{sha256}")} - {self._part(sha256, agency) for agency in bringing}
        for path in parts | ({self.folder / sha256} if whole else set()):
            _blot_out(path)

    def put(self, sha256: str, pieces: Iterable[bytes]) -> bool:
        """Keep a file that comes back from a backup; says whether it is what its name says. One that is here stays."""
        part = self._part(sha256, _RESTORED)
        with self._held(sha256, _RESTORED) as handle:
            os.ftruncate(handle, 0)
            for piece in pieces:
                os.write(handle, piece)
            os.fsync(handle)
        sound = _hash(part) == sha256
        part.replace(self.folder / sha256) if sound else part.unlink()
        sync_folder(self.folder)
        return sound

    def strays(self, before: float) -> Iterable[Path]:
        """What is on its way and was last added to before this moment (seconds since 1970)."""
        parts = self.folder.glob("*.*") if self.folder.exists() else ()
        return sorted(path for path in parts if path.stat().st_mtime < before)

    def names(self) -> Iterable[str]:
        return sorted(path.name for path in self.folder.glob("?" * 64)) if self.folder.exists() else ()

    def _beginning(self, handle: int, size: int) -> int:
        """How much has come. More than there is of it came for another length, and is no beginning of this: it comes anew."""
        come = os.fstat(handle).st_size
        if come <= size:
            return come
        os.ftruncate(handle, 0)
        return 0

    def _write(self, handle: int, come: int, piece: bytes) -> int:
        """How much of it was written: on a disk that fills, perhaps not all."""
        if come == 0 and not media_of(piece[:BEGINNING]):
            raise NotAFile
        written = os.pwrite(handle, piece, come)
        os.fsync(handle)
        return written

    def _finish(self, handle: int, sha256: str, agency: str, finished: Callable[[], None]) -> bool:
        """False where what had come was taken away with the whole file of somebody else: then it comes anew."""
        part = self._part(sha256, agency)
        with self.alone():
            if not _lies_at(handle, part):
                return False
            if _hash(part) != sha256:
                part.unlink()
                raise NotAFile
            part.replace(self.folder / sha256)
            sync_folder(self.folder)
            finished()
        return True

    @contextmanager
    def _held(self, sha256: str, agency: str) -> Iterator[int]:
        """Nobody else adds to it meanwhile. What was finished or taken away while one waited for it is let alone, and begun anew."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part, held = self._part(sha256, agency), False
        while not held:
            handle = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                flock(handle, LOCK_EX)
                if held := _lies_at(handle, part):
                    yield handle
            finally:
                os.close(handle)

    def _part(self, sha256: str, agency: str) -> Path:
        return self.folder / f"{agency.encode().hex()}.{sha256}"


def _lies_at(handle: int, path: Path) -> bool:
    """Whether what is open is what stands there now."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _blot_out(path: Path) -> None:
    """Nothing of it is left where it lay, as far as the disk writes where it is told to."""
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            for _ in range(-(-path.stat().st_size // PIECE)):
                file.write(bytes(PIECE))
            os.fsync(file.fileno())
        path.unlink()
