"""The entry: at this time this person, on this device, recorded this about this case, having seen these earlier entries.

An entry is never altered. Its meta and the hash of its body are chained, so a body may be erased and the chain still verifies.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from hashlib import sha256
from unicodedata import is_normalized

import orjson
from pydantic import TypeAdapter, ValidationError

from callhandler.log.canonical import DEEPEST, LONGEST, WHOLE, NotAnEntry, PoisonText, parse, sound, tidy, write
from callhandler.log.kinds import AgencyId, AnyBody, Body, CaseId, UnknownBody, version_of

__all__ = ["SALT", "Entry", "NotAnEntry", "PoisonText", "Unsealed", "compose", "lies_within", "read", "seal", "seal_all"]

SALT = 16
_TEXT = {str}
_BODY: TypeAdapter[Body] = TypeAdapter(AnyBody)


@dataclass(frozen=True, slots=True)
class Unsealed:
    """An entry as the desk composes it, before it has its place in the device's chain."""

    id: str
    case: CaseId
    at: datetime
    hlc: int
    actor: str
    agency: AgencyId
    body: Body
    parents: tuple[str, ...] = ()
    mono: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in its place. `body` is None once erased; salt and payload are empty then, and all else stays."""

    id: str
    device: str
    n: int
    case: CaseId
    kind: str
    kv: int
    actor: str
    agency: AgencyId
    hlc: int
    at: datetime
    mono: int
    server_offset: int | None
    parents: tuple[str, ...]
    body: Body | None
    meta: bytes
    salt: bytes
    payload: bytes
    commitment: bytes

    @property
    def field(self) -> str:
        """The register of its case that it writes; "" where it stands for itself, and once erased."""
        return self.body.field if self.body else ""


def compose(  # noqa: PLR0913 - an entry has that many parts, each named by its caller
    body: Body,
    *,
    id: str,
    case: CaseId,
    at: datetime,
    hlc: int,
    actor: str,
    agency: AgencyId,
    parents: tuple[str, ...] = (),
    mono: int = 0,
) -> Unsealed:
    """An entry to be sealed. `parents` are the ids of the values that its writer saw and replaces."""
    return Unsealed(id, case, at, hlc, actor, agency, body, parents, mono)


def seal(unsealed: Unsealed, device: str, n: int, salt: bytes, *, server_offset: int | None = None) -> Entry:
    """Give it its place: the nth entry of this device. Raises PoisonText where a value cannot travel."""
    meta = write(tidy(_meta(unsealed, device, n, server_offset)))
    return read(meta, salt, _payload(unsealed.body))


def seal_all(unsealed: Iterable[Unsealed], device: str, n: int, new_salt: Callable[[], bytes]) -> Iterator[Entry]:
    """As `seal` one after the other, the first of them the nth; many times as fast where the text is plain. Raises PoisonText."""
    for place, one in enumerate(unsealed, n):
        salt = new_salt()
        yield _sealed_plain(one, device, place, salt) or seal(one, device, place, salt)


def read(meta: bytes, salt: bytes, payload: bytes, commitment: bytes | None = None) -> Entry:
    """The entry behind stored or received bytes; without salt and payload an erased one. Raises NotAnEntry where it does not verify."""
    told = _canonical(meta)
    promised = _commitment(salt, payload, commitment)
    return _entry(told, _body(told, payload) if payload else None, meta, salt, payload, promised)


def lies_within(at: datetime) -> bool:
    """Whether this moment has a day everywhere on earth: none can be worked out in the first and the last year that there are."""
    return MINYEAR < at.year < MAXYEAR


def _sealed_plain(unsealed: Unsealed, device: str, n: int, salt: bytes) -> Entry | None:
    """The entry without the pains that plain text does not need: nothing in it can be cleaned, so nothing need be read back."""
    told = unsealed.body.model_dump(mode="json")
    if not all(number in WHOLE for number in (n, unsealed.hlc, unsealed.mono)) or not _simple(told, DEEPEST):
        return None
    meta, payload = _plain(_envelope(unsealed, device, n, None)), _plain(told)
    if meta is None or payload is None:
        return None
    body, parents = unsealed.body, tuple(sorted(set(unsealed.parents)))
    return Entry(
        unsealed.id, device, n, unsealed.case, body.kind, type(body).version, unsealed.actor, unsealed.agency, unsealed.hlc, unsealed.at,
        unsealed.mono, None, parents, body, meta, salt, payload, sha256(salt + payload).digest(),
    )  # fmt: skip


def _plain(value: dict[str, object]) -> bytes | None:
    """Its canonical bytes, where its texts travel as they stand; None where that takes a closer look."""
    try:
        written = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return None
    clean = len(written) <= LONGEST and b"\\u" not in written and (written.isascii() or is_normalized("NFC", written.decode()))
    return written if clean else None


def _simple(value: object, levels: int) -> bool:
    """Whether it is made of texts and whole numbers of 64 bits alone, and is not too deep."""
    if isinstance(value, dict):
        return levels > 0 and (set(map(type, value.values())) <= _TEXT or all(_simple(inner, levels - 1) for inner in value.values()))
    if isinstance(value, list):
        return levels > 0 and all(_simple(inner, levels - 1) for inner in value)
    return isinstance(value, str) or value is None or (isinstance(value, int) and value in WHOLE)


def _meta(unsealed: Unsealed, device: str, n: int, server_offset: int | None) -> dict[str, object]:
    meta = _envelope(unsealed, device, n, server_offset)
    sound(meta)  # a poisoned id is refused, never mended: it would name something else
    return meta


def _envelope(unsealed: Unsealed, device: str, n: int, server_offset: int | None) -> dict[str, object]:
    if unsealed.at.utcoffset() is None:
        raise ValueError("an entry's time says its offset from UTC")
    if not lies_within(unsealed.at):
        raise ValueError("an entry's time lies at the end of all time")
    return {
        "v": 1,
        "id": unsealed.id,
        "device": device,
        "n": n,
        "case": unsealed.case,
        "kind": unsealed.body.kind,
        "kv": type(unsealed.body).version,
        "actor": unsealed.actor,
        "agency": unsealed.agency,
        "hlc": unsealed.hlc,
        "at": unsealed.at.isoformat(),
        "mono": unsealed.mono,
        "server_offset": server_offset,
        "parents": sorted(set(unsealed.parents)),
    }


def _payload(body: Body) -> bytes:
    try:
        return write(tidy(body.model_dump(mode="json")))
    except ValueError as trouble:
        raise PoisonText("a value that cannot be written down") from trouble


def _commitment(salt: bytes, payload: bytes, told: bytes | None) -> bytes:
    if not salt and not payload:
        if told is None or len(told) != sha256().digest_size:
            raise NotAnEntry("erased, and the hash of its body is missing")
        return told
    made = sha256(salt + payload).digest()
    if len(salt) != SALT or not payload or told not in (None, made):
        raise NotAnEntry("the body is not the one that was recorded")
    return made


def _canonical(meta: bytes) -> dict[str, object]:
    told = parse(meta)
    if not isinstance(told, dict) or write(told if meta.isascii() else tidy(told)) != meta:
        raise NotAnEntry("the envelope is not in canonical form")
    if any(isinstance(value, float) for value in told.values()):
        raise NotAnEntry("the envelope holds a number that is not whole")
    return told


def _body(told: dict[str, object], payload: bytes) -> Body:
    value = parse(payload)
    if not isinstance(value, dict) or value.get("kind") != told.get("kind"):
        raise NotAnEntry("the envelope names another kind than the body")
    known = version_of(str(value["kind"]))
    try:
        return _BODY.validate_python(value) if known else UnknownBody.model_validate(value)
    except ValidationError as trouble:
        if _whole(told, "kv") > known:
            return UnknownBody.model_validate(value)
        raise NotAnEntry("the body does not fit its kind") from trouble


def _entry(told: dict[str, object], body: Body | None, meta: bytes, salt: bytes, payload: bytes, commitment: bytes) -> Entry:
    return Entry(
        _text(told, "id"),
        _text(told, "device"),
        _whole(told, "n", least=1),
        _text(told, "case"),
        _text(told, "kind"),
        _whole(told, "kv", least=1),
        _text(told, "actor"),
        _text(told, "agency"),
        _whole(told, "hlc", least=0),
        _moment(told),
        _whole(told, "mono"),
        None if told.get("server_offset") is None else _whole(told, "server_offset"),
        _parents(told),
        body,
        meta,
        salt,
        payload,
        commitment,
    )


def _text(told: dict[str, object], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str):
        raise NotAnEntry(f"the envelope's {name} is not a text")
    return value


def _whole(told: dict[str, object], name: str, least: int | None = None) -> int:
    value = told.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or (least is not None and value < least):
        raise NotAnEntry(f"the envelope's {name} is not a whole number, or too small")
    return value


def _moment(told: dict[str, object]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(told, "at"))
    except ValueError as trouble:
        raise NotAnEntry("the envelope's time is not a time") from trouble
    if at.utcoffset() is None:
        raise NotAnEntry("the envelope's time does not say its offset from UTC")
    if not lies_within(at):
        raise NotAnEntry("the envelope's time lies at the end of all time")
    return at


def _parents(told: dict[str, object]) -> tuple[str, ...]:
    parents = told.get("parents")
    if not isinstance(parents, list) or not all(isinstance(parent, str) for parent in parents):
        raise NotAnEntry("the envelope's parents are not entries")
    return tuple(parents)
