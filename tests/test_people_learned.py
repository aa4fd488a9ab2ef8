"""What a store learns of how its people are told apart: in quiet moments, the same every time, and kept inside the encrypted file."""

import random
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from callhandler.people.parts import parts_of
from callhandler.people.person import Description
from callhandler.people.tables import START, Table, Tables
from callhandler.store import index
from callhandler.store.index import Said
from callhandler.store.vault import Vault
from tests.stores import Place

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Place(tmp_path / "store").create()
    made.logbook.fill_index((said, True) for said in households(30))
    yield made
    made.close()


def households(count: int) -> Iterator[Said]:
    """Two to a home, and some of them told a second time."""
    dice = random.Random(5)
    for home in range(count):
        place, family = f"{home} High Street CF{dice.randrange(10, 40)} {dice.randrange(1, 9)}AB", dice.choice(("Jones", "Khan", "Nowak"))
        for one, given in enumerate(dice.sample(("Ann", "Bethan", "Ewan", "Mary", "Yusuf"), 2)):
            born = f"19{dice.randrange(30, 99)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
            for call in range(1 + (home % 3 == 0)):
                case = f"{home}-{one}-{call}"
                described = Description(f"{case}.caller", f"{given} {family}", f"07{dice.randrange(10**9):09}", born, place)
                yield Said(case, case, home, AT, described, parts_of(described))


def pretend(vault: Vault, people: int) -> None:
    with vault.engine.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE total SET n = ? WHERE kind = 0", (people,))


def kept(vault: Vault) -> Tables:
    with vault.engine.reader.connect() as connection:
        return index.kept(connection.connection.driver_connection)


def put_in_order(vault: Vault) -> int:
    logbook, steps = vault.logbook, 1
    while logbook.tidy():
        steps += 1
    return steps


def test_a_small_store_keeps_to_the_start_values(vault: Vault):
    put_in_order(vault)
    assert kept(vault) == START


def test_a_large_one_learns_step_by_step_and_again_once_it_has_grown_by_a_tenth(vault: Vault):
    pretend(vault, 6_000)
    assert put_in_order(vault) > 50
    first = kept(vault)
    assert first != START
    assert first.fields["dob"].h == START.fields["dob"].h, "what a home shares is policy, and never learned"
    assert put_in_order(vault) == 1, "nothing new to learn from"
    pretend(vault, 6_700)
    assert put_in_order(vault) > 50


def test_the_same_store_teaches_the_same(vault: Vault):
    with vault.engine.reader.connect() as connection:
        driver: Any = connection.connection.driver_connection
        one, other = ([*index.learning_from(lambda: nullcontext(driver))][-1] for _ in range(2))
    assert one == other


def test_what_an_older_version_learned_by_other_levels_is_learned_anew(vault: Vault):
    born = START.fields["dob"]
    older = Tables({**START.fields, "dob": Table(born.m[:6], born.h[:6], born.u[:6])}, START.address)
    with vault.engine.writer.begin() as connection:
        index.keep(connection.connection.driver_connection, older)
    assert kept(vault) == START
    pretend(vault, 6_000)
    assert put_in_order(vault) > 50
    assert len(kept(vault).fields["dob"].m) == len(born.m)
    assert put_in_order(vault) == 1


def test_what_is_learned_is_read_back_to_the_last_digit_and_used(vault: Vault):
    asked = parts_of(Description("", "Ann Jones", born="1950-02-03"))
    before = [found.scored.bits for _, found in vault.logbook.search(asked)]
    with vault.engine.reader.connect() as connection:
        learned = [*index.learning_from(lambda: nullcontext(connection.connection.driver_connection))][-1]
    with vault.engine.writer.begin() as connection:
        index.keep(connection.connection.driver_connection, learned)
    assert kept(vault) == learned
    assert [found.scored.bits for _, found in vault.logbook.search(asked)] != before
