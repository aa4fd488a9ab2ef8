"""What a file is, told by how it begins and never by what it is called (R17); what is none of these may not be attached."""

BEGINNING = 16  # bytes that tell what a file is
LARGEST = 25 << 20  # bytes of a file that a desk takes (T19)
_BEGINS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp"}
_BRANDS = ((b"M4A", "audio/mp4"), (b"he", "image/heic"), (b"mif1", "image/heic"), (b"qt", "video/quicktime"))  # what phones make


def media_of(beginning: bytes) -> str:
    """The media type of a file that begins with these 16 bytes; "" for one that may not be attached."""
    if beginning[:4] == b"RIFF":
        return _RIFF.get(beginning[8:12], "")
    if beginning[4:8] == b"ftyp":
        return next((media for brand, media in _BRANDS if beginning[8:12].startswith(brand)), "video/mp4")
    return next((media for begins, media in _BEGINS if beginning.startswith(begins)), "")
