"""How an entry stands on a device: told of by a feed, written here and on its way, or held by nobody's leave."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Row, RowKind
from callhandler.sync.rules import emptied
from callhandler.sync.stores import DeviceStore, Holding


def live(store: DeviceStore, leaf: bytes) -> AbstractSet[RowKind]:
    """How the feeds tell of an entry now: as one to read, or as one held back. A purge of its case ends what was told before."""
    return {row.kind for feed, row in store.rows_of(leaf) if is_live(store, feed, row)}


def is_live(store: DeviceStore, feed: Audience, row: Row) -> bool:
    return row.pos > store.last_row(feed, row.case, purge=True)


def is_told(store: DeviceStore, feeds: Iterable[Audience], case: CaseId) -> bool:
    """Whether one of these feeds tells of the case now."""
    return any(store.last_row(feed, case, purge=False) > store.last_row(feed, case, purge=True) for feed in feeds)


def confirmed(holding: Holding, told: AbstractSet[RowKind]) -> bool:
    """Whether the feeds bear out how the entry stands here."""
    return "entry" in told or ("held" in told and holding.standing == "held")


def under_present_name(store: DeviceStore, holding: Holding) -> bool:
    """Whether it is in the chain that this device goes on writing; its former names' entries are handed in like anybody's."""
    return holding.own and holding.entry.device == store.identity().signer.id


def doubt_unless_live(store: DeviceStore, leaf: bytes, acked: int) -> None:
    """No feed may tell of this entry any more: then it has to be handed in again, or the endpoint's chain accounts for it."""
    holding = store.holding(leaf)
    if holding is None or confirmed(holding, live(store, leaf)):
        return
    if not under_present_name(store, holding):
        store.doubt(leaf, "lost")
    elif holding.entry.n <= acked:
        store.doubt(leaf, "taken")


def lacks(store: DeviceStore, row: Row) -> bool:
    """Whether the entry of this row is not here, or its body was given up once the case had gone."""
    holding = store.holding(row.leaf)
    if holding is None:
        return True
    return holding.own and not (holding.entry.payload or store.erasure(row.case).reaches(holding.entry))


def empty(store: DeviceStore, holding: Holding) -> Holding:
    """Take the body away for good."""
    bare = replace(holding, entry=emptied(holding.entry))
    store.hold(bare)
    return bare
