"""Covers what a text says of other people: the words of their names, their numbers, and where they live."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from callhandler.people.names import PARTICLES, fold_name
from callhandler.people.person import Description
from callhandler.people.phones import phone_digits

COVER = "█████"
SHORTEST = 3  # letters of a name; what is shorter stands in too many other words
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{4,}[0-9]")
_ROW = re.compile(rf"{COVER}(?:[ ,]+{COVER})+")


@dataclass(frozen=True, slots=True)
class Others:
    """How the other people of these cases are known, but for what they share with the person themselves.

    `own`: the person's own numbers; any other in the text is somebody else's.
    """

    names: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()


def others_of(described: Iterable[Description], people: frozenset[str]) -> Others:
    """`people`: every description that is the person themselves."""
    told = tuple(described)
    own, others = [one for one in told if one.person in people], [one for one in told if one.person not in people]
    homes = {_plain(part) for one in own for part in _parts(one.place)}
    places = {part for one in others for part in _parts(one.place) if _plain(part) not in homes}
    return Others(_names(others) - _names(own), _phones(own), tuple(sorted(places, key=lambda one: (-len(one), one))))


def cover(text: str, others: Others) -> str:
    """The same text, with a black bar wherever it names one of them."""
    told = _NUMBER.sub(lambda found: COVER if _anothers(found[0], others) else found[0], text)
    for place in others.places:
        told = re.sub(re.escape(place), COVER, told, flags=re.IGNORECASE)
    told = _WORD.sub(lambda found: COVER if _names_one(found[0], others) else found[0], told)
    return _ROW.sub(COVER, told)


def _anothers(number: str, others: Others) -> bool:
    digits = phone_digits(number)
    return bool(digits) and digits not in others.own


def _names_one(word: str, others: Others) -> bool:
    stem = re.split("['’]", word)[0] if word[-2:-1] in "'’" else word
    return bool({*fold_name(word).split(), *fold_name(stem).split()} & others.names)


def _names(described: Iterable[Description]) -> frozenset[str]:
    words = (word for one in described for word in fold_name(one.name).split())
    return frozenset(word for word in words if len(word) >= SHORTEST and word not in PARTICLES)


def _phones(described: Iterable[Description]) -> frozenset[str]:
    return frozenset(digits for one in described if (digits := phone_digits(one.phone)))


def _parts(place: str) -> tuple[str, ...]:
    """The address as it was said, and its first line, which is how people name it."""
    first = place.split(",", maxsplit=1)[0].strip()
    return tuple(part for part in dict.fromkeys((place.strip(), first)) if any(letter.isdigit() for letter in part) and " " in part)


def _plain(place: str) -> str:
    return " ".join(fold_name(place).split())
