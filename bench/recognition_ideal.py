"""How many callers anybody could find by what they told: the best ranker there can be, who knows how often each slip is made.

It ranks all people by how likely each would have told just that, and is given what is so of each, not what was once taken down; so no
ranker who treats all alike can find more (what is in the store is the truth made worse). Where people are equally likely, chance decides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bench import recognition_slips as slips
from bench.recognition_people import People, Row, Values

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Meant = Mapping[str, Mapping[int, float]]
PLACE = ("number", "street", "postcode")
MOST = 5  # candidates among whom the caller is to be


class Ideal:
    """The best ranker of these queries. Phones are not weighed: ask it only where none was told."""

    def __init__(self, people: People, queries: Iterable[Row]) -> None:
        self._people, asked = people, list(queries)
        forms = people.forms
        told = {row[field] for row in asked for field in ("forename", "surname")}
        self._meant: dict[str, Meant] = {
            field: slips.backwards(((n, slips.told_name(name, forms[way])) for n, name in self._borne(field)), told)
            for way, field in enumerate(("forename", "surname"))
        }
        days = ((int(day), slips.told_birth(str(day))) for day in np.unique(people.truth["dob"]))
        self._meant["dob"] = slips.backwards(days, {row["dob"] for row in asked})
        for field in ("street", "postcode"):
            places = ((n, slips.told_place(field, one)) for n, one in self._borne(field))
            self._meant[field] = slips.backwards(places, {row[field] for row in asked})
        numbers = ((int(n), slips.told_place("number", str(n))) for n in np.unique(people.truth["number"]))
        self._meant["number"] = slips.backwards(numbers, {row["number"] for row in asked})
        self._bearing = {field: _by_value(people.truth[field], len(people.words[field].all)) for field in ("forename", "surname")}
        first = np.flatnonzero(np.r_[True, people.home[1:] != people.home[:-1]])
        self._homes = {part: people.truth[part][first] for part in PLACE}
        self._in_home = np.bincount(people.home)[people.home[first]] / people.count

    def found(self, query: Row, person: int, *, turned: bool, stays: bool, known: Sequence[str]) -> float:
        """The chance that this person is among the first five.

        `turned`: the two names were exchanged on purpose; `stays`: only people who had not moved were asked; `known`: the parts that
        are in the store of everybody who was asked for.
        """
        people = self._candidates(query)
        likely = self._names(query, people, turned=turned) * self._born(query["dob"], people) * self._placed(query, people, stays=stays)
        for field in known:
            likely = likely * (self._people.stored[field][people] > (0 if field in ("dob", "number") else -1))
        own = likely[people == person]
        if not own.size or not own[0]:
            return 0.0
        better, alike = int((likely > own[0] * (1 + 1e-9)).sum()), int(np.isclose(likely, own[0], rtol=1e-9, atol=0).sum())
        return min(max(MOST - better, 0) / alike, 1.0)

    def _borne(self, field: str) -> Iterator[tuple[int, str]]:
        """Every word of a field that is true of anybody, with its number."""
        return ((int(n), self._people.words[field].all[n]) for n in np.unique(self._people.truth[field]))

    def _candidates(self, query: Row) -> Ints:
        """Everybody who might have told the surname, or where none was told the given name, in either box."""
        field, other = ("surname", "forename") if query["surname"] else ("forename", "surname")
        told = query[field]
        lists = [self._bearing[field][n] for n in self._meant[field][told]] + [self._bearing[other][n] for n in self._meant[other][told]]
        return np.unique(np.concatenate(lists)) if lists else np.empty(0, np.int64)

    def _names(self, query: Row, people: Ints, *, turned: bool) -> Floats:
        straight = self._told("forename", query["forename"], people) * self._told("surname", query["surname"], people)
        crossed = self._told("forename", query["surname"], people) * self._told("surname", query["forename"], people)
        often = 1 - slips.SWAPPED if turned else slips.SWAPPED
        return (1 - often) * straight + often * crossed

    def _told(self, field: str, told: str, people: Ints) -> Floats:
        """How often each of them tells this name; 1 where none was told."""
        return _looked_up(self._meant[field][told], self._people.truth[field][people]) if told else np.ones(len(people))

    def _born(self, dob: str, people: Ints) -> Floats:
        return _looked_up(self._meant["dob"][dob], self._people.truth["dob"][people]) if dob else np.ones(len(people))

    def _placed(self, query: Row, people: Ints, *, stays: bool) -> Floats:
        parts = [part for part in PLACE if query[part]]
        if not parts:
            return np.ones(len(people))
        here, anywhere = np.ones(len(people)), self._in_home.copy()
        for part in parts:
            here *= _looked_up(self._meant[part][query[part]], self._people.truth[part][people])
            anywhere *= _looked_up(self._meant[part][query[part]], self._homes[part])
        return here if stays else (1 - slips.MOVED) * here + slips.MOVED * anywhere.sum()


def _by_value(values: Values, most: int) -> list[Ints]:
    """Of each value, who has it."""
    order = np.argsort(values, kind="stable")
    return np.split(order, np.searchsorted(values[order], np.arange(1, most)))


def _looked_up(shares: Mapping[int, float], values: Values) -> Floats:
    """The share of each value; 0 of one that is not there."""
    if not shares:
        return np.zeros(len(values))
    known = np.array(sorted(shares))
    given = np.array([shares[int(one)] for one in known])
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[at] == values, given[at], 0.0)
