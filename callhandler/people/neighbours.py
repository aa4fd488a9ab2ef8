"""Numbers, dates and postcodes one slip away from what was typed, as far as no other key would find them."""

from collections.abc import Iterator

_DIGITS = "0123456789"
_WHOLE = 10  # digits of a British number: one of them has none left out and none too many
_UNIT = "abdefghjlnpqrstuwxyz"  # letters that end a postcode


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


def near_postcodes(postcode: str) -> tuple[str, ...]:
    """Postcodes one slip away, a digit for a digit and a letter for a letter that may stand there."""
    near = list(_turned(postcode, range(len(postcode) - 1)))
    for place, sign in enumerate(postcode):
        near += _replaced(postcode, (place,), _DIGITS if sign.isdigit() else _UNIT if place >= len(postcode) - 2 else "")
    return tuple(dict.fromkeys(one for one in near if one != postcode))


def _replaced(text: str, places: range | tuple[int, ...], signs: str) -> Iterator[str]:
    return (text[:place] + sign + text[place + 1 :] for place in places for sign in signs)


def _turned(text: str, places: range) -> Iterator[str]:
    return (text[:place] + text[place + 1] + text[place] + text[place + 2 :] for place in places if place + 1 < len(text))


def _possible(dob: str) -> bool:
    return dob[:2] in ("19", "20") and "01" <= dob[4:6] <= "12" and "01" <= dob[6:] <= "31"
