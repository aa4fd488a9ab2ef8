"""What a search remembers of the last keys: the answers stay the same, the store is asked less, and nothing outlives a change."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from callhandler.log.kinds import Corrected, Erased, PersonDescribed
from callhandler.people.parts import Parts, parts_of
from callhandler.people.person import Description
from callhandler.store.index import Found, Remembered, Search, Work
from callhandler.store.vault import Vault
from tests.people_crowd import crowd, fill
from tests.stores import Place, Writer

MARY = PersonDescribed(person="p1", role="caller", name="Mary Pritchard", phone="07700 900123", born="1950-02-03")
ASKED = parts_of(Description("asked", "Mary Pritchard", "07700 900123"))


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Place(tmp_path / "store").create()
    yield made
    made.close()


def test_what_is_remembered_of_the_last_keys_changes_no_answer(vault: Vault, writer: Writer):
    """The quick path and the plain one: every keystroke of many calls, while others write, fold and erase in between."""
    fill(vault, writer, 200)
    before, dice = Remembered(), random.Random(4)
    for number, one in enumerate(crowd(writer, 12, seed=3)):
        for asked, typing in keystrokes(one):
            with vault.engine.reader.connect() as connection:
                driver: Any = connection.connection.driver_connection
                quick = Search().find(driver, asked, typing, before=before)
                assert [found_as(each) for each in quick] == [found_as(each) for each in Search().find(driver, asked, typing)]
            if dice.random() < 0.1:
                vault.logbook.append([writer.write(one.model_copy(update={"person": f"d{number}{typing}"}), case=f"d{number}{typing}")])
        vault.logbook.tidy()


def test_what_is_remembered_asks_the_store_less(vault: Vault, writer: Writer):
    fill(vault, writer, 200)
    before, quick, plain = Remembered(), Work(), Work()
    with vault.engine.reader.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for one in crowd(writer, 4, seed=3):
            for asked, typing in keystrokes(one):
                Search().find(driver, asked, typing, work=quick, before=before)
                Search().find(driver, asked, typing, work=plain)
    assert (quick.keys, quick.postings, quick.rows) == (plain.keys, plain.postings, plain.rows)
    assert quick.statements < plain.statements * 2 / 3


def test_what_is_written_beside_the_index_is_no_reason_to_forget(vault: Vault, writer: Writer):
    fill(vault, writer, 60)
    before, again = Remembered(), Work()
    with vault.engine.reader.connect() as connection:
        driver: Any = connection.connection.driver_connection
        Search().find(driver, ASKED, before=before)
        vault.logbook.append([writer.write(Corrected(of="nothing"), case="case-2")])
        Search().find(driver, ASKED, work=again, before=before)
    assert again.statements == 0


def test_an_erased_person_is_not_remembered(vault: Vault, writer: Writer):
    (gone,) = vault.logbook.append([writer.write(MARY)])
    assert [known.entry for known, _ in vault.logbook.search(ASKED)] == [gone.id]
    vault.logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
    assert vault.logbook.search(ASKED) == ()


def keystrokes(one: PersonDescribed) -> Iterator[tuple[Parts, str]]:
    """A call as it is typed: number, names, date of birth and postcode, key by key, a name mistyped and mended on the way."""
    told = parts_of(Description("", one.name, one.phone, one.born, one.place))
    said = Parts()
    for part in ("phone", "forename", "surname", "dob", "postcode"):
        whole = getattr(told, part)
        for typed in (*(whole[:end] for end in range(1, len(whole))), f"{whole[:-2]}q", whole):
            yield replace(said, **{part: typed}), part
        said = replace(said, **{part: whole})
    yield replace(said, forename=said.surname, surname=said.forename), ""


def found_as(one: Found) -> tuple[object, ...]:
    return one.number, one.parts, one.scored.bits, dict(one.scored.parts), dict(one.scored.levels), one.scored.swapped
