"""A long body lies pressed in the store: fewer pages are enciphered when it is written, and deciphered when it is read."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from threading import get_ident

import zstandard

from callhandler.log.canonical import NotAnEntry

LEAST = 512  # bytes: a shorter one shares its page with others anyway
MANY, THREADS = 50, 2  # so many bodies are shared out between threads of the library, which never wait for ours
LARGEST = 16 << 20  # bytes: more comes in no message
LOOKED_INTO = frozenset({"file-attached", "risk-assessed", "viewed"})  # where they lie, by statements of the store
_PRESSED = b"\x28\xb5\x2f\xfd"  # how a pressed body begins, and no body of ours: those are JSON


class Press:
    """For the bodies of one transaction."""

    def __init__(self) -> None:
        self._press = zstandard.ZstdCompressor(level=1)

    def pressed(self, kind: str, payload: bytes) -> bytes:
        """A body as it is to lie in the store. Whatever begins like a pressed one is pressed: nobody else's bytes are taken for one."""
        return self._press.compress(payload) if _is_pressed(kind, payload) else payload

    def all_pressed(self, told: Sequence[tuple[str, bytes]]) -> Iterator[bytes]:
        """As `pressed`, of bodies each with its kind; many take half the time."""
        made = self._each([payload for kind, payload in told if _is_pressed(kind, payload)])
        return (next(made) if _is_pressed(kind, payload) else payload for kind, payload in told)

    def _each(self, payloads: list[bytes]) -> Iterator[bytes]:
        if len(payloads) < MANY:
            return map(self._press.compress, payloads)
        made = self._press.multi_compress_to_buffer([*payloads], threads=THREADS)
        return (made[place].tobytes() for place in range(len(made)))


def _is_pressed(kind: str, payload: bytes) -> bool:
    return payload.startswith(_PRESSED) or (len(payload) >= LEAST and kind not in LOOKED_INTO)


def unpressed(kept: bytes) -> bytes:
    """The body that lies in the store so. Raises NotAnEntry where it is not whole."""
    if not kept.startswith(_PRESSED):
        return kept
    try:
        if not 0 <= zstandard.frame_content_size(kept) <= LARGEST:
            raise NotAnEntry("its body is longer than any that was pressed")
        return _unpress(get_ident()).decompress(kept, allow_extra_data=False)
    except zstandard.ZstdError as trouble:
        raise NotAnEntry("its body is not as it was pressed") from trouble


@lru_cache(16)
def _unpress(_thread: int) -> zstandard.ZstdDecompressor:
    """Each thread's own: no two may use one at a time, and making one takes longer than what it does."""
    return zstandard.ZstdDecompressor()
