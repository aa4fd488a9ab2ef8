"""Reads an entry quickly where all about it is as this program writes it; anything else goes the careful way, and comes out the same."""

from binascii import a2b_base64
from datetime import datetime
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

import orjson
from pydantic import TypeAdapter

from callhandler.log.canonical import DEEPEST, LONGEST
from callhandler.log.entry import SALT, Entry, lies_within, read
from callhandler.log.kinds import AnyBody, Body, UnknownBody, version_of
from callhandler.sync.poison import read_or_keep
from callhandler.sync.rules import RULES

_NAMES = ("actor", "agency", "at", "case", "device", "id", "kind", "hlc", "kv", "mono", "n", "v", "parents", "server_offset")
_ALL = set(_NAMES)
_EACH = itemgetter(*_NAMES)
_SHAPE = (*(str,) * 7, *(int,) * 5, list)
_SHAPES = {(*_SHAPE, int), (*_SHAPE, type(None))}
_MOST = 1 << 62
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_BODY: TypeAdapter[Body] = TypeAdapter(AnyBody)
_SALT_LETTERS = 22


class Unopened(Body):
    """A sound body that whoever holds it has no need to look into."""


def quickly(meta: bytes, letters: bytes, payload: bytes, *, opened: bool) -> Entry | None:
    """The entry behind these parts of a line; None where it takes a closer look. `opened`: with its body, not only what stands for it.

    The body of a kind that we do not know is carried unread: whoever knows the kind can tell whether it is sound.
    """
    try:
        salt = a2b_base64(letters + b"==", strict_mode=True) if len(letters) == _SALT_LETTERS else b""
    except ValueError:
        return None
    return at_once(meta, salt, payload, opened=opened)


def at_once(meta: bytes, salt: bytes, payload: bytes, *, opened: bool) -> Entry | None:
    """As `quickly`, of bytes that lie on a disk."""
    if len(salt) != SALT or not payload or len(payload) > LONGEST or not meta.isascii():
        return None
    try:
        told = orjson.loads(meta)
        if _is_plain(told, meta) and (body := _body(told["kind"], payload, opened=opened)):
            entry = made(told, body, meta, salt, payload, sha256(salt + payload).digest())
            return entry if lies_within(entry.at) else None
    except ValueError:
        pass
    return None


def as_promised(meta: bytes, salt: bytes, payload: bytes, commitment: bytes) -> Entry | None:
    """The entry with its body, at once; None where it takes a closer look, or the body is not the one that was promised."""
    entry = at_once(meta, salt, payload, opened=True)
    return entry if entry and entry.commitment == commitment else None


def opened(meta: bytes, salt: bytes, payload: bytes, commitment: bytes) -> Entry:
    """The entry with its body. Raises NotAnEntry."""
    return as_promised(meta, salt, payload, commitment) or read(meta, salt, payload, commitment)


def looked_into(meta: bytes, salt: bytes, payload: bytes, commitment: bytes, place: tuple[str, int]) -> Entry:
    """The same; a body that cannot be read says so. It came when its kind was not known yet, and was carried unread."""
    return as_promised(meta, salt, payload, commitment) or read_or_keep(meta, salt, payload, commitment, place)


def kept(meta: bytes, salt: bytes | None, payload: bytes | None, commitment: bytes, place: tuple[str, int], why: str) -> Entry:
    """An entry out of the endpoint's own database, which checked it when it came. Erased, or hollow, it has no salt and no payload."""
    if why == "poison":
        return read_or_keep(meta, salt or b"", payload or b"", commitment, place)
    told = orjson.loads(meta)
    if told["kind"] in RULES:
        return looked_into(meta, salt or b"", payload or b"", commitment, place)
    body = _unopened(told["kind"]) if version_of(told["kind"]) else _unknown(told["kind"])
    return made(told, body if payload else None, meta, salt or b"", payload or b"", commitment)


def made(told: dict[str, Any], body: Body | None, meta: bytes, salt: bytes, payload: bytes, commitment: bytes) -> Entry:
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


def _is_plain(told: Any, meta: bytes) -> bool:
    """Whether an envelope is of the usual shape, in canonical form. Any other may still be sound."""
    if not isinstance(told, dict) or told.keys() != _ALL or orjson.dumps(told, option=orjson.OPT_SORT_KEYS) != meta:
        return False
    if len(meta) > LONGEST or _has_signs(meta) or tuple(map(type, _EACH(told))) not in _SHAPES:
        return False
    return 0 < told["n"] < _MOST and told["kv"] > 0 <= told["hlc"] and all(type(parent) is str for parent in told["parents"])


def _body(kind: str, payload: bytes, *, opened: bool) -> Body | None:
    if not version_of(kind):
        return _unknown(kind)
    value = orjson.loads(payload)
    if not _is_canonical(value, payload) or value.get("kind") != kind:
        return None
    body = _BODY.validate_python(value)
    return body if opened or kind in RULES else _unopened(kind)


def _is_canonical(value: Any, payload: bytes) -> bool:
    """Whether a body is written as we write it. That alone tells that no name stands twice, and that no number is too large."""
    sound = isinstance(value, dict) and not _has_signs(payload) and not _may_be_deep(payload)
    return sound and orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == payload


def _has_signs(written: bytes) -> bool:
    """Whether a sign stands in it as a number. A backslash alone is found many times as fast, and hardly ever there."""
    return b"\\" in written and b"\\u" in written


def _may_be_deep(payload: bytes) -> bool:
    """Takes away the innermost pairs of brackets, once for each level that is allowed. What is then left over may lie deeper."""
    brackets = payload.translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST):
        if not brackets:
            return False
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return bool(brackets)


@cache
def _unknown(kind: str) -> UnknownBody:
    return UnknownBody(kind=kind)


@cache
def _unopened(kind: str) -> Unopened:
    return Unopened(kind=kind)
