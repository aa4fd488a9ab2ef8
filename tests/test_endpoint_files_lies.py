"""Two who bring one file, a length that lies, an end that never came, an erasure in the middle: no file is spoilt, and none comes back."""

import secrets
from collections.abc import Iterator
from fcntl import LOCK_EX, flock
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests

from callhandler.endpoint.exchange.files import PIECE, Files
from callhandler.log.kinds import Erased, FileAttached
from tests.endpoints import Caller, Endpoint, served
from tests.patience import gone, until
from tests.test_endpoint_files import fresh, name_it, put

PHOTO = b"\xff\xd8\xff\xe0" + secrets.token_bytes(999)
NAME, LENGTH = sha256(PHOTO).hexdigest(), len(PHOTO)
WHOLE = Erased(entries=(), rule="order", whole=True)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("lies")
    with served(f"sqlite:///{folder}/endpoint.db", folder / "apart") as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def case() -> str:
    return f"police.{secrets.token_hex(8)}"


def opened(path: Path, pid: int | str = "self") -> int:
    """How often a program has it open."""
    return sum(one.resolve() == path for one in Path(f"/proc/{pid}/fd").iterdir() if one.exists())


def lies(endpoint: Endpoint, told: bytes) -> bool:
    return any(path.is_file() and told in path.read_bytes() for path in endpoint.settings.state.rglob("*"))


@pytest.mark.req("R17", "T4")
def test_whoever_waited_for_what_another_finished_adds_nothing_to_the_whole_file(files):
    """The one who waits says that there is more of it."""
    come: list[int] = []
    part = files.folder / f"{b'police'.hex()}.{NAME}"
    files.add(NAME, "police", 0, PHOTO[:500], LENGTH)
    with part.open("r+b") as beside:  # as whoever finishes it holds it
        flock(beside, LOCK_EX)
        late = Thread(target=lambda: come.append(files.add(NAME, "police", LENGTH, b"and more", LENGTH + 8)))
        late.start()
        until(lambda: opened(part) > 1)
        beside.seek(500)
        beside.write(PHOTO[500:])
        beside.flush()
        part.replace(files.folder / NAME)
    gone(late)
    assert ((files.folder / NAME).read_bytes(), come) == (PHOTO, [0])


def test_what_came_for_another_length_is_begun_anew(files):
    files.add(NAME, "police", 0, PHOTO + b"and more", LENGTH + 99)
    assert files.add(NAME, "police", LENGTH, b"", LENGTH) == 0
    assert files.add(NAME, "police", 0, PHOTO, LENGTH) == LENGTH
    assert files.whole(NAME)


def come(caller: Caller, name: str, case: str) -> int:
    told = {"Authorization": f"Bearer {caller.token}", "Case": case}
    return int(caller.http.head(f"{caller.url}/v1/blobs/{name}", headers=told, timeout=30).headers.get("Upload-Offset", "0"))


def test_a_length_that_no_entry_says_is_refused(endpoint, case):
    desk, photo = endpoint.caller(), fresh()
    name = name_it(desk, photo, case)
    longer = put(desk, 0, photo, size=len(photo) + 9, name=name, case=case)
    assert (longer.status_code, come(desk, name, case)) == (415, 0)


@pytest.mark.req("F1")
@pytest.mark.parametrize("named", [True, False])
def test_whose_last_byte_came_before_the_endpoint_stopped_is_not_all_there_before_it_is_finished(endpoint, case, named):
    desk, photo = endpoint.caller(), fresh()
    name, size = name_it(desk, photo, case), len(photo)
    assert put(desk, 0, photo[:500], size=size, name=name, case=case).status_code == 204
    with (endpoint.settings.files / f"{b'police'.hex()}.{name}").open("ab") as part:  # then it stopped
        part.write(photo[500:])
    has = come(desk, name, case if named else "")
    assert has < size
    last = put(desk, has, photo[has:], size=size, name=name, case=case)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(size))
    assert desk.get(f"/v1/blobs/{name}").content == photo


def test_and_whoever_says_only_that_it_belongs_there_finishes_it(endpoint, case):
    desk, photo = endpoint.caller(), fresh()
    name, size = name_it(desk, photo, case), len(photo)
    assert put(desk, 0, photo[:500], size=size, name=name, case=case).status_code == 204
    with (endpoint.settings.files / f"{b'police'.hex()}.{name}").open("ab") as part:
        part.write(photo[500:])
    assert put(desk, size, b"", size=size, name=name, case=case).status_code == 204
    assert desk.get(f"/v1/blobs/{name}").content == photo


@pytest.mark.req("R5", "T19")
def test_what_is_erased_while_it_comes_does_not_come_back(endpoint, case):
    """Its first half is here; the rest is on its way, and was let in before the erasure."""
    desk, photo = endpoint.caller(role="supervisor"), fresh(PIECE + 999)
    name, size = name_it(desk, photo, case), len(photo)
    assert put(desk, 0, photo[:PIECE], size=size, name=name, case=case).status_code == 204
    told = urlsplit(desk.url)
    line = HTTPConnection(str(told.hostname), told.port, timeout=30)
    line.connect()
    about = {"Authorization": f"Bearer {desk.token}", "Upload-Offset": str(PIECE), "Upload-Length": str(size), "Case": case}
    about |= {"Content-Length": str(size - PIECE), "Expect": "100-continue"}
    line.putrequest("PUT", f"/v1/blobs/{name}")
    for header, value in about.items():
        line.putheader(header, value)
    line.endheaders()
    assert line.sock.recv(100).startswith(b"HTTP/1.1 100")  # it is let in, and waited for
    desk.write(case, WHOLE)
    desk.sync()
    line.send(photo[PIECE:])
    assert line.sock.recv(100).split()[1] == b"404"
    line.close()
    assert not lies(endpoint, photo[PIECE:][:500])


@pytest.mark.req("R5", "T19")
def test_what_is_erased_while_it_is_written_is_not_left_to_whoever_looks_after_erasures(endpoint, case):
    desk, photo, answers = endpoint.caller(role="supervisor"), fresh(), list[requests.Response]()
    name, size = name_it(desk, photo, case), len(photo)
    assert put(desk, 0, photo[:500], size=size, name=name, case=case).status_code == 204
    bringing = endpoint.caller()
    part = endpoint.settings.files / f"{b'police'.hex()}.{name}"
    with part.open("r+b") as beside:
        flock(beside, LOCK_EX)
        last = Thread(target=lambda: answers.append(put(bringing, 500, photo[500:], size=size, name=name, case=case)))
        last.start()
        until(lambda: opened(part, endpoint.pids[0]) > 0)
        desk.write(case, WHOLE)
        desk.sync()
    gone(last)
    assert ([answer.status_code for answer in answers], lies(endpoint, photo[-300:])) == ([404], False)


def test_two_entries_may_say_two_lengths_and_the_right_one_arrives(endpoint, case):
    """Whoever is mistaken, or lies, keeps nobody's file away."""
    desk, liar, photo = endpoint.caller(), endpoint.caller(), fresh()
    name, size = name_it(desk, photo, case), len(photo)
    liar.write(case, FileAttached(sha256=name, size=size + 9, media="image/jpeg"))
    liar.sync()
    assert put(liar, 0, photo + b"more", size=size + 9, name=name, case=case).status_code == 204
    has = come(desk, name, case)
    answer = put(desk, has, photo[has:], size=size, name=name, case=case)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")
    assert put(desk, 0, photo, size=size, name=name, case=case).status_code == 204
    assert desk.get(f"/v1/blobs/{name}").content == photo
