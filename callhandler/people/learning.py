"""What the score learns from the store and from calls without anybody's judgement: how often strangers agree, and one person differs."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from callhandler.people.chance import by_chance, with_homes
from callhandler.people.parts import FIELDS, Parts
from callhandler.people.scoring import Frequencies, Scored, Scorer
from callhandler.people.tables import ADDRESS, AREAS, MISSING, START, Table, Tables, area_of

Call = tuple[Parts, Sequence[Parts]]  # what was asked, and the descriptions that the index found for it
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDS = 12
_LIKELIER = 0.5  # below it a pair teaches nothing: twins, parents and children that nobody told of would be learned as one person
_HELD = 30.0  # matches that the start values count as
_CALLS_HELD = 30.0  # calls that the start value of a prior counts as
_ITSELF = 0.9  # share of calls that find themselves word for word, from which on the calls are taken to be the store


def learn(sample: Sequence[Parts], calls: Sequence[Call], frequencies: Frequencies, start: Tables = START) -> Tables:
    """Tables for this store: u from pairs of the sample, m and the priors from the calls by expectation and maximisation.

    The household tables stay as they are: they are policy. The same sample and calls, in the same order, give the same tables.
    """
    return deque(learning(sample, calls, frequencies, start), maxlen=1)[0]


def learning(sample: Sequence[Parts], calls: Sequence[Call], frequencies: Frequencies, start: Tables = START) -> Iterator[Tables]:
    """The same in short steps, for whoever must do something else in between: the last tables that come are those learned."""
    chance = start
    for chance in by_chance(sample, start):
        yield chance
    chance = with_homes(chance, sample, frequencies.people)
    told = _beside_themselves(calls)
    if not any(known for _, known in told):
        yield chance
        return
    scored: list[Scored] = []
    scorer = Scorer(chance, frequencies.people)
    for asked, known in told:
        scored += scorer.score(asked, known, frequencies)
        yield chance
    pairs = _pairs(scored, scorer)
    learned = chance
    for _ in range(_ROUNDS):
        weights = pairs.weights(learned)
        learned = pairs.tables(learned, np.where(weights < _LIKELIER, 0.0, weights), start)
        yield learned
    yield pairs.with_prior(learned, len(told))


def _beside_themselves(calls: Sequence[Call]) -> Sequence[Call]:
    """The calls without their own descriptions, where what was asked is what stands in the store."""
    itself = sum(asked in known for asked, known in calls)
    if itself < _ITSELF * len(calls):
        return calls
    return [(asked, [one for one in known if one != asked]) for asked, known in calls]


class _Pairs:
    """Every call with each description found for it: the level of every field, and the bits that no m has a part in."""

    def __init__(self, levels: Ints, areas: Ints, rest: Floats) -> None:
        self._levels, self._areas, self._rest = levels, areas, rest

    def weights(self, tables: Tables) -> Floats:
        """How likely each pair is of one person."""
        bits = self._rest + sum(self.log_m(tables, place) for place in range(len(FIELDS)))
        return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -60, 60))))

    def tables(self, tables: Tables, weights: Floats, start: Tables) -> Tables:
        """The tables with every m as these weights have it, the start values counting as some matches."""
        first = {field: self._learned(table, weights, start.fields[field], field, None) for field, table in tables.fields.items()}
        address = {
            field: tuple(self._learned(table, weights, start.address[field][area], field, area) for area, table in enumerate(areas))
            for field, areas in tables.address.items()
        }
        return replace(tables, fields=first, address=address)

    def with_prior(self, tables: Tables, calls: int) -> Tables:
        """The tables with how many descriptions of the caller a call finds."""
        weights = self.weights(tables)
        same = (weights.sum() + _CALLS_HELD * tables.same) / (calls + _CALLS_HELD)
        return replace(tables, same=float(same))

    def _learned(self, table: Table, weights: Floats, start: Table, field: str, area: int | None) -> Table:
        place = FIELDS.index(field)
        here = self._levels[:, place] != MISSING
        if area is not None:
            here &= self._areas == area
        found = np.bincount(self._levels[here, place], weights[here], minlength=len(start.m))
        learned = (found + _HELD * np.array(start.m)) / (found.sum() + _HELD)
        return replace(table, m=tuple(float(share) for share in learned))

    def log_m(self, tables: Tables, place: int) -> Floats:
        """log2 of m for a field in every pair; 0 where it was not told."""
        field, levels = FIELDS[place], self._levels[:, place]
        rows = [tables.of(field, area).m for area in range(AREAS)]
        chosen = np.log2(np.array(rows))[self._areas if field in ADDRESS else 0, np.maximum(levels, 0)]
        return np.where(levels == MISSING, 0.0, chosen)


def _pairs(scored: Sequence[Scored], scorer: Scorer) -> _Pairs:
    levels = np.array([[one.levels[field] for field in FIELDS] for one in scored])
    areas = np.array([area_of(int(level)) for level in levels[:, FIELDS.index("postcode")]])
    pairs = _Pairs(levels, areas, np.zeros(len(scored)))
    own = sum(pairs.log_m(scorer.tables, place) for place in range(len(FIELDS)))
    return _Pairs(levels, areas, np.array([one.bits for one in scored]) - own)
