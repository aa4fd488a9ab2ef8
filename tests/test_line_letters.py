"""What one operator could not send goes out while another works at the same computer, who can read none of it."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from socket import socket

import pytest
import requests
from pytestqt.qtbot import QtBot

from callhandler.app.session import Opened, PenNews, sit_down
from callhandler.endpoint.app import rooms
from callhandler.line.accounts import Accounts
from callhandler.line.postbox import Postbox
from callhandler.line.remote import Remote
from callhandler.line.session import Address, Session
from callhandler.line.tokens import TokenShelf
from callhandler.log.device import DeviceKey
from callhandler.log.kinds import CaseShared, Erased, Noted
from callhandler.store import condition
from callhandler.store.post import Post
from callhandler.store.troubles import Damaged
from callhandler.sync.letters import LARGEST, seal_of
from tests.canaries import hits
from tests.desks import generic
from tests.doubles import ToldClock
from tests.endpoints import Endpoint, free_port, served
from tests.letter_desks import Computer, sealing_to, spans, told

pytestmark = pytest.mark.req("F12")
SHIFT = 500
Port = AbstractContextManager[int]
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
    assert spans(Post(first.vault.folder)) == [(2, 501)]
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


@contextmanager
def silence() -> Iterator[int]:
    """Somebody who hears, and never answers: a round with them hangs."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield int(one.getsockname()[1])


@pytest.mark.parametrize("there", [free_port, silence])
def test_without_a_line_what_is_written_is_sealed_before_the_desk_ends(computer: Computer, there: Callable[[], Port]) -> None:
    first = computer.first_day("4821 Okafor")
    first.send_all()
    with there() as port:
        away = computer.seated(first.vault, "police", f"http://127.0.0.1:{port}")
        away.line_up()
        away.write(Noted(text=CANARY))
        away.until(lambda: spans(away.post) == [(1, 1)])
        away.write(Noted(text="more"), Noted(text="still more"))
        away.until(lambda: spans(away.post) == [(1, 3)])
        away.line_down()
    second = computer.first_day("5177 Rees")  # the power went: nobody logged off
    second.line_up()
    second.until(lambda: not away.post.lying())
    second.leave()
    away.leave()


@pytest.mark.req("F4", "R5")
def test_the_letters_of_a_store_that_was_damaged_go_on_being_brought_whatever_is_erased_in_the_new_one(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor", role="supervisor")
    first.send_all()
    unsent = first.write(Noted(text="told to nobody yet"), Noted(text="nor this"))
    first.leave()
    store = first.vault.folder / condition.NAME
    store.write_bytes(secrets.token_bytes(store.stat().st_size))
    back = computer.again("4821 Okafor")
    assert isinstance(back.vault.trouble, Damaged)
    computer.let_in(back.vault, role="supervisor")
    (noted,) = back.write(Noted(text="to be erased"))
    back.vault.logbook.erase(back.writer.write(Erased(entries=(noted,), rule="order"), back.case))
    assert spans(back.post) == [(1, 2)]
    back.send_all()
    back.line_up()
    back.until(lambda: not back.post.lying())
    back.leave()
    assert computer.why(*unsent) == ["", ""]
    assert first.vault.device.id != back.vault.device.id


def test_a_desk_that_ends_leaves_its_letters_by_itself(qtbot: QtBot, computer: Computer, clock: ToldClock) -> None:
    first = computer.first_day("4821 Okafor")
    right = seal_of(computer.endpoint.settings.seal(), computer.endpoint.settings.key())
    first.post.keep_seal(right.public, right.signature)
    with free_port() as nobody:
        nowhere = Address(f"http://127.0.0.1:{nobody}")
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
    sealed = before.content()
    first.vault.logbook.erase(first.writer.write(Erased(entries=(noted,), rule="order"), first.case))
    assert first.post.lying() == []
    first.member.leave_letters()
    (after,) = first.post.lying()
    assert (after.first, after.last) == (1, 2)
    assert len(after.content()) < len(sealed) + 400
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
    private = sealing_to(first, computer.endpoint)
    written = first.write(*(Noted(text=secrets.token_hex(30_000)) for _ in range(50)))
    first.member.leave_letters()
    letters = [one.content() for one in first.post.lying()]
    assert len(letters) > 1
    assert max(map(len, letters)) <= LARGEST
    assert told(first.post, private) == written
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
    shown = {**kind, **token.bearer}
    with requests.Session() as http:
        say = lambda body, **headers: http.post(f"{url}/v1/sync/letters", body, headers=headers, timeout=20).status_code  # noqa: E731
        assert say(content, **kind) == 401
        assert say(content, **{**shown, "Content-Type": "text/plain"}) == 415
        assert [say(body, **shown) for body in (b"", b"no letter", bytes(2 << 20))] == [400, 400, 413]
        assert [say(content, **shown) for _ in range(2)] == [204, 204]  # once more changes nothing
        assert http.get(f"{url}/v1/sync/seal", timeout=20).status_code == 401


@pytest.mark.req("T17")
def test_whoever_brings_them_goes_on_with_a_fresh_token_where_theirs_has_run_out(computer: Computer) -> None:
    first, second = computer.first_day("4821 Okafor"), computer.first_day("5177 Rees")
    first.send_all()
    unsent = first.write(Noted(text="not sent"))
    first.leave()
    former = computer.runs_out(second)
    session = Session(Address(computer.endpoint.urls[0]))
    remote = Remote(session, lambda: Accounts(session, second.vault.device), second.member.shelf)
    Postbox(second.member.store, second.vault.folder, remote).go_round(lambda: True)
    remote.close()
    assert Post(first.vault.folder).lying() == []
    assert computer.why(*unsent) == [""]
    fresh = second.member.shelf.get()
    assert fresh
    assert (fresh.access != former.access, fresh.refresh != former.refresh) == (True, True)
    second.leave()
