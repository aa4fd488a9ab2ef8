"""Places as they are said: flat, house number, street and postcode, in whatever order and however abbreviated."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from callhandler.people.names import fold_name

_POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][abd-hjlnp-uw-z]{2})\b")
_COMMA = re.compile(r"[,;\n]")
_FLAT = re.compile(r"\b(?:flat|fflat|apartment|apt|unit|room|ystafell) ?([0-9]*[a-z]?)\b")
_NUMBER = re.compile(r"\b([0-9]+[a-z]?)\b")
_SHORT = {
    "ave": "avenue", "av": "avenue", "cl": "close", "clo": "close", "cres": "crescent", "ct": "court", "dr": "drive", "gdns": "gardens",
    "gr": "grove", "hse": "house", "la": "lane", "ln": "lane", "pk": "park", "pl": "place", "rd": "road", "sq": "square", "st": "street",
    "str": "street", "ter": "terrace", "terr": "terrace", "tce": "terrace", "wy": "way",
}  # fmt: skip
_KINDS = frozenset((*_SHORT.values(), "circuit", "circus", "circle", "drove", "hill", "mews", "parade", "rise", "row", "view", "walk"))
_KIND_LEAST = 4  # letters of a word in which a slip can be told from another word
_SMALL = frozenset(("at", "in", "near", "no", "number", "of", "outside", "rhif", "the", "y", "yr"))
_NOWHERE = frozenset(
    ("nfa", "no fixed abode", "no fixed address", "dim cartref", "unknown", "not known", "withheld", "anhysbys", "homeless")
)
_ALIKE = 85  # of 100: two spellings of one street


@dataclass(frozen=True, slots=True)
class Place:
    """What a place was said to be, taken apart; "" where a part was not said."""

    flat: str = ""
    number: str = ""
    street: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A place taken apart for comparing: a flat stands before its house, "3 14a"; the town after a comma is told apart."""

    number: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""


@lru_cache(1024)
def address_of(text: str) -> Address:
    """The address in a place as said: what follows the street behind a comma is the town."""
    place = place_of(text)
    if place == Place():
        return Address()
    said = [_street(_bare(fold_name(part))) for part in _COMMA.split(text)]
    streets = [part for part in said if part]
    number = f"{place.flat} {place.number}".strip()
    return Address(number, streets[0] if streets else "", place.postcode, streets[-1] if len(streets) > 1 else "")


def folded_street(text: str) -> str:
    """A street or house from a column of its own: folded, the short forms written out."""
    return _street(fold_name(text))


@lru_cache(1024)
def street_mended(street: str) -> str:
    """A folded street with a slip in its last word, the kind of road, put right: "high sreet" is "high street"; "" where there is none."""
    *name, kind = street.split() or [""]
    if not name or len(kind) < _KIND_LEAST or kind in _KINDS:
        return ""
    meant = [one for one in _KINDS if OSA.distance(kind, one, score_cutoff=1) <= 1]
    return " ".join((*name, meant[0])) if len(meant) == 1 else ""


def _bare(folded: str) -> str:
    return _NUMBER.sub(" ", _FLAT.sub(" ", _POSTCODE.sub(" ", folded), count=1), count=1)


@lru_cache(1024)
def place_of(text: str) -> Place:
    """The parts of a place as said. Nothing is known of "no fixed abode"."""
    folded = fold_name(text)
    if folded in _NOWHERE:
        return Place()
    found = _POSTCODE.search(folded)
    rest = _POSTCODE.sub(" ", folded)
    flat = _FLAT.search(rest)
    rest = _FLAT.sub(" ", rest, count=1)
    number = _NUMBER.search(rest)
    return Place(
        flat[1] if flat else "",
        number[1] if number else "",
        _street(_NUMBER.sub(" ", rest, count=1)),
        f"{found[1]} {found[2]}".upper() if found else "",
    )


def postcode(text: str) -> str:
    """The postcode in a text, as "CF62 8AB"; "" where there is none."""
    return place_of(text).postcode


def place_key(text: str) -> str:
    """Number and first word of the street, "14 maes", by which a place is looked up; of a house without number, "rose cottage"; or ""."""
    place = place_of(text)
    words = [word for word in (place.number, *place.street.split()[:2]) if word]
    return " ".join(words[:2]) if len(words) > 1 and place.street else ""


def same_place(one: Place, other: Place) -> bool:
    """Whether two descriptions of a place mean one home: number and postcode, or number and street with no postcode against it."""
    if _differ(one.postcode, other.postcode) or _differ(one.flat, other.flat) or one.number != other.number:
        return False
    if one.postcode and one.postcode == other.postcode:
        return bool(one.number) or _same_street(one, other)
    return _same_street(one, other) and (bool(one.number) or " " in one.street)


def near_place(one: Place, other: Place) -> bool:
    """Whether they may mean one home, a part being left out: one postcode or one street, and nothing that differs."""
    if _differ(one.postcode, other.postcode) or _differ(one.flat, other.flat) or _differ(one.number, other.number):
        return False
    return (one.postcode != "" and one.postcode == other.postcode) or _same_street(one, other)


def _same_street(one: Place, other: Place) -> bool:
    short, long = sorted((one.street.split(), other.street.split()), key=lambda words: (len(words), words))
    if not short or (len(short) == 1 and len(long) > 1):
        return False
    return fuzz.ratio(" ".join(short), " ".join(long[: len(short)])) >= _ALIKE  # a town may follow the street


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _street(text: str) -> str:
    words = [word for word in text.split() if word not in _SMALL]
    if words[:1] == ["saint"]:
        words[0] = "st"
    return " ".join(_SHORT.get(word, word) if place else word for place, word in enumerate(words))  # a leading St is a saint
