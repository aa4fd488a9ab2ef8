"""What one operator could not send goes out while another works at the same computer, who can read none of it."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from pytestqt.qtbot import QtBot

from callhandler.app.session import Opened, PenNews, sit_down
from callhandler.endpoint.app import rooms
from callhandler.line.session import Address
from callhandler.line.tokens import TokenShelf
from callhandler.log.device import DeviceKey
from callhandler.log.kinds import CaseShared, Erased, Noted
from callhandler.store.post import Post
from callhandler.sync.letters import LARGEST, opened, seal_of
from callhandler.sync.wire import decode_ask
from tests.canaries import hits
from tests.desks import generic
from tests.doubles import ToldClock
from tests.endpoints import Endpoint, free_port, served
from tests.letter_desks import Computer

pytestmark = pytest.mark.req("F12")
SHIFT = 500
CANARY = "canary of the first"


@pytest.fixture(scope="module")
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("letters")
    postgresql = getattr(request, "param", "sqlite") == "postgresql"
    named = request.getfixturevalue("postgres").fresh("letters") if postgresql else f"sqlite:///{folder}/endpoint.db"
    with served(named, folder / "apart") as running:
        yield running


@pytest.fixture
def computer(tmp_path: Path, endpoint: Endpoint) -> Computer:
    return Computer(tmp_path / "profile", endpoint)


@pytest.mark.parametrize("endpoint", ["sqlite", "postgresql"], indirect=True)
def test_a_whole_shift_goes_out_while_somebody_else_works_who_reads_none_of_it(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    first.write(Noted(text="with a line"))
    first.send_all()
    unsent = first.write(*(Noted(text=f"{CANARY} {n}") for n in range(SHIFT)))
    first.leave()
    letters = Post(first.vault.folder).lying()
    assert [(one.first, one.last) for one in letters] == [(2, 501)]
    second = computer.first_day("5177 Rees", "council")
    second.line_up()
    second.until(lambda: not Post(first.vault.folder).lying())
    assert computer.why(*unsent) == [""] * SHIFT
    assert [entry for entry in second.vault.logbook.entries() if entry.id in unsent] == []
    second.leave()
    assert hits(CANARY, computer.profile) == set()
    back = computer.again("4821 Okafor")
    back.send_all()
    assert len(computer.why(*unsent)) == SHIFT
    assert back.vault.logbook.verify() is None
    assert {entry.id for entry in back.vault.logbook.entries()} >= set(unsent)
    back.leave()
    assert Post(back.vault.folder).lying() == []


@pytest.mark.req("R14")
def test_what_only_its_author_may_decide_waits_for_them(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    first.send_all()
    noted, shared = first.write(Noted(text="a visit"), CaseShared(audience="council"))
    first.leave()
    second = computer.first_day("5177 Rees")
    second.line_up()
    second.until(lambda: not Post(first.vault.folder).lying())
    second.leave()
    assert (computer.why(noted), computer.why(shared)) == ([""], ["not-allowed"])
    back = computer.again("4821 Okafor")
    back.send_all()
    assert computer.why(shared) == [""]
    back.leave()


@pytest.mark.req("T20")
def test_of_a_device_that_was_taken_out_meanwhile_it_is_kept_aside(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    first.send_all()
    (noted,) = first.write(Noted(text="the last"))
    first.leave()
    behind = rooms(computer.endpoint.settings)
    behind.gatehouse.take_out(first.vault.device.id)
    behind.engine.dispose()
    second = computer.first_day("5177 Rees")
    second.line_up()
    second.until(lambda: not Post(first.vault.folder).lying())
    second.leave()
    assert computer.why(noted) == ["revoked"]


def test_without_a_line_what_is_written_is_sealed_before_the_desk_ends(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    first.send_all()
    away = computer.seated(first.vault, "police", f"http://127.0.0.1:{free_port()}")
    away.write(Noted(text=CANARY))
    away.line_up()
    away.until(lambda: len(away.post.lying()) == 1)
    away.write(Noted(text="more"), Noted(text="still more"))
    assert away.worker
    away.worker.wake(urgent=True)
    away.until(lambda: [(one.first, one.last) for one in away.post.lying()] == [(1, 1), (2, 3)])
    away.leave()


def test_a_desk_that_ends_leaves_its_letters_by_itself(qtbot: QtBot, computer: Computer, clock: ToldClock) -> None:
    first = computer.first_day("4821 Okafor")
    right = seal_of(computer.endpoint.settings.seal(), computer.endpoint.settings.key())
    first.post.keep_seal(right.public, right.signature)
    nowhere = Address(f"http://127.0.0.1:{free_port()}")
    session = sit_down(Opened(first.vault, *generic(), address=nowhere, folder=first.vault.folder), PenNews(), clock)
    session.desk.start_call()
    assert session.leave() == ()
    letters = Post(first.vault.folder).lying()
    assert letters[-1].last > 1
    second = computer.first_day("5177 Rees")
    second.line_up()
    second.until(lambda: not Post(first.vault.folder).lying())
    second.leave()


@pytest.mark.req("R5")
def test_what_is_erased_is_in_no_letter(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor", role="supervisor")
    first.send_all()
    (noted,) = first.write(Noted(text="to be erased"))
    first.member.leave_letters()
    (before,) = first.post.lying()
    told = before.content()
    first.vault.logbook.erase(first.writer.write(Erased(entries=(noted,), rule="order"), first.case))
    assert first.post.lying() == []
    first.member.leave_letters()
    (after,) = first.post.lying()
    assert (after.first, after.last) == (1, 2)
    assert len(after.content()) < len(told) + 400
    first.leave()


@pytest.mark.req("T16")
def test_nothing_is_sealed_for_anybody_but_the_endpoint_that_let_this_device_in(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    first.write(Noted(text=CANARY))
    stranger = seal_of(DeviceKey.generate().to_bytes(), DeviceKey.generate())
    first.post.keep_seal(stranger.public, stranger.signature)
    first.member.leave_letters()
    assert first.post.lying() == []
    right = seal_of(computer.endpoint.settings.seal(), computer.endpoint.settings.key()).public
    first.line_up()
    first.until(lambda: first.post.seal()[0] == right)
    first.leave()


def test_a_letter_is_never_more_than_the_endpoint_reads(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    private = secrets.token_bytes(32)
    seal = seal_of(private, computer.endpoint.settings.key())
    first.post.keep_seal(seal.public, seal.signature)
    written = first.write(*(Noted(text=secrets.token_hex(30_000)) for _ in range(50)))
    first.member.leave_letters()
    letters = [one.content() for one in first.post.lying()]
    assert len(letters) > 1
    assert max(map(len, letters)) <= LARGEST
    told = [offer.entry.id for letter in letters for offer in decode_ask(opened(letter, private)).offers]
    assert told == written
    first.vault.close()


@pytest.mark.req("T4", "T19")
def test_what_is_no_letter_is_refused_and_lies_about_no_longer(computer: Computer) -> None:
    second, first = computer.first_day("5177 Rees"), computer.first_day("4821 Okafor")
    first.send_all()
    first.write(Noted(text="altered on the way"))
    first.leave()
    (letter,) = Post(first.vault.folder).lying()
    content = letter.content()
    letter.path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    second.line_up()
    second.until(lambda: not Post(first.vault.folder).lying())
    second.leave()
    url, token = computer.endpoint.urls[0], TokenShelf(computer.keyring, second.vault.op).get()
    assert token
    kind = {"Content-Type": "application/octet-stream"}
    told = {**kind, "Authorization": f"Bearer {token.access}"}
    with requests.Session() as http:
        say = lambda body, **headers: http.post(f"{url}/v1/sync/letters", body, headers=headers, timeout=20).status_code  # noqa: E731
        assert say(content, **kind) == 401
        assert say(content, **{**told, "Content-Type": "text/plain"}) == 415
        assert [say(body, **told) for body in (b"", b"no letter", bytes(2 << 20))] == [400, 400, 413]
        assert [say(content, **told) for _ in range(2)] == [204, 204]  # once more changes nothing
        assert http.get(f"{url}/v1/sync/seal", timeout=20).status_code == 401
