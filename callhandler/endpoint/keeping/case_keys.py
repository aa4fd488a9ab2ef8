"""The keys under which backups keep what was said in a case. Whoever destroys one has erased it in every backup there is.

They lie in one file apart from database and backups, 130 bytes a line: of which case, and the key. A destroyed key is overwritten where it
stood. When only some entries of a case are erased, the others are first given keys of their own.
"""

import hmac
import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from callhandler.log.kinds import CaseId
from callhandler.sync.rules import erasure_of
from callhandler.sync.stores import EndpointStore

KEY = 32
_LINE = 2 * 64 + 2  # a name, a blank, a key, the end of the line
_GONE = b"0" * 64


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys as they are at one moment, by name."""

    keys: Mapping[bytes, bytes]

    def of(self, case: CaseId, leaf: bytes) -> bytes | None:
        """The key of one body; None where it was destroyed, or never made."""
        own, whole = self.keys.get(_name(b"entry", leaf)), self.keys.get(_name(b"case", case.encode()))
        return own or (_derived(whole, leaf) if whole else None)

    def lacks(self, case: CaseId, leaf: bytes) -> bool:
        return self.of(case, leaf) is None


class CaseKeys:
    """The file. Every change of it is on the disk before anything else goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ring(self) -> Ring:
        keys: dict[bytes, bytes] = {}
        for line in self._content().splitlines():
            name, _, key = line.partition(b" ")
            if len(line) == _LINE - 1 and key != _GONE:
                keys.setdefault(name, bytes.fromhex(key.decode()))
        return Ring(keys)

    def make(self, cases: Iterable[CaseId]) -> Ring:
        """Keys for these cases, and all the others. Where two make one at once, the first counts for both."""
        self._add({_name(b"case", case.encode()): secrets.token_bytes(KEY) for case in cases})
        return self.ring()

    def shred(self, case: CaseId, erased: Collection[bytes], others: Collection[bytes]) -> None:
        """Destroy the keys of the erased entries, each told by its leaf; the others of the case keep theirs."""
        if not self._path.exists():
            return
        ring, whole = self.ring(), _name(b"case", case.encode())
        if key := ring.keys.get(whole):
            own = {_name(b"entry", leaf): _derived(key, leaf) for leaf in others}
            self._add({name: one for name, one in own.items() if name not in ring.keys})
        self._blot([whole, *(_name(b"entry", leaf) for leaf in erased)])

    def _add(self, keys: Mapping[bytes, bytes]) -> None:
        if not keys:
            return
        torn = self._content()[-1:] not in {b"", b"\n"}  # by a power cut
        told = b"".join(b"%b %b\n" % (name, key.hex().encode()) for name, key in keys.items())
        self._write(b"\n" * torn + told, None)

    def _blot(self, names: Iterable[bytes]) -> None:
        content = self._content()
        for name in names:
            place = content.find(name)
            while place >= 0:
                self._write(_GONE, place + len(name) + 1)
                place = content.find(name, place + _LINE)

    def _content(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""

    def _write(self, told: bytes, place: int | None) -> None:
        """Somewhere in the file; without a place at its end, where others may be writing too."""
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | (os.O_APPEND if place is None else 0), 0o600)
        try:
            os.lseek(handle, place or 0, os.SEEK_SET)
            os.write(handle, told)
            os.fsync(handle)
        finally:
            os.close(handle)


def shred_erased(store: EndpointStore, keys: CaseKeys, case: CaseId) -> None:
    """Destroy the keys of all that the erasures of this case reach."""
    reach, kept = erasure_of(store.rules((case,)).get(case, ())), store.of_case(case)
    erased = [one.leaf for one in kept if reach.reaches(one.entry)]
    keys.shred(case, erased, [one.leaf for one in kept if one.entry.payload and not reach.reaches(one.entry)])


def _name(what: bytes, of: bytes) -> bytes:
    return sha256(b"callhandler " + what + b"\n" + of).hexdigest().encode()


def _derived(key: bytes, leaf: bytes) -> bytes:
    return hmac.digest(key, leaf, "sha256")
