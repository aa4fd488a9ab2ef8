"""When two engines mean the same value, though they write it differently."""

import re

FLAGS = {"true": "1", "false": "0"}
MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?(Z|[+-]\d\d:\d\d)?$")
FLEETING = re.compile(r"^(uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def alike(ours: str, theirs: str) -> bool:
    """The same text, the same number within 1e-9, yes or no however written, or the same day; ids and times are let pass."""
    if ours == theirs or FLAGS.get(ours, ours) == FLAGS.get(theirs, theirs):
        return True
    if MIDNIGHT.search(theirs) or not FLEETING.match(theirs):
        return MIDNIGHT.sub("", ours) == MIDNIGHT.sub("", theirs) or _near(ours, theirs)
    return True


def _near(ours: str, theirs: str) -> bool:
    try:
        return abs(float(ours) - float(theirs)) <= 1e-9 * max(1.0, abs(float(theirs)))
    except ValueError:
        return False
