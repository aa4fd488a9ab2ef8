"""Homes that many people share: of a hostel it is said how many live there, of a refuge not even that."""

from itertools import pairwise

from callhandler.people.names import fold_name

_REFUGE = frozenset(("refuge", "lloches", "safehouse"))
_REFUGE_PAIRS = (("womens", "aid"), ("safe", "house"), ("cymorth", "fenywod"), ("cymorth", "menywod"))
_SHARED = frozenset(("hostel", "foyer", "hmo", "nursing", "hospice", "barracks", "prison"))
_SHARED_PAIRS = (("care", "home"), ("cartref", "gofal"), ("night", "shelter"), ("halls", "residence"), ("sheltered", "housing"))
MANY = 8  # people at one door: whatever it is called, it is no family home


def is_refuge(place: str) -> bool:
    """Whether a place is told to be a refuge: its residents are never listed, nor counted."""
    return _named(place, _REFUGE, _REFUGE_PAIRS)


def is_shared(place: str, people: int) -> bool:
    """Whether so many people live at a place, or live there as it is called, that naming them would tell of strangers."""
    return people >= MANY or _named(place, _SHARED, _SHARED_PAIRS)


def _named(place: str, words: frozenset[str], pairs: tuple[tuple[str, str], ...]) -> bool:
    said = [word for word in fold_name(place).split() if word not in ("of", "i")]
    return any(word in words for word in said) or any(pair in pairs for pair in pairwise(said))
