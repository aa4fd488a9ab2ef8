"""The lives of the endpoint's database: after every restore it says so, and nobody mistakes the new numbers for the old."""

from collections.abc import Mapping

from callhandler.log.chain import start
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Place, beginning
from callhandler.sync.messages import Ask, Receipt, genuine
from callhandler.sync.proof import Verify
from callhandler.sync.stores import Branch, EndpointStore


def begin_anew(store: EndpointStore, incarnation: str, *, announced: bool) -> None:
    """The database was restored. Where nobody said so, nobody knows either from where on its numbers are void: from the start."""
    former = store.incarnation()
    ends: Mapping[Audience, int] = {feed: store.end(feed).pos for feed in store.feeds()} if announced else {}
    lineage = (*store.lineage(), Branch(former, ends)) if former else ()
    store.begin(incarnation, lineage)


def base_of(store: EndpointStore, feed: Audience, cursor: Place | None, incarnation: str) -> Place:
    """From where on a reader needs rows: its cursor where we know it, else the least point at which our numbers parted from its own."""
    if cursor is None:
        return beginning(feed)
    if store.place(feed, cursor.pos) == cursor:
        return cursor
    back = min(cursor.pos, _parted(store, feed, incarnation), store.end(feed).pos)
    return store.place(feed, back) or beginning(feed)


def regressed(store: EndpointStore, ask: Ask, endpoint: bytes, verify: Verify) -> bool:
    """Whether the device can prove, by our own signature, that we once knew more: a restore that nobody announced."""
    receipt = ask.receipt
    if receipt is None or receipt.incarnation != store.incarnation() or not receipt.chain or _borne_out(store, receipt):
        return False
    return genuine(receipt, endpoint, verify)


def _borne_out(store: EndpointStore, receipt: Receipt) -> bool:
    feeds = all(store.place(feed, place.pos) == place for feed, place in receipt.feeds)
    return feeds and _chain(store, receipt.device, receipt.n) == receipt.chain


def _chain(store: EndpointStore, device: str, n: int) -> bytes:
    enrolled = store.device(device)
    if enrolled is None or n > enrolled.n:
        return b""
    if n == enrolled.n:
        return enrolled.head
    return store.links(device, n, n)[0].chain if n else start(enrolled.certificate.public)


def _parted(store: EndpointStore, feed: Audience, incarnation: str) -> int:
    lineage = store.lineage()
    since = next((place for place, branch in enumerate(lineage) if branch.incarnation == incarnation), None)
    if since is None:
        return 0
    return min(branch.feeds.get(feed, 0) for branch in lineage[since:])
