"""How alike two told values of one kind are, as a level: same, one slip, sounds alike, part of it, another."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from callhandler.people.name_forms import head, surname_forms
from callhandler.people.names import short_for, sound
from callhandler.people.nicknames import forms_of
from callhandler.people.parts import district, sector
from callhandler.people.phonetics import sounds
from callhandler.people.tables import MISSING

_LEAST = 3  # letters of a name in which a slip can be told from another name
BORN_ALIKE = (0, 1, 6, 7)  # the levels of two dates that may be one
_NEARLY = 0.97  # likeness of names of several words
_DIGITS = 6  # that two numbers share where one is told in part


@lru_cache(16384)
def forename_level(one: str, other: str) -> int:
    """0 same, 1 another form or one of several names, 2 a slip, 3 sounds alike, 4 an initial or begun, 5 somewhat alike, 6 another."""
    if not one or not other:
        return MISSING
    if one == other:
        return 0
    a, b = head(one), head(other)
    nearly = " " in one and " " in other and _slip(one, other, _NEARLY)
    if not nearly and _form(one, other):
        return 1
    if nearly or _slip(a, b, 0.93):
        return 2
    if not set(sounds(a)).isdisjoint(sounds(b)):
        return 3
    return 4 if a.startswith(b) or b.startswith(a) else 5 if _somewhat(a, b) else 6


@lru_cache(16384)
def surname_level(one: str, other: str) -> int:
    """0 same, 1 a slip, 2 alike or sounds alike, 3 part of a double name, 4 another, 5 somewhat alike, as Zu and Zhu or Kan and Chan."""
    if not one or not other:
        return MISSING
    if one == other:
        return 0
    if _slip(one, other, 0.94):
        return 1
    if not set(one.split()).isdisjoint(other.split()) and (" " in one or " " in other):
        return 3
    alike = JaroWinkler.similarity(one, other) >= 0.88 or not set(sounds(one)).isdisjoint(sounds(other))
    if alike or other in dict(surname_forms(one)) or one in dict(surname_forms(other)):
        return 2
    return 5 if _somewhat(one, other) or sound(one) == sound(other) or OSA.distance(one, other, score_cutoff=1) == 1 else 4


def dob_level(one: str, other: str) -> int:
    """0 same, 1 a slip, 2 two of three parts, 3 same year, 4 another; 5 the year is all that was told, and fits.

    6 day and month or two digits turned, 7 a year or ten years out: of these there are few, so they tell more than any other slip.
    """
    if not one or not other:
        return MISSING
    if len(one) != len(other):
        return 5 if one[:4] == other[:4] else 4
    if one == other:
        return 0 if len(one) == 8 else 5
    return _dates(one, other) if len(one) == 8 else 4


def phone_level(one: str, other: str) -> int:
    """0 same, 1 a slip, 2 two slips, the last six or a part, 3 another."""
    if not one or not other:
        return MISSING
    if one == other:
        return 0
    slips = OSA.distance(one, other, score_cutoff=2)
    if slips == 1:
        return 1
    short, long = sorted((one, other), key=len)
    part = len(short) >= _DIGITS and (one[-_DIGITS:] == other[-_DIGITS:] or long.startswith(short))
    return 2 if slips == 2 or part else 3


def postcode_level(one: str, other: str) -> int:
    """0 same, 1 a slip, 2 one sector, 3 one district, 4 another."""
    if not one or not other:
        return MISSING
    if one == other:
        return 0
    if OSA.distance(one, other, score_cutoff=1) == 1:
        return 1
    if sector(one) and sector(one) == sector(other):
        return 2
    return 3 if district(one) and district(one) == district(other) else 4


def number_level(one: str, other: str) -> int:
    """0 same, 1 a slip or a flat left out, 2 another."""
    if not one or not other:
        return MISSING
    if one == other:
        return 0
    left_out = one.endswith(f" {other}") or other.endswith(f" {one}")
    return 1 if left_out or OSA.distance(one, other, score_cutoff=1) == 1 else 2


@lru_cache(16384)
def street_level(one: str, other: str) -> int:
    """0 same, 1 a slip, 2 alike, 3 another; of streets and of towns."""
    if not one or not other:
        return MISSING
    if one == other:
        return 0
    if OSA.distance(one, other, score_cutoff=1) == 1:
        return 1
    likeness = JaroWinkler.similarity(one, other)
    return 1 if likeness >= 0.92 else 2 if likeness >= 0.8 else 3


def _form(one: str, other: str) -> bool:
    """Whether two given names are one in another form, one of several names, or written together and apart."""
    a, b = head(one), head(other)
    within = (" " in other and a in other.split()) or (" " in one and b in one.split())
    return a == b or short_for(a, b) or within or one.replace(" ", "") == other.replace(" ", "")


def _slip(one: str, other: str, least: float) -> bool:
    if min(len(one), len(other)) >= _LEAST and OSA.distance(one, other, score_cutoff=1) == 1:
        return True
    return JaroWinkler.similarity(one, other) >= least


def _somewhat(one: str, other: str) -> bool:
    """Whether two given names are alike enough not to be another's: one within the other, two slips, a slip in a short form."""
    short, long = sorted((one, other), key=len)
    if len(short) >= _LEAST and (short in long or JaroWinkler.similarity(one, other) >= 0.8):
        return True
    if len(short) > _LEAST and OSA.distance(one, other, score_cutoff=2) <= 2:
        return True
    return _slip_of_any(one, forms_of(other)) or _slip_of_any(other, forms_of(one))


def _slip_of_any(one: str, forms: tuple[str, ...]) -> bool:
    if not forms:
        return False
    nearest = process.extractOne(one, forms, scorer=JaroWinkler.similarity, score_cutoff=0.93)
    return nearest is not None or any(len(form) >= _LEAST and OSA.distance(one, form, score_cutoff=1) == 1 for form in forms)


def _dates(one: str, other: str) -> int:
    turned = sorted(one) == sorted(other)
    slip = OSA.distance(one, other, score_cutoff=1) == 1
    if (slip and turned) or one == other[:4] + other[6:] + other[4:6]:
        return 6
    if one[4:] == other[4:] and one[:4].isdigit() and other[:4].isdigit() and abs(int(one[:4]) - int(other[:4])) in (1, 10):
        return 7
    if slip:
        return 1
    agree = (one[:4] == other[:4]) + (one[4:6] == other[4:6]) + (one[6:] == other[6:])
    return 2 if agree == 2 else 3 if one[:4] == other[:4] else 4


LEVEL_OF: Mapping[str, Callable[[str, str], int]] = {
    "forename": forename_level, "surname": surname_level, "dob": dob_level, "phone": phone_level, "postcode": postcode_level,
    "number": number_level, "street": street_level, "town": street_level,
}  # fmt: skip
