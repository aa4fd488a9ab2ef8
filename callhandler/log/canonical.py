"""One way to write a value down, so that two devices hash the same bytes and no database, wire or page chokes on them."""

import json
import math
import re
from collections.abc import Sequence

from callhandler.log.text import clean

DEEPEST = 16
LONGEST = 65_536  # characters of one text
LARGEST = 1 << 20  # bytes of one body
WHOLE = range(-(1 << 63), 1 << 63)
_CONTROL = re.compile(rb"[\x00-\x1f]")  # a tab or a new line would end a part of the line on the wire


class NotAnEntry(Exception):  # noqa: N818 - says what is wrong, as a handler would
    """These bytes are no entry of ours, or not the entry that they say they are."""


class PoisonText(NotAnEntry):
    """A value that some database or wire between two desks cannot carry (requirements.md 4.5)."""


def write(value: object) -> bytes:
    """Canonical JSON: sorted keys, UTF-8, no spaces. Expects a value that `tidy` returned or `sound` passed."""
    return _ENCODER.encode(value).encode()


def parse(written: bytes) -> object:
    """The value behind JSON bytes. Raises PoisonText on a value that cannot travel, NotAnEntry on what is no JSON at all."""
    if len(written) > LARGEST or _CONTROL.search(written):
        raise NotAnEntry("longer than a body may be, or not on one line")
    try:
        value = _DECODER.decode(written.decode())
    except (ValueError, RecursionError) as trouble:
        raise NotAnEntry("not written as JSON") from trouble
    sound(value)
    return value


def sound(value: object, depth: int = 0) -> None:
    """Raises PoisonText where a value holds NUL, a lone surrogate, a number beyond 64 bits, NaN, or is too long or deep."""
    if isinstance(value, str):
        _sound_text(value)
    elif isinstance(value, dict):
        within = _deeper(depth)
        for key, inner in value.items():
            _sound_text(key)
            sound(inner, within)
    elif isinstance(value, list):
        within = _deeper(depth)
        for inner in value:
            sound(inner, within)
    else:
        _sound_number(value)


def tidy(value: object, depth: int = 0) -> object:
    """The same value with its texts cleaned. Raises PoisonText where cleaning is no help."""
    if isinstance(value, str):
        return _sound_text(clean(value))
    if isinstance(value, dict):
        within = _deeper(depth)
        return _once([(_sound_text(clean(key)), tidy(inner, within)) for key, inner in value.items()])
    if isinstance(value, list):
        within = _deeper(depth)
        return [tidy(inner, within) for inner in value]
    return _sound_number(value)


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise PoisonText("one name stands twice")  # readers differ on which of the two counts
    return told


def _no_constant(name: str) -> object:
    raise PoisonText(f"{name} is not a number")


def _deeper(depth: int) -> int:
    if depth >= DEEPEST:
        raise PoisonText("nested too deep")
    return depth + 1


def _sound_text(text: str) -> str:
    if len(text) > LONGEST:
        raise PoisonText("a text too long to send")
    if "\0" in text or not (text.isascii() or _encodes(text)):
        raise PoisonText("a text that not every database can keep")
    return text


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sound_number(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and value in WHOLE:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise PoisonText("a number that not every database can keep")


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
