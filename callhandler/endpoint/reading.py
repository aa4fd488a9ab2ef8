"""How the endpoint reads an entry: envelope and rules at once, everything else only so far as to know that others can read it."""

from binascii import a2b_base64
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import orjson
from pydantic import TypeAdapter

from callhandler.log.canonical import DEEPEST, LONGEST
from callhandler.log.entry import SALT, Entry, read
from callhandler.log.kinds import AnyBody, Body, version_of
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.intake import Readers
from callhandler.sync.lines import WHOLE_PARTS, entry_of
from callhandler.sync.poison import read_or_keep
from callhandler.sync.rules import RULES

_NAMES = ("actor", "agency", "at", "case", "device", "id", "kind", "hlc", "kv", "mono", "n", "v", "parents", "server_offset")
_SHAPE = [str] * 7 + [int] * 5 + [list]
_SHAPES = ([*_SHAPE, int], [*_SHAPE, type(None)])
_MOST = 1 << 62
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_BODY: TypeAdapter[Body] = TypeAdapter(AnyBody)
_SALT_LETTERS = 22


class Unopened(Body):
    """A sound body that the endpoint has no need to look into."""


def arrived(line: bytes, device: str, n: int) -> Entry:
    """The entry on a line from a device. Quick where all is as it should be; whatever is not goes the careful way."""
    parts = line.split(b"\t")
    if len(parts) == WHOLE_PARTS and len(parts[1]) == _SALT_LETTERS and parts[0].isascii():
        try:
            told, salt = orjson.loads(parts[0]), a2b_base64(parts[1] + b"==", strict_mode=True)
            if len(salt) == SALT and _is_plain(told, parts[0]) and (body := _sound(told, parts[2])):
                return _made(told, body, parts[0], salt, parts[2], sha256(salt + parts[2]).digest())
        except ValueError:
            pass
    return entry_of(line, device, n)


def kept(meta: bytes, salt: bytes | None, payload: bytes | None, commitment: bytes, place: tuple[str, int], why: str) -> Entry:
    """An entry out of our own database, which checked it when it came. Erased, or hollow, it has no salt and no payload."""
    if why == "poison":
        return read_or_keep(meta, salt or b"", payload or b"", commitment, place)
    told = orjson.loads(meta)
    if told["kind"] in RULES:
        return read(meta, salt or b"", payload or b"", commitment)
    return _made(told, _unopened(told["kind"]) if payload else None, meta, salt or b"", payload or b"", commitment)


def _is_plain(told: Any, meta: bytes) -> bool:
    """Whether an envelope is of the usual shape, in canonical form. Any other may still be sound."""
    if not isinstance(told, dict) or len(told) != len(_NAMES) or orjson.dumps(told, option=orjson.OPT_SORT_KEYS) != meta:
        return False
    if len(meta) > LONGEST or b"\\u" in meta or [type(told.get(name)) for name in _NAMES] not in _SHAPES:
        return False
    return 0 < told["n"] < _MOST and told["kv"] > 0 <= told["hlc"] and all(type(parent) is str for parent in told["parents"])


def _sound(told: dict[str, Any], payload: bytes) -> Body | None:
    """What stands for a body that others can read; None where that takes a closer look."""
    kind = told["kind"]
    if kind in RULES or b"\\u" in payload or len(payload) > LONGEST or _may_be_deep(payload):
        return None
    if version_of(kind):
        return _unopened(kind) if _BODY.validate_json(payload).kind == kind else None
    value = orjson.loads(payload)
    return _unopened(kind) if isinstance(value, dict) and value.get("kind") == kind else None


def _may_be_deep(payload: bytes) -> bool:
    """Takes away the innermost pairs of brackets, once for each level that is allowed. What is then left over may lie deeper."""
    brackets = payload.translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return bool(brackets)


def _made(told: dict[str, Any], body: Body | None, meta: bytes, salt: bytes, payload: bytes, commitment: bytes) -> Entry:
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None:
        raise ValueError("a time that does not say its offset from UTC")
    return Entry(
        told["id"],
        told["device"],
        told["n"],
        told["case"],
        told["kind"],
        told["kv"],
        told["actor"],
        told["agency"],
        told["hlc"],
        at,
        told["mono"],
        told["server_offset"],
        tuple(told["parents"]),
        body,
        meta,
        salt,
        payload,
        commitment,
    )


@cache
def _unopened(kind: str) -> Unopened:
    return Unopened(kind=kind)


def opening(tells: Readers) -> Readers:
    """The same rule about who reads what, shown the body wherever somebody other than owner and writer may be told of it."""

    def readers(entry: Entry, audience: frozenset[Audience]) -> frozenset[Audience]:
        near = {owner_of(entry.case), entry.agency}
        if isinstance(entry.body, Unopened) and not all(agency_of(one) in near for one in audience):
            return tells(read(entry.meta, entry.salt, entry.payload, entry.commitment), audience)
        return tells(entry, audience)

    return readers
