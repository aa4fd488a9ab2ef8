"""How a caller is misheard and mistyped, as a table: of each value what may be told in its place, and how often. The same for everybody.

Because every share is known, how well anybody could tell callers apart by what they told can be reckoned, and not only measured.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

Shares = dict[str, float]  # what is told, and how often
Forms = Mapping[str, tuple[str, ...]]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_SLANT = 0.4  # of a key, by which each row of the keyboard stands to the right of the one above
_REACH = 1.5  # squared, in keys
_PAIRS = """ph/f f/ph ck/k k/ck c/k k/c ie/y y/ie i/y y/i ee/i i/ee oo/u u/oo ou/u u/ou aa/a ea/ee ee/ea ei/ie w/v v/w s/z z/s sz/sh sh/sz
    cz/ch ch/cz x/sh q/ch j/zh zh/j kh/k gh/g dh/d bh/b th/t t/th sh/s s/sh ch/k ng/n n/ng ll/l l/ll dd/th ff/f f/v nn/n n/nn tt/t ss/s
    rh/r wr/r au/or er/or on/en an/en e/a a/e o/u h/"""  # a sound, and another way to write it
_HEARD = tuple(pair.partition("/")[::2] for pair in _PAIRS.split())
OTHER_FORM, BY_EAR, BY_KEY = 0.07, 0.10, 0.07  # of given and of family names alike
WRONG_BIRTH, TURNED, NEAR_YEAR = 0.12, 0.35, 0.25  # of the wrong ones
MOVED, SWAPPED = 0.12, 0.03
SLIP = {"postcode": 0.10, "street": 0.10, "number": 0.05}
UNTOLD = {
    "forename": 0.03, "surname": 0.01, "dob": 0.12, "phone": 0.05, "number": 0.06, "street": 0.06, "postcode": 0.08, "town": 0.10,
}  # fmt: skip
NEW_PHONE, SLIP_OF_PHONE = 0.20, 0.06


def told_name(name: str, forms: Forms) -> Shares:
    """What is told for a given or a family name: itself, another form of it, what was heard, what was typed."""
    others = forms.get(name, ())
    ways = ((1 - OTHER_FORM - BY_EAR - BY_KEY, {name: 1.0}), (OTHER_FORM, _evenly(others) or by_ear(name)), (BY_EAR, by_ear(name)))
    return _mixed(*ways, (BY_KEY, by_key(name)))


def told_birth(dob: str) -> Shares:
    """What is told for a date of birth of eight digits: day and month turned, the year one or ten out, a digit."""
    turned = dob[:4] + dob[6:] + dob[4:6]
    can_turn = int(dob[6:]) <= 12 and turned != dob
    years = _evenly([f"{int(dob[:4]) + out}{dob[4:]}" for out in (-10, -1, 1, 10)])
    ways = ((TURNED, {turned: 1.0} if can_turn else by_digit(dob)), (NEAR_YEAR, years), (1 - TURNED - NEAR_YEAR, by_digit(dob)))
    return _mixed((1 - WRONG_BIRTH, {dob: 1.0}), (WRONG_BIRTH, _mixed(*ways)))


def told_place(part: str, value: str) -> Shares:
    """What is told for a postcode, a street or a number by who lives there."""
    if not value:
        return {"": 1.0}
    slipped = by_digit(value) if part == "number" else by_key(value)
    return _mixed((1 - SLIP[part], {value: 1.0}), (SLIP[part], slipped))


@lru_cache(4096)
def by_key(word: str) -> Shares:
    """One slip of the hand: a letter left out, one too many, another one, two turned about."""
    places = range(len(word))
    out = [word[:at] + word[at + 1 :] for at in places] if len(word) > 1 else [word]
    more = [word[:at] + near + word[at:] for at in places for near in beside(word[at])]
    near = [word[:at] + other + word[at + 1 :] for at in places for other in beside(word[at])]
    other = [word[:at] + sign + word[at + 1 :] for at in places for sign in LETTERS if sign != word[at]]
    turned = [word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places if at and word[at] != word[at - 1]]
    return _mixed(
        (0.25, _evenly(out)), (0.25, _evenly(more)), (0.17, _evenly(near)), (0.11, _evenly(other)), (0.22, _evenly(turned or out))
    )


@lru_cache(4096)
def by_ear(word: str) -> Shares:
    """One sound written otherwise; where there is none that may be, a slip of the hand."""
    return _evenly([word[:at] + there + word[at + len(here) :] for here, there in _HEARD for at in _found(here, word)]) or by_key(word)


@lru_cache(4096)
def by_digit(number: str) -> Shares:
    """One digit another, or two turned about."""
    places = range(len(number))
    other = [number[:at] + digit + number[at + 1 :] for at in places for digit in "0123456789" if digit != number[at]]
    turned = [number[: at - 1] + number[at] + number[at - 1] + number[at + 1 :] for at in places if at and number[at] != number[at - 1]]
    return _mixed((0.55, _evenly(other)), (0.45, _evenly(turned or other)))


@lru_cache(64)
def beside(sign: str) -> tuple[str, ...]:
    """The keys next to one."""
    keys = {key: (place + _SLANT * row, row) for row, keys in enumerate(_ROWS) for place, key in enumerate(keys)}
    x, y = keys.get(sign, (0.0, 0))
    return tuple(key for key, (a, b) in keys.items() if key != sign and (a - x) ** 2 + (b - y) ** 2 <= _REACH)


def one_of(shares: Shares, dice: random.Random) -> str:
    """What is told this time."""
    return dice.choices([*shares], [*shares.values()])[0]


def backwards(values: Iterable[tuple[int, Shares]], wanted: Iterable[str]) -> dict[str, dict[int, float]]:
    """For what was told, which values may have been meant, by number, and how often each of them is told so."""
    meant: dict[str, dict[int, float]] = {told: {} for told in wanted}
    for number, shares in values:
        for told in shares.keys() & meant.keys():
            meant[told][number] = shares[told]
    return meant


def _found(here: str, word: str) -> Iterator[int]:
    return (at for at in range(len(word)) if word.startswith(here, at) and (at or len(here) > 1))


def _evenly(told: Iterable[str]) -> Shares:
    every = [one for one in told if one]
    shares: Shares = defaultdict(float)
    for one in every:
        shares[one] += 1 / len(every)
    return dict(shares)


def _mixed(*ways: tuple[float, Shares]) -> Shares:
    shares: Shares = defaultdict(float)
    for share, told in ways:
        for one, often in told.items():
            shares[one] += share * often
    return dict(shares)
