"""Numbers, dates and postcodes one slip away from what was typed, as far as no other key would find them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

_DIGITS = "0123456789"
_WHOLE = 10  # digits of a British number: one of them has none left out and none too many
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_UNIT = "abdefghjlnpqrstuwxyz"  # letters that end a postcode
_POSSIBLE_CODE = re.compile("^[a-z]{1,2}[0-9][0-9a-z]?[0-9][abd-hjlnp-uw-z]{2}$")
_NUMBER = re.compile("^[0-9]{4}$")  # where postcodes have no letters
_OF_THE_ROYAL_MAIL = """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu gy ha hd
    hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg
    rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze
"""
_AREAS = tuple(_OF_THE_ROYAL_MAIL.split())


def near_phones(phone: str) -> tuple[str, ...]:
    """Numbers with one slip among the three digits that neither the last six nor the number less its last three can find."""
    if len(phone) < 7:
        return ()
    middle = range(len(phone) - 6, len(phone) - 3)
    near = [*_replaced(phone, middle, _DIGITS), *_turned(phone, range(middle.start - 1, middle.stop))]
    if len(phone) != _WHOLE:
        near += [phone[:place] + phone[place + 1 :] for place in range(len(phone))]
        near += [phone[:place] + digit + phone[place:] for place in middle for digit in _DIGITS]
    return tuple(dict.fromkeys(one for one in near if one != phone))


def near_born(dob: str) -> tuple[str, ...]:
    """Dates one digit or one turned pair away that can be a date; a date that cannot be one is looked for just the same."""
    if len(dob) != 8:
        return ()
    near = [*_turned(dob, range(7)), *_replaced(dob, (3, 2, 7, 5, 6, 4, 1), _DIGITS)]
    return tuple(dict.fromkeys(one for one in near if one != dob and _possible(one)))


@lru_cache(64)  # of one being typed, at every key after it; 6 kB each
def near_postcodes(postcode: str) -> tuple[str, ...]:
    """Postcodes one slip away that can be one, the likelier first; of one with no letters in it, numbers one slip away."""
    places = range(len(postcode))
    near = [postcode[:place] + postcode[place + 1 :] for place in places]
    near += _turned(postcode, places)
    for place, sign in enumerate(postcode):
        near += _replaced(postcode, (place,), _DIGITS) if sign.isdigit() else ()
    near += [f"{area}{postcode[len(_area(postcode)) :]}" for area in _AREAS if OSA.distance(area, _area(postcode), score_cutoff=1) == 1]
    near += _put_in(postcode, _DIGITS)
    near += _put_in(postcode, _UNIT)
    near += _replaced(postcode, range(max(len(postcode) - 2, 0), len(postcode)), _UNIT)
    possible = _POSSIBLE_CODE if _area(postcode) else _NUMBER
    return tuple(dict.fromkeys(one for one in near if one != postcode and possible.match(one)))


def _area(postcode: str) -> str:
    """The letters in front."""
    return postcode[: len(postcode) - len(postcode.lstrip(_LETTERS))]


def _put_in(text: str, signs: str) -> Iterator[str]:
    return (text[:place] + sign + text[place:] for place in range(1, len(text) + 1) for sign in signs)


def _replaced(text: str, places: range | tuple[int, ...], signs: str) -> Iterator[str]:
    return (text[:place] + sign + text[place + 1 :] for place in places for sign in signs)


def _turned(text: str, places: range) -> Iterator[str]:
    return (text[:place] + text[place + 1] + text[place] + text[place + 2 :] for place in places if place + 1 < len(text))


def _possible(dob: str) -> bool:
    return dob[:2] in ("19", "20") and "01" <= dob[4:6] <= "12" and "01" <= dob[6:] <= "31"
