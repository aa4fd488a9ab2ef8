"""What a device is owed: the next rows of its feeds, with the entries that it may see at this moment and has not got."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.feed import Row
from callhandler.sync.incarnations import base_of
from callhandler.sync.intake import Readers
from callhandler.sync.messages import Ask, Sent, Slice
from callhandler.sync.proof import Proof
from callhandler.sync.rules import audience_of
from callhandler.sync.stores import EndpointStore, Kept

HEAVIEST = 4 << 20  # bytes of entries in one answer


@dataclass(frozen=True, slots=True)
class Delivery:
    """The rows of every feed of a device, and who wrote what is in them."""

    slices: tuple[Slice, ...]
    proofs: tuple[Proof, ...]


def deliver(store: EndpointStore, ask: Ask, feeds: Iterable[Audience], tells: Readers) -> Delivery:
    """At most `ask.rows` rows in all. The device gets a slice of every feed it may read, be it empty."""
    room, slices, leaves = ask.rows, [], list[bytes]()
    for feed in feeds:
        base = base_of(store, feed, ask.cursors.get(feed), ask.incarnation)
        sent = _light(_filled(store, ask, feed, store.rows(feed, base.pos, room), tells))
        room = max(1, room - len(sent))
        leaves += [one.row.leaf for one in sent if one.entry]
        slices.append(Slice(feed, base, sent, store.end(feed).pos, store.cleared(feed)))
    return Delivery(tuple(slices), tuple(dict.fromkeys(store.proofs(leaves).values())) if leaves else ())


def _filled(store: EndpointStore, ask: Ask, feed: Audience, rows: Sequence[Row], tells: Readers) -> Iterable[Sent]:
    kept = store.kept({row.leaf for row in rows if row.leaf})
    audiences = store.audiences({row.case for row in rows})
    for row in rows:
        here = kept.get(row.leaf)
        shown = here and _may_see(here, feed, row, audiences, tells) and not _has(store, ask, here)
        yield Sent(row, here.entry if here and shown else None)


def _may_see(kept: Kept, feed: Audience, row: Row, audiences: Mapping[CaseId, frozenset[Audience]], tells: Readers) -> bool:
    audience = audiences[row.case] if row.case in audiences else audience_of(row.case, ())
    owners = row.kind == "entry" or agency_of(feed) == owner_of(row.case)
    return owners and feed in tells(kept.entry, audience)


def _has(store: EndpointStore, ask: Ask, kept: Kept) -> bool:
    """Whether the device that asks wrote it: then it is on its disk, unless it says otherwise."""
    entry = kept.entry
    return entry.device == ask.device and not ask.whole and [link.leaf for link in store.links(ask.device, entry.n, entry.n)] == [kept.leaf]


def _light(sent: Iterable[Sent]) -> tuple[Sent, ...]:
    """As many of them as are not too much for one answer; the first always."""
    weight, light = 0, list[Sent]()
    for one in sent:
        weight += len(one.entry.meta) + len(one.entry.payload) if one.entry else 0
        if light and weight > HEAVIEST:
            break
        light.append(one)
    return tuple(light)
