"""A device that finds out that it is a copy: what both copies wrote in common stays, the rest goes on under a new name."""

from collections.abc import Sequence
from dataclasses import replace

from callhandler.log.canonical import parse, write
from callhandler.log.chain import leaf
from callhandler.log.device import head
from callhandler.log.entry import Entry, NotAnEntry, read
from callhandler.sync.proof import Certificate, Proof, Signer, vouch
from callhandler.sync.standing import confirmed, live
from callhandler.sync.stores import DeviceStore, Holding, Identity

RUN = 200  # entries under one signature: whoever hands in one of them carries the leaves of all


def rename(store: DeviceStore, kept: int, fresh: Signer) -> bool:
    """Leave the first `kept` entries under the old name; the others go on under this new key. False: not certified yet, ask again."""
    old = store.identity()
    if old.certificate is None:
        return False
    own = store.own(1, store.total())
    _sign(store, old.certificate, old.signer, own)
    loose = [holding for holding in own[kept:] if not live(store, holding.leaf)]
    moved = [_moved(holding, fresh.id, n) for n, holding in enumerate(loose, 1)]
    store.adopt(Identity(fresh, None, vouch(old.certificate, old.signer, fresh.public)), moved)
    for holding in loose:
        store.drop(holding.leaf)
    for holding in own[:kept]:
        if not confirmed(holding, live(store, holding.leaf)):
            store.doubt(holding.leaf, "taken")
    return True


def moved_entry(entry: Entry, device: str, n: int) -> Entry:
    """The same entry sealed anew as the nth of another device. Its body goes along byte for byte."""
    told = parse(entry.meta)
    if not isinstance(told, dict):
        raise NotAnEntry("the envelope is not in canonical form")
    return read(write(told | {"device": device, "n": n}), entry.salt, entry.payload, entry.commitment)


def _moved(holding: Holding, device: str, n: int) -> Holding:
    entry = moved_entry(holding.entry, device, n)
    return replace(holding, entry=entry, leaf=leaf(entry))


def _sign(store: DeviceStore, author: Certificate, signer: Signer, own: Sequence[Holding]) -> None:
    """See to it that every entry under the old name has a proof: its key will not sign again."""
    for start in range(0, len(own), RUN):
        leaves = tuple(holding.leaf for holding in own[start : start + RUN])
        last = start + len(leaves)
        if not all(store.proof(one) for one in leaves):
            signature = signer.sign(head(signer.public, last, store.link(last)))
            store.prove(Proof(author, start + 1, store.link(start), leaves, signature))
