"""Files of a case at the desk: taken in, looked at once that is on record, and copied out only on purpose."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from callhandler.cases.attached import Attached, files_of
from callhandler.desk.allowed import may
from callhandler.desk.glass import Glass
from callhandler.desk.hand import Hand
from callhandler.desk.why import UNASKED, Reasons, Why
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Corrected, FileAttached, Viewed
from callhandler.log.ownership import owner_of
from callhandler.store.files import os_troubles
from callhandler.store.logbook import Logbook
from callhandler.store.shelf import Shelf, Shelved
from callhandler.store.troubles import FileDamaged, FileGone, NoFilesHere, NotAttachable

ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "application/pdf": ".pdf", "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/mp4": ".m4a", "video/mp4": ".mp4", "video/quicktime": ".mov",
}  # fmt: skip
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class FileHere:
    """A file of a case; `here`: all of it is on this computer, `sent`: it need not be sent, `wanted`: it is to be fetched."""

    file: Attached
    here: bool
    sent: bool
    wanted: bool


@dataclass(frozen=True, slots=True)
class Attaching:
    """For one operator's desk. `shelf`: None where the store keeps no files."""

    hand: Hand
    logbook: Logbook
    shelf: Shelf | None
    reasons: Reasons | None = None  # None: no area asks why a copy is made
    glass: Glass | None = None  # None: nothing is withheld

    def may(self, case: CaseId, *, write: bool = False) -> bool:
        """Whether whoever sits here may see the files of this case, or add one."""
        return may(self.hand.who, "write" if write else "view", "files", owner=owner_of(case))

    def look(self, case: CaseId, why: Why = UNASKED) -> tuple[FileHere, ...]:
        """The files of a case, once it is on record that somebody looked, and why. Raises NotRecorded."""
        self._record(case, case, "files", why)
        return self.files(case)

    def files(self, case: CaseId) -> tuple[FileHere, ...]:
        """The same, for whoever looks already."""
        waits = self.shelf.waiting(case) if self.shelf else ()
        return tuple(self._stands(one, sent=one.entry not in waits) for one in self._told(case) if not self._is_withheld(one))

    def withheld(self, case: CaseId) -> int:
        """How many files of this case tell of health, and are withheld from whoever sits here."""
        return sum(map(self._is_withheld, self._told(case)))

    def take_in(self, source: Path | bytes, told: Tell = lambda _bytes: None) -> Shelved:
        """Keep a file; may take a second: call it away from the screen. Raises VaultTrouble, OSError."""
        if self.shelf is None:
            raise NoFilesHere
        if isinstance(source, bytes):
            return self.shelf.take_in(io.BytesIO(source), told)
        if not source.is_file():
            raise NotAttachable
        with source.open("rb") as file:
            return self.shelf.take_in(file, told)

    def attach(self, case: CaseId, shelved: Shelved, name: str, words: str = "", *, health: bool = False) -> Entry:
        """Put on record that it belongs to the case. Raises PoisonText."""
        told = FileAttached(sha256=shelved.sha256, size=shelved.size, media=shelved.media, name=name, words=words, health=health)
        return self.hand.write(case, told)

    def take_off(self, one: Attached) -> Entry:
        """It was attached to the wrong complaint: it stays on record, and shows no more. Only an erasure takes it away."""
        return self.hand.write(one.case, Corrected(of=one.entry), (one.entry,))

    def want(self, one: Attached) -> None:
        """Fetch it when there is a line."""
        if self.shelf:
            self.shelf.want(one.told.sha256, one.told.size)

    def open(self, one: Attached, why: Why = UNASKED) -> bytes:
        """What is in it, once it is on record who opened it. Raises NotRecorded, FileGone, FileDamaged."""
        self._record(one.case, f"{one.case} {one.entry}", "file opened", why)
        return self.content(one)

    def content(self, one: Attached) -> bytes:
        """The same for whoever looks already. What was damaged here is fetched again where it was sent. Raises FileGone, FileDamaged."""
        if self.shelf is None:
            raise FileGone
        try:
            return self.shelf.content(one.told.sha256)
        except (FileDamaged, FileGone):
            self._fetch_again(self.shelf, one)
            raise

    def copy_out(self, one: Attached, folder: Path, why: Why = UNASKED) -> Path:
        """Put a copy that nothing protects any more into a folder, once on record. Raises NotRecorded, ReasonWanted, VaultTrouble."""
        if self.reasons:
            self.reasons.check((), why, copying=True)
        self._record(one.case, f"{one.case} {one.entry}", "file copied", why)
        content = self.content(one)
        with os_troubles():
            folder.mkdir(parents=True, exist_ok=True)
            path = _free(folder, named(one))
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        return path

    def _told(self, case: CaseId) -> tuple[Attached, ...]:
        return files_of(self.logbook.entries(case=case, kinds=("file-attached", "corrected")))

    def _is_withheld(self, one: Attached) -> bool:
        """Whoever attached it has seen it."""
        return one.told.health and self.glass is not None and one.actor != self.hand.who.operator and self.glass.shut(one.case)

    def _fetch_again(self, shelf: Shelf, one: Attached) -> None:
        found = shelf.find(one.told.sha256)
        if found and found.sent:
            shelf.forget(one.told.sha256)
            shelf.want(one.told.sha256, one.told.size)

    def _stands(self, one: Attached, *, sent: bool) -> FileHere:
        found = self.shelf.find(one.told.sha256) if self.shelf else None
        return FileHere(one, bool(found and found.whole), sent, bool(found and not found.whole))

    def _record(self, case: CaseId, subject: str, purpose: str, why: Why) -> None:
        self.hand.on_record(case, Viewed(what="case", subject=subject, purpose=purpose, reason=why.code, about=why.case))


def named(one: Attached) -> str:
    """What a copy is called: as it came, with the ending of what it is."""
    ending = ENDINGS.get(one.told.media, ".bin")
    stem = one.told.name.rpartition(".")[0] or one.told.name or "file"
    return f"OFFICIAL-SENSITIVE {stem}{ending}"


def _free(folder: Path, name: str) -> Path:
    """A name that nobody has taken."""
    stem, _, ending = name.rpartition(".")
    places = (folder / (f"{stem} {n}.{ending}" if n else name) for n in range(1000))
    return next((path for path in places if not path.exists()), folder / name)
