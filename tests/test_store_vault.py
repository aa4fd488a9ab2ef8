"""The vault opens for its operator on its computer, and for nobody else anywhere."""

import json
import shutil
import stat
import sys
from pathlib import Path

import pytest

from callhandler.log.device import verify_head
from callhandler.store import header, tries, vault
from callhandler.store.header import COST, Cost
from callhandler.store.secrets import KeptInMemory
from callhandler.store.troubles import (
    AlreadyOpen,
    AlreadyThere,
    HeaderAltered,
    KeyringChanged,
    KeyringLocked,
    KeyringMissing,
    NetworkFolder,
    NoVault,
    OlderCopy,
    ReadOnlyProfile,
    TooShort,
    VaultTrouble,
    WrongPassphrase,
)
from callhandler.store.wrapping import wrapping_key
from tests.keepers import FickleKeyring, ForgetfulKeyring
from tests.stores import CHEAP, COLLAR, PASSPHRASE, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "store")


def test_what_was_recorded_is_there_at_the_next_sign_in(place: Place):
    made = place.create()
    (entry,) = made.logbook.append([place.writer.note("heard shouting")])
    made.close()
    again = place.unlock()
    assert again.operator == COLLAR
    assert again.logbook.entries() == (entry,)
    assert again.logbook.verify() is None
    assert again.trouble is None
    again.close()


@pytest.mark.req("T1")
def test_a_wrong_passphrase_opens_nothing_and_each_makes_the_wait_longer(place: Place):
    place.create().close()
    waits = [_trouble(place, "wrong horse battery").values["wait"] for _ in range(8)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    place.unlock().close()
    assert _trouble(place, "wrong horse battery").values["wait"] == 1


def _trouble(place: Place, passphrase: str) -> VaultTrouble:
    with pytest.raises(WrongPassphrase) as raised:
        place.unlock(passphrase)
    return raised.value


@pytest.mark.req("T1")
def test_a_copied_profile_does_not_open_elsewhere_even_with_the_passphrase(place: Place, tmp_path: Path):
    place.create().close()
    shutil.copytree(place.folder, tmp_path / "stolen")
    with pytest.raises(KeyringChanged):
        Place(tmp_path / "stolen", KeptInMemory()).unlock()


@pytest.mark.req("T1", "F16")
def test_another_secret_in_the_keyring_is_told_apart_from_a_wrong_passphrase(place: Place):
    made = place.create()
    made.close()
    place.keyring.keep(made.op, "A" * 43 + "=")
    with pytest.raises(KeyringChanged):
        place.unlock()
    place.keyring.keep(made.op, "not base64!")
    with pytest.raises(KeyringChanged):
        place.unlock()


@pytest.mark.req("T1")
@pytest.mark.parametrize("cheaper", [Cost(t=1), Cost(m=1024), Cost(p=1)])
def test_a_header_that_makes_guessing_cheaper_is_refused(place: Place, cheaper: Cost):
    vault.create(place.folder, COLLAR, PASSPHRASE, place.keyring).close()
    header.write(place.folder, header.read(place.folder).model_copy(update={"kdf": cheaper}))
    with pytest.raises(HeaderAltered):
        vault.unlock(place.folder, PASSPHRASE, place.keyring)


@pytest.mark.req("T1")
def test_the_wrapped_keys_vouch_for_the_cost(place: Place):
    """Even where the floor would let it pass, an altered cost does not open."""
    place.create().close()
    header.write(place.folder, header.read(place.folder).model_copy(update={"kdf": Cost(t=2, m=64, p=1)}))
    with pytest.raises(VaultTrouble):
        place.unlock()


@pytest.mark.req("T1", "F12")
@pytest.mark.parametrize("taken", ["op", "key", "device", "operator", "salt"])
def test_one_operators_keys_do_not_open_anothers_store(place: Place, tmp_path: Path, taken: str):
    other = Place(tmp_path / "other", place.keyring)
    other.create().close()
    place.create().close()
    mixed = header.read(place.folder).model_copy(update={taken: getattr(header.read(other.folder), taken)})
    header.write(place.folder, mixed)
    with pytest.raises(VaultTrouble):
        place.unlock()


@pytest.mark.req("T1")
def test_the_key_needs_the_passphrase_and_the_secret_of_the_computer_and_grows_dearer_with_the_cost():
    asked = (("pass", b"secret", b"0123456789abcdef", CHEAP), ("Pass", b"secret", b"0123456789abcdef", CHEAP))
    others = (("pass", b"Secret", b"0123456789abcdef", CHEAP), ("pass", b"secret", b"0123456789abcdeF", CHEAP))
    dearer = ("pass", b"secret", b"0123456789abcdef", Cost(t=2, m=64, p=1))
    assert len({wrapping_key(*one) for one in (*asked, *others, dearer)}) == 5
    assert wrapping_key(*asked[0]) == wrapping_key(*asked[0])


@pytest.mark.req("T1")
def test_the_header_names_nobody(place: Place):
    place.create().close()
    text = (place.folder / header.NAME).read_text()
    assert COLLAR not in text
    assert set(json.loads(text)["header"]) == {"v", "op", "kdf", "salt", "key", "device", "operator"}


@pytest.mark.req("T1")
def test_production_asks_for_what_the_requirements_say():
    assert (COST.t, COST.m, COST.p) == (3, 64 * 1024, 4)


@pytest.mark.req("T5")
def test_one_flipped_bit_in_the_header_does_not_shut_the_store_and_two_are_noticed(place: Place):
    place.create().close()
    _flip(place.folder / header.NAME)
    place.unlock().close()
    _flip(place.folder / header.TWIN)
    with pytest.raises(HeaderAltered):
        place.unlock()


def _flip(path: Path) -> None:
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(bytes(text))


@pytest.mark.req("R12")
def test_a_short_passphrase_is_refused_and_a_long_one_with_any_letters_is_not(place: Place):
    with pytest.raises(TooShort):
        vault.create(place.folder, COLLAR, "elevenchars", place.keyring, cost=CHEAP)
    long = "tŷ ar y bryn, 🐑 " * 8
    vault.create(place.folder, COLLAR, long, place.keyring, cost=CHEAP).close()
    place.unlock(long).close()


@pytest.mark.req("F16")
def test_a_keyring_that_forgets_is_noticed_before_anything_depends_on_it(place: Place):
    place.keyring = ForgetfulKeyring()
    with pytest.raises(KeyringMissing):
        place.create()
    assert not header.exists(place.folder)


def test_a_store_is_made_once(place: Place):
    place.create().close()
    with pytest.raises(AlreadyThere):
        place.create()


def test_where_nothing_was_made_there_is_nothing_to_open(place: Place):
    with pytest.raises(NoVault):
        place.unlock()


@pytest.mark.req("F11")
def test_a_second_window_is_told_that_the_store_is_open(place: Place):
    first = place.create()
    with pytest.raises(AlreadyOpen):
        place.unlock()
    first.close()
    place.unlock().close()


@pytest.mark.req("T6")
def test_an_older_copy_is_noticed_and_only_read(place: Place, tmp_path: Path):
    made = place.create()
    made.logbook.append([place.writer.note("kept")])
    made.close()
    shutil.copytree(place.folder, tmp_path / "yesterday")
    later = place.unlock()
    later.logbook.append([place.writer.note("lost by the copy")])
    later.close()
    shutil.rmtree(place.folder)
    shutil.copytree(tmp_path / "yesterday", place.folder)
    older = place.unlock()
    assert isinstance(older.trouble, OlderCopy)
    assert len(older.logbook.entries()) == 1
    with pytest.raises(ReadOnlyProfile):
        older.logbook.append([place.writer.note()])
    older.close()


@pytest.mark.req("T6")
def test_going_on_from_an_older_copy_begins_a_new_chain_so_that_no_number_is_given_twice(place: Place, tmp_path: Path):
    made = place.create()
    made.close()
    shutil.copytree(place.folder, tmp_path / "yesterday")
    later = place.unlock()
    (lost,) = later.logbook.append([place.writer.note("lost by the copy")])
    later.close()
    shutil.rmtree(place.folder)
    shutil.copytree(tmp_path / "yesterday", place.folder)
    on = place.unlock(accept_older=True)
    (entry,) = on.logbook.append([place.writer.note("goes on")])
    assert on.trouble is None
    assert entry.device != lost.device
    on.close()
    again = place.unlock()
    assert again.trouble is None
    again.close()


@pytest.mark.req("F16")
def test_a_keyring_that_locks_while_the_store_is_open_stops_neither_the_writing_nor_the_end(place: Place):
    place.keyring = fickle = FickleKeyring()
    opened = place.create()
    fickle.locked = True
    opened.logbook.append([place.writer.note()])
    with pytest.raises(KeyringLocked):
        opened.mark()
    opened.close()
    with pytest.raises(KeyringLocked):
        place.unlock()
    fickle.locked = False
    again = place.unlock()
    assert again.trouble is None
    assert len(again.logbook.entries()) == 1
    again.close()


@pytest.mark.req("T4", "R19")
def test_the_head_of_the_chain_is_signed_by_the_device(place: Place):
    made = place.create()
    made.logbook.append([place.writer.note(), place.writer.note()])
    with made.engine.reader.connect() as connection:
        row = connection.exec_driver_sql("SELECT public, n, chain, signature FROM head").one()
    assert verify_head(*row)
    assert row.n == 2
    made.close()


@pytest.mark.req("T23")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a profile to its user by its own lists")
def test_nobody_else_on_this_computer_may_read_the_store(place: Place):
    made = place.create()
    made.logbook.append([place.writer.note()])
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.folder.iterdir()} == {0o600}
    made.close()


@pytest.mark.req("T23")
@pytest.mark.parametrize("folder", [r"\\server\share\store", "//server/share/store"])
def test_a_network_path_is_refused(place: Place, folder: str):
    with pytest.raises(NetworkFolder):
        vault.create(Path(folder), COLLAR, PASSPHRASE, place.keyring)


def test_waits_are_counted_from_the_first_wrong_try():
    assert [tries.delay(wrong) for wrong in (0, 1, 2, 7, 1_000)] == [0, 1, 2, 60, 60]
