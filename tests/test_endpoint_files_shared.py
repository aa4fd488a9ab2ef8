"""The same photograph in two cases: it lies at the endpoint once, and belongs to each of them by itself."""

import secrets
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from callhandler.endpoint.app import now, rooms
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.files import PIECE, Files
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.backing_up import Source, back_up
from callhandler.endpoint.keeping.backup_files import come_back
from callhandler.endpoint.keeping.restoring import restore
from callhandler.endpoint.settings import Settings
from callhandler.log.kinds import CaseShared, Erased, ShareEnded
from tests.endpoints import Caller, Endpoint, served
from tests.file_desks import Desk, Place, place
from tests.patience import until
from tests.premises import unheard
from tests.test_endpoint_files import fresh, name_it, put

__all__ = ["place"]

WHOLE = Erased(entries=(), rule="order", whole=True)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("shared-files")
    fresh = request.getfixturevalue("postgres").fresh if request.param == "postgresql" else lambda name: f"sqlite:///{folder}/{name}.db"
    with served(fresh("shared-files"), folder / "apart") as running:
        yield running


@pytest.fixture
def pair() -> tuple[str, str]:
    """Two cases: one that is shared with the council, and one that is not."""
    return f"police.{secrets.token_hex(8)}", f"police.{secrets.token_hex(8)}"


def photo() -> bytes:
    return b"\xff\xd8\xff\xe0" + secrets.token_bytes(PIECE + 99)


def twice(place: Place, pair: tuple[str, str], content: bytes) -> tuple[Desk, Desk, str]:
    """Attached to both at a desk of the police. Gives it, one of the council, and the name of the file."""
    police, council = place.desk(role="supervisor"), place.desk("council")
    (name,) = {police.attach(content, case) for case in pair}
    police.write(CaseShared(audience="council"), pair[0])
    police.sync()
    police.carry()
    return police, council, name


def put_aside(settings: Settings, path: Path) -> Path:
    behind = rooms(settings)
    back_up(Source(behind.engine, Outside(settings.outside), settings.secret(), Files(settings.files)), path, now(), unheard)
    behind.engine.dispose()
    return path


def fetched(desk: Desk, name: str, size: int) -> bool:
    """Whether the endpoint gives it to this desk."""
    desk.shelf.forget(name)
    desk.shelf.want(name, size)
    desk.carry()
    found = desk.shelf.find(name)
    return found is not None and found.whole


def belongs(settings: Settings, name: str) -> set[str]:
    """The cases for which the endpoint has all of it."""
    behind, of = rooms(settings), tables.file_of.c
    with behind.engine.connect() as connection:
        cases = set(connection.execute(select(of.case_id).where(of.sha256 == name, of.whole)).scalars())
    behind.engine.dispose()
    return cases


@pytest.mark.req("R5", "R7")
def test_erased_in_one_case_it_stays_for_the_readers_of_the_other_and_goes_with_the_last(place, pair):
    content, settings = photo(), place.endpoint.settings
    police, council, name = twice(place, pair, content)
    assert (belongs(settings, name), police.waits().files) == (set(pair), 0)
    council.sync()
    assert fetched(council, name, len(content))
    police.write(WHOLE, pair[1])
    police.sync()
    until(lambda: belongs(settings, name) == {pair[0]})
    assert (place.kept(name), police.shelf.content(name)) == (content, content)
    assert fetched(council, name, len(content))
    police.write(WHOLE, pair[0])
    police.sync()
    council.sync()
    until(lambda: not (settings.files / name).exists())
    assert [desk.shelf.find(name) for desk in (police, council)] == [None, None]


@pytest.mark.req("R7", "R14")
def test_whoever_loses_the_shared_case_loses_it_and_the_other_case_keeps_it(place, pair):
    content = photo()
    _, council, name = twice(place, pair, content)
    council.sync()
    assert fetched(council, name, len(content))
    police = place.open[0]
    police.write(ShareEnded(audience="council"), pair[0])
    police.sync()
    council.sync()
    assert council.shelf.find(name) is None
    assert not fetched(council, name, len(content))
    colleague = place.desk()
    colleague.sync()
    assert fetched(colleague, name, len(content))


@pytest.mark.req("R5", "R21")
def test_a_backup_opens_it_until_both_cases_are_erased_and_restores_it_for_the_one_that_is_not(place, pair, tmp_path):
    content, settings = photo(), place.endpoint.settings
    police, _, name = twice(place, pair, content)
    council = place.endpoint.caller("council")
    name_it(council, content, f"council.{name}")  # which alone gives nobody the file, nor keeps it in a backup
    backup = put_aside(settings, tmp_path / "backup")
    come = come_back(backup, settings.secret(), Outside(settings.outside).keys.ring())
    police.write(WHOLE, pair[0])
    police.sync()
    assert come_back(backup, settings.secret(), Outside(settings.outside).keys.ring()) == come
    shutil.copytree(settings.state, tmp_path / "apart")
    again = Settings.of(f"sqlite:///{tmp_path}/again.db", tmp_path / "apart", tls=False)
    Files(again.files).forget(name)
    assert restore(again, backup, unheard).files == come.whole
    assert ((again.files / name).read_bytes(), belongs(again, name)) == (content, {pair[1]})
    police.write(WHOLE, pair[1])
    police.sync()
    left = come_back(backup, settings.secret(), Outside(settings.outside).keys.ring())
    assert (left.whole, left.closed) == (come.whole - 1, come.closed + 1)


def test_for_the_second_case_it_is_not_carried_again(place, pair):
    content = photo()
    police = place.desk()
    name = police.attach(content, pair[0])
    police.sync()
    police.carry()
    police.attach(content, pair[1])
    police.sync()
    assert police.waits().files == 1
    assert [(one.moved, one.size) for one in police.carry(2)] == [(len(content), len(content))]
    assert (belongs(place.endpoint.settings, name), police.waits().files) == (set(pair), 0)


def test_a_desk_of_before_that_asks_how_much_has_come_is_told_for_which_case(place, pair):
    desk, content = place.endpoint.caller(), fresh()
    name = name_it(desk, content, pair[0])
    assert put(desk, 0, content, size=len(content), name=name, case=pair[0]).status_code == 204
    name_it(desk, content, pair[1])
    assert [come(desk, name, case) for case in pair] == [str(len(content)), None]
    assert put(desk, 0, content[:100], size=len(content), name=name, case=pair[1]).headers["Upload-Offset"] == str(len(content))
    assert [come(desk, name, case) for case in pair] == [str(len(content))] * 2


def come(desk: Caller, name: str, case: str) -> str | None:
    told = {"Authorization": f"Bearer {desk.token}", "Case": case}
    return desk.http.head(f"{desk.url}/v1/blobs/{name}", headers=told, timeout=30).headers.get("Upload-Offset")


@pytest.mark.req("R5", "T19")
def test_what_was_half_sent_goes_at_the_erasure_unless_another_case_still_names_it(place, pair):
    desk, gone, stays = place.endpoint.caller(role="supervisor"), fresh(), fresh()
    files = Files(place.endpoint.settings.files)
    half(desk, gone, pair[0], 0, 500)
    half(desk, stays, pair[0], 0, 500)
    half(desk, stays, pair[1], 500, 600)
    half(place.endpoint.caller("council"), gone, f"council.{pair[0]}", 0, 300)
    names = [sha256(photo).hexdigest() for photo in (gone, stays)]
    assert [files.come(name, "police") for name in names] == [500, 600]
    desk.write(pair[0], WHOLE)
    desk.sync()
    until(lambda: files.come(names[0], "police") == 0)
    assert (files.come(names[0], "council"), files.come(names[1], "police")) == (300, 600)
    lies = [path for path in files.folder.iterdir() if path.name != "lock" and gone[300:500] in path.read_bytes()]
    assert lies == []


def half(desk: Caller, photo: bytes, case: str, begin: int, end: int) -> None:
    name = name_it(desk, photo, case)
    assert put(desk, begin, photo[begin:end], size=len(photo), name=name, case=case).status_code == 204
