"""What the endpoint keeps apart from its database, so that a restored database cannot forget it: its present life, and what was erased."""

import json
import os
from collections.abc import Sequence
from fcntl import LOCK_EX, flock
from pathlib import Path

from callhandler.endpoint.keeping.case_keys import CaseKeys
from callhandler.sync.lines import letters, raw
from callhandler.sync.messages import Offer
from callhandler.sync.wire import decode_offer, encode_offer


class Outside:
    """One file, and beside it the keys of the backups. Every change of it is on the disk before anything else goes on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.keys = CaseKeys(path.with_name("keys"))

    @property
    def path(self) -> Path:
        return self._path

    def told(self) -> tuple[str, Sequence[Offer]]:
        """The incarnation, and the erasures in the order in which they came."""
        if not self._path.exists():
            return "", ()
        incarnation, offers = "", []
        for line in self._lines():
            if line.startswith(b"life "):
                incarnation = json.loads(line[5:])
            elif line.startswith(b"erased "):
                offers.append(decode_offer(raw(line[7:])))
        return incarnation, offers

    def begin(self, incarnation: str) -> None:
        self._add(b"life " + json.dumps(incarnation).encode())

    def keep(self, erasure: Offer) -> None:
        line = b"erased " + letters(encode_offer(erasure))
        if line not in self._lines():
            self._add(line)

    def _lines(self) -> list[bytes]:
        """Those that were written to their end. One that is being written, or that a full disk or a power cut broke off, says nothing."""
        whole, _, _ = (self._path.read_bytes() if self._path.exists() else b"").rpartition(b"\n")
        return whole.splitlines()

    def _add(self, line: bytes) -> None:
        """Behind the last whole line, alone among all processes. Raises OSError, and then the line counts for nothing."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            flock(handle, LOCK_EX)
            end = self._path.read_bytes().rfind(b"\n") + 1
            os.ftruncate(handle, end)
            left = line + b"\n"
            while left:
                end += (written := os.pwrite(handle, left, end))
                left = left[written:]
            os.fsync(handle)
        finally:
            os.close(handle)
