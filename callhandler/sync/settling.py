"""What becomes of the entries that no feed tells of: they are handed in again, kept out of sight, or go."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from callhandler.log.kinds import CaseId
from callhandler.sync.messages import Offer
from callhandler.sync.rules import RULES
from callhandler.sync.standing import confirmed, empty, live, under_present_name
from callhandler.sync.stores import DeviceStore, Holding


def offers(store: DeviceStore, most: int) -> Iterator[Offer]:
    """Entries that the endpoint may have lost, with their authors' proofs."""
    for one in store.in_doubt("lost", most):
        holding, proof = store.holding(one), store.proof(one)
        if holding and proof:
            yield Offer(holding.entry, one, proof, accepted=holding.standing == "seen")


def sealed(store: DeviceStore, most: int) -> tuple[bytes, ...]:
    """Our own entries that nobody here may see: the endpoint says when they may go."""
    return tuple(store.in_doubt("kept", most))


def waiting(store: DeviceStore) -> tuple[bytes, ...]:
    """Others' entries that no feed tells of by now: where there are too many, they do not go without an order."""
    held = ((one, store.holding(one)) for one in store.in_doubt("taken"))
    return tuple(one for one, holding in held if holding and not holding.own)


def let_go(store: DeviceStore, durable: Iterable[bytes]) -> None:
    """A verified backup holds these. Of the chain that we go on writing the envelopes stay, so that it can be shown again.

    What lays down a rule stays whole: should that backup be lost too, nothing else could bring the rule back.
    """
    for one in durable:
        holding = store.holding(one)
        if holding and holding.own and holding.sealed and holding.entry.kind not in RULES:
            if under_present_name(store, holding):
                empty(store, holding)
                store.confirm(one)
            else:
                store.drop(one)


class Settling:
    """Once a device has caught up, and the endpoint holds what it was handed: what no feed gave back is not ours to see."""

    def __init__(self, store: DeviceStore, allowed: Callable[[], int]) -> None:
        self._store, self._most = store, allowed
        self.gone: set[CaseId] = set()
        self.removed = 0  # cases that went without having waited for an order
        self.refused = 0
        self._ordered: set[CaseId] = set()

    @cached_property
    def _room(self) -> int:
        """Cases that may still go without an order."""
        return self._most()

    def go(self) -> None:
        """What waited and may go, as an administrator ordered: but what a feed tells of by now stays."""
        held = [holding for one in self._store.in_doubt("ordered") if (holding := self._store.holding(one))]
        self._ordered |= {holding.entry.case for holding in held}
        for holding in held:
            self._settle(holding)

    def settle(self) -> None:
        """All that came into doubt since the last time; first what was ordered while there was more to read."""
        self.go()
        for one in self._store.in_doubt("taken"):
            if holding := self._store.holding(one):
                self._settle(holding)

    def _settle(self, holding: Holding) -> None:
        told = live(self._store, holding.leaf)
        if "held" in told and "entry" not in told:
            holding = replace(holding, standing="held")
            self._store.hold(holding)
        if confirmed(holding, told):
            self._store.confirm(holding.leaf)
        elif holding.own:
            self._store.doubt(holding.leaf, "kept")
            self._store.hold(replace(holding, sealed=True))  # until a verified backup holds it
        else:
            self._drop(holding)

    def _drop(self, holding: Holding) -> None:
        case = holding.entry.case
        if not (holding.sealed or case in self.gone or case in self._ordered):
            if not self._room:
                self.refused += 1
                return
            self._room, self.removed = self._room - 1, self.removed + 1
        if not holding.sealed:
            self.gone.add(case)
        self._store.drop(holding.leaf)
