"""The desk whose store is measured."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callhandler.log.entry import SALT, Unsealed
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.stores import DeviceStore, Identity


@dataclass
class Desk:
    """A store, and how entries come into it."""

    store: DeviceStore
    memory: MemoryDevice

    def write(self, unsealed: Sequence[Unsealed]) -> None:
        for one in unsealed:
            self.memory.write(one, os.urandom(SALT))

    def waiting(self) -> int:
        return self.store.total() - self.store.progress().acked


def open_desk(folder: Path, identity: Identity) -> Desk:
    """A desk with an empty store."""
    folder.mkdir(parents=True, exist_ok=True)
    store = MemoryDevice(identity)
    return Desk(store, store)
