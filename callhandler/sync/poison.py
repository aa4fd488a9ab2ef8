"""What cannot be read travels on under its own place in the chain, held back alone, so that it never stops what comes after it (F19)."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from callhandler.log.entry import Entry, NotAnEntry, read
from callhandler.log.kinds import UnknownBody

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Unreadable(UnknownBody):
    """A body that no desk can read, or the body of an envelope that none can. Kept for whoever looks into it, shown to nobody."""


def read_or_keep(meta: bytes, salt: bytes, payload: bytes, commitment: bytes | None, place: tuple[str, int]) -> Entry:
    """The entry behind these bytes; where they make none, one that says so, at its place: device and n."""
    try:
        return read(meta, salt, payload, commitment)
    except NotAnEntry:
        promised = commitment or sha256(salt + payload).digest()
        return _with_envelope(meta, salt, payload, promised) or _without(meta, salt, payload, promised, place)


def _with_envelope(meta: bytes, salt: bytes, payload: bytes, commitment: bytes) -> Entry | None:
    try:
        bare = read(meta, b"", b"", commitment)
    except NotAnEntry:
        return None
    return replace(bare, body=Unreadable(kind=bare.kind), salt=salt, payload=payload)


def _without(meta: bytes, salt: bytes, payload: bytes, commitment: bytes, place: tuple[str, int]) -> Entry:
    """Nothing of the envelope can be believed. Its name is the leaf, so that it never meets another entry's."""
    device, n = place
    id = f"unreadable-{sha256(meta + commitment).hexdigest()}"
    body = Unreadable(kind="unreadable")
    return Entry(id, device, n, "", "unreadable", 1, "", "", 0, _NEVER, 0, None, (), body, meta, salt, payload, commitment)
