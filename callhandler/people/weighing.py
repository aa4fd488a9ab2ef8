"""What it is worth that two descriptions agree or differ in one part: by the tables, and by how common a name or a number is."""

from collections.abc import Sequence
from functools import lru_cache
from math import log2
from typing import Protocol

from callhandler.people.parts import FIELDS
from callhandler.people.tables import AREAS, FIRST, NAMED_AFTER, SHARED, UNKNOWN, Table, Tables, heard_of, of_number

_WHOLE = 10  # digits of a British number without its leading 0
_UNSEEN = 0.5  # bearers of a value beside the one who stands there
_SPACE = {"dob": 4e-5, "phone": 1e-7}  # how often two strangers share a value, by theory
_STRENGTH = {"dob": 500.0, "phone": 2000.0}  # of that theory beside what the store shows, in people
_LIKE_IT = 0.5  # of the chance that any two names are so much alike
ALIKE = {"forename": (1, 2, 3), "surname": (1, 2, 3)}  # the levels of names that are like each other, not the same

Worth = tuple[float, float]  # bits for one person, and bits for two of one home


class Frequencies(Protocol):
    """How common a value is among the descriptions in the store."""

    @property
    def people(self) -> int: ...

    def share(self, field: str, value: str) -> float | None:
        """The share of descriptions with this value in forename, surname, dob, phone or postcode; None where it is not known."""
        ...


class Weights:
    """What every level of every part is worth by these tables, before anything is known of the value."""

    def __init__(self, tables: Tables) -> None:
        heard = tables.heard()
        areas = {field: tuple(heard.of(field, area) for area in range(AREAS)) for field in FIELDS}
        self._of = {field: (areas[field][UNKNOWN], _by_level(areas[field])) for field in FIELDS}
        phones = {first: heard_of(of_number(tables.fields["phone"], times), "phone") for first, times in SHARED.items()}
        self._of_numbers = {first: (table, _by_level((table,) * AREAS)) for first, table in phones.items()}

    def of(self, field: str, value: str) -> tuple[Table, tuple[tuple[Worth, ...], ...]]:
        """The table for a value, where the postcodes say nothing; and what each level is worth, for every area."""
        if field == "phone" and len(value) == _WHOLE:
            return self._of_numbers.get(value[0], self._of[field])
        return self._of[field]


@lru_cache(8)
def weights_of(tables: Tables) -> Weights:
    """The same, reckoned once for tables that a store uses at every key."""
    return Weights(tables)


class Weighing:
    """What each value in the descriptions is worth beside one question: by level, by area, and by how common the value is."""

    def __init__(self, tables: Tables, frequencies: Frequencies) -> None:
        self._weights, self._frequencies = weights_of(tables), frequencies
        self._people = max(frequencies.people, 2)

    def worth(self, field: str, level: int, value: str) -> tuple[Worth, ...]:
        """Bits for each area, of a description that has this value and stands at this level."""
        table, levels = self._weights.of(field, value)
        if level and level not in ALIKE.get(field, ()):
            return levels[level]
        share = self._frequencies.share(field, value) if field in FIRST else None
        if share is None:
            return levels[level]
        return (self._same(field, share, table) if level == 0 else _like(level, share, table),) * AREAS

    def _same(self, field: str, share: float, table: Table) -> Worth:
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


def _like(level: int, share: float, table: Table) -> Worth:
    """Where a name is only like it: as common as the name itself, and as what else is like it."""
    chance = share + _LIKE_IT * table.u[level]
    same = log2(table.m[level] / chance)
    return same, min(max(same, 0.0), log2(table.h[level] / chance))


def _by_level(areas: Sequence[Table]) -> tuple[tuple[Worth, ...], ...]:
    """For every level what it is worth, for each area."""
    return tuple(tuple(_bits(table, level) for table in areas) for level in range(len(areas[0].m)))


def _bits(table: Table, level: int) -> Worth:
    same, home = log2(table.m[level] / table.u[level]), log2(table.h[level] / table.u[level])
    return same, min(same, home) if level == 0 else home
