"""Letters for the endpoint lie beside the store: nobody here can open them, and whoever sits here next takes them along."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from callhandler.store.files import os_troubles, write_whole

PREFIX, LAST, KEY = "letter-", "last-letter-", "seal"
_PUBLIC = 32  # bytes


@dataclass(frozen=True, slots=True)
class Lying:
    """A letter on the disk, with the entries `first` to `last` of a device."""

    path: Path
    device: str
    first: int
    last: int

    def content(self) -> bytes:
        """b"" where somebody has taken it along meanwhile."""
        with suppress(FileNotFoundError):
            return self.path.read_bytes()
        return b""

    def let_go(self) -> None:
        with os_troubles():
            self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Post:
    """Of one store. Raises VaultTrouble."""

    folder: Path

    def lying(self) -> Sequence[Lying]:
        """In the order in which they were written."""
        told = (_told(path) for prefix in (PREFIX, LAST) for path in self.folder.glob(f"{prefix}*"))
        return sorted(filter(None, told), key=lambda one: (one.device, one.first))

    def keep(self, device: str, first: int, last: int, content: bytes) -> None:
        write_whole(self.folder / f"{PREFIX}{device}-{first}-{last}", content)

    def clear(self) -> None:
        """Somebody erased something: what was sealed before may still say it. What nobody can seal anew stays: the endpoint erases it."""
        for one in self.lying():
            if one.path.name.startswith(PREFIX):
                one.let_go()

    def outlast(self) -> None:
        """The store from which these were written is gone: they are the last that there is of it."""
        for one in self.lying():
            with os_troubles():
                one.path.replace(one.path.with_name(f"{LAST}{one.path.name.removeprefix(LAST).removeprefix(PREFIX)}"))

    def seal(self) -> tuple[bytes, bytes]:
        """The endpoint's public key and its signature, as they were kept; two times b"" where none is."""
        with suppress(OSError):
            told = (self.folder / KEY).read_bytes()
            return told[:_PUBLIC], told[_PUBLIC:]
        return b"", b""

    def keep_seal(self, public: bytes, signature: bytes) -> None:
        write_whole(self.folder / KEY, public + signature)


def _told(path: Path) -> Lying | None:
    device, _, span = path.name.removeprefix(LAST).removeprefix(PREFIX).partition("-")
    first, _, last = span.partition("-")
    return Lying(path, device, int(first), int(last)) if first.isdigit() and last.isdigit() else None
