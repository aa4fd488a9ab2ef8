"""Invented people of six name communities and their homes, what a store once took down of them, and their later calls. Seeded."""

import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bench import recognition_slips as slips
from bench.recognition_names import Head
from bench.recognition_names_afar import COMMUNITIES

Row = dict[str, str]
Ints = NDArray[np.int32]
Values = NDArray[np.int32] | NDArray[np.int64]
FIELDS = ("forename", "surname", "dob", "phone", "number", "street", "postcode", "town")
FIRST_YEAR, YEARS = 1930, 80  # of birth
_AT_HOME = (0.30, 0.34, 0.16, 0.13, 0.05, 0.02)  # share of homes with one, two, … people
_ONE_FAMILY, _TWIN, _NAMED_AFTER = 0.72, 0.012, 0.015
_LANDLINE, _NO_PHONE = 0.22, 0.10
_DOUBLE = {"British": 0.03, "Welsh": 0.03}  # with two family names
_FATHERS = {"African": 0.15, "South Asian": 0.05}  # with their father's name behind their own
_MISNAMED, _MISDATED = 0.05, 0.03  # of what is in the store
_NOT_KEPT = {"dob": 0.12, "postcode": 0.04, "number": 0.05}
_KINDS = ("road", "street", "avenue", "close", "lane", "drive", "way", "court", "gardens", "grove", "crescent", "place", "terrace", "hill")
_ENDS = ("ton", "ford", "ham", "bury", "ley", "wick", "field", "by", "port", "well")
_AREAS = """al b bd bl bn bs ca cb cf ch cm cr ct cv da de dh dn dt dy ex fy
    gl gu hd hp hu hx ip kt la ld le ll ln ls lu m mk ml"""
_UNIT = "abdefghjlnpqrstuwxyz"


class Words:
    """The words of one field, each with its number."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, word: str) -> int:
        """The number of a word, a new one where it is new."""
        if word not in self._numbers:
            self._numbers[word] = len(self.all)
            self.all.append(word)
        return self._numbers[word]

    def numbers(self, words: Iterable[str]) -> Ints:
        return np.array([self.number(word) for word in words], np.int32)


class Invented:
    """Makes up names that look like these: each letter as it follows two others there."""

    def __init__(self, names: Sequence[str]) -> None:
        self._after: dict[str, list[str]] = {}
        for name in names:
            written = f"  {name}."
            for at in range(2, len(written)):
                self._after.setdefault(written[at - 2 : at], []).append(written[at])

    def names(self, most: int, known: Sequence[str], dice: random.Random) -> list[str]:
        """So many new ones, fewer where no more come of it."""
        found, old = dict.fromkeys(self._one(dice) for _ in range(most * 4)), set(known)
        return [one for one in found if 3 <= len(one) <= 13 and one not in old][:most]

    def _one(self, dice: random.Random) -> str:
        made = "  "
        while not made.endswith(".") and len(made) < 20:
            made += dice.choice(self._after[made[-2:]])
        return " ".join(made.strip(" .").split())


def shares_of(head: Head, more: int) -> NDArray[np.float64]:
    """The share of each name: the head as told, by a law of ranks; the `more` invented ones in what is left."""
    ranks = np.arange(len(head.names))
    low, high = 0.01, 5_000.0
    for _ in range(60):
        middle = (low + high) / 2
        weights = 1 / (ranks + middle)
        low, high = (middle, high) if weights[0] / weights.sum() > head.first / head.covered else (low, middle)
    tail = 1 / (np.arange(more) + 200.0)
    parts = [head.covered * weights / weights.sum(), (1 - head.covered) * tail / tail.sum() if more else tail]
    whole = np.concatenate(parts)
    return np.asarray(whole / whole.sum())


class People:
    """Everyone: `truth` is what is so, `stored` what was taken down; field -> numbers, of words or as they stand (0: none)."""

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self.words = {field: Words() for field in ("forename", "surname", "street", "postcode", "town")}
        self._dice, self._random = np.random.default_rng(seed), random.Random(seed)
        self.communities = [*COMMUNITIES]
        self._homes()
        self._names()
        self._births()
        self._places()
        self.stored = {field: values.copy() for field, values in self.truth.items()}
        self._take_down()

    def row(self, person: int, *, stored: bool = False) -> Row:
        """All of one person, "" where nothing is known."""
        values = self.stored if stored else self.truth
        return {field: self._text(field, int(values[field][person])) for field in FIELDS}

    def community(self, person: int) -> str:
        return self.communities[int(self.of[person])]

    @cached_property
    def forms(self) -> tuple[slips.Forms, slips.Forms]:
        """The other forms of a given name, and of a family name, in any of the communities."""
        given = [line for one in COMMUNITIES.values() for line in one.forms]
        family = [line for one in COMMUNITIES.values() for line in one.family_forms]
        return _by_form(given), _by_form(family)

    def call(self, person: int, dice: random.Random) -> tuple[Row, bool]:
        """A later call, and whether they have moved since: then it is the address of somebody else."""
        true = self.row(person)
        told = {**true, "forename": self._named(true, "forename", dice), "surname": self._named(true, "surname", dice)}
        told["dob"] = slips.one_of(slips.told_birth(true["dob"]), dice)
        told["phone"] = _phone_told(true["phone"], dice)
        moved = dice.random() < slips.MOVED
        home = self.row(dice.randrange(self.count)) if moved else true
        told |= {part: slips.one_of(slips.told_place(part, home[part]), dice) for part in slips.SLIP} | {"town": home["town"]}
        if dice.random() < slips.SWAPPED:
            told["forename"], told["surname"] = told["surname"], told["forename"]
        return {field: "" if dice.random() < slips.UNTOLD[field] else told[field] for field in FIELDS}, moved

    def _named(self, true: Row, field: str, dice: random.Random) -> str:
        return slips.one_of(slips.told_name(true[field], self.forms[field == "surname"]), dice)

    def _homes(self) -> None:
        homes, dice = int(self.count / 2.35) + 1, self._dice
        size = dice.choice(6, homes, p=_AT_HOME) + 1
        home = np.repeat(np.arange(homes, dtype=np.int32), size)[: self.count]
        self.home = np.concatenate([home, dice.integers(0, homes, self.count - len(home)).astype(np.int32)])
        share = [one.share for one in COMMUNITIES.values()]
        self.of = dice.choice(len(share), homes, p=share).astype(np.int8)[self.home]
        self._beside = np.r_[False, self.home[1:] == self.home[:-1]]  # the next of one home

    def _names(self) -> None:
        dice, n = self._dice, self.count
        forename, surname = np.zeros(n, np.int32), np.zeros(n, np.int32)
        man, alone = dice.random(n) < 0.5, dice.random(n) >= _ONE_FAMILY
        for number, (name, community) in enumerate(COMMUNITIES.items()):
            here = self.of == number
            surname[here] = self._drawn(community.surnames, "surname", int(here.sum()))
            for sex, names in ((man, community.men), (~man, community.women)):
                forename[here & sex] = self._drawn(names, "forename", int((here & sex).sum()))
            self._two_names(forename, surname, here, name)
        first = np.maximum.accumulate(np.where(self._beside, 0, np.arange(n)))
        surname = np.where(alone, surname, surname[first])
        self._twin = self._beside & (dice.random(n) < _TWIN)
        self._after = self._beside & ~self._twin & (dice.random(n) < _NAMED_AFTER)
        like = np.flatnonzero(self._twin | self._after)
        surname[like] = surname[like - 1]
        after = np.flatnonzero(self._after)
        forename[after] = forename[after - 1]
        self.truth: dict[str, Values] = {"forename": forename, "surname": surname}

    def _drawn(self, head: Head, field: str, count: int) -> Ints:
        more = Invented(head.names).names(min(head.more, self.count), head.names, self._random)
        shares = shares_of(head, len(more))
        return np.asarray(self.words[field].numbers((*head.names, *more))[self._dice.choice(len(shares), count, p=shares)])

    def _two_names(self, forename: Ints, surname: Ints, here: NDArray[np.bool_], community: str) -> None:
        """Two family names, or the father's name behind one's own, as is the custom."""
        for field, values, often in (("surname", surname, _DOUBLE), ("forename", forename, _FATHERS)):
            people = np.flatnonzero(here & (self._dice.random(self.count) < often.get(community, 0)))
            words = self.words[field]
            others = self._dice.permutation(values[people])
            joined = (f"{words.all[one]} {words.all[other].split()[0]}" for one, other in zip(values[people], others, strict=True))
            values[people] = words.numbers(joined)

    def _births(self) -> None:
        dice, n = self._dice, self.count
        year = np.clip(FIRST_YEAR + YEARS - dice.gamma(4.2, 10.5, n), FIRST_YEAR, FIRST_YEAR + YEARS).astype(np.int32)
        dob = year * 10000 + dice.integers(1, 13, n) * 100 + dice.integers(1, 29, n)
        twin, after = np.flatnonzero(self._twin), np.flatnonzero(self._after)
        dob[twin] = dob[twin - 1]
        dob[after] = np.minimum(dob[after - 1] // 10000 + 28, FIRST_YEAR + YEARS) * 10000 + dob[after] % 10000
        phone = (7_000_000_000 + dice.integers(100_000_000, 999_000_000, n)).astype(np.int64)
        line = (1_000_000_000 + dice.integers(0, 890_000_000, n)).astype(np.int64)
        fixed = dice.random(n) < _LANDLINE
        phone[fixed] = line[self.home[fixed]]
        phone[dice.random(n) < _NO_PHONE] = 0
        self.truth |= {"dob": dob.astype(np.int32), "phone": phone}

    def _places(self) -> None:
        dice, homes = self._dice, int(self.home.max()) + 1
        names = [word for word in self.words["surname"].all[:4000] if " " not in word]
        streets = self.words["street"].numbers(f"{name} {self._random.choice(_KINDS)}" for name in names for _ in range(2))
        towns = self.words["town"].numbers(name + self._random.choice(_ENDS) for name in names[:1200])
        codes = max(200, self.count // 36)
        postcodes = self.words["postcode"].numbers(self._code() for _ in range(codes))
        street = streets[np.minimum(dice.exponential(1500, codes).astype(np.int32), len(streets) - 1)]
        town = towns[dice.integers(0, len(towns), codes)]
        code = dice.integers(0, codes, homes)
        number = np.minimum(1 + dice.exponential(45, homes), 999).astype(np.int32)
        at = code[self.home]
        self.truth |= {"number": number[self.home], "street": street[at], "postcode": postcodes[at], "town": town[at]}

    def _code(self) -> str:
        dice = self._random
        return f"{dice.choice(_AREAS.split())}{dice.randint(1, 20)}{dice.randint(0, 9)}{dice.choice(_UNIT)}{dice.choice(_UNIT)}"

    def _take_down(self) -> None:
        for field in ("forename", "surname"):
            words, values = self.words[field], self.stored[field]
            for person in np.flatnonzero(self._dice.random(self.count) < _MISNAMED):
                name = words.all[values[person]]
                values[person] = words.number(slips.one_of(self._random.choice((slips.by_ear, slips.by_key))(name), self._random))
        dob = self.stored["dob"]
        for person in np.flatnonzero(self._dice.random(self.count) < _MISDATED):
            dob[person] = int(slips.one_of(slips.by_digit(str(dob[person])), self._random))
        for field, often in _NOT_KEPT.items():
            self.stored[field][self._dice.random(self.count) < often] = -1 if field in self.words else 0

    def _text(self, field: str, value: int) -> str:
        if field in self.words:
            return self.words[field].all[value] if value >= 0 else ""
        return str(value) if value else ""


def _by_form(lines: Iterable[tuple[str, ...]]) -> slips.Forms:
    """A name with the other forms of its line; where it opens several lines, of all of them."""
    forms: dict[str, tuple[str, ...]] = {}
    for first, *others in lines:
        forms[first] = (*forms.get(first, ()), *others)
    return forms


def _phone_told(phone: str, dice: random.Random) -> str:
    if not phone:
        return ""
    luck = dice.random()
    if luck < slips.NEW_PHONE:
        return f"7{dice.randrange(10**8, 10**9)}"
    return slips.one_of(slips.by_digit(phone), dice) if luck < slips.NEW_PHONE + slips.SLIP_OF_PHONE else phone


def everybody(people: People) -> Iterator[Row]:
    """The store, a row a person."""
    return ({"id": f"p{person}", **people.row(person, stored=True)} for person in range(people.count))
