"""By what a description is looked up: numbers made from its parts, a few of which two descriptions of one person nearly always share."""

from collections.abc import Iterable
from functools import lru_cache

from callhandler.people.name_forms import head, house, surname_halves
from callhandler.people.parts import Parts, district, sector
from callhandler.people.phonetics import first_sound
from callhandler.people.vocabulary import hashed

# A key is the hash of its tag and its parts. Tags: p phone, e last six, b less last three, d date of birth, n both names by sound,
# y surname and year, a surname and day, m forename and month, o forename and day, s surname, f forename, c postcode,
# h sector and house, t street and house, i surname and district, g forename and sector.


def stored_keys(parts: Parts) -> tuple[int, ...]:
    """The keys under which a description is kept: at most sixteen, and five more for each half of a double surname. Ascending."""
    found = dict.fromkeys(_of_phone(parts.phone))
    found |= dict.fromkeys(_of_birth(parts))
    found |= dict.fromkeys(_of_place(parts))
    for surname in (parts.surname, *surname_halves(parts.surname)):
        found |= dict.fromkeys(_of_surname(parts, surname))
    found |= dict.fromkeys(_of_forename(parts))
    return tuple(sorted(found))


@lru_cache(8192)  # what is asked while one caller is typed; 300 bytes each, and few are asked again after that
def key(tag: str, *parts: str) -> int:
    """The number for a tag and its parts; what is kept and what is asked meet in it."""
    return hashed("|".join((tag, *parts)))


def of_number(phone: str) -> int:
    """The key of a whole number: those that are like it have others in common with it, this one they have not."""
    return key("p", phone)


def _of_phone(phone: str) -> Iterable[int]:
    if phone:
        yield of_number(phone)
    if len(phone) > 6:
        yield key("e", phone[-6:])
        yield key("b", phone[:-3])


def _of_birth(parts: Parts) -> Iterable[int]:
    if len(parts.dob) == 8:
        yield key("d", parts.dob)


def _of_place(parts: Parts) -> Iterable[int]:
    if parts.postcode:
        yield key("c", parts.postcode)
    if parts.number and (area := sector(parts.postcode)):
        yield key("h", area, house(parts.number))
    if parts.number and parts.street:
        yield key("t", parts.street, house(parts.number))


def _of_surname(parts: Parts, surname: str) -> Iterable[int]:
    if not surname:
        return
    sound = first_sound(surname)
    yield key("s", surname)
    if parts.forename:
        yield key("n", sound, first_sound(head(parts.forename)))
    if parts.dob:
        yield key("y", sound, parts.dob[:4])
    if len(parts.dob) == 8:
        yield key("a", sound, parts.dob[4:])
    if area := district(parts.postcode):
        yield key("i", sound, area)


def _of_forename(parts: Parts) -> Iterable[int]:
    if not parts.forename:
        return
    forename = head(parts.forename)
    sound = first_sound(forename)
    yield key("f", forename)
    if len(parts.dob) == 8:
        yield key("m", sound, parts.dob[:6])
        yield key("o", sound, parts.dob[4:])
    if area := sector(parts.postcode):
        yield key("g", sound, area)
