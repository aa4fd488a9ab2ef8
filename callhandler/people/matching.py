"""How alike two descriptions are, and why. It proposes; a handler decides, and nothing is ever joined by itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import permutations

from rapidfuzz.distance import OSA, JaroWinkler

from callhandler.people.born import born_digits, like_born
from callhandler.people.names import name_tokens, short_for, sound
from callhandler.people.person import Description
from callhandler.people.phones import fits, phone_begun, phone_digits
from callhandler.people.places import near_place, place_of, same_place

_HEARD = 0.65  # Jaro-Winkler below which one sound is chance: Lee and Lou
PRIOR = -7.0  # bits: before anything is said, two descriptions are of two people
HOUSEHOLD = 25  # the most that two people of one home can look alike
OTHER_BORN = 30  # the most that two dates of birth far apart allow: parent and child of one name
_MOST_WORDS = 5
_FURTHER = 0.25  # of the bits of a third and further word of a name
_BITS = {
    "same-phone": 10.5, "like-phone": 5.0, "same-born": 7.0, "like-born": 3.0, "different-born": -7.0, "same-place": 3.5, "near-place": 2.0,
    "different-name": -6.0, "family-name-only": -4.5, "given-name-only": -3.0,
}  # fmt: skip
_WORD_BITS = {"same-name": 4.5, "short-name": 3.5, "begun-name": 3.0, "like-name": 3.0, "sounds-alike": 2.5, "initial": 1.5, "": 0.0}
CODES = frozenset((*_BITS, *filter(None, _WORD_BITS), "part-name"))  # every code that a Why may carry


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for or against: a code, and what the known description says there."""

    code: str
    value: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, from 0 to 100, and every reason that it rests on. 90 and over is likely, 50 and over possible."""

    score: int
    why: tuple[Why, ...]


def alike(asked: Description, known: Description) -> Likeness | None:
    """How alike two descriptions are; None where nothing speaks for one person. The score is the same both ways."""
    name, name_bits = _name(name_tokens(asked.name), name_tokens(known.name))
    told = ((name, known.name), (_phone(asked, known), known.phone), (_born(asked, known), known.born), (_place(asked, known), known.place))
    why = tuple(Why(code, value) for code, value in told if code)
    bits = {one.code: _BITS.get(one.code, name_bits) for one in why}
    if not any(weight > 0 for weight in bits.values()):
        return None
    return Likeness(min(_score(PRIOR + sum(bits.values())), _ceiling(bits)), why)


def _score(bits: float) -> int:
    return round(100 / (1 + 2 ** (-bits / 2)))


def _ceiling(codes: Collection[str]) -> int:
    """Number, home and surname are shared within a household: where the given names or the births differ, they say no more than that."""
    if "different-name" in codes or "family-name-only" in codes:
        return HOUSEHOLD
    return OTHER_BORN if "different-born" in codes else 100


def _phone(asked: Description, known: Description) -> str:
    one, other = phone_digits(asked.phone), phone_digits(known.phone)
    if one and other:
        return "same-phone" if one == other else "like-phone" if OSA.distance(one, other) <= 1 else ""
    whole, begun = one or other, phone_begun(asked.phone) or phone_begun(known.phone)
    return "like-phone" if whole and begun and fits(begun, whole) else ""


def _born(asked: Description, known: Description) -> str:
    one, other = born_digits(asked.born), born_digits(known.born)
    if not one or not other:
        return ""
    if one == other and len(one) == 8:
        return "same-born"
    return "like-born" if one == other or like_born(one, other) else "different-born"


def _place(asked: Description, known: Description) -> str:
    one, other = place_of(asked.place), place_of(known.place)
    return "same-place" if same_place(one, other) else "near-place" if near_place(one, other) else ""


def _name(one: Sequence[str], other: Sequence[str]) -> tuple[str, float]:
    """The code and the bits of two names, their words in any order; ("", 0) where either is not told."""
    short, long = sorted((one[:_MOST_WORDS], other[:_MOST_WORDS]), key=lambda words: (len(words), words))
    if not short:
        return "", 0.0
    places = _pairing(short, long)
    codes = [_word(word, long[place]) for word, place in zip(short, places, strict=True)]
    if codes[0] and codes[-1]:
        return _agreed(codes, part=len(short) == 1 < len(long))
    code = _half_agreed(codes, places)
    return code, _BITS[code]


def _pairing(short: Sequence[str], long: Sequence[str]) -> tuple[int, ...]:
    """The place in the longer name of each word of the shorter, so that they agree best."""
    bits = [[_WORD_BITS[_word(word, other)] for other in long] for word in short]
    return max(
        permutations(range(len(long)), len(short)), key=lambda places: sum(row[place] for row, place in zip(bits, places, strict=True))
    )


def _agreed(codes: Sequence[str], *, part: bool) -> tuple[str, float]:
    weights = sorted((_WORD_BITS[code] for code in codes), reverse=True)
    weakest = min((code for code in codes if code), key=lambda code: _WORD_BITS[code])
    code = "part-name" if part and weakest == "same-name" else "like-name" if "" in codes else weakest
    return code, sum(weights[:2]) + _FURTHER * sum(weights[2:])


def _half_agreed(codes: Sequence[str], places: Sequence[int]) -> str:
    """Which half of two names differs. Where their order leaves it open, the given name: the cautious reading."""
    if not any((codes[0], codes[-1])):
        return "different-name"
    return "given-name-only" if codes[0] and places[0] == 0 else "family-name-only"


def _word(one: str, other: str) -> str:
    """How one word of a name is like another; "" where it is not."""
    if one == other:
        return "same-name"
    if short_for(one, other):
        return "short-name"
    least = min(len(one), len(other))
    if one.startswith(other) or other.startswith(one):
        return "begun-name" if least >= 3 else "initial"
    if least >= 4 and OSA.distance(one, other) <= (2 if least >= 8 else 1):
        return "like-name"
    heard_alike = sound(one) == sound(other) and JaroWinkler.similarity(one, other) >= _HEARD
    return "sounds-alike" if heard_alike else ""
