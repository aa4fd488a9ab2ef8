"""What one operator could not send goes out while another works at the same computer, who can read none of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from time import monotonic

import pytest
import requests
from sqlalchemy import select

from callhandler.endpoint.app import rooms
from callhandler.endpoint.exchange import tables
from callhandler.line.joining import Membership
from callhandler.line.session import Address
from callhandler.line.state import LineState
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.worker import LineWorker, Told
from callhandler.log.device import DeviceKey
from callhandler.log.kinds import Body, CaseShared, Erased, Noted
from callhandler.store import operators, vault
from callhandler.store.post import Post
from callhandler.store.secrets import KeptInMemory
from callhandler.store.vault import Vault
from callhandler.sync.letters import seal_of
from tests.canaries import hits
from tests.doubles import CountedIds
from tests.endpoints import Endpoint, free_port, served
from tests.partnership import DICE
from tests.stores import CHEAP, Writer

pytestmark = pytest.mark.req("F12")
PASSPHRASE, SHIFT, SOON = "quiet harbour lantern nine", 500, 60.0
CANARY = "canary of the first"
PAUSE = (0.2, 0.3)


@pytest.fixture(scope="module")
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp("letters")
    postgresql = getattr(request, "param", "sqlite") == "postgresql"
    named = request.getfixturevalue("postgres").fresh("letters") if postgresql else f"sqlite:///{folder}/endpoint.db"
    with served(named, folder / "apart") as running:
        yield running


@dataclass
class Sitting:
    """One of them at the computer."""

    vault: Vault
    member: Membership
    writer: Writer
    worker: LineWorker | None = None
    state: LineState = field(default_factory=LineState)
    turn: Condition = field(default_factory=Condition)
    mistakes: list[Exception] = field(default_factory=list)

    @property
    def post(self) -> Post:
        return Post(self.vault.folder)

    @property
    def case(self) -> str:
        return f"{self.writer.agency}.{self.vault.device.id}"

    def write(self, *bodies: Body) -> list[str]:
        written = self.vault.logbook.append([self.writer.write(body, self.case) for body in bodies])
        return [entry.id for entry in written]

    def line_up(self) -> None:
        self.worker = self.member.start(Told(self._stands, mistake=self.mistakes.append), DICE, pause=PAUSE)
        assert self.worker

    def line_down(self) -> None:
        if self.worker:
            assert self.worker.close(SOON)
        self.worker = None
        assert self.mistakes == []

    def until(self, so) -> None:
        over = monotonic() + SOON
        with self.turn:
            while not so():
                assert monotonic() < over, self.state
                self.turn.wait(0.05)

    def send_all(self) -> None:
        self.line_up()
        self.until(lambda: self.post.seal()[0] and self.state.sent == self.state.saved == self.member.store.total())
        self.line_down()

    def leave(self) -> None:
        """Log off, as the program does it."""
        self.line_down()
        self.member.leave_letters()
        self.vault.close()

    def _stands(self, state: LineState) -> None:
        with self.turn:
            self.state = state
            self.turn.notify_all()


@dataclass
class Computer:
    profile: Path
    endpoint: Endpoint
    keyring: KeptInMemory = field(default_factory=KeptInMemory)
    ids: int = 0

    def first_day(self, collar: str, agency: str = "police", role: str = "officer") -> Sitting:
        made = vault.create(operators.folder_of(self.profile, collar), collar, PASSPHRASE, self.keyring, cost=CHEAP)
        certificate, token = self.endpoint.admit(made.device, agency, role)
        made.logbook.replica().be_let_in(certificate, self.endpoint.settings.key().public)
        TokenShelf(self.keyring, made.op).keep(Tokens(token, "r" * 43))
        return self.seated(made, agency)

    def again(self, collar: str, agency: str = "police") -> Sitting:
        return self.seated(vault.unlock(operators.folder_of(self.profile, collar), PASSPHRASE, self.keyring, floor=CHEAP), agency)

    def seated(self, opened: Vault, agency: str, url: str = "") -> Sitting:
        where = Address(url or self.endpoint.urls[0])
        member = Membership.of(where, opened.logbook.replica(), opened.keeper, opened.op, opened.shelf, opened.folder)
        self.ids += 1
        ids, place = CountedIds(), self.ids
        writer = Writer(lambda: f"{opened.device.id[:8]}-{place}-{ids()}", agency=agency)  # type: ignore[arg-type]  # it gives ids as well
        return Sitting(opened, member, writer)

    def why(self, *ids: str) -> list[str]:
        """Of these entries, those that the endpoint keeps: why it holds each back, "" where it counts."""
        behind, entry = rooms(self.endpoint.settings), tables.entry.c
        with behind.engine.connect() as connection:
            told = connection.execute(select(entry.why).where(entry.id.in_(ids))).scalars().all()
        behind.engine.dispose()
        return list(told)


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
    assert [(one.first, one.last) for one in letters] == [(2, 201), (202, 401), (402, 501)]
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
