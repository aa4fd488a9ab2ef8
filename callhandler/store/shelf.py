"""The files of a store: each sealed beside it under a key that lies in it, and named by the hash of what is in it."""

import os
import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256 as new_seal
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Row, text

from callhandler.log.kinds import CaseId
from callhandler.log.media import BEGINNING, LARGEST, media_of
from callhandler.store import condition, sent_for
from callhandler.store.engine import Engines, engine_troubles
from callhandler.store.files import os_troubles, sync_folder
from callhandler.store.post import Post
from callhandler.store.sealed_pieces import PIECE, new_key, pieces_of, read_piece, write_piece
from callhandler.store.sent_for import Parcel
from callhandler.store.troubles import FileDamaged, FileGone, FileTooLarge, NotAttachable

PREFIX = "file-"
Tell = Callable[[int], None]
_NEW = """INSERT INTO file (sha256, place, key, size, have, sent) VALUES (:sha256, :place, :key, :size, :have, '')
    ON CONFLICT (sha256) DO UPDATE SET place = excluded.place, key = excluded.key, have = excluded.have"""
_WANTED = """INSERT INTO file (sha256, place, key, size, have, sent) VALUES (:sha256, :place, :key, :size, 0, '')
    ON CONFLICT (sha256) DO NOTHING"""
_NAMES = "json_extract(CAST(body.payload AS TEXT), '$.sha256')"
_UNNAMED = f"""DELETE FROM file WHERE NOT EXISTS (
    SELECT 1 FROM entry JOIN body USING (number) WHERE entry.kind = 'file-attached' AND {_NAMES} = file.sha256)"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file that was taken in; `media` by what it begins with."""

    sha256: str
    size: int
    media: str


@dataclass(frozen=True, slots=True)
class Place:
    """How much of a file is here; `sent`: the endpoint has it all."""

    sha256: str
    place: str
    key: bytes
    size: int
    have: int
    sent: bool

    @property
    def whole(self) -> bool:
        return self.have == self.size


@dataclass(frozen=True, slots=True)
class Shelf:
    """Any thread may use it. Raises VaultTrouble."""

    engine: Engines
    folder: Path

    def take_in(self, source: BinaryIO, told: Tell = lambda _bytes: None) -> Shelved:
        """Keep what can be read from `source`; `told` hears how many bytes are in. Raises FileTooLarge, NotAttachable, DiskFull."""
        place, key = secrets.token_hex(16), new_key()
        path = self._path(place)
        try:
            shelved = _sealed(source, path, key, told)
            with os_troubles():
                sync_folder(self.folder)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self._file(shelved, place, key)
        return shelved

    def find(self, sha256: str) -> Place | None:
        """How much of a file is here; None where nobody has kept or wanted it."""
        with self._reading() as connection:
            row = connection.execute(text("SELECT * FROM file WHERE sha256 = :sha256"), {"sha256": sha256}).first()
        return _place(row) if row else None

    def pieces(self, sha256: str, first: int = 0) -> Iterator[bytes]:
        """What is in a file, from its nth piece on. Raises FileGone, and FileDamaged at the piece that was altered."""
        found = self._whole(sha256)
        for number in range(first, pieces_of(found.size)):
            piece = read_piece(self._path(found.place), found.key, number)
            if len(piece) != min(PIECE, found.size - number * PIECE):
                raise FileDamaged
            yield piece

    def content(self, sha256: str) -> bytes:
        """All of it, at most 25 MiB, and nothing where it is not what its name says. Raises FileGone, FileDamaged."""
        whole = b"".join(self.pieces(sha256))
        if new_seal(whole).hexdigest() != sha256:
            raise FileDamaged
        return whole

    # on its way

    def unsent(self, life: str) -> Sequence[Parcel]:
        """What this life of the endpoint does not have yet, high risk first."""
        with self._reading() as connection:
            return sent_for.unsent(connection, life)

    def waiting(self, case: CaseId) -> Collection[str]:
        """The entries of a case, by id, whose file has yet to be sent for it."""
        with self._reading() as connection:
            return sent_for.waiting(connection, case)

    def sent(self, sha256: str, case: CaseId, life: str) -> None:
        """The endpoint has all of it for this case."""
        with self._writing() as connection:
            sent_for.sent(connection, sha256, case, life)

    def refuse(self, sha256: str, case: CaseId) -> None:
        """It cannot be sent: the endpoint does not take it, or it is damaged here. Nothing else waits for it."""
        with self._writing() as connection:
            sent_for.refuse(connection, sha256, case)

    def want(self, sha256: str, size: int) -> None:
        """Fetch it when there is a line; what is here, or is being taken in at this moment, stays as it is."""
        if self.find(sha256) is None:
            self._change(_WANTED, sha256=sha256, place=secrets.token_hex(16), key=new_key(), size=size)

    def wanted(self) -> Sequence[Place]:
        """What is to be fetched."""
        with self._reading() as connection:
            return tuple(map(_place, connection.execute(text("SELECT * FROM file WHERE have < size"))))

    def add(self, sha256: str, offset: int, came: bytes) -> bool:
        """Put what came behind what is here, in whole pieces; says whether it is all here. What is not what its name says goes again."""
        found = self.find(sha256)
        if found is None or found.have != offset or offset % PIECE or offset + len(came) > found.size:
            return False
        with os_troubles(), _opened(self._path(found.place)) as handle:
            for start in range(0, len(came), PIECE):
                write_piece(handle, found.key, (offset + start) // PIECE, came[start : start + PIECE])
            os.fsync(handle)
            sync_folder(self.folder)
        self._change("UPDATE file SET have = :have WHERE sha256 = :sha256", sha256=sha256, have=offset + len(came))
        return offset + len(came) == found.size and self._sound(sha256)

    # what goes

    def forget(self, sha256: str) -> None:
        """Its key goes, then what lay under it."""
        self._change("DELETE FROM file WHERE sha256 = :sha256", sha256=sha256)
        self._clear()

    def clear(self) -> None:
        """Something was erased: take off the disk what no key opens any more, and the letters that may still say it."""
        self._clear()
        Post(self.folder).clear()

    def _clear(self) -> None:
        """What no key opens, and what no page of the store may still tell of."""
        with self._writing() as connection:
            left = connection.execute(text("SELECT place FROM left_behind")).scalars().all()
        for place in left:
            self._path(place).unlink(missing_ok=True)
            self._change("DELETE FROM left_behind WHERE place = :place", place=place)
        if left:
            condition.empty_log(self.engine)

    def tidy(self) -> None:
        """When the store is opened: let go of what was taken in and never named, such as before a power cut."""
        self._change(_UNNAMED)
        self._clear()
        with self._reading() as connection:
            known = set(connection.execute(text("SELECT place FROM file")).scalars())
        for path in self.folder.glob(f"{PREFIX}*"):
            if path.name.removeprefix(PREFIX) not in known:
                path.unlink(missing_ok=True)

    def _sound(self, sha256: str) -> bool:
        """Whether it is what its name says; if not, it is forgotten."""
        seal = new_seal()
        with suppress(FileDamaged, FileGone):
            for piece in self.pieces(sha256):
                seal.update(piece)
        if seal.hexdigest() == sha256:
            return True
        self.forget(sha256)
        return False

    def _whole(self, sha256: str) -> Place:
        found = self.find(sha256)
        if found is None or not found.whole:
            raise FileGone
        return found

    def _file(self, shelved: Shelved, place: str, key: bytes) -> None:
        """A file that is here already stays where it is."""
        if (found := self.find(shelved.sha256)) and found.whole and self._sound(shelved.sha256):
            self._path(place).unlink()
            return
        with self._writing() as connection:
            told = {"sha256": shelved.sha256, "place": place, "key": key, "size": shelved.size, "have": shelved.size}
            connection.execute(text(_NEW), told)
            sent_for.begin_anew(connection, shelved.sha256)

    def _change(self, statement: str, **values: object) -> None:
        with self._writing() as connection:
            connection.execute(text(statement), values)

    def _path(self, place: str) -> Path:
        return self.folder / f"{PREFIX}{place}"

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with engine_troubles(), self.engine.writer.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with engine_troubles(), self.engine.reader.connect() as connection:
            yield connection


def _sealed(source: BinaryIO, path: Path, key: bytes, told: Tell) -> Shelved:
    seal, size, number, media = new_seal(), 0, 0, ""
    with os_troubles(), _opened(path) as handle:
        while piece := source.read(PIECE):
            media = media or _attachable(piece)
            size += len(piece)
            if size > LARGEST:
                raise FileTooLarge(most=LARGEST >> 20)
            seal.update(piece)
            write_piece(handle, key, number, piece)
            number += 1
            told(size)
        os.fsync(handle)
    if not size:
        raise NotAttachable
    return Shelved(seal.hexdigest(), size, media)


def _attachable(piece: bytes) -> str:
    if media := media_of(piece[:BEGINNING]):
        return media
    raise NotAttachable


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _place(row: Row[tuple[object, ...]]) -> Place:
    return Place(row.sha256, row.place, row.key, row.size, row.have, bool(row.sent))
