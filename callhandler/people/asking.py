"""What is asked of the index for a half-told, misheard or turned-about description, each key with what it costs."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from callhandler.people.keeping import key
from callhandler.people.name_forms import forename_forms, head, house, surname_forms
from callhandler.people.neighbours import near_born, near_phones, near_postcodes
from callhandler.people.parts import Parts, district, sector, sector_told
from callhandler.people.phonetics import sounds, welsh_sounds
from callhandler.people.places import street_mended
from callhandler.people.vocabulary import Term, Variants

MOST = 120  # keys a tier
_SECOND = 1.0  # bits for the second code of a sound
_WELSH = 1.5
_SWAPPED = 4.0
_TURNED = 3.0  # day and month
_SLIP = 4.0
_KIND_SLIP = 1.0  # in the word that says what kind of road it is: there are few of them
_LESS_LIKELY = 0.02  # bits, of each further postcode near the one told
_BEGUN = 3  # digits that may be missing at the end of a number
NOTHING = Variants()


class Asked(NamedTuple):
    """What a key to look up costs in bits, the kind of key, and the key: they are put in this order by the hundred at every key."""

    penalty: float
    tag: str
    key: int


Sound = tuple[str, float]


@dataclass(frozen=True, slots=True)
class _Names:
    """The forms and the sounds of both names, cheapest first."""

    forenames: tuple[Term, ...]
    surnames: tuple[Term, ...]
    given: tuple[Sound, ...]
    family: tuple[Sound, ...]


def asked_keys(
    parts: Parts,
    variants: Variants = NOTHING,
    tier: Literal[1, 2] = 1,
    typing: str = "",
    crossed: Variants = NOTHING,
    most: int = MOST,
) -> tuple[Asked, ...]:
    """At most so many keys for a tier, some of every kind, cheapest first. The second is for when nothing convincing came of the first.

    `typing` is the part under the cursor, not yet whole; `crossed` the variants where the two names were exchanged, the given names for
    the surname that was told. What the first tier asked is not asked again.
    """
    first = _first(parts, variants, typing, crossed)
    if tier == 1:
        return _cheapest(first, most)
    known = {one.key for one in first}
    return _cheapest([one for one in _second(parts, variants, typing) if one.key not in known], most)


def _first(parts: Parts, variants: Variants, typing: str, crossed: Variants) -> list[Asked]:
    names = _names(parts.forename, parts.surname, variants)
    swapped = _names(parts.surname, parts.forename, crossed)
    straight = (*_phone(parts.phone, typing), *_birth(parts), *_place(parts), *_by_names(parts, names))
    turned = _by_names(parts, swapped) if typing not in ("forename", "surname") or (parts.forename and parts.surname) else ()
    return [*straight, *(Asked(one.penalty + _SWAPPED, one.tag, one.key) for one in turned)]


@lru_cache(64)
def _names(forename: str, surname: str, variants: Variants) -> _Names:
    forenames = _forms(head(forename), forename_forms(forename), variants.forename)
    surnames = _forms(surname, surname_forms(surname), variants.surname)
    return _Names(forenames, surnames, _sounds(forenames), _sounds(surnames))


def _forms(typed: str, forms: tuple[Term, ...], variants: tuple[Term, ...]) -> tuple[Term, ...]:
    costs: dict[str, float] = {typed: 0.0} if typed else {}
    for form, cost in (*forms, *variants):
        costs[form] = min(cost, costs.get(form, cost))
    return tuple(sorted(costs.items(), key=lambda one: (one[1], one[0])))


def _sounds(forms: tuple[Term, ...]) -> tuple[Sound, ...]:
    costs: dict[str, float] = {}
    for form, cost in forms:
        for place, code in enumerate(sounds(form)):
            costs[code] = min(cost + place * _SECOND, costs.get(code, 99.0))
        for code in welsh_sounds(form) if cost == 0 else ():
            costs[code] = min(cost + _WELSH, costs.get(code, 99.0))
    return tuple(sorted(costs.items(), key=lambda one: (one[1], one[0])))


def _by_names(parts: Parts, names: _Names) -> Iterator[Asked]:
    pairs = sorted((a + b, one, other) for one, a in names.family[:8] for other, b in names.given[:8])
    yield from (Asked(cost, "n", key("n", one, other)) for cost, one, other in pairs[:24])
    yield from _with_birth(parts.dob, names)
    yield from (Asked(cost, "s", key("s", form)) for form, cost in names.surnames[:8])
    if not parts.surname or not (parts.dob or parts.phone or parts.postcode):
        yield from (Asked(cost, "f", key("f", form)) for form, cost in names.forenames[:8])
    if area := district(parts.postcode):
        yield from (Asked(cost, "i", key("i", sound, area)) for sound, cost in names.family[:6])
    if area := sector_told(parts.postcode):
        yield from (Asked(cost, "g", key("g", sound, area)) for sound, cost in names.given[:6])


def _with_birth(dob: str, names: _Names) -> Iterator[Asked]:
    if len(dob) >= 4:
        yield from (Asked(cost, "y", key("y", sound, dob[:4])) for sound, cost in names.family[:6])
    if len(dob) == 8:
        yield from (Asked(cost, "a", key("a", sound, dob[4:])) for sound, cost in names.family[:6])
        yield from (Asked(cost, "m", key("m", sound, dob[:6])) for sound, cost in names.given[:6])
        yield from (Asked(cost, "o", key("o", sound, dob[4:])) for sound, cost in names.given[:6])


def _phone(phone: str, typing: str) -> Iterator[Asked]:
    if phone:
        yield Asked(0.0, "p", key("p", phone))
    if len(phone) >= 6:
        yield Asked(0.0, "e", key("e", phone[-6:]))
    if len(phone) > 6:
        yield Asked(0.0, "b", key("b", phone[:-3]))
    if typing == "phone":
        yield from (Asked(0.0, "b", key("b", phone[: len(phone) - cut])) for cut in range(_BEGUN) if len(phone) - cut >= 4)


def _birth(parts: Parts) -> Iterator[Asked]:
    if len(parts.dob) == 8:
        yield Asked(0.0, "d", key("d", parts.dob))
        if (turned := parts.dob[:4] + parts.dob[6:] + parts.dob[4:6]) != parts.dob:
            yield Asked(_TURNED, "d", key("d", turned))


def _place(parts: Parts) -> Iterator[Asked]:
    if parts.postcode:
        yield Asked(0.0, "c", key("c", parts.postcode))
    if parts.number and (area := sector_told(parts.postcode)):
        yield Asked(0.0, "h", key("h", area, house(parts.number)))
    if parts.number and parts.street:
        yield Asked(0.0, "t", key("t", parts.street, house(parts.number)))
        if mended := street_mended(parts.street):
            yield Asked(_KIND_SLIP, "t", key("t", mended, house(parts.number)))


def _second(parts: Parts, variants: Variants, typing: str) -> Iterable[Asked]:
    names = _names(parts.forename, parts.surname, variants)
    yield from (Asked(_SLIP, "p", key("p", phone)) for phone in near_phones(parts.phone))
    if typing != "dob":
        yield from (Asked(_SLIP, "d", key("d", dob)) for dob in near_born(parts.dob))
    yield from (Asked(cost, "s", key("s", form)) for form, cost in names.surnames)
    yield from (Asked(cost, "f", key("f", form)) for form, cost in names.forenames)
    if parts.surname and not parts.forename:
        yield from (Asked(cost + _SWAPPED, "f", key("f", form)) for form, cost in names.surnames)
    if parts.forename and not parts.surname:
        yield from (Asked(cost + _SWAPPED, "s", key("s", form)) for form, cost in names.forenames)
    if typing != "postcode":
        yield from _near_place(parts, names)


def _near_place(parts: Parts, names: _Names) -> Iterator[Asked]:
    """Postcodes near the one told, and with the given name or the house the sectors they lie in: of one name there are too many."""
    near = near_postcodes(parts.postcode)
    yield from (Asked(_SLIP + place * _LESS_LIKELY, "c", key("c", code)) for place, code in enumerate(near))
    for place, area in enumerate(dict.fromkeys(sector(code) for code in near if len(code) > _BEGUN)):
        cost = _SLIP + place * _LESS_LIKELY
        yield from (Asked(cost, "g", key("g", sound, area)) for sound, _ in names.given[:1])
        if parts.number:
            yield Asked(cost, "h", key("h", area, house(parts.number)))


def _cheapest(found: Iterable[Asked], most: int) -> tuple[Asked, ...]:
    best: dict[int, Asked] = {}
    for one in found:
        if one.key not in best or one.penalty < best[one.key].penalty:
            best[one.key] = one
    ordered = sorted(best.values())
    turn: Counter[str] = Counter()
    turns: list[tuple[int, float, str, int]] = []
    for one in ordered:
        turn[one.tag] += 1
        turns.append((turn[one.tag], one.penalty, one.tag, one.key))
    kept = {key for *_, key in sorted(turns)[:most]}  # each kind in turn, so that none crowds out the others
    return tuple(one for one in ordered if one.key in kept)
