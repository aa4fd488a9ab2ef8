"""A reference that can be read out and written down: area, day, desk and number, with no letter that sounds like another."""

from datetime import date
from hashlib import sha256

_LETTERS = "ACDEFHJKLMNPRTUVWXYZ34679"


def reference(area: str, device: str, day: date, number: int) -> str:
    """E.g. "GEN-261122-K4CD-007": each device counts its own calls of a day, so no two of its calls share one.

    `area` is the area's short prefix, `device` the device's id; `number` counts this device's calls of that day from 1.
    Two devices carry the same four letters once in 390,625; the case's id, never the reference, joins entries together.
    """
    return f"{area}-{day:%y%m%d}-{_letters_of(device)}-{number:03}"


def _letters_of(device: str) -> str:
    total = int.from_bytes(sha256(device.encode()).digest()[:8])
    return "".join(_LETTERS[total // len(_LETTERS) ** place % len(_LETTERS)] for place in range(4))
