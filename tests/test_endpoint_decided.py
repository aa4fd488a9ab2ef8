"""What is decided about a device in the moment in which it hands something in holds, and nothing that it handed in is forgotten."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from callhandler.endpoint.app import now
from callhandler.endpoint.exchange.switchboard import Switchboard
from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import DeviceEnrolled, DeviceRevoked, Erased
from callhandler.log.ownership import Audience, devices_of
from callhandler.sync.exchange import own_feed
from callhandler.sync.stores import Enrolled
from callhandler.sync.wire import decode_answer, encode_ask
from tests.patience import SOON
from tests.premises import Desk, Premises
from tests.test_accounts_moments import until_waits


@pytest.fixture
def premises(postgres, tmp_path: Path) -> Iterator[Premises]:
    made = Premises(tmp_path, lambda name: postgres.fresh(f"decided-{name}"))
    yield made
    made.close()


def held_up(premises: Premises, taken: Event, go_on: Event) -> Switchboard:
    """Says so once it has taken everything in, and ends its transaction when it is told to."""

    def once_all_is_taken(device: Enrolled) -> tuple[Audience, ...]:
        taken.set()
        go_on.wait(SOON)
        return own_feed(device)

    return replace(premises.behind.switchboard, feeds_of=once_all_is_taken)


@pytest.mark.req("F9", "T20")
def test_a_device_that_is_taken_out_while_it_pushes_loses_nothing_and_is_out(premises):
    desk, other = premises.desk(), premises.desk()
    desk.write("police.1")
    ask, taken, go_on = desk.replica.ask(secrets.token_bytes(16)), Event(), Event()
    slow = held_up(premises, taken, go_on)
    with ThreadPoolExecutor(2) as both:
        pushing = both.submit(slow.answer, encode_ask(ask), desk.line)
        assert taken.wait(SOON)
        other.write(devices_of("police"), DeviceRevoked(device=desk.line))
        revoking = both.submit(other.sync)
        until_waits(premises.behind.engine, revoking)
        go_on.set()
        desk.replica.take(decode_answer(pushing.result(SOON), ask))
        revoking.result(SOON)
    life = premises.life()
    with premises.behind.engine.connect() as connection:
        known = connection.execute(text("SELECT n, revoked FROM device WHERE device = :device"), {"device": desk.line}).one()
    assert tuple(known) == (1, True)
    desk.round()
    with premises.behind.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alarm")).scalar() == 0
    assert premises.life() == life


def let_in_again(desk: Desk, out: str) -> Unsealed:
    """In place of the decision by which it was taken out."""
    body = DeviceEnrolled(device=desk.line, public=desk.disk.identity().signer.public.hex())
    at = now()
    return compose(
        body,
        id="again",
        case=devices_of("police"),
        at=at,
        hlc=int(at.timestamp() * 1000) << 16,
        actor="C1",
        agency="police",
        parents=(out,),
    )


@pytest.mark.req("R5", "T20")
def test_what_is_erased_while_its_author_is_let_in_again_stays_erased(premises):
    desk, other, another = premises.desk(), premises.desk(), premises.desk()
    out = other.write(devices_of("police"), DeviceRevoked(device=desk.line))
    other.sync()
    id = desk.write("police.9")
    desk.round()
    assert premises.kept()[id][0] == "revoked"
    another.write("police.9", Erased(entries=(), rule="order", whole=True))
    ask, taken, go_on = another.replica.ask(secrets.token_bytes(16)), Event(), Event()
    slow = held_up(premises, taken, go_on)
    with ThreadPoolExecutor(2) as both:
        erasing = both.submit(slow.answer, encode_ask(ask), another.line)
        assert taken.wait(SOON)
        other.disk.write(let_in_again(desk, out), secrets.token_bytes(16))
        letting_in = both.submit(other.round)
        until_waits(premises.behind.engine, letting_in)
        go_on.set()
        erasing.result(SOON)
        letting_in.result(SOON)
    assert premises.kept()[id] == ("", b"")
