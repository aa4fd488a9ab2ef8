"""Attached files at the endpoint: cut at any piece they go on from there, and only who reads what names them reads them."""

import secrets
from hashlib import sha256
from time import time

import pytest
import requests

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.file_sweeping import WEEK, sweep_all
from callhandler.endpoint.exchange.files import LARGEST, PIECE, Files
from callhandler.log.kinds import Answered, CaseShared, Erased, FileAttached, Noted
from tests.endpoints import Caller, served
from tests.patience import until

CASE = "police.1"
PHOTO = b"\xff\xd8\xff\xe0" + secrets.token_bytes(3 * PIECE + 777)
NAME = sha256(PHOTO).hexdigest()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    with served(f"sqlite:///{folder}/endpoint.db", folder / "apart") as running:
        yield running


@pytest.fixture
def desk(endpoint):
    return endpoint.caller()


def put(caller: Caller, offset: int, piece: bytes, *, size: int, name: str, case: str = CASE) -> requests.Response:
    told = {"Authorization": f"Bearer {caller.token}", "Upload-Offset": str(offset), "Upload-Length": str(size), "Case": case}
    return caller.http.put(f"{caller.url}/v1/blobs/{name}", piece, headers=told, timeout=30)


def head(caller: Caller, name: str) -> requests.Response:
    return caller.http.head(f"{caller.url}/v1/blobs/{name}", headers={"Authorization": f"Bearer {caller.token}"}, timeout=30)


def name_it(caller: Caller, photo: bytes, case: str = CASE) -> str:
    name = sha256(photo).hexdigest()
    caller.write(case, FileAttached(sha256=name, size=len(photo), media="image/jpeg"))
    caller.sync()
    return name


def bring(caller: Caller, photo: bytes, case: str = CASE) -> str:
    name = name_it(caller, photo, case)
    for offset in range(0, len(photo), PIECE):
        assert put(caller, offset, photo[offset : offset + PIECE], size=len(photo), name=name, case=case).status_code == 204
    return name


def fresh(size: int = 1000) -> bytes:
    return b"%PDF-" + secrets.token_bytes(size)


@pytest.mark.req("R17")
def test_cut_at_every_piece_it_goes_on_where_it_was(endpoint, desk):
    name_it(desk, PHOTO)
    for offset in range(0, len(PHOTO), PIECE):
        come = int(head(desk, NAME).headers["Upload-Offset"]) if offset else 0
        assert come == offset
        piece = PHOTO[come : come + PIECE]
        assert put(desk, come, piece, size=len(PHOTO), name=NAME).headers["Upload-Offset"] == str(come + len(piece))
        again = put(desk, come, piece, size=len(PHOTO), name=NAME)  # its answer was lost: it is sent once more, and not added
        assert again.headers["Upload-Offset"] == str(come + len(piece))
    assert desk.get(f"/v1/blobs/{NAME}").content == PHOTO
    part = desk.get(f"/v1/blobs/{NAME}", Range=f"bytes={PIECE}-")
    assert (part.status_code, part.content) == (206, PHOTO[PIECE:])


def test_only_who_reads_what_names_it_reads_it(endpoint, desk):
    photo, case, council = fresh(), "police.2", endpoint.caller("council")
    desk.write(case, Noted(text=sha256(photo).hexdigest()))  # words that hold the name do not name it
    desk.sync()
    assert put(desk, 0, photo, size=len(photo), name=sha256(photo).hexdigest(), case=case).status_code == 404
    name = bring(desk, photo, case)
    assert desk.get(f"/v1/blobs/{name}").content == photo
    assert council.get(f"/v1/blobs/{name}").status_code == head(council, name).status_code == 404
    assert put(council, 0, photo, size=len(photo), name=name, case=case).status_code == 404
    desk.write(case, CaseShared(audience="council"))
    desk.sync()
    assert council.get(f"/v1/blobs/{name}").content == photo  # as the agreement has it
    landlord = endpoint.caller("landlord")
    desk.write(case, CaseShared(audience="landlord"))
    desk.write(case, Answered(path="/data/incident/account", value=name))  # which a landlord reads: it names no file
    desk.sync()
    refused = landlord.get(f"/v1/blobs/{name}")
    assert (refused.status_code, head(landlord, name).status_code) == (404, 404)
    assert photo[5:] not in refused.content
    assert desk.get(f"/v1/blobs/{name}", Authorization="").status_code == 401


def test_who_knows_the_hash_alone_gets_nothing(endpoint, desk):
    photo, council = fresh(), endpoint.caller("council")
    name = bring(desk, photo, "police.3")
    assert put(council, len(photo), b"", size=len(photo), name=name, case="council.1").status_code == 404
    name_it(council, photo, "council.1")
    assert put(council, len(photo), b"", size=len(photo), name=name, case="council.1").status_code == 409
    assert council.get(f"/v1/blobs/{name}").status_code == head(council, name).status_code == 404


@pytest.mark.req("R17")
def test_what_may_not_be_attached_is_refused(desk):
    for photo, status in ((b"MZ" + secrets.token_bytes(100), 415), (b"<script>alert(1)</script>", 415)):
        name_it(desk, photo)
        assert put(desk, 0, photo, size=len(photo), name=sha256(photo).hexdigest()).status_code == status
    assert put(desk, 0, b"%PDF-", size=LARGEST + 1, name=NAME).status_code == 413
    name_it(desk, PHOTO)
    assert put(desk, 0, b"%PDF-" + bytes(PIECE), size=LARGEST, name=NAME).status_code == 413


def test_what_is_not_what_its_name_says_is_thrown_away(desk):
    photo, other = fresh(), name_it(desk, b"another")
    assert put(desk, 0, photo, size=len(photo), name=other).status_code == 415
    assert head(desk, other).status_code == 404


@pytest.mark.parametrize("name", ["0" * 63, "Z" * 64, "..%2f" * 20])
def test_a_name_that_is_no_hash_is_nothing(desk, name):
    assert desk.get(f"/v1/blobs/{name}").status_code in {400, 404}


@pytest.mark.req("R5")
def test_erased_it_is_gone_from_the_disk_and_does_not_come_again(endpoint):
    photo, other = fresh(), fresh()
    desk = endpoint.caller(role="supervisor")
    name, kept = bring(desk, photo, "police.4"), bring(desk, other, "police.5")
    council = endpoint.caller("council")
    bring(council, other, "council.4")
    for case in ("police.4", "police.5"):
        desk.write(case, Erased(entries=(), rule="order", whole=True))
    desk.sync()
    folder = endpoint.settings.files
    until(lambda: not (folder / name).exists())
    assert head(desk, name).status_code == desk.get(f"/v1/blobs/{name}").status_code == 404
    assert put(desk, 0, photo, size=len(photo), name=name, case="police.4").status_code == 404
    assert not [path for path in endpoint.settings.state.rglob("*") if path.is_file() and photo[5:] in path.read_bytes()]
    assert council.get(f"/v1/blobs/{kept}").content == other  # the council's own case still names it
    assert desk.get(f"/v1/blobs/{kept}").status_code == 404


def test_what_was_never_finished_goes_after_a_week(endpoint, desk):
    photo = fresh()
    name = name_it(desk, photo, "police.6")
    assert put(desk, 0, photo[:500], size=len(photo), name=name, case="police.6").status_code == 204
    engine, files = open_database(endpoint.settings.database), Files(endpoint.settings.files)
    try:
        sweep_all(engine, files)
        assert files.come(name, "police") == 500
        sweep_all(engine, files, time() + WEEK + 1)
        assert files.come(name, "police") == 0
    finally:
        engine.dispose()
