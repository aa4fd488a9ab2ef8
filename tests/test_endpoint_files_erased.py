"""The drill: what stood in a file and in its name is on no disk any more once it was erased: desk, server or backup."""

import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from callhandler.endpoint.app import now, rooms
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.backing_up import Source, back_up
from callhandler.endpoint.keeping.backup_files import Come, come_back
from callhandler.endpoint.keeping.restoring import restore
from callhandler.endpoint.keeping.sweeping import sweep
from callhandler.endpoint.settings import Settings
from callhandler.log.kinds import Erased, FileAttached
from callhandler.store.sealed_pieces import PIECE
from tests.canaries import deciphered, hits, needles, opened
from tests.endpoints import served
from tests.file_desks import Desk, Place
from tests.patience import until
from tests.premises import unheard
from tests.stored_device import KEY
from tests.stored_device import Shelf as Disks
from tests.test_endpoint_erasure import recycle

CASE = "police.canary"


@dataclass
class Ground:
    """Everywhere that anything may lie. `fresh` gives the URL of an empty database of that name."""

    folder: Path
    fresh: Callable[[str], str]
    folders: tuple[Path, ...]
    canary: str

    def seen(self) -> set[str]:
        return hits(self.canary, *self.folders)

    def at_desk(self, desk: Desk) -> bool:
        """Whether whoever has its key can read it in the store, in use or not."""
        return self.among(deciphered(desk.folder, KEY))

    def in_backup(self, settings: Settings, backup: Path) -> tuple[bool, Come]:
        """Whether it can be read in the rows, and what has become of the files, for whoever has all else that the endpoint keeps."""
        ring = Outside(settings.outside).keys.ring()
        return self.among(opened(settings, backup)), come_back(backup, settings.secret(), ring)

    def among(self, told: bytes) -> bool:
        return any(sign in told for sign in needles(self.canary))


@pytest.fixture(params=["sqlite", "postgresql"])
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    canary = f"Margaret the canary {secrets.token_hex(8)} sings"
    if request.param == "sqlite":
        return Ground(tmp_path, lambda name: f"sqlite:///{tmp_path}/{name}.db", (tmp_path,), canary)
    server = request.getfixturevalue("postgres")
    recycle(server, "off")
    return Ground(tmp_path, lambda name: server.fresh(f"files-{name}"), (tmp_path, server.folder), canary)


def attach(desk: Desk, canary: str) -> str:
    """A photograph in which it stands, called after it."""
    content = b"\xff\xd8\xff\xe0" + canary.encode() + secrets.token_bytes(PIECE)
    shelved = desk.shelf.take_in(io.BytesIO(content))
    desk.write(FileAttached(sha256=shelved.sha256, size=shelved.size, media=shelved.media, name=f"{canary}.jpg"), CASE)
    desk.sync()
    desk.carry()
    return shelved.sha256


def sealed(desk: Desk) -> list[bytes]:
    """How each file begins that lies beside the store."""
    return [path.read_bytes()[:64] for path in desk.folder.glob("file-*")]


def lies(folders: tuple[Path, ...], told: bytes) -> bool:
    return any(told in path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file())


def put_aside(settings: Settings, path: Path) -> Path:
    behind = rooms(settings)
    back_up(Source(behind.engine, Outside(settings.outside), settings.secret(), Files(settings.files)), path, now(), unheard)
    behind.engine.dispose()
    return path


def swept(settings: Settings) -> None:
    behind = rooms(settings)
    sweep(behind.engine)
    behind.engine.dispose()


@pytest.mark.req("R5", "R21")
def test_a_canary_in_a_photograph_and_in_its_name_sings_nowhere_once_it_was_erased(ground):
    disks = Disks(ground.folder / "desks")
    disks.folder.mkdir()
    with served(ground.fresh("first"), ground.folder / "apart") as endpoint:
        settings, place = endpoint.settings, Place(endpoint, disks, [])
        desk = place.desk(role="supervisor")
        name = attach(desk, ground.canary)
        backup = put_aside(settings, ground.folder / "backup")
        begins = sealed(desk)
        assert name in ground.seen()  # the search finds it: as it lies at the server,
        assert ground.seen() - {name}  # in the server's database or its log,
        assert (len(begins), lies((desk.folder,), begins[0]), ground.at_desk(desk)) == (1, True, True)  # sealed at the desk,
        assert ground.in_backup(settings, backup) == (True, Come(1, [], 0))  # and in the backup,
        assert hits(ground.canary, desk.folder, backup.parent / "backup") == set()  # where nobody reads it without a key
        desk.write(Erased(entries=(), rule="order", whole=True), CASE)
        desk.sync()
        until(lambda: not (settings.files / name).exists())
        desk.remote.close()
    swept(settings)
    assert ground.seen() == set()
    assert (sealed(desk), lies((desk.folder,), begins[0]), ground.at_desk(desk)) == ([], False, False)
    assert ground.in_backup(settings, backup) == (False, Come(0, [], 1))
    again = Settings.of(ground.fresh("second"), settings.state, tls=False)
    assert restore(again, backup, unheard).files == 0
    assert (ground.seen(), list(Files(again.files).names())) == (set(), [])
    disks.clear()
