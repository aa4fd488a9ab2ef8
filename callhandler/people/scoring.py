"""How likely two descriptions are of one person, and not of two of one home, nor of two strangers; every bit of it told by field.

A Fellegi–Sunter score with three classes: bits = Σ log2(m/u) + log2 π_m − log2(1 + 2^(Σ log2(h/u) + log2 π_h)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import Protocol

from callhandler.people.comparing import Levels, forename_level, levels_of, surname_level
from callhandler.people.parts import FIELDS, Parts
from callhandler.people.tables import AREAS, FIRST, MISSING, NAMED_AFTER, Table, Tables, area_of

SWAPPED = -4.0  # bits, where given and family name had to be exchanged
_FORENAME, _SURNAME, _POSTCODE = 0, 1, 6
_BOUND = 60.0  # bits; a probability beyond is not told apart from 0 or 1
_UNSEEN = 0.5  # bearers of a value beside the one who stands there
_SPACE = {"dob": 4e-5, "phone": 1e-7}  # how often two strangers share a value, by theory
_STRENGTH = {"dob": 500.0, "phone": 2000.0}  # of that theory beside what the store shows, in people
_LIKE_IT = 0.5  # of the chance that any two names are so much alike
ALIKE = {"forename": (1, 2, 3), "surname": (1, 2, 3)}  # the levels of names that are like each other, not the same


class Frequencies(Protocol):
    """How common a value is among the descriptions in the store."""

    @property
    def people(self) -> int: ...

    def share(self, field: str, value: str) -> float | None:
        """The share of descriptions with this value in forename, surname, dob, phone or postcode; None where it is not known."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """The evidence that two descriptions are of one person, in bits for and against, and where it comes from.

    `parts` holds the bits of every field told on both sides, of "swapped", the "prior" and the "rival"; they sum to `bits`.
    """

    bits: float
    probability: float
    parts: Mapping[str, float]
    levels: Mapping[str, int]
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class _Weighed:
    same: tuple[float, ...]
    home: tuple[float, ...]


class Scorer:
    """Scores what is asked against what is known, by tables that were learned or are the start values."""

    def __init__(self, tables: Tables, people: int) -> None:
        self.tables = tables.heard()
        self._weights = {(field, area): _weights(self.tables.of(field, area)) for field in FIELDS for area in range(AREAS)}
        self._prior = log2(tables.same / max(people, 1))
        self._home = log2(tables.home / max(people, 1))
        self._people = max(people, 2)

    def score(self, asked: Parts, known: Sequence[Parts], frequencies: Frequencies, typing: str = "") -> tuple[Scored, ...]:
        """The score of each, in the order given. `typing` is the part under the cursor, not yet whole: it cannot tell against."""
        shares = _Shares(frequencies, self._people)
        crossed = replace(asked, forename=asked.surname, surname=asked.forename)
        return tuple(self._one(asked, crossed, one, shares, typing) for one in known)

    def _one(self, asked: Parts, crossed: Parts, known: Parts, shares: "_Shares", typing: str) -> Scored:
        levels = levels_of(asked, known)
        straight = self._scored(asked, known, levels, shares, typing)
        turned = _crossed_levels(crossed, known, levels)
        if turned is None:
            return straight
        other = self._scored(crossed, known, turned, shares, typing, swapped=True)
        return other if other.bits > straight.bits else straight

    def _scored(self, asked: Parts, known: Parts, levels: Levels, shares: "_Shares", typing: str, *, swapped: bool = False) -> Scored:
        area = area_of(levels[_POSTCODE])
        parts: dict[str, float] = {}
        rival = self._home
        for field, level in zip(FIELDS, levels, strict=True):
            if level == MISSING:
                continue
            same, home = self._weights[field, area][level]
            if level == 0 and field in FIRST:
                same, home = shares.bits(field, getattr(known, field), self.tables.fields[field])
            elif level in ALIKE.get(field, ()):
                same, home = shares.like(field, level, getattr(known, field), self.tables.fields[field])
            if field == typing:
                same, home = _begun(getattr(asked, field), getattr(known, field), same, home, level)
            parts[field] = same
            rival += home
        if swapped:
            parts["swapped"] = SWAPPED
            rival += SWAPPED
        parts["prior"] = self._prior
        parts["rival"] = -_log2_of_one_and(rival)
        bits = sum(parts.values())
        return Scored(bits, probability_of(bits), parts, dict(zip(FIELDS, levels, strict=True)), swapped)


class _Shares:
    """What the same value is worth, by how common it is; looked up once for each value."""

    def __init__(self, frequencies: Frequencies, people: int) -> None:
        self._frequencies = frequencies
        self._people = people
        self._known: dict[tuple[str, str], tuple[float, float]] = {}
        self._asked: dict[tuple[str, str], float | None] = {}

    def bits(self, field: str, value: str, table: Table) -> tuple[float, float]:
        """Bits for one person and for one home, where both told this value."""
        found = self._known.get((field, value))
        if found is None:
            found = self._known[field, value] = self._weigh(field, value, table)
        return found

    def like(self, field: str, level: int, value: str, table: Table) -> tuple[float, float]:
        """The same where a name is only like it: as common as the name itself, and as what else is like it."""
        share = self._share(field, value)
        if share is None:
            return _bits(table, level)
        chance = share + _LIKE_IT * table.u[level]
        same = log2(table.m[level] / chance)
        return same, min(max(same, 0.0), log2(table.h[level] / chance))

    def _share(self, field: str, value: str) -> float | None:
        if (field, value) not in self._asked:
            self._asked[field, value] = self._frequencies.share(field, value)
        return self._asked[field, value]

    def _weigh(self, field: str, value: str, table: Table) -> tuple[float, float]:
        share = self._share(field, value)
        if share is None:
            return _bits(table, 0)
        common = self._chance(field, share)
        home = NAMED_AFTER * table.h[0] + common if field == "forename" else max(table.h[0], common)
        same = log2(max(table.m[0], common) / common)
        return same, min(same, log2(home / common))

    def _chance(self, field: str, share: float) -> float:
        """The chance that a stranger has the value, which the one who stands there does not count to."""
        others = max(share * self._people - 1, 0.0)
        if field in _SPACE:
            strength = _STRENGTH[field]
            return (others + strength * _SPACE[field]) / (self._people + strength)
        return (others + _UNSEEN) / self._people


def probability_of(bits: float) -> float:
    """1 / (1 + 2^−bits), for bits within ±60."""
    return float(1 / (1 + 2.0 ** -max(-_BOUND, min(_BOUND, bits))))


def _weights(table: Table) -> tuple[tuple[float, float], ...]:
    return tuple(_bits(table, level) for level in range(len(table.m)))


def _bits(table: Table, level: int) -> tuple[float, float]:
    same, home = log2(table.m[level] / table.u[level]), log2(table.h[level] / table.u[level])
    return same, min(same, home) if level == 0 else home


def _begun(asked: str, known: str, same: float, home: float, level: int) -> tuple[float, float]:
    """What is still being typed counts by how much of it stands there, and never against."""
    if level == 0:
        return same, home
    if not known.startswith(asked) or not asked:
        return 0.0, 0.0
    told = len(asked) / len(known)
    return told * max(same, 0.0), told * max(home, 0.0)


def _crossed_levels(crossed: Parts, known: Parts, levels: Levels) -> Levels | None:
    """The levels with the two names exchanged, where both are then alike and were not before."""
    if max(levels[_FORENAME], levels[_SURNAME]) <= 0:
        return None
    forename, surname = forename_level(crossed.forename, known.forename), surname_level(crossed.surname, known.surname)
    alike = forename <= 3 and surname <= 3 and max(forename, surname) > MISSING
    return (forename, surname, *levels[2:]) if alike or min(forename, surname) == 0 else None


def _log2_of_one_and(bits: float) -> float:
    """log2(1 + 2^bits), without overflow."""
    return bits + log2(1 + 2.0**-bits) if bits > 0 else log2(1 + 2.0**bits)
