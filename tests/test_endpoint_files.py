"""Attached files at the endpoint: cut at any piece they go on from there, and only who reads what names them reads them."""

import secrets
from hashlib import sha256

import pytest
import requests

from callhandler.endpoint.exchange.files import LARGEST, PIECE
from callhandler.log.kinds import CaseShared, Noted
from tests.endpoints import Caller, served

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


def bring(caller: Caller, photo: bytes, case: str = CASE) -> str:
    name = sha256(photo).hexdigest()
    for offset in range(0, len(photo), PIECE):
        assert put(caller, offset, photo[offset : offset + PIECE], size=len(photo), name=name, case=case).status_code == 204
    return name


def fresh(size: int = 1000) -> bytes:
    return b"%PDF-" + secrets.token_bytes(size)


@pytest.mark.req("R17")
def test_cut_at_every_piece_it_goes_on_where_it_was(endpoint, desk):
    for offset in range(0, len(PHOTO), PIECE):
        come = int(head(desk, NAME).headers["Upload-Offset"]) if offset else 0
        assert come == offset
        piece = PHOTO[come : come + PIECE]
        assert put(desk, come, piece, size=len(PHOTO), name=NAME).headers["Upload-Offset"] == str(come + len(piece))
        again = put(desk, come, piece, size=len(PHOTO), name=NAME)  # its answer was lost: it is sent once more, and not added
        assert again.headers["Upload-Offset"] == str(come + len(piece))
    desk.write(CASE, Noted(text=f"photo {NAME}"))
    desk.sync()
    assert desk.get(f"/v1/blobs/{NAME}").content == PHOTO
    part = desk.get(f"/v1/blobs/{NAME}", Range=f"bytes={PIECE}-")
    assert (part.status_code, part.content) == (206, PHOTO[PIECE:])


def test_only_who_reads_what_names_it_reads_it(endpoint, desk):
    photo, case = fresh(), "police.2"
    name, council = bring(desk, photo, case), endpoint.caller("council")
    assert desk.get(f"/v1/blobs/{name}").status_code == 404  # nothing names it yet
    desk.write(case, Noted(text=name))
    desk.sync()
    assert desk.get(f"/v1/blobs/{name}").content == photo
    assert council.get(f"/v1/blobs/{name}").status_code == head(council, name).status_code == 404
    assert put(council, 0, photo, size=len(photo), name=name, case=case).status_code == 404
    desk.write(case, CaseShared(audience="council"))
    desk.sync()
    assert council.get(f"/v1/blobs/{name}").status_code in {200, 404}  # as the agreement has it
    assert desk.get(f"/v1/blobs/{name}", Authorization="").status_code == 401


def test_who_knows_the_hash_alone_gets_nothing(endpoint, desk):
    photo, council = fresh(), endpoint.caller("council")
    name = bring(desk, photo, "police.3")
    assert put(council, len(photo), b"", size=len(photo), name=name, case="council.1").status_code == 409
    council.write("council.1", Noted(text=name))
    council.sync()
    assert council.get(f"/v1/blobs/{name}").status_code == head(council, name).status_code == 404


@pytest.mark.req("R17")
def test_what_may_not_be_attached_is_refused(desk):
    for photo, status in ((b"MZ" + secrets.token_bytes(100), 415), (b"<script>alert(1)</script>", 415)):
        assert put(desk, 0, photo, size=len(photo), name=sha256(photo).hexdigest()).status_code == status
    assert put(desk, 0, b"%PDF-", size=LARGEST + 1, name=NAME).status_code == 413
    assert put(desk, 0, b"%PDF-" + bytes(PIECE), size=LARGEST, name=NAME).status_code == 413


def test_what_is_not_what_its_name_says_is_thrown_away(desk):
    photo, other = fresh(), sha256(b"another").hexdigest()
    assert put(desk, 0, photo, size=len(photo), name=other).status_code == 415
    assert head(desk, other).status_code == 404


@pytest.mark.parametrize("name", ["0" * 63, "Z" * 64, "..%2f" * 20])
def test_a_name_that_is_no_hash_is_nothing(desk, name):
    assert desk.get(f"/v1/blobs/{name}").status_code in {400, 404}
