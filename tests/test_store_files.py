"""Files in a store: sealed beside it, whole after a kill, found out when altered, and gone with the last entry that names them."""

import io
import os
import secrets
import signal
from hashlib import sha256
from pathlib import Path

import pytest
from typing_extensions import override

from callhandler.log.kinds import Erased, FileAttached
from callhandler.log.media import LARGEST
from callhandler.log.text import clean_name
from callhandler.store import keys
from callhandler.store.fleeting import emergency_capture, fleeting_in
from callhandler.store.sealed_pieces import PIECE
from callhandler.store.troubles import FileDamaged, FileGone, FileTooLarge, NotAttachable
from callhandler.store.vault import Vault
from callhandler.sync.rules import Erasure
from tests.canaries import deciphered, hits
from tests.forked import killed
from tests.stores import CHEAP, PASSPHRASE, Place

CANARY = "canary-in-a-photograph"
PHOTO = b"\xff\xd8\xff\xe0" + CANARY.encode() + secrets.token_bytes(2 * PIECE + 99) + CANARY.encode()
NAME = sha256(PHOTO).hexdigest()
LIFE = "life-1"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "store")


@pytest.fixture
def vault(place: Place):
    made = place.create()
    yield made
    made.close()


def attach(place: Place, vault: Vault, photo: bytes = PHOTO, case: str = "case-1") -> FileAttached:
    shelved = vault.shelf.take_in(io.BytesIO(photo))
    body = FileAttached(sha256=shelved.sha256, size=shelved.size, media=shelved.media, name="graffiti.jpg")
    vault.logbook.append([place.writer.write(body, case)])
    return body


def sealed(folder: Path) -> list[Path]:
    return sorted(folder.glob("file-*"))


def test_what_was_attached_is_there_at_the_next_sign_in(place: Place):
    made = place.create()
    heard: list[int] = []
    shelved = made.shelf.take_in(io.BytesIO(PHOTO), heard.append)
    assert (shelved.sha256, shelved.size, shelved.media, heard[-1]) == (NAME, len(PHOTO), "image/jpeg", len(PHOTO))
    attach(place, made)
    made.close()
    again = place.unlock()
    assert again.shelf.content(NAME) == PHOTO
    assert b"".join(again.shelf.pieces(NAME, 1)) == PHOTO[PIECE:]
    assert len(sealed(place.folder)) == 1
    again.close()


@pytest.mark.req("R11", "T11")
def test_nothing_of_it_can_be_read_on_the_disk(place: Place, vault: Vault):
    attach(place, vault)
    assert hits(CANARY, place.folder) == set()


@pytest.mark.req("R17", "T19")
@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"MZ" + bytes(100), NotAttachable),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NotAttachable),
        (b"PK\x03\x04" + bytes(100), NotAttachable),
        (b"", NotAttachable),
        (b"%PDF-" + bytes(LARGEST), FileTooLarge),
    ],
)
def test_what_may_not_be_attached_leaves_nothing_behind(place: Place, vault: Vault, content: bytes, trouble: type[Exception]):
    with pytest.raises(trouble):
        vault.shelf.take_in(io.BytesIO(content))
    assert sealed(place.folder) == []


@pytest.mark.req("T11", "T25")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/home/sian/photo.jpg", "photo.jpg"),
        ("C:\\Users\\sian\\photo.jpg", "photo.jpg"),
        ("..", ""),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\0b\n<img src=x>|.jpg", "abimg srcx.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
        ("dyddiadur sŵn.pdf", "dyddiadur sŵn.pdf"),
    ],
)
def test_a_name_is_no_path_and_no_trick(given: str, kept: str):
    assert clean_name(given) == kept
    assert FileAttached(sha256=NAME, size=1, media="image/jpeg", name=given).name == kept


@pytest.mark.req("R19")
@pytest.mark.parametrize("place_of_bit", [0, PIECE + 40, -1])
def test_one_bit_turned_is_found_out(place: Place, vault: Vault, place_of_bit: int):
    attach(place, vault)
    (path,) = sealed(place.folder)
    raw = bytearray(path.read_bytes())
    raw[place_of_bit] ^= 1
    path.write_bytes(raw)
    with pytest.raises(FileDamaged):
        vault.shelf.content(NAME)


def test_a_file_cut_short_or_put_in_anothers_place_is_found_out(place: Place, vault: Vault):
    attach(place, vault)
    (path,) = sealed(place.folder)
    other = attach(place, vault, PHOTO[:-1] + b"!")
    (second,) = (one for one in sealed(place.folder) if one != path)
    path.write_bytes(second.read_bytes())
    with pytest.raises(FileDamaged):
        vault.shelf.content(NAME)
    second.write_bytes(second.read_bytes()[: PIECE + 16])
    with pytest.raises(FileDamaged):
        vault.shelf.content(other.sha256)
    path.unlink()
    with pytest.raises(FileGone):
        vault.shelf.content(NAME)


@pytest.mark.req("R5")
@pytest.mark.parametrize("whole", [True, False])
def test_erased_it_is_gone_key_and_all(place: Place, vault: Vault, whole: bool):
    attach(place, vault)
    found = vault.shelf.find(NAME)
    assert found is not None
    key = found.key
    assert key in deciphered(place.folder, _store_key(place))
    (entry,) = vault.logbook.entries(kinds=("file-attached",))
    vault.logbook.erase(place.writer.write(Erased(entries=() if whole else (entry.id,), rule="order", whole=whole)))
    assert (vault.shelf.find(NAME), sealed(place.folder)) == (None, [])
    assert key not in deciphered(place.folder, _store_key(place))
    assert NAME.encode() not in deciphered(place.folder, _store_key(place))


def test_it_stays_while_another_entry_names_it(place: Place, vault: Vault):
    attach(place, vault)
    attach(place, vault, case="case-2")
    vault.logbook.erase(place.writer.write(Erased(entries=(), rule="order", whole=True)))
    assert vault.shelf.content(NAME) == PHOTO
    vault.logbook.erase(place.writer.write(Erased(entries=(), rule="order", whole=True), "case-2"))
    assert sealed(place.folder) == []


@pytest.mark.req("R5")
def test_erased_by_another_desk_it_goes_here_too(place: Place, vault: Vault):
    attach(place, vault)
    store = vault.logbook.replica()
    with store.transaction():
        store.erase("case-1", Erasure(frozenset(), whole=True))
    assert (vault.shelf.find(NAME), sealed(place.folder)) == (None, [])


@pytest.mark.req("T20")
def test_of_a_device_that_was_taken_out_nothing_is_left(place: Place):
    vault = place.create()
    attach(place, vault)
    store = vault.logbook.replica()
    with store.transaction():
        store.wipe()
    assert vault.shelf.find(NAME) is None
    vault.take_out()
    assert not place.folder.exists()


@pytest.mark.req("F1")
@pytest.mark.parametrize("pieces", [0, 1, 2])
def test_killed_while_it_is_taken_in_nothing_is_left_of_it_and_nothing_else_is_lost(place: Place, pieces: int):
    place.create().close()

    def takes_in() -> None:
        vault = place.unlock()
        vault.logbook.append([place.writer.note("heard shouting")])
        vault.shelf.take_in(_Deadly(pieces))

    assert killed(takes_in)
    assert len(sealed(place.folder)) == 1
    again = place.unlock()
    assert again.trouble is None
    assert (len(again.logbook.entries()), sealed(place.folder)) == (1, [])
    again.close()


def test_taken_in_and_never_named_it_goes_when_the_store_is_opened(place: Place):
    made = place.create()
    made.shelf.take_in(io.BytesIO(PHOTO))
    made.close()
    again = place.unlock()
    assert (again.shelf.find(NAME), sealed(place.folder)) == (None, [])
    again.close()


@pytest.mark.req("F5")
def test_what_belongs_to_a_damaged_store_is_put_aside_with_it(place: Place):
    made = place.create()
    attach(place, made)
    made.close()
    (place.folder / "store.db").write_bytes(bytes(8192))
    again = place.unlock()
    assert [path.name.startswith("damaged-1.db-file-") for path in place.folder.glob("*file-*")] == [True]
    again.close()


def test_a_demo_keeps_files_and_leaves_none_while_a_captured_call_takes_none(tmp_path: Path):
    demo = fleeting_in(tmp_path, "Demo")
    assert demo.shelf is not None
    demo.shelf.take_in(io.BytesIO(PHOTO))
    assert hits(CANARY, tmp_path) == set()
    demo.close()
    captured = emergency_capture("Sian", (tmp_path,))
    assert captured.shelf is None
    captured.close()
    assert list(tmp_path.iterdir()) == []


class _Deadly(io.BytesIO):
    """A photograph whose reader is killed behind so many pieces."""

    def __init__(self, pieces: int) -> None:
        super().__init__(PHOTO)
        self._left = pieces

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1
        return super().read(size)


def _store_key(place: Place) -> bytes:
    return keys.unlock(place.folder, PASSPHRASE, place.keyring, CHEAP).data
