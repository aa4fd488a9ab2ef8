"""Goes through the pages of a large store a few at a time, in quiet moments: none lies damaged for long without being noticed.

A damaged page is never read as if it were whole: SQLCipher checks each when it reads it. This is for those that nobody reads.
"""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from callhandler.store.engine import Engines, engine_troubles
from callhandler.store.files import make_empty, os_troubles
from callhandler.store.troubles import DamageFound, VaultTrouble

WHOLE = 65_536  # pages, 256 MB: so many are all gone through whenever the store is opened, in less than a second
SOME = 2_000  # gone through at a time, in some thirty milliseconds
PLACE = "gone-through"  # the file that remembers which page is next, so that short sittings come to the end as well
_SALT, _SIGN, _OTHER_SALT, _TURNS = 16, 64, 0x3A, 2  # as SQLCipher 4 lays down: "HMAC", in the description of its design


@dataclass(slots=True)
class Pages:
    """Those of one store. `left`: how many are still to be gone through while it is open this time."""

    path: Path
    key: bytes
    size: int
    left: int

    @classmethod
    def of(cls, path: Path, key: bytes, connection: Any, whole: int = WHOLE) -> "Pages":
        """The pages of a store as it is opened: nothing is left to do in one that is small. Raises DamageFound where some are missing."""
        size, count = (int(connection.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_size", "page_count"))
        if path.stat().st_size < size * count:
            raise DamageFound
        return cls(path, key, size, count if count > whole else 0)

    def more(self, engine: Engines) -> bool:
        """Go through some; says whether there are more. Raises DamageFound: then the same are gone through when it is next opened."""
        if self.left > 0:
            with engine_troubles(), engine.writer.begin():  # while nobody empties the log: no page is half written
                self.look()
        return self.left > 0

    def look(self) -> None:
        """The same, for whoever knows that nobody writes."""
        first = self._next()
        with os_troubles(), self.path.open("rb") as file:
            signing = _signing(self.key, file.read(_SALT))
            file.seek((first - 1) * self.size)
            some = file.read(SOME * self.size)
        read = len(some) // self.size
        for place in range(read):
            if not self._whole(signing, first + place, some[place * self.size : (place + 1) * self.size]):
                raise DamageFound
        self.left -= read
        self._remember(first + read if read == SOME else 1)

    def _whole(self, signing: "hmac.HMAC", number: int, page: bytes) -> bool:
        signed = signing.copy()
        signed.update(page[_SALT if number == 1 else 0 : -_SIGN])
        signed.update(number.to_bytes(4, "little"))
        return hmac.compare_digest(signed.digest(), page[-_SIGN:])

    def _next(self) -> int:
        try:
            return max(1, int(self.path.with_name(PLACE).read_text("ascii")))
        except (OSError, ValueError):
            return 1

    def _remember(self, number: int) -> None:
        with suppress(OSError, VaultTrouble):
            make_empty(self.path.with_name(PLACE))
            self.path.with_name(PLACE).write_text(str(number), "ascii")


def _signing(key: bytes, salt: bytes) -> "hmac.HMAC":
    other = bytes(one ^ _OTHER_SALT for one in salt)
    return hmac.new(hashlib.pbkdf2_hmac("sha512", key, other, _TURNS, len(key)), digestmod="sha512")
