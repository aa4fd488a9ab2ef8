"""What the endpoint makes of the entries that a device sends: they go on from what it holds, or the two chains have parted."""

from callhandler.log.chain import fasten, leaf, start
from callhandler.sync.messages import Ask, Verdict
from callhandler.sync.proof import Verify, signed_by
from callhandler.sync.stores import EndpointStore, Enrolled, Link


def compare(ask: Ask, enrolled: Enrolled, store: EndpointStore, verify: Verify) -> tuple[Verdict, tuple[Link, ...]]:
    """The verdict, and the links that are new to the endpoint. Every entry that it holds already is compared with the chain."""
    if ask.first > enrolled.n + 1:
        return Verdict("gap", enrolled.n), ()
    held = {link.n: link.chain for link in store.links(enrolled.device, ask.first - 1, ask.last)} if ask.first <= enrolled.n else {}
    held |= {0: start(enrolled.certificate.public), enrolled.n: enrolled.head}
    if held.get(ask.first - 1) != ask.prev:
        return Verdict("back"), ()
    links = _links(ask)
    parted = next((link.n for link in links if held.get(link.n, link.chain) != link.chain), 0)
    if parted:
        return Verdict("fork", parted - 1), ()
    if ask.last == ask.total < enrolled.n:
        return Verdict("fork", ask.total), ()
    return _sound(ask, enrolled, tuple(link for link in links if link.n > enrolled.n), verify)


def _links(ask: Ask) -> tuple[Link, ...]:
    links, chain = [], ask.prev
    for n, one in enumerate(map(leaf, ask.entries), ask.first):
        chain = fasten(chain, one)
        links.append(Link(n, one, chain))
    return tuple(links)


def _sound(ask: Ask, enrolled: Enrolled, fresh: tuple[Link, ...], verify: Verify) -> tuple[Verdict, tuple[Link, ...]]:
    placed = all(entry.device == enrolled.device and entry.n == n for n, entry in enumerate(ask.entries, ask.first))
    if fresh and not (placed and signed_by(enrolled.certificate.public, ask.last, fresh[-1].chain, ask.signature, verify)):
        return Verdict("need", 0, "signature"), ()
    return Verdict("ok", ask.last), fresh
