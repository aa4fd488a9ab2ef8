"""What is learned from a store and from calls that nobody judged, and what never is."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from callhandler.people.learning import learn
from callhandler.people.parts import Parts
from callhandler.people.tables import LEVELS, START

SIZE = 1200


class Counted:
    """A store that counts how common a value is."""

    def __init__(self, people: list[Parts]) -> None:
        self.people = len(people)
        self._bearers = {field: Counter(getattr(one, field) for one in people) for field in ("forename", "surname")}

    def share(self, field: str, value: str) -> float | None:
        return self._bearers[field][value] / self.people if field in self._bearers else None


def letters(dice: Random, size: int) -> str:
    return "".join(dice.choice("abcdefghiklmnoprstuvwxyz") for _ in range(size))


def invented(dice: Random) -> Parts:
    born = f"{dice.randrange(1930, 2010)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}"
    return Parts(
        letters(dice, 6),
        letters(dice, 7),
        born,
        str(dice.randrange(7000000000, 7999999999)),
        str(dice.randrange(1, 90)),
        postcode=f"cf{dice.randrange(1, 90)}{dice.randrange(10)}ab",
    )


@pytest.fixture(scope="module")
def people() -> list[Parts]:
    dice = Random(4)
    return [invented(dice) for _ in range(SIZE)]


@pytest.fixture(scope="module")
def learned(people):
    """The tables from calls of which every third has another number than in the store."""
    dice = Random(5)
    told = [replace(one, phone=str(dice.randrange(7000000000, 7999999999))) if k % 3 == 0 else one for k, one in enumerate(people[:300])]
    calls = [(asked, [known, *people[k + 1 : k + 4]]) for k, (asked, known) in enumerate(zip(told, people, strict=False))]
    return learn(people, calls, Counted(people))


def test_how_often_one_person_differs_is_learned(learned):
    assert learned.fields["phone"].m[0] == pytest.approx(2 / 3, abs=0.05)
    assert learned.fields["forename"].m[0] > START.fields["forename"].m[0]


def test_how_often_a_call_finds_its_caller_is_learned(learned):
    assert learned.same == pytest.approx(1.0, abs=0.1)


def test_the_household_tables_are_never_learned(learned):
    assert all(learned.fields[field].h == START.fields[field].h for field in START.fields)
    assert all(
        table.h == begun.h for field in START.address for table, begun in zip(learned.address[field], START.address[field], strict=True)
    )


def test_a_store_without_homes_fears_none(learned):
    assert learned.home < 0.5 < START.home


def test_every_level_keeps_a_chance(learned):
    for field, levels in LEVELS.items():
        tables = learned.address[field] if field in learned.address else (learned.fields[field],)
        for table in tables:
            assert len(table.m) == len(table.u) == len(table.h) == len(levels)
            assert all(0 < share <= 1 for share in (*table.m, *table.u, *table.h))


def test_the_same_calls_teach_the_same(people, learned):
    calls = [(one, [one]) for one in people[:20]]
    assert learn(people[:50], calls, Counted(people)) == learn(people[:50], calls, Counted(people))


def test_nothing_is_learned_of_nothing():
    assert learn([], [], Counted([Parts()])) == START


def test_calls_that_are_the_store_do_not_learn_from_themselves(people):
    twice = [*people[:200], *(replace(one, surname=one.surname[:-1] + "x") for one in people[:200])]
    calls = [(one, [one, twice[k + 200]]) for k, one in enumerate(twice[:200])]
    told = learn(twice, calls, Counted(twice))
    assert told.fields["surname"].m[0] < 0.5
