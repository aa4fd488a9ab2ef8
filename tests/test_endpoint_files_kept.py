"""Files in backups: whole again from one, altered in none unseen, and closed in every one of them once they were erased."""

import secrets
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.file_sweeping import sweep_all
from callhandler.endpoint.exchange.files import PIECE, Files
from callhandler.endpoint.keeping.backup_files import come_back
from callhandler.endpoint.keeping.sealed_file import pages
from callhandler.log.kinds import Erased, FileAttached
from tests.premises import Desk, Premises

CANARY = b"canary on a photograph"


def photo() -> bytes:
    return b"\xff\xd8\xff\xe0" + CANARY + secrets.token_bytes(PIECE + 99)


@pytest.fixture
def premises(tmp_path: Path):
    made = Premises(tmp_path, lambda name: f"sqlite:///{tmp_path}/{name}.db")
    yield made
    made.close()


def brought(premises: Premises, desk: Desk, content: bytes, case: str) -> str:
    name, files = sha256(content).hexdigest(), Files(premises.settings.files)
    desk.write(case, FileAttached(sha256=name, size=len(content), media="image/jpeg"))
    desk.sync()
    for offset in range(0, len(content), PIECE):
        files.add(name, desk.agency, offset, content[offset : offset + PIECE], len(content))
    with premises.behind.engine.begin() as connection:
        connection.execute(insert(tables.file_of), {"sha256": name, "case_id": case, "agency": desk.agency})
    return name


def erase(desk: Desk, case: str) -> None:
    desk.write(case, Erased(entries=(), rule="order", whole=True))
    desk.sync()


@pytest.mark.req("R21")
def test_from_a_backup_a_file_comes_back_whole(premises):
    content = photo()
    name = brought(premises, premises.desk(), content, "police.1")
    kept = premises.back_up("kept")
    assert (premises.check(kept).faults, premises.check(kept).files) == ([], 1)
    assert CANARY not in kept.read_bytes()
    Files(premises.settings.files).forget(name)
    assert premises.burn_down(kept).files == 1
    path = Files(premises.settings.files).whole(name)
    assert path is not None
    assert path.read_bytes() == content


@pytest.mark.req("R5")
def test_erased_it_is_closed_in_every_backup_and_does_not_come_back(premises):
    desk, content = premises.desk(), photo()
    name, other = brought(premises, desk, content, "police.1"), brought(premises, desk, photo(), "police.2")
    old = premises.back_up("old")
    erase(desk, "police.1")
    sweep_all(premises.behind.engine, Files(premises.settings.files))
    assert list(Files(premises.settings.files).names()) == [other]
    assert (premises.check(old).faults, premises.check(old).files) == ([], 1)
    Files(premises.settings.files).forget(other)
    assert premises.burn_down(old).files == 1
    assert list(Files(premises.settings.files).names()) == [other]
    assert not [path for path in premises.folder.rglob("*") if path.is_file() and content[4:] in path.read_bytes()]
    assert Files(premises.settings.files).whole(name) is None


@pytest.mark.req("R5")
def test_erased_after_the_backup_and_put_back_on_the_disk_by_hand_it_goes_at_the_restore(premises):
    desk, content = premises.desk(), photo()
    name = brought(premises, desk, content, "police.1")
    old = premises.back_up("old")
    erase(desk, "police.1")
    premises.burn_down(old)
    assert Files(premises.settings.files).whole(name) is None


def test_what_was_restored_without_its_entry_waits_for_it(premises):
    desk = premises.desk()
    old = premises.back_up("old")
    name = brought(premises, desk, photo(), "police.1")
    premises.burn_down(old)
    assert Files(premises.settings.files).whole(name) is not None


@pytest.mark.req("R19")
def test_a_page_of_a_file_that_is_missing_or_altered_is_found_out(premises):
    brought(premises, premises.desk(), photo(), "police.1")
    kept = premises.back_up("kept")
    whole = [page for page, _, _ in pages(kept, premises.settings.secret())]
    assert [("keys" in page) for page in whole if "file" in page] == [True, False, False]
    raw = bytearray(kept.read_bytes())
    raw[-9000] ^= 1
    kept.write_bytes(raw)
    with pytest.raises(Exception, match="damaged"):
        come_back(kept, premises.settings.secret(), premises.behind.switchboard.outside.keys.ring())
