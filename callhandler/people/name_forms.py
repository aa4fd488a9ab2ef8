"""The forms that one name takes: halves of a double surname, particles joined or dropped, ap Rhys and Price, Mohammed in ten spellings."""

from functools import lru_cache

from callhandler.people.names import PARTICLES
from callhandler.people.nicknames import forms_of

EITHER_BOX = frozenset(("kaur", "singh", "begum", "bibi", "khatun"))  # stand as a middle name or as the surname
_PATRONYMIC = frozenset(("ap", "ab", "ferch", "verch"))
_BORN_OF = {  # after ap and ab, the surname that grew together
    "rhys": "price", "rees": "price", "owen": "bowen", "owain": "bowen", "hywel": "powell", "howell": "powell", "huw": "pugh",
    "hugh": "pugh", "harri": "parry", "harry": "parry", "evan": "bevan", "ifan": "bevan", "ieuan": "bevan", "richard": "prichard",
    "robert": "probert", "roger": "prosser", "rosser": "prosser", "rhydderch": "prothero", "henry": "penry", "einion": "beynon",
    "lloyd": "blood", "ellis": "bellis", "howard": "powell", "rhodri": "prothero",
}  # fmt: skip


def head(forename: str) -> str:
    """The first word of a given name: what people are called by."""
    return forename.partition(" ")[0]


def house(number: str) -> str:
    """The house of a number with a flat before it: "14a" of "3 14a"."""
    return number.rpartition(" ")[2]


def other_box(forename: str, surname: str) -> tuple[str, str] | None:
    """The two names with a Kaur, Singh or Begum moved from among the given names to the surname; None where none is there.

    "harpreet kaur" "gill" may be told as "harpreet" "kaur".
    """
    first, *more = forename.split(" ")
    moved = next((word for word in more if word in EITHER_BOX), surname)
    return (first, moved) if moved != surname else None


@lru_cache(16384)
def surname_halves(surname: str) -> tuple[str, ...]:
    """The words of a surname of several, without its particles; () of one word."""
    words = surname.split()
    return tuple(dict.fromkeys(word for word in words if word not in PARTICLES and len(word) > 1)) if len(words) > 1 else ()


@lru_cache(16384)
def surname_forms(surname: str) -> tuple[tuple[str, float], ...]:
    """Other forms of a surname, each with its cost in bits: halves, joined, without particles, grown together, the other spelling."""
    words = surname.split()
    forms: dict[str, float] = {}
    if len(words) > 1:
        forms["".join(words)] = 1.0
        forms |= dict.fromkeys(surname_halves(surname), 1.0)
        forms[" ".join(word for word in words if word not in PARTICLES)] = 1.0
    if len(words) > 1 and words[0] in _PATRONYMIC and words[1] in _BORN_OF:
        forms[_BORN_OF[words[1]]] = 1.0
    forms |= {f"ap {father}": 1.0 for father, child in _BORN_OF.items() if child == surname}
    forms |= {father: 1.5 for father, child in _BORN_OF.items() if child == surname}
    forms |= _mac(surname)
    forms |= {form: 2.0 for form in forms_of(surname) if form not in forms}
    return tuple((form, cost) for form, cost in sorted(forms.items(), key=lambda one: (one[1], one[0])) if form and form != surname)


def _mac(surname: str) -> dict[str, float]:
    for here, there in (("mac", "mc"), ("mc", "mac")):
        if surname.startswith(here) and len(surname) > len(here) + 2:
            return {there + surname[len(here) :]: 1.0, surname[len(here) :].strip(): 2.0}
    return {surname[1:]: 1.5} if surname.startswith("o") and surname[1:2] in set("bcdfghjklmnpqrst") and len(surname) > 5 else {}


@lru_cache(16384)
def forename_forms(forename: str) -> tuple[tuple[str, float], ...]:
    """Other forms of a given name, each with its cost in bits: its nicknames and spellings, and its further words."""
    words = forename.split()
    forms = {form: 1.5 for word in words[:1] for form in forms_of(word)}
    forms |= dict.fromkeys(words[1:], 2.0)
    return tuple((form, cost) for form, cost in sorted(forms.items(), key=lambda one: (one[1], one[0])) if form != head(forename))
