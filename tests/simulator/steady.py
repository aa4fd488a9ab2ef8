"""Disks on machines whose power does not fail: they save themselves the trouble of being able to undo a transaction."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from typing_extensions import override

from callhandler.log.chain import fasten
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.stores import Holding


@dataclass(slots=True)
class SteadyDevice(MemoryDevice):
    @override
    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()

    def rewrite(self, n: int, holding: Holding) -> None:
        """Somebody tampered with the nth entry before it was sent, and with the chain so that it fits."""
        self.holdings.pop(self.written[n - 1])
        self.in_case[holding.entry.case] = tuple(one for one in self.in_case[holding.entry.case] if one != self.written[n - 1])
        self.hold(holding)
        self.written[n - 1] = holding.leaf
        self.links[n - 1] = fasten(self.link(n - 1), holding.leaf)


@dataclass(slots=True)
class SteadyEndpoint(MemoryEndpoint):
    @override
    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()
