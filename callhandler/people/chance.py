"""How often two people who have nothing to do with each other agree by chance, as the store itself shows it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice

from callhandler.people.comparing import BORN_ALIKE, LEVEL_OF, dob_level, forename_level, street_level
from callhandler.people.parts import Parts, district
from callhandler.people.tables import ADDRESS, AGREES, ELSEWHERE, LEVELS, MISSING, NEAR, UNKNOWN, Table, Tables

_PAIRS = 60_000
_STEPS = 20
_NEAR_PAIRS = 20_000
_ENOUGH = 1000  # descriptions from which on homes are counted
_TAKEN_FOR = 0.45  # of those at home, how many are weighed as a rival: policy, set where unseen twins and children stay below likely
_MOST_AT_HOME = 12  # of a hostel no more are paired
_OTHER_NAME = LEVELS["forename"].index("other")
_COUNTED = 5  # sightings from which on a level is believed
Pair = tuple[Parts, Parts]


def by_chance(sample: Sequence[Parts], start: Tables) -> Iterator[Tables]:
    """The tables with every u counted among pairs of the sample: any two, two of one postcode, two of one district.

    One field more is counted with each of the tables that come; the last has them all. Where a level was seen too seldom the start
    value stands, or what so many pairs without it allow at the most.
    """
    counted = start
    if len(sample) < 2:
        return
    strangers = tuple(_apart(sample))
    for field, table in start.fields.items():
        known = replace(table, u=_counted(field, strangers, _theory(field, table.u, sample)))
        counted = replace(counted, fields={**counted.fields, field: known})
        yield counted
    nearby = {AGREES: tuple(_of_one(sample, lambda one: one.postcode)), NEAR: tuple(_of_one(sample, lambda one: district(one.postcode)))}
    pairs = {**nearby, ELSEWHERE: strangers, UNKNOWN: strangers}
    for field in ADDRESS:
        counted = replace(counted, address={**counted.address, field: _given_area(field, start.address[field], pairs)})
        yield counted


def with_homes(tables: Tables, sample: Sequence[Parts], people: int) -> Tables:
    """The tables with how many others of the same home there are for a caller; the start value where the sample is too small."""
    if len(sample) < _ENOUGH:
        return tables
    homes: dict[tuple[str, str], list[Parts]] = defaultdict(list)
    for one in sample:
        if one.postcode and one.number:
            homes[one.postcode, one.number].append(one)
    pairs = sum(_two_people(one, other) for at_home in homes.values() for one, other in combinations(at_home[:_MOST_AT_HOME], 2))
    placed = sum(map(len, homes.values())) * len(sample) / max(people, len(sample))
    return replace(tables, home=(_TAKEN_FOR * 2 * pairs + tables.home) / (placed + 1))


def _two_people(one: Parts, other: Parts) -> bool:
    """Whether two at one address are surely two: neither given name nor date of birth alike, and not two streets."""
    apart = forename_level(one.forename, other.forename) == _OTHER_NAME and dob_level(one.dob, other.dob) not in BORN_ALIKE
    return apart and street_level(one.street, other.street) in (MISSING, 0, 1)


def _given_area(field: str, areas: Sequence[Table], pairs: Mapping[int, Sequence[Pair]]) -> tuple[Table, ...]:
    return tuple(_mistyped(replace(table, u=_counted(field, pairs[area], table.u))) for area, table in enumerate(areas))


def _mistyped(table: Table) -> Table:
    """What two neighbours share, such as a street, a caller mistypes for the neighbour as often as for themselves."""
    return replace(table, u=tuple(max(u, table.u[0] * m / table.m[0]) for u, m in zip(table.u, table.m, strict=True)))


def _counted(field: str, pairs: Sequence[Pair], start: tuple[float, ...]) -> tuple[float, ...]:
    seen = Counter(level for one, other in pairs if (level := LEVEL_OF[field](getattr(one, field), getattr(other, field))) >= 0)
    total = seen.total()
    if not total:
        return start
    return tuple(seen[level] / total if seen[level] >= _COUNTED else min(u, _COUNTED / total) for level, u in enumerate(start))


def _theory(field: str, start: tuple[float, ...], sample: Sequence[Parts]) -> tuple[float, ...]:
    """For numbers, how many there are to be had: a short one has more neighbours than a long one."""
    lengths = Counter(len(one.phone) for one in sample if one.phone)
    if field != "phone" or not lengths:
        return start
    numbers = 10.0 ** lengths.most_common(1)[0][0]
    return (max(start[0], 1 / numbers), max(start[1], 100 / numbers), max(start[2], 2000 / numbers), *start[3:])


def _apart(sample: Sequence[Parts]) -> Iterator[Pair]:
    """Pairs from all over the sample, the same every time: each with others at growing distances."""
    size = len(sample)
    steps = min(max(1, _PAIRS // size), _STEPS, size - 1)
    for step in range(1, steps + 1):
        stride = (step * 7919) % (size - 1) + 1
        yield from ((sample[place], sample[(place + stride) % size]) for place in range(size))


def _of_one(sample: Sequence[Parts], area: Callable[[Parts], str]) -> Iterator[Pair]:
    """Neighbouring pairs of one area, two of one home left out as far as surname and number tell."""
    areas: dict[str, list[Parts]] = defaultdict(list)
    for one in sample:
        if where := area(one):
            areas[where].append(one)
    pairs = ((one, other) for people in areas.values() for step in (1, 2, 3) for one, other in zip(people, people[step:], strict=False))
    yield from islice((pair for pair in pairs if _strangers(*pair)), _NEAR_PAIRS)


def _strangers(one: Parts, other: Parts) -> bool:
    return one.surname != other.surname and (not one.phone or one.phone != other.phone)
