"""The desk whose store is measured: a real encrypted file, with the index of people and the rules of erasure in place."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callhandler.log.device import DeviceKey
from callhandler.log.entry import Unsealed
from callhandler.store import condition
from callhandler.store.engine import open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.stores import Identity


@dataclass
class Desk:
    """A store, and how entries come into it."""

    store: StoredDevice
    logbook: Logbook

    def bring_in(self, unsealed: Sequence[Unsealed]) -> None:
        """Cases that are new."""
        self.logbook.append_many(unsealed)

    def write(self, unsealed: Sequence[Unsealed]) -> None:
        self.logbook.append(unsealed)

    def waiting(self) -> int:
        with self.store.looking():
            return self.store.total() - self.store.progress().acked


def open_desk(folder: Path, identity: Identity) -> Desk:
    """A desk with an empty store."""
    folder.mkdir(parents=True, exist_ok=True)
    key = os.urandom(32)
    condition.begin(folder, key)
    if not isinstance(identity.signer, DeviceKey):
        raise TypeError("a store keeps a device's own key")
    logbook = Logbook(open_engines(folder / condition.NAME, key), identity.signer)
    store = logbook.replica()
    store.set_identity(identity)
    return Desk(store, logbook)
