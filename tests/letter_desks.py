"""Several people at one computer, each with an encrypted store and a line of their own to a real endpoint."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from callhandler.endpoint.accounts import tokens
from callhandler.endpoint.accounts.tables import SITTING
from callhandler.endpoint.app import rooms
from callhandler.endpoint.exchange import tables
from callhandler.line.joining import Membership
from callhandler.line.session import Address
from callhandler.line.state import LineState
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.worker import LineWorker, Told
from callhandler.log.kinds import Body
from callhandler.store import operators, vault
from callhandler.store.post import Post
from callhandler.store.secrets import KeptInMemory
from callhandler.store.vault import Vault
from callhandler.sync.letters import opened, seal_of
from callhandler.sync.wire import decode_ask
from tests.doubles import CountedIds
from tests.endpoints import Endpoint
from tests.partnership import DICE
from tests.patience import SOON, until
from tests.stores import CHEAP, Writer

PASSPHRASE = "quiet harbour lantern nine"
PAUSE = (0.2, 0.3)
LOOKS = 0.05


@dataclass
class Sitting:
    """One of them at the computer."""

    vault: Vault
    member: Membership
    writer: Writer
    worker: LineWorker | None = None
    state: LineState = field(default_factory=LineState)
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
        self.worker = self.member.start(Told(self._stands, mistake=self.mistakes.append), DICE, pause=PAUSE, looks=LOOKS)
        assert self.worker

    def line_down(self) -> None:
        if self.worker:
            assert self.worker.close(SOON)
        self.worker = None
        assert self.mistakes == []

    def until(self, so: Callable[[], object]) -> None:
        until(so)

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
        self.state = state


@dataclass
class Computer:
    profile: Path
    endpoint: Endpoint
    keyring: KeptInMemory = field(default_factory=KeptInMemory)
    ids: int = 0

    def first_day(self, collar: str, agency: str = "police", role: str = "officer") -> Sitting:
        made = vault.create(operators.folder_of(self.profile, collar), collar, PASSPHRASE, self.keyring, cost=CHEAP)
        self.let_in(made, agency, role)
        return self.seated(made, agency)

    def let_in(self, made: Vault, agency: str = "police", role: str = "officer") -> None:
        certificate, token = self.endpoint.admit(made.device, agency, role)
        made.logbook.replica().be_let_in(certificate, self.endpoint.settings.key().public)
        TokenShelf(self.keyring, made.op).keep(Tokens(token, "r" * 43))

    def runs_out(self, sitting: Sitting) -> Tokens:
        """Let the token with which somebody is signed in have run out; what it is renewed with still counts. Gives the two."""
        behind, at = rooms(self.endpoint.settings), int(datetime.now(UTC).timestamp())
        with behind.engine.begin() as connection:
            known = connection.execute(select(SITTING.c.sitting).where(SITTING.c.device == sitting.vault.device.id)).scalar_one()
            access = tokens.issue(connection, os.urandom, known, "access", at - 1)
            kept = Tokens(access, tokens.issue(connection, os.urandom, known, "refresh", at + 600))
        behind.engine.dispose()
        sitting.member.shelf.keep(kept)
        return kept

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


def spans(post: Post) -> list[tuple[int, int]]:
    return [(one.first, one.last) for one in post.lying()]


def told(post: Post, private: bytes) -> list[str]:
    """The ids of the entries whose bodies the letters hand in."""
    return [offer.entry.id for one in post.lying() for offer in decode_ask(opened(one.content(), private)).offers]


def sealing_to(sitting: Sitting, endpoint: Endpoint) -> bytes:
    """What opens the letters of this desk from now on."""
    private = secrets.token_bytes(32)
    seal = seal_of(private, endpoint.settings.key())
    sitting.post.keep_seal(seal.public, seal.signature)
    return private
