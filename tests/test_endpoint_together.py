"""Pushes that share one transaction: what befalls one befalls it alone, and nothing is doubled or lost, even where the commit fails."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from callhandler.endpoint.exchange.switchboard import Call, Switchboard
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import id_of
from callhandler.sync.messages import Ask
from callhandler.sync.proof import Signer
from callhandler.sync.wire import decode_answer, encode_ask
from tests.premises import Desk, Premises

pytestmark = pytest.mark.req("F9")
SPOILS = (  # whoever brings this case leaves a row behind that belongs to nothing, which the database notices only at the commit
    "CREATE TABLE whole (one TEXT PRIMARY KEY)",
    "CREATE TABLE part (one TEXT REFERENCES whole DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TRIGGER spoil AFTER INSERT ON entry WHEN NEW.case_id = 'police.spoilt' BEGIN INSERT INTO part VALUES ('nothing'); END",
)


@dataclass
class Tired:
    """The endpoint's key, which signs so many times and then fails once."""

    key: Signer
    left: int

    @property
    def public(self) -> bytes:
        return self.key.public

    @property
    def id(self) -> str:
        return id_of(self.public)

    def sign(self, statement: bytes) -> bytes:
        self.left -= 1
        if self.left == -1:
            raise LookupError
        return self.key.sign(statement)


@pytest.fixture
def premises(tmp_path) -> Iterator[Premises]:
    made = Premises(tmp_path, lambda name: f"sqlite:///{tmp_path}/{name}.db")
    yield made
    made.close()


def pushes(premises: Premises, *cases: str) -> list[tuple[Desk, Ask]]:
    """A new desk for each of these cases, which would like to hand in one line about it."""
    desks = [premises.desk() for _ in cases]
    for desk, case in zip(desks, cases, strict=True):
        desk.write(case)
    return [(desk, desk.replica.ask(secrets.token_bytes(16))) for desk in desks]


def called(asked: list[tuple[Desk, Ask]]) -> list[Call]:
    return [Call(encode_ask(ask), desk.line) for desk, ask in asked]


def hear(asked: list[tuple[Desk, Ask]], told: list[bytes | Exception]) -> int:
    """Everybody takes the answer that they got. How many got one."""
    for (desk, ask), answer in zip(asked, told, strict=True):
        if isinstance(answer, bytes):
            desk.replica.take(decode_answer(answer, ask))
    return sum(isinstance(answer, bytes) for answer in told)


def commits(switchboard: Switchboard) -> list[int]:
    """How many entries lie on the disk at the beginning of each commit, as it goes on."""
    seen: list[int] = []

    @event.listens_for(switchboard.engine, "commit")
    def _commit(_: Connection) -> None:
        with switchboard.engine.connect().execution_options(looking=True) as other:
            seen.append(int(other.exec_driver_sql("SELECT count(*) FROM entry").scalar_one()))

    return seen


def settled(premises: Premises, asked: list[tuple[Desk, Ask]]) -> None:
    """After one more round of everybody each line is there once, in its feed too, and everybody knows."""
    for desk, _ in asked:
        desk.sync()
        assert desk.disk.progress().acked == 1
    assert len(premises.kept()) == len(asked)
    reader = premises.desk()
    reader.sync()
    assert len(reader.shown()) == len(asked)
    assert reader.disk.end("police").pos == len(asked)


def test_they_share_one_commit_and_nobody_hears_before_it(premises):
    asked = pushes(premises, *["police.sound"] * 4)
    seen = commits(premises.behind.switchboard)
    told = premises.behind.switchboard.answer_all(called(asked))
    assert seen == [0]
    assert hear(asked, told) == len(premises.kept()) == 4
    settled(premises, asked)


def test_a_commit_that_fails_is_tried_again_one_by_one(premises):
    with premises.behind.engine.begin() as connection:
        for statement in SPOILS:
            connection.exec_driver_sql(statement)
    asked = pushes(premises, "police.sound", "police.spoilt", "police.sound", "police.sound")
    seen = commits(premises.behind.switchboard)
    told = premises.behind.switchboard.answer_all(called(asked))
    assert seen == [0, 0, 1, 1, 2]  # all of them, and then each alone
    assert isinstance(told[1], DBAPIError)
    assert hear(asked, told) == len(premises.kept()) == 3
    with premises.behind.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER spoil")
    settled(premises, asked)


def test_whoever_is_refused_is_refused_alone(premises):
    asked = pushes(premises, *["police.sound"] * 4)
    calls = called(asked)
    calls[1], calls[2] = replace(calls[1], packed=b"noise"), replace(calls[2], device=asked[0][0].line)
    told = premises.behind.switchboard.answer_all(calls)
    assert [one.status for one in told if isinstance(one, Refused)] == [400, 403]
    assert hear(asked, told) == len(premises.kept()) == 2
    settled(premises, asked)


def test_a_forged_line_among_them_gets_nowhere(premises):
    asked = pushes(premises, *["police.sound"] * 3)
    calls = called(asked)
    calls[1] = replace(calls[1], packed=encode_ask(replace(asked[1][1], signature=secrets.token_bytes(64))))
    premises.behind.switchboard.answer_all(calls)
    assert len(premises.kept()) == 2
    settled(premises, asked)


def test_what_goes_wrong_with_one_undoes_nothing_of_the_others(premises):
    asked = pushes(premises, *["police.sound"] * 3)
    switchboard = replace(premises.behind.switchboard, key=Tired(premises.behind.switchboard.key, 1))
    seen = commits(switchboard)
    told = switchboard.answer_all(called(asked))
    assert seen == [0]
    assert [type(one) for one in told] == [bytes, LookupError, bytes]
    assert hear(asked, told) == len(premises.kept()) == 2
    settled(premises, asked)


def test_the_same_push_twice_among_them_counts_once(premises):
    asked = pushes(premises, *["police.sound"] * 2)
    told = premises.behind.switchboard.answer_all(called([*asked, asked[0]]))
    assert hear([*asked, asked[0]], told) == 3
    settled(premises, asked)
