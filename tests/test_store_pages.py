"""A damaged page is noticed: in a small store before it opens, in a large one in a quiet moment, and never taken for a whole one."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from queue import Queue
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from callhandler.store import condition, pages, vault
from callhandler.store.engine import connect
from callhandler.store.pages import Pages
from callhandler.store.pen import Pen
from callhandler.store.troubles import Damaged, DamageFound, DamageSeen, VaultTrouble
from callhandler.store.vault import Vault
from tests.patience import gone
from tests.stores import CHEAP, PASSPHRASE, Place, Writer

KEY = bytes(range(32))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "store")
    opened = made.create()
    opened.logbook.append([made.writer.note()])
    with opened.engine.writer.begin() as connection:
        fill(connection.connection.driver_connection)
    opened.close()
    return made


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some hundred pages."""
    folder = tmp_path_factory.mktemp("made")
    condition.begin(folder, KEY)
    path = folder / condition.NAME
    with closing(connect(str(path), KEY)) as connection:
        fill(connection)
        condition.checkpoint(connection)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def fill(connection: Any) -> None:
    """With pages that nobody reads when it is opened."""
    connection.execute("CREATE TABLE some (words BLOB)")
    connection.executemany("INSERT INTO some VALUES (randomblob(?))", [(1_500,)] * 300)


def large(place: Place) -> Vault:
    """Opened as a store is that has too many pages to go through all of them first."""
    return vault.unlock(place.folder, PASSPHRASE, place.keyring, floor=CHEAP, whole=10)


def tidy(opened: Vault) -> None:
    while opened.logbook.tidy():
        pass


def flip(path: Path, at: int) -> None:
    whole = bytearray(path.read_bytes())
    whole[at] ^= 1
    path.write_bytes(whole)


def gone_through(path: Path) -> bool:
    """Whether all pages are whole, one after the other."""
    try:
        with closing(connect(str(path), KEY)) as connection:
            through = Pages.of(path, KEY, connection, 1)
        while through.left > 0:
            through.look()
    except DamageFound:
        return False
    return True


@pytest.mark.req("T5")
def test_one_flipped_bit_is_found_wherever_it_is(store: Path) -> None:
    chance, whole = Random(7), store.read_bytes()
    assert gone_through(store)
    for _ in range(60):
        flip(store, chance.randrange(4_096, len(whole)))  # SQLCipher itself looks at the first page, or nothing opens
        assert not gone_through(store)
        store.write_bytes(whole)


@pytest.mark.req("T5")
def test_pages_that_were_exchanged_are_found(store: Path) -> None:
    whole = store.read_bytes()
    store.write_bytes(whole[: 4_096 * 9] + whole[4_096 * 10 : 4_096 * 11] + whole[4_096 * 9 : 4_096 * 10] + whole[4_096 * 11 :])
    assert not gone_through(store)


def test_a_large_store_opens_at_once_and_its_damage_is_found_in_a_quiet_moment(place: Place) -> None:
    path = place.folder / condition.NAME
    flip(path, path.stat().st_size - 9_000)
    (place.folder / pages.PLACE).write_text(str(path.stat().st_size // 4_096))  # the last sitting came to its end
    opened = large(place)
    assert opened.trouble is None
    with pytest.raises(DamageFound):
        tidy(opened)
    opened.close()
    again = large(place)
    assert isinstance(again.trouble, Damaged)
    again.close()


@pytest.mark.req("T5")
def test_damage_that_is_found_in_a_quiet_moment_is_told_in_the_same_sitting(place: Place) -> None:
    path = place.folder / condition.NAME
    flip(path, path.stat().st_size - 9_000)
    (place.folder / pages.PLACE).write_text(str(path.stat().st_size // 4_096))
    opened = large(place)
    heard: Queue[VaultTrouble] = Queue()
    pen = Pen(opened.logbook, lambda _ids: None, heard.put, pauses=(0.0, 0.0))
    assert isinstance(heard.get(timeout=20), DamageSeen)
    pen.close()
    opened.close()


def test_a_small_store_is_gone_through_before_it_opens(place: Place) -> None:
    path = place.folder / condition.NAME
    flip(path, path.stat().st_size - 9_000)
    opened = place.unlock()
    assert isinstance(opened.trouble, Damaged)
    assert not opened.logbook.tidy()
    opened.close()


def test_a_store_of_which_the_end_is_missing_does_not_open(store: Path) -> None:
    store.write_bytes(store.read_bytes()[: -4_096 * 3])
    assert isinstance(condition.examine(store.parent, KEY, whole=1), DamageFound)


@pytest.mark.parametrize("told", ["", "x", "-5", "999999"])
def test_a_place_that_makes_no_sense_begins_anew(store: Path, told: str) -> None:
    store.with_name(pages.PLACE).write_text(told)
    assert gone_through(store)


def test_short_sittings_come_to_the_end_as_well(store: Path) -> None:
    with closing(connect(str(store), KEY)) as connection:
        through = Pages.of(store, KEY, connection, 1)
    flip(store, store.stat().st_size - 5)
    store.with_name(pages.PLACE).write_text(str(through.left - 1))
    with pytest.raises(DamageFound):
        replace(through).look()


def test_it_cries_no_wolf_while_somebody_writes(place: Place) -> None:
    opened, ended, writer = large(place), Event(), Writer()

    def write() -> None:
        while not ended.is_set():
            opened.logbook.append([writer.note("x" * 3_000)])

    hand = Thread(target=write)
    hand.start()
    try:
        for _ in range(40):
            assert not replace(opened.pages, left=1).more(opened.engine)
    finally:
        ended.set()
        gone(hand)
        opened.close()
