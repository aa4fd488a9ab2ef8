"""The day a device is let in: what it wrote before for another agency, or under names from before there were agencies, stays here."""

from dataclasses import replace

from sqlalchemy import insert

from callhandler.log.chain import leaf
from callhandler.log.device import DeviceKey
from callhandler.log.ownership import owner_of
from callhandler.store.replica import names
from callhandler.store.replica.tables import endpoint
from callhandler.store.replica.work import Work
from callhandler.sync.proof import Certificate, vouch
from callhandler.sync.renaming import moved_entry
from callhandler.sync.stores import Holding, Identity


def be_let_in(work: Work, certificate: Certificate, public: bytes) -> None:
    """Take the endpoint's word, and believe it from here on, and no other. Nobody has seen anything of this device yet."""
    key = work.key()
    names.set_identity(work.connection, Identity(key, certificate))
    work.connection.execute(insert(endpoint).prefix_with("OR REPLACE"), {"one": 1, "public": public})
    own = work.own(1, work.total())
    ours = [holding for holding in own if owner_of(holding.entry.case) == holding.entry.agency == certificate.agency]
    if len(ours) < len(own):
        _begin_anew(work, certificate, key, ours)


def _begin_anew(work: Work, certificate: Certificate, key: DeviceKey, ours: list[Holding]) -> None:
    """Another name, whose chain holds nothing but what concerns the agency; the rest stays under the old one, and is never sent."""
    fresh = DeviceKey.generate()
    moved = [_moved(holding, fresh.id, n) for n, holding in enumerate(ours, 1)]
    work.adopt(Identity(fresh, None, vouch(certificate, key, fresh.public)), moved)
    for holding in ours:
        work.drop(holding.leaf)


def _moved(holding: Holding, device: str, n: int) -> Holding:
    entry = moved_entry(holding.entry, device, n)
    return replace(holding, entry=entry, leaf=leaf(entry))
