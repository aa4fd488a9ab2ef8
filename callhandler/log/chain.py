"""The chain of a device: every entry fastened to the one before it, so that nothing can be altered, dropped or slipped in unseen."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from itertools import zip_longest

from callhandler.log.device import id_of
from callhandler.log.entry import Entry, NotAnEntry, read


def start(public_key: bytes) -> bytes:
    """The chain of a device that has recorded nothing yet."""
    return sha256(public_key).digest()


def leaf(entry: Entry) -> bytes:
    """What the chain keeps of an entry: its meta, and the hash of its body in place of the body."""
    return leaf_of(entry.meta, entry.commitment)


def leaf_of(meta: bytes, commitment: bytes) -> bytes:
    """The same, of an entry that is not yet read."""
    return sha256(meta + commitment).digest()


def follow(chain: bytes, entry: Entry) -> bytes:
    """The chain with this entry fastened to it."""
    return fasten(chain, leaf(entry))


def fasten(chain: bytes, leaf: bytes) -> bytes:
    """The chain with an entry fastened to it of which only the leaf is known."""
    return sha256(chain + leaf).digest()


def verify(public_key: bytes, entries: Iterable[Entry], head: bytes, links: Sequence[bytes] | None = None) -> int | None:
    """The n of the first entry that is not as recorded, or None. Give all entries of the device, by n.

    `links` are the chain's values after each entry, as stored: with them an altered envelope is named too;
    without them a fault that only the head shows is laid at the last entry.
    """
    chain, n, device = start(public_key), 0, id_of(public_key)
    for entry, link in zip_longest(entries, links or ()):
        n += 1
        if entry is None or entry.n != n or entry.device != device or not _as_recorded(entry):
            return n
        chain = follow(chain, entry)
        if links is not None and link != chain:
            return n
    return None if chain == head else max(n, 1)


def _as_recorded(entry: Entry) -> bool:
    try:
        return read(entry.meta, entry.salt, entry.payload, entry.commitment) == entry
    except NotAnEntry:
        return False
