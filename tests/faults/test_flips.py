"""No flipped bit in a store goes unnoticed, and a damaged store is kept as evidence while the operator works on."""

import random
import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from callhandler.store import condition, header, marks
from callhandler.store.troubles import Damaged, OlderCopy, StoreGone
from tests.faults import flips
from tests.stores import Place

PAGE = 4096


@pytest.mark.req("F5", "T5")
def test_a_few_random_flips_are_all_noticed():
    tally = flips.run(20, seed=1)
    assert not tally.unnoticed
    assert tally.slowest < 30


@pytest.mark.soak
@pytest.mark.req("F5", "T5")
def test_many_random_flips_are_all_noticed():
    assert not flips.run(1000, seed=2).unnoticed


@pytest.mark.req("F5")
@pytest.mark.parametrize("name", [header.NAME, header.TWIN, marks.NAME, "lock"])
def test_a_flip_in_a_small_file_beside_the_store_neither_shuts_nor_fools_it(tmp_path: Path, name: str):
    place = Place(tmp_path / "store")
    vault = place.create()
    vault.logbook.append([place.writer.note() for _ in range(12)])
    vault.close()
    path = place.folder / name
    path.write_bytes(path.read_bytes() or b"x")
    dice = random.Random(3)
    for _ in range(10):
        flips.flip(path, dice.randrange(path.stat().st_size), dice.randrange(8))
        vault = place.unlock()
        assert vault.trouble is None
        assert len(vault.logbook.entries()) == 12
        vault.close()


@pytest.mark.req("F5", "T5")
def test_a_flip_in_the_write_ahead_log_of_a_killed_program_loses_nothing_silently(tmp_path: Path):
    """SQLite itself drops everything after the flip without a word: the mark beside the store notices."""
    place = Place(tmp_path / "store")
    vault = place.create()
    for number in range(12):
        vault.logbook.append([place.writer.note(str(number))])
    dice, killed = random.Random(4), tmp_path / "killed"
    noticed = 0
    for _ in range(12):
        shutil.copytree(place.folder, killed)
        wal = killed / f"{condition.NAME}-wal"
        flips.flip(wal, dice.randrange(wal.stat().st_size), dice.randrange(8))
        after = Place(killed, deepcopy(place.keyring)).unlock()
        assert isinstance(after.trouble, OlderCopy) or len(after.logbook.entries()) == 12
        noticed += isinstance(after.trouble, OlderCopy)
        after.close()
        shutil.rmtree(killed)
    assert noticed
    vault.close()


@pytest.mark.req("F5")
def test_a_store_that_is_gone_is_told_apart_and_a_new_one_begun(tmp_path: Path):
    place = Place(tmp_path / "store")
    place.create().close()
    (place.folder / condition.NAME).unlink()
    vault = place.unlock()
    assert isinstance(vault.trouble, StoreGone)
    vault.logbook.append([place.writer.note()])
    vault.close()


@pytest.mark.req("F5")
@pytest.mark.parametrize("content", [b"", b"not a store", bytes(8192)])
def test_something_else_in_its_place_is_put_aside(tmp_path: Path, content: bytes):
    place = Place(tmp_path / "store")
    place.create().close()
    (place.folder / condition.NAME).write_bytes(content)
    vault = place.unlock()
    assert isinstance(vault.trouble, Damaged | StoreGone)
    vault.close()


@pytest.mark.req("F5")
def test_damage_twice_keeps_both_as_evidence(tmp_path: Path):
    place = Place(tmp_path / "store")
    place.create().close()
    for _ in range(2):
        flips.flip(place.folder / condition.NAME, 5000, 1)
        place.unlock().close()
    assert sorted(path.name for path in place.folder.glob("damaged-*.db")) == ["damaged-1.db", "damaged-2.db"]


@pytest.mark.req("T5")
def test_a_page_put_back_from_an_older_copy_is_noticed(tmp_path: Path):
    """Each page is sealed with the right key; only the chain can tell."""
    place = Place(tmp_path / "store")
    vault = place.create()
    vault.logbook.append([place.writer.note(str(number)) for number in range(100)])
    vault.close()
    old = (place.folder / condition.NAME).read_bytes()
    vault = place.unlock()
    vault.logbook.append([place.writer.note(str(number)) for number in range(100)])
    vault.close()
    new = (place.folder / condition.NAME).read_bytes()
    changed = [at for at in range(0, len(old), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    assert len(changed) > 3
    for at in changed:
        mixed = new[:at] + old[at : at + PAGE] + new[at + PAGE :]
        assert _noticed_or_the_same(place, tmp_path / "mixed", mixed), f"page {at // PAGE + 1}"


def _noticed_or_the_same(place: Place, folder: Path, content: bytes) -> bool:
    """A page that was written anew with nothing changed in it may well be put back."""
    shutil.copytree(place.folder, folder)
    (folder / condition.NAME).write_bytes(content)
    vault = Place(folder, deepcopy(place.keyring)).unlock()
    noticed = vault.trouble is not None or vault.logbook.verify() is not None or len(vault.logbook.entries("case-1")) == 200
    vault.close()
    shutil.rmtree(folder)
    return noticed
