"""What a device is owed: the next rows of its feeds, with the entries that it may see at this moment and has not got."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.feed import Row
from callhandler.sync.incarnations import base_of
from callhandler.sync.intake import Readers
from callhandler.sync.messages import Ask, Sent, Slice
from callhandler.sync.pace import light
from callhandler.sync.proof import Proof
from callhandler.sync.rules import audience_of
from callhandler.sync.stores import EndpointStore, Kept


@dataclass(frozen=True, slots=True)
class Delivery:
    """The rows of every feed of a device, and who wrote what is in them."""

    slices: tuple[Slice, ...]
    proofs: tuple[Proof, ...]
    wanted: tuple[bytes, ...] = ()


def deliver(
    store: EndpointStore, ask: Ask, feeds: Collection[Audience], tells: Readers, brought: AbstractSet[bytes], left: Iterable[Audience] = ()
) -> Delivery:
    """At most `ask.rows` rows in all. The device gets a slice of every feed it reads, be it empty.

    `left`: the feeds that it reads no more because it carries other beats; of those it hears how much of what it has still holds.
    `brought`: the leaves of the entries that came with the question, which nobody needs to look up in order not to send them back.
    """
    room, slices, told = ask.rows, [], set[bytes]()
    for feed in feeds:
        base = base_of(store, feed, ask.cursors.get(feed), ask.incarnation)
        sent = _light(_filled(store, ask, feed, store.rows(feed, base.pos, room), tells, told | brought))
        room = max(1, room - len(sent))
        told |= {one.row.leaf for one in sent if one.entry}
        slices.append(Slice(feed, base, sent, store.end(feed).pos, store.cleared(feed)))
    slices += [_borne_out(store, ask, feed) for feed in left]
    proofs = store.proofs(sorted(told)).values() if told else ()
    each = {(proof.author.device, proof.first, proof.last, proof.signature): proof for proof in proofs}
    return Delivery(tuple(slices), tuple(each.values()), wanted(store, feeds, tells))


def _borne_out(store: EndpointStore, ask: Ask, feed: Audience) -> Slice:
    base = base_of(store, feed, ask.cursors[feed], ask.incarnation)
    return Slice(feed, base, (), base.pos, store.cleared(feed))


def wanted(store: EndpointStore, feeds: Collection[Audience], tells: Readers) -> tuple[bytes, ...]:
    """The entries without a body that a reader of these feeds may have whole."""
    hollow = store.hollow()
    audiences = store.audiences({one.entry.case for one in hollow})
    return tuple(one.leaf for one in hollow if tells(one.entry, _audience(one.entry.case, audiences)).intersection(feeds))


def _filled(
    store: EndpointStore, ask: Ask, feed: Audience, rows: Sequence[Row], tells: Readers, told: AbstractSet[bytes]
) -> Iterable[Sent]:
    kept = store.kept({row.leaf for row in rows if row.leaf and row.leaf not in told})
    audiences, own = store.audiences({row.case for row in rows}), _own(store, ask, kept.values())
    for row in rows:
        here = kept.get(row.leaf)
        shown = here and row.leaf not in own and _may_see(here, feed, row, audiences, tells)
        yield Sent(row, here.entry if here and shown else None)


def _may_see(kept: Kept, feed: Audience, row: Row, audiences: Mapping[CaseId, frozenset[Audience]], tells: Readers) -> bool:
    audience = _audience(row.case, audiences)
    owners = row.kind == "entry" or agency_of(feed) == owner_of(row.case)
    return owners and feed in tells(kept.entry, audience)


def _audience(case: CaseId, audiences: Mapping[CaseId, frozenset[Audience]]) -> frozenset[Audience]:
    return audiences[case] if case in audiences else audience_of(case, ())


def _own(store: EndpointStore, ask: Ask, kept: Iterable[Kept]) -> AbstractSet[bytes]:
    """What the device that asks wrote itself: it is on its disk, unless it says otherwise."""
    places = [] if ask.whole else [one.entry.n for one in kept if one.entry.device == ask.device]
    return {link.leaf for link in store.links(ask.device, min(places), max(places))} if places else frozenset()


def _light(sent: Iterable[Sent]) -> tuple[Sent, ...]:
    return light(sent, lambda one: len(one.entry.meta) + len(one.entry.payload) if one.entry else 0)
