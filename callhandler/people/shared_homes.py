"""Homes that many people share: of a hostel it is said how many live there, of a refuge not even that."""

import re
from collections.abc import Sequence
from itertools import pairwise

from callhandler.people.names import fold_name

_REFUGE = frozenset(("refuge", "lloches", "safehouse"))
_REFUGE_PAIRS = (("womens", "aid"), ("safe", "house"), ("cymorth", "fenywod"), ("cymorth", "menywod"))
_SHARED = frozenset(("hostel", "foyer", "hmo", "nursing", "hospice", "barracks", "prison"))
_SHARED_PAIRS = (("care", "home"), ("cartref", "gofal"), ("night", "shelter"), ("halls", "residence"), ("sheltered", "housing"))
_ROADS = frozenset(("road", "rd", "street", "st", "lane", "ln", "avenue", "ave", "drive", "way", "crescent", "terrace", "hill", "row"))
_HEOLYDD = frozenset(("heol", "stryd", "ffordd", "lon", "rhodfa", "teras"))  # stand before the name in Welsh
_APART = re.compile(r"[,;\n]")
MANY = 8  # people at one door: whatever it is called, it is no family home


def is_refuge(place: str) -> bool:
    """Whether a place is told to be a refuge: its residents are never listed, nor counted."""
    return _named(place, _REFUGE, _REFUGE_PAIRS)


def is_shared(place: str, people: int) -> bool:
    """Whether so many people live at a place, or live there as it is called, that naming them would tell of strangers."""
    return people >= MANY or _named(place, _SHARED, _SHARED_PAIRS)


def _named(place: str, words: frozenset[str], pairs: tuple[tuple[str, str], ...]) -> bool:
    return any(_part_named(part, words, pairs) for part in _APART.split(place))


def _part_named(part: str, words: frozenset[str], pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether the words between two commas name such a home; a road that is called after one is none."""
    said = [word for word in fold_name(part).split() if word not in ("of", "i", "y", "yr")]
    named = (word in words and not _is_road(said, at) for at, word in enumerate(said))
    return any(named) or any(pair in pairs and not _is_road(said, at + 1) for at, pair in enumerate(pairwise(said)))


def _is_road(said: Sequence[str], at: int) -> bool:
    """Whether the word there is part of the name of a road: "Refuge Road", "Heol y Lloches"."""
    return (said[at + 1 : at + 2] != [] and said[at + 1] in _ROADS) or (at > 0 and said[at - 1] in _HEOLYDD)
