"""A device that was taken out hands in its files with its entries before its store goes, and can bring nothing else."""

import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic

import pytest

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.accounts.people import revoke
from callhandler.endpoint.app import rooms
from callhandler.endpoint.exchange.files import LARGEST
from callhandler.line.accounts import Accounts
from callhandler.line.parcels import Parcels
from callhandler.line.session import Address, Session
from callhandler.line.state import LineState
from callhandler.line.worker import Dice, LineWorker, Told
from callhandler.log.kinds import CaseShared, Erased, FileAttached
from callhandler.store.sealed_pieces import PIECE
from tests.endpoints import Caller, Endpoint, served
from tests.faulty_line import faulty_line
from tests.file_desks import Desk, place
from tests.patience import SOON

__all__ = ["place"]

pytestmark = pytest.mark.req("T20")
DICE = Dice(lambda: datetime.now(UTC), lambda: secrets.token_bytes(16), lambda: 0.0)
ROOT = Asker("root", "root", "administrator", "police", "", host=True)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leaving")
    with served(f"sqlite:///{folder}/endpoint.db", folder / "apart") as running:
        yield running


@dataclass
class Heard:
    """What a desk's line said. `at_state` is done at each, on the line's own thread."""

    at_state: Callable[[LineState], object] = lambda _state: None
    states: "queue.Queue[LineState]" = field(default_factory=queue.Queue)
    wiped: threading.Event = field(default_factory=threading.Event)
    mistakes: list[Exception] = field(default_factory=list)
    cut: bool = False

    def hear(self, state: LineState) -> None:
        self.at_state(state)
        self.states.put(state)

    def until(self, so: Callable[[LineState], bool]) -> LineState:
        over = monotonic() + SOON
        while not so(state := self.states.get(timeout=max(0.01, over - monotonic()))):
            pass
        return state


@contextmanager
def working(desk: Desk, heard: Heard) -> Iterator[LineWorker]:
    """As the program starts it: asked before its store goes, the line says whether files wait."""
    parcels, told = Parcels(desk.shelf, desk.remote), Told(heard.hear, wiped=heard.wiped.set, mistake=heard.mistakes.append)
    desk.disk.stored.beside = parcels.waits
    worker = LineWorker(desk.replica, desk.disk.stored, desk.remote, told, DICE, pause=(0.05, 0.1), gather=0.01)
    worker.carry(parcels)
    try:
        yield worker
    finally:
        assert worker.close(SOON)
        assert heard.mistakes == []


def take_out(endpoint: Endpoint, device: str) -> None:
    behind = rooms(endpoint.settings)
    revoke(behind.gatehouse, ROOT, device)
    behind.engine.dispose()


def photo(pieces: float = 2.5) -> bytes:
    return b"\xff\xd8\xff\xe0" + secrets.token_bytes(int(pieces * PIECE))


@pytest.mark.req("F1")
def test_what_was_not_sent_is_handed_in_with_its_files_and_the_wipe_waits_while_the_line_is_cut(place):
    with faulty_line(int(place.endpoint.urls[0].rsplit(":", 1)[1])) as (line, url):
        desk, known, late = place.desk(url=url), photo(), photo(0.2)
        first = desk.attach(known, "police.left")
        desk.sync()  # the endpoint has the entry of this one, and neither file
        second = desk.attach(late, "police.left")
        take_out(place.endpoint, desk.disk.identity().signer.id)

        def cut(state: LineState) -> None:
            line.faults = ("drop",) if state.files.moved == PIECE and not heard.cut else line.faults
            heard.cut = heard.cut or bool(line.faults)

        heard = Heard(cut)
        with working(desk, heard) as worker:
            state = heard.until(lambda state: bool(state.trouble))
            assert heard.cut
            assert (state.sent, state.saved, desk.disk.stored.wiped(), heard.wiped.is_set()) == (2, 2, False, False)
            assert desk.shelf.content(first) == known
            line.faults = ()
            worker.wake(urgent=True)
            assert heard.wiped.wait(SOON)
    assert (place.kept(first), place.kept(second)) == (known, late)
    assert desk.disk.stored.wiped()
    assert [desk.shelf.find(name) for name in (first, second)] == [None, None]  # nothing opens what lies there


def test_what_the_endpoint_does_not_take_holds_up_no_wipe(place):
    desk, other = place.desk(), place.desk(role="supervisor")
    gone, damaged, kept = desk.attach(photo(0.2), "police.5"), desk.attach(photo(0.2), "police.6"), desk.attach(photo(0.2), "police.7")
    desk.sync()
    other.sync()
    other.write(Erased(entries=(), rule="order", whole=True), "police.5")
    other.sync()
    found = desk.shelf.find(damaged)
    assert found is not None
    (desk.folder / f"file-{found.place}").write_bytes(bytes(9))
    take_out(place.endpoint, desk.disk.identity().signer.id)
    heard = Heard()
    with working(desk, heard):
        assert heard.wiped.wait(SOON)
    assert place.kept(kept)
    assert [name for name in (gone, damaged) if (place.endpoint.settings.files / name).exists()] == []


@dataclass
class Thief:
    """Whoever has a device that was taken out, its key, and a program of their own."""

    caller: Caller
    leave: str

    def ask(self, method: str, content: bytes, case: str, **told: object) -> int:
        headers = {"Authorization": f"Bearer {self.leave}", "Case": case, "Upload-Offset": "0", "Upload-Length": str(len(content))}
        headers |= {name.replace("_", "-"): str(value) for name, value in told.items()}
        name = sha256(content).hexdigest()
        return self.caller.http.request(method, f"{self.caller.url}/v1/blobs/{name}", data=content, headers=headers, timeout=30).status_code

    def named(self, content: bytes, case: str) -> bytes:
        self.caller.write(case, naming(content))
        return content


def naming(content: bytes) -> FileAttached:
    return FileAttached(sha256=sha256(content).hexdigest(), size=len(content), media="image/jpeg")


def stolen(endpoint: Endpoint, caller: Caller) -> Thief:
    key = caller.store.identity().signer
    take_out(endpoint, key.id)
    session = Session(Address(caller.url))
    thief = Thief(caller, Accounts(session, key).leave().access)
    session.close()
    caller.token = thief.leave
    return thief


@pytest.mark.req("R14")
def test_whoever_has_a_lost_device_brings_nothing_that_it_did_not_name_and_reads_nothing(endpoint):
    caller, honest, council = endpoint.caller(), endpoint.caller(), endpoint.caller("council")
    case, others, known, secret = "police.theft", photo(0.1), photo(0.1), photo(0.1)
    for desk, content in ((honest, others), (caller, known), (council, secret)):
        desk.write(case if desk is not council else "council.theft", naming(content))
        desk.sync()
    caller.write(case, CaseShared(audience="council"))
    caller.sync()
    thief = stolen(endpoint, caller)
    fresh, loose = thief.named(photo(0.1), case), photo(0.1)
    assert thief.ask("PUT", fresh, case) == 404  # its entry has yet to be handed in
    caller.round()
    refused = {
        "another's file in the same case": thief.ask("PUT", others, case),
        "nothing names it": thief.ask("PUT", loose, case),
        "another agency's": thief.ask("PUT", secret, "council.theft"),
        "another case": thief.ask("PUT", known, "police.other"),
        "larger than its entry says": thief.ask("PUT", known, case, Upload_Length=len(known) + PIECE),
        "whether there is such a file": thief.ask("HEAD", others, case),
        "without a case": thief.ask("HEAD", known, ""),
    }
    assert set(refused.values()) == {404}, refused
    assert thief.ask("PUT", known, case, Upload_Length=LARGEST + 1) == 413
    assert [thief.ask("PUT", known, case), thief.ask("PUT", fresh, case), thief.ask("HEAD", fresh, case)] == [204, 204, 200]
    assert thief.ask("GET", known, case) == 401
    kept = {path.name for path in endpoint.settings.files.iterdir()}
    assert not {sha256(one).hexdigest() for one in (others, loose, secret)} & {name.rpartition(".")[2] for name in kept}


def test_a_file_that_is_not_what_the_entry_of_a_lost_device_says_is_thrown_away(endpoint):
    caller, content = endpoint.caller(), photo(0.1)
    caller.write("police.lie", naming(content))
    caller.sync()
    thief, name = stolen(endpoint, caller), sha256(content).hexdigest()
    headers = {"Authorization": f"Bearer {thief.leave}", "Case": "police.lie", "Upload-Offset": "0", "Upload-Length": str(len(content))}
    lie = content[:-1] + b"!"
    assert caller.http.put(f"{caller.url}/v1/blobs/{name}", lie, headers=headers, timeout=30).status_code == 415
    assert [path.name for path in endpoint.settings.files.glob(f"*{name}")] == []
