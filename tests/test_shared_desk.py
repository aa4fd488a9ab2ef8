"""Two people share one computer: neither reads the other's store, and nothing that one wrote is lost to the other's shift."""

import queue
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from callhandler.line.accounts import Accounts
from callhandler.line.remote import Remote
from callhandler.line.round import sync
from callhandler.line.session import Address, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import DeviceRevoked
from callhandler.log.ownership import devices_of
from callhandler.store import operators, vault
from callhandler.store.pen import Pen
from callhandler.store.replica.device import StoredDevice
from callhandler.store.secrets import KeptInMemory
from callhandler.store.troubles import TakenOut, VaultTrouble, WrongPassphrase
from callhandler.store.vault import Vault
from callhandler.sync.pace import Pace
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken
from tests.doubles import CountedIds
from tests.hall import Hall, handler, listening
from tests.patience import SOON
from tests.stores import CHEAP, Writer

COLLARS = {
    "4821 Okafor": "quiet harbour lantern nine",
    "5177 Rees": "seven tall ships at anchor",
    "9001 Price": "an orchard under the hill",
}
FIRST, SECOND, SERGEANT = COLLARS
SHIFT = 500  # entries that a long shift without a line leaves behind


@dataclass
class Sitting:
    """One of them at the computer, with a line to the endpoint."""

    vault: Vault
    store: StoredDevice
    replica: Replica
    remote: Remote
    writer: Writer
    here: bool = True

    def write(self, *texts: str) -> list[str]:
        """Lines of a call, by their ids."""
        written = self.vault.logbook.append([self.writer.note(text, f"police.{self.store.first.id}") for text in texts])
        return [entry.id for entry in written]

    def round(self) -> Taken:
        return sync(self.replica, self.store, self.remote, lambda: secrets.token_bytes(16))

    def sync(self) -> None:
        while self.round().more:
            pass

    def leave(self) -> None:
        if self.here:
            self.remote.close()
            self.vault.close()
        self.here = False

    def taken_out(self) -> None:
        self.remote.close()
        self.vault.take_out()
        self.here = False


@dataclass
class Computer:
    """The computer that they share: one profile, one keyring, an endpoint that knows both."""

    profile: Path
    hall: Hall
    url: str
    keyring: KeptInMemory = field(default_factory=KeptInMemory)
    sitting: list[Sitting] = field(default_factory=list)

    def first_day(self, collar: str) -> Sitting:
        made = vault.create(self.folder(collar), collar, COLLARS[collar], self.keyring, cost=CHEAP)
        with self.hall.lock:
            certificate = self.hall.exchange.enrol(made.device.public, "police")
        made.logbook.replica().be_let_in(certificate, self.hall.key.public)
        TokenShelf(self.keyring, made.op).keep(Tokens("access", "refresh"))
        return self._seated(made)

    def sign_in(self, collar: str, passphrase: str = "") -> Sitting:
        return self._seated(vault.unlock(self.folder(collar), passphrase or COLLARS[collar], self.keyring, floor=CHEAP))

    def folder(self, collar: str) -> Path:
        return operators.folder_of(self.profile, collar)

    def held(self) -> set[str]:
        """The ids of what the endpoint holds."""
        with self.hall.lock:
            return {kept.entry.id for kept in self.hall.store.entries.values()}

    def revoke(self, by: Sitting, device: str) -> None:
        by.vault.logbook.append([by.writer.write(DeviceRevoked(device=device), devices_of("police"))])
        by.sync()

    def _seated(self, opened: Vault) -> Sitting:
        session, store = Session(Address(self.url)), opened.logbook.replica()
        remote = Remote(session, lambda: Accounts(session, opened.device), TokenShelf(self.keyring, opened.op))
        replica = Replica(store, self.hall.key.public, verify, DeviceKey.generate, pace=Pace(100))
        ids = CountedIds()
        writer = Writer(lambda: f"{opened.device.id[:8]}-{len(self.sitting)}-{ids()}")  # type: ignore[arg-type]  # it gives ids as well
        self.sitting.append(Sitting(opened, store, replica, remote, writer))
        return self.sitting[-1]


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    hall = Hall()
    with listening(handler(hall)) as port:
        made = Computer(tmp_path / "profile", hall, f"http://127.0.0.1:{port}")
        yield made
        for one in made.sitting:
            one.leave()


@pytest.mark.req("F12", "F15")
def test_what_the_first_could_not_send_waits_through_the_seconds_shift_and_all_of_it_goes_out(computer: Computer) -> None:
    first = computer.first_day(FIRST)
    unsent = first.write(*(f"canary {number}" for number in range(SHIFT)))
    first.leave()
    second = computer.first_day(SECOND)
    sent = second.write("the second's own line")
    second.sync()
    assert computer.held() == set(sent)
    assert {entry.id for entry in second.vault.logbook.entries()} == set(sent)
    second.leave()
    again = computer.sign_in(FIRST)
    again.sync()
    assert computer.held() == {*unsent, *sent}
    mine = [kept.entry for kept in computer.hall.store.entries.values() if kept.entry.device == first.store.first.id]
    assert [entry.id for entry in mine] == unsent
    assert {entry.id for entry in again.vault.logbook.entries()} == {*unsent, *sent}
    assert again.vault.logbook.verify() is None


@pytest.mark.req("F12", "R11", "T1")
def test_neither_opens_nor_reads_what_the_other_has_not_sent(computer: Computer) -> None:
    first = computer.first_day(FIRST)
    first.write("canary of the first")
    first.leave()
    second = computer.first_day(SECOND)
    second.sync()
    with pytest.raises(WrongPassphrase):
        computer.sign_in(FIRST, COLLARS[SECOND])
    assert second.vault.folder != first.vault.folder
    assert second.store.first.id != first.store.first.id
    assert not [path for path in computer.profile.rglob("*") if path.is_file() and b"canary" in path.read_bytes()]


@pytest.mark.req("F12", "T20")
def test_what_the_first_has_not_sent_outlives_that_the_second_is_taken_out(computer: Computer) -> None:
    first = computer.first_day(FIRST)
    unsent = first.write("not sent yet")
    first.leave()
    second, sergeant = computer.first_day(SECOND), computer.first_day(SERGEANT)
    handed_in = second.write("not sent either")
    computer.revoke(sergeant, second.store.first.id)
    second.sync()
    assert second.store.wiped()
    second.taken_out()
    assert not second.vault.folder.exists()
    assert computer.held().isdisjoint(unsent)
    again = computer.sign_in(FIRST)
    again.sync()
    assert computer.held() >= {*unsent, *handed_in}


@pytest.mark.req("T20")
def test_a_line_typed_while_the_word_to_wipe_is_on_its_way_is_handed_in_first(computer: Computer) -> None:
    first, second = computer.first_day(FIRST), computer.first_day(SECOND)
    computer.revoke(first, second.store.first.id)
    with computer.hall.lock:
        answer = computer.hall.exchange.answer(second.replica.ask(secrets.token_bytes(16)), second.writer.now())
    assert answer.verdict.why == "wipe"
    (typed,) = second.write("typed while the answer was on its way")
    assert not second.replica.take(answer).wiped
    second.sync()
    assert second.store.wiped()
    assert typed in computer.held()


@pytest.mark.req("T20", "F3")
def test_a_line_typed_once_the_store_is_wiped_is_never_called_saved(computer: Computer) -> None:
    first, second = computer.first_day(FIRST), computer.first_day(SECOND)
    computer.revoke(first, second.store.first.id)
    saved, troubles = list[tuple[str, ...]](), queue.Queue[VaultTrouble]()
    pen = Pen(second.vault.logbook, saved.append, troubles.put)
    second.sync()
    assert second.store.wiped()
    late = second.writer.note("typed a moment too late")
    pen.submit([late])
    assert isinstance(troubles.get(timeout=SOON), TakenOut)
    assert pen.close(SOON) == (late.id,)
    assert saved == []
    assert second.store.total() == 0
