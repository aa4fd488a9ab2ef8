"""The index of people in the encrypted store: found at the next key, the same when made anew, and gone without a trace when erased."""

import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from struct import pack
from typing import Any

import pytest

from callhandler.log.kinds import Corrected, Erased, PersonDescribed, PlaceDescribed
from callhandler.people.keeping import stored_keys
from callhandler.people.parts import Parts, parts_of
from callhandler.people.person import Description
from callhandler.people.vocabulary import deletions
from callhandler.store.index import ALLEGED, Search, Work
from callhandler.store.people_index import panels, postings
from callhandler.store.vault import Vault
from tests.patience import gone
from tests.people_crowd import crowd, fill
from tests.stores import Place, Writer

MARY = PersonDescribed(
    person="p1", role="caller", name="Mary Pritchard", phone="07700 900123", born="1950-02-03", place="12 Maes Glas CF62 8AB"
)
ASKED = parts_of(Description("asked", "Mary Pritchard", "07700 900123"))


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Place(tmp_path / "store").create()
    yield made
    made.close()


def answers(vault: Vault, asked: Parts) -> list[tuple[str, float]]:
    return [(known.entry, found.scored.bits) for known, found in vault.logbook.search(asked)]


QUESTIONS = (
    Parts(forename="mary", surname="pritchard"), Parts(surname="jones"), Parts(forename="bethan", dob="19500203"), ASKED,
    Parts(surname="prichrad", postcode="cf101ab"), Parts(number="12", street="high street", postcode="cf101ab"), Parts(phone="7700900123"),
)  # fmt: skip


def test_whoever_is_described_is_found_at_once_and_stays_found_when_the_newcomers_are_put_in_order(vault: Vault, writer: Writer):
    fill(vault, writer, 120)
    (mary,) = vault.logbook.append([writer.write(MARY)])
    before = [answers(vault, asked) for asked in QUESTIONS]
    assert answers(vault, ASKED)[0][0] == mary.id
    while vault.logbook.fold_index():
        assert [answers(vault, asked) for asked in QUESTIONS] == before
    assert [answers(vault, asked) for asked in QUESTIONS] == before


def test_an_index_made_anew_gives_the_same_answers(vault: Vault, writer: Writer):
    fill(vault, writer, 120)
    vault.logbook.append([writer.write(MARY), writer.write(MARY.model_copy(update={"phone": "07700 900124"}), case="case-1")])
    before, heard = [answers(vault, asked) for asked in QUESTIONS], list[tuple[int, int]]()
    vault.logbook.rebuild_index(lambda done, whole: heard.append((done, whole)))
    assert heard[-1] == (122, 122)
    assert [answers(vault, asked) for asked in QUESTIONS] == before


def test_of_one_person_in_one_call_the_newest_description_is_found_until_it_is_taken_back(vault: Vault, writer: Writer):
    first, second = vault.logbook.append([writer.write(MARY), writer.write(MARY.model_copy(update={"name": "Mair Pritchard"}))])
    assert [entry for entry, _ in answers(vault, ASKED)] == [second.id]
    assert vault.logbook.people_count() == 1
    vault.logbook.append([writer.write(Corrected(of=second.id))])
    assert [entry for entry, _ in answers(vault, ASKED)] == [first.id]


def test_those_held_responsible_and_places_are_searched_apart(vault: Vault, writer: Writer):
    vault.logbook.append(
        [writer.write(MARY), writer.write(PersonDescribed(person="a1", role="alleged", name="Mary Pritchard"), case="case-2")]
    )
    vault.logbook.append([writer.write(PlaceDescribed(place="12 Maes Glas CF62 8AB"), case="case-3")])
    assert [known.case for known, _ in vault.logbook.search(ASKED)] == ["case-1"]
    assert [known.case for known, _ in vault.logbook.search(ASKED, kind=ALLEGED)] == ["case-2"]
    assert [known.case for known in vault.logbook.at_place("12 Maes Glas, CF62 8AB")] == ["case-3", "case-1"]
    assert [known.case for known in vault.logbook.from_number("+44 7700 900123")] == ["case-1"]


def test_neither_a_number_nor_a_house_is_crowded_out_by_its_neighbours(vault: Vault, writer: Writer):
    here = MARY.model_copy(update={"phone": "0161 496 0123", "place": "12 Maes Glas CF62 8AB"})
    others = [
        PersonDescribed(person=f"n{n}", role="caller", phone=f"0161 496 0{n}", place=f"{n} Maes Glas CF62 8AB")
        for n in range(200, 200 + panels.MOST + 20)
    ]
    vault.logbook.append_many([writer.write(one, case=f"case-{n}") for n, one in enumerate((here, *others))])
    assert [known.case for known in vault.logbook.from_number("0161 496 0123")] == ["case-0"]
    assert "case-0" in [known.case for known in vault.logbook.at_place("12 Maes Glas, CF62 8AB")]


def test_a_refuge_never_names_who_lives_there(vault: Vault, writer: Writer):
    vault.logbook.append([writer.write(MARY), writer.write(PlaceDescribed(place="12 Maes Glas CF62 8AB"), case="case-3")])
    refuges = ("12 Maes Glas CF62 8AB",)
    assert [known.case for known in vault.logbook.at_place("12 maes glas cf62 8ab", refuges)] == ["case-3"]
    assert [known.case for known in vault.logbook.at_place("CF62 8AB", refuges)] == ["case-3"], "nor by the postcode alone"


def test_the_work_of_a_key_is_bounded(vault: Vault, writer: Writer):
    fill(vault, writer, 300)
    with vault.engine.reader.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for one in crowd(writer, 8, seed=2):
            told = parts_of(Description("", one.name, one.phone, one.born, one.place))
            for end in range(1, len(told.surname) + 1):
                for asked in (
                    Parts(surname=told.surname[:end]),
                    Parts(told.forename, told.surname[:end], told.dob, told.phone, postcode=told.postcode),
                ):
                    work = Work()
                    Search().find(driver, asked, "surname", work=work)
                    assert (work.keys <= 120, work.postings <= 6_000, work.rows <= 200, work.statements <= 6) == (True,) * 4


def test_nothing_of_an_erased_person_is_left_in_the_index(vault: Vault, writer: Writer, tmp_path: Path):
    fill(vault, writer, 60)
    with vault.engine.writer.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO reading SELECT {NUMBER - 1}, '', '', '', '', '', '', '', ''")
        connection.exec_driver_sql(f"INSERT INTO description SELECT {NUMBER - 1}, 'x', 'x', 'x', 'caller', 0, 0, 0, '', '', '', '', ''")
    one = PersonDescribed(
        person="z", role="caller", name="Zuleika Quistgaard", phone="07911 123456", born="1944-11-29", place="7 Ffordd Las"
    )
    housemate = one.model_copy(update={"person": "y", "name": "Ann Nowak", "phone": "", "born": ""})
    _, gone = vault.logbook.append([writer.write(housemate, case="case-8"), writer.write(one)])
    while vault.logbook.fold_index():
        pass
    asked = parts_of(Description("", one.name, one.phone, one.born, one.place))
    left = traces(asked) - traces(parts_of(Description("", housemate.name, place=housemate.place)))
    before = plain(vault, tmp_path / "before")
    assert [trace for trace in left if trace not in before] == []
    vault.logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
    after = plain(vault, tmp_path / "after")
    assert [trace for trace in left if trace in after] == []
    assert gone.id not in [entry for entry, _ in answers(vault, asked)]


NUMBER = 0x5A17C3D9


def traces(parts: Parts) -> set[bytes]:
    """The numbers and names under which a description is found: keys and deletions as the engine writes them, the id as blobs hold it."""
    names = {name.encode() for name in (parts.surname,) if name}
    hashes = {number for name in (parts.surname,) for number in deletions(name)}
    numbers = {number.to_bytes(6, "big") for number in hashes}
    return names | numbers | {pack("<I", NUMBER + 1)} | {varint(key) for key in stored_keys(parts)}


def varint(value: int) -> bytes:
    """As SQLite writes the key of a row."""
    digits = [value & 127]
    while value := value >> 7:
        digits.append(value & 127 | 128)
    return bytes(reversed(digits))


def plain(vault: Vault, path: Path) -> bytes:
    """The store without its encryption, in a file of the test's own."""
    with vault.engine.writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("ATTACH DATABASE ? AS plain KEY ''", (str(path),))
        driver.execute("SELECT sqlcipher_export('plain')")
        driver.execute("DETACH DATABASE plain")
    return path.read_bytes()


def test_many_numbers_under_one_key_keep_the_newest(vault: Vault):
    with vault.engine.writer.begin() as connection:
        driver: Any = connection.connection.driver_connection
        for number in range(1, 1_200):
            postings.enter(driver, number, [7])
        while postings.fold(driver):
            pass
        postings.enter(driver, 2_000, [7])
        found = postings.shared(driver, [7])[7]
        assert (found.n, len(found.ids), found.ids[-1]) == (1_200, postings.READ, 2_000)
        postings.leave(driver, 2_000, [7])
        postings.leave(driver, 3, [7])
        assert postings.shared(driver, [7])[7].n == 1_198


def test_what_was_erased_is_not_in_the_write_ahead_log_either(vault: Vault, writer: Writer):
    (gone,) = vault.logbook.append([writer.write(MARY)])
    assert log_of(vault).stat().st_size > 0, "what has just been written lies there at first"
    vault.logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
    assert log_of(vault).stat().st_size == 0
    assert vault.logbook.search(ASKED) == ()


def test_what_somebody_reading_kept_in_the_write_ahead_log_goes_in_the_next_quiet_moment(vault: Vault, writer: Writer):
    (gone,) = vault.logbook.append([writer.write(MARY)])
    with vault.engine.reader.connect() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM entry").scalar()
        vault.logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
        assert log_of(vault).stat().st_size > 0
    while vault.logbook.tidy():
        pass
    assert log_of(vault).stat().st_size == 0


def log_of(vault: Vault) -> Path:
    return vault.folder / "store.db-wal"


def test_a_fold_that_is_broken_off_is_done_again(vault: Vault, writer: Writer):
    fill(vault, writer, 120)
    before = [answers(vault, asked) for asked in QUESTIONS]
    with pytest.raises(KeyboardInterrupt):
        fold_and_break_off(vault)
    assert newcomers(vault) > 0
    while vault.logbook.fold_index():
        pass
    assert newcomers(vault) == 0
    assert [answers(vault, asked) for asked in QUESTIONS] == before


def fold_and_break_off(vault: Vault) -> None:
    with vault.engine.writer.begin() as connection:
        postings.fold(connection.connection.driver_connection)
        raise KeyboardInterrupt


def newcomers(vault: Vault) -> int:
    with vault.engine.reader.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM recent").scalar() or 0)


def test_who_searches_is_never_in_the_way_of_who_writes(vault: Vault, writer: Writer):
    fill(vault, writer, 60)
    ended, found = threading.Event(), Counter[int]()

    def search() -> None:
        found[len(answers(vault, ASKED))] += 1
        while not ended.is_set():
            found[len(answers(vault, ASKED))] += 1

    seeker = threading.Thread(target=search)
    seeker.start()
    try:
        for number in range(12):
            vault.logbook.append([writer.write(MARY.model_copy(update={"person": f"m{number}"}), case=f"m{number}")])
            vault.logbook.tidy()
    finally:
        ended.set()
        gone(seeker)
    assert found
    assert len(vault.logbook.search(ASKED, most=100)) >= 12
