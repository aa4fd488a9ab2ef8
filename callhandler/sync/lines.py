"""An entry on one line: envelope, salt and body, byte for byte as they were signed, with tabs between; an erased one without its body."""

from binascii import Error, a2b_base64, b2a_base64

from callhandler.log.entry import Entry
from callhandler.sync.packing import NotAMessage
from callhandler.sync.poison import read_or_keep
from callhandler.sync.reading import quickly

ERASED_PARTS, WHOLE_PARTS = 2, 3


def line_of(entry: Entry) -> bytes:
    if entry.payload:
        return b"%b\t%b\t%b" % (entry.meta, letters(entry.salt), entry.payload)
    return b"%b\t%b" % (entry.meta, letters(entry.commitment))


def entry_of(line: bytes, device: str = "", n: int = 0, *, opened: bool = True) -> Entry:
    """The entry on a line. `device` and `n`: where it stands, should it not be able to say so itself. `opened`: its body is wanted."""
    parts = line.split(b"\t")
    if len(parts) == WHOLE_PARTS and parts[2]:
        return quickly(parts[0], parts[1], parts[2], opened=opened) or read_or_keep(parts[0], raw(parts[1]), parts[2], None, (device, n))
    if len(parts) == ERASED_PARTS:
        return read_or_keep(parts[0], b"", b"", raw(parts[1], 32), (device, n))
    raise NotAMessage("line")


def letters(raw: bytes) -> bytes:
    """Base64 without its filling."""
    return b2a_base64(raw, newline=False).rstrip(b"=")


def raw(letters: bytes, size: int | None = None) -> bytes:
    try:
        made = a2b_base64(letters + b"=" * (-len(letters) % 4), strict_mode=True)
    except Error as trouble:
        raise NotAMessage("letters") from trouble
    if size is not None and len(made) != size:
        raise NotAMessage("letters")
    return made
