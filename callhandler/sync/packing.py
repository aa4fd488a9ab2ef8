"""Messages are packed before they go on the line, and nobody can make us unpack more than a message may hold (T19)."""

import zstandard

from callhandler.sync.phrases import PHRASES

MEDIA = "application/vnd.callhandler.sync+zstd"
PACKED = 1 << 20  # bytes on the line, each way
UP = 16 << 20  # bytes unpacked, from a device
DOWN = 8 << 20  # bytes unpacked, to a device

# Measured on cases of 2.3 KB in thousands: 546 bytes each at under half the cost of level 3, which leaves 568.
SMALL = 8192  # bytes: a larger message repeats itself, and is packed better without what both sides know
_WAY = zstandard.ZstdCompressionParameters(window_log=21, hash_log=17, chain_log=16, search_log=1, min_match=6, strategy=2)


class NotAMessage(Exception):  # noqa: N818 - says what is wrong, as a handler would
    """These bytes are no message of ours. `code` names why, and quotes nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pack(message: bytes, said: bytes = b"") -> bytes:
    """`said`: what whoever unpacks it has said or heard before; nothing of it, and no usual phrase, need be sent again."""
    return zstandard.ZstdCompressor(dict_data=_known(said, len(message)), compression_params=_WAY).compress(message)


def unpack(packed: bytes, most: int, said: bytes = b"") -> bytes:
    """The message, if it says at its head that it holds no more than `most` bytes, and holds no more than it says."""
    size = size_of(packed, most)
    try:
        reading = zstandard.ZstdDecompressor(dict_data=_known(said, size), max_window_size=most)
        return reading.decompress(packed, max_output_size=most, allow_extra_data=False)
    except zstandard.ZstdError as trouble:
        raise NotAMessage("packing") from trouble


def size_of(packed: bytes, most: int) -> int:
    """How many bytes it says at its head that it holds, if that is no more than `most`."""
    if len(packed) > PACKED:
        raise NotAMessage("too-large")
    try:
        size = zstandard.frame_content_size(packed)
    except zstandard.ZstdError as trouble:
        raise NotAMessage("packing") from trouble
    if not 0 <= size <= most:
        raise NotAMessage("too-large")
    return size


def _known(said: bytes, size: int) -> zstandard.ZstdCompressionDict | None:
    if size > SMALL:
        return None
    return zstandard.ZstdCompressionDict(PHRASES + said, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
