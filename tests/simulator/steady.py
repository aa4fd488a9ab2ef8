"""Disks on machines whose power does not fail: they save themselves the trouble of being able to undo a transaction."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from typing_extensions import override

from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.memory_endpoint import MemoryEndpoint


@dataclass(slots=True)
class SteadyDevice(MemoryDevice):
    @override
    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(slots=True)
class SteadyEndpoint(MemoryEndpoint):
    @override
    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()
