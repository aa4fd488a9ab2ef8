"""A provider that does not answer keeps nobody waiting who does not need it, and is let alone for a while."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from threading import Event

import pytest
from typing_extensions import override

from callhandler.endpoint.accounts.devices import statement
from callhandler.endpoint.accounts.oidc import sign_in_by_token
from callhandler.endpoint.accounts.oidc_keys import AT_MOST_EACH, KEPT, PAUSE, Keys, fetch
from callhandler.endpoint.accounts.signing_in import SignedIn, Word
from callhandler.endpoint.accounts.tokens import Dice
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import DeviceKey
from tests.doubles import ToldClock
from tests.hall import listening
from tests.patience import SOON
from tests.providers import Idp, idp, provider_keys
from tests.providers import Keys as Provided
from tests.towns import ENDPOINT, Served, Town, app_of, founded

__all__ = ["idp", "provider_keys"]
pytestmark = pytest.mark.req("R15")


@dataclass
class Address:
    """Where a provider's keys stand: it answers, does not, or thinks for as long as a test says."""

    keys: Provided
    asked: int = 0
    away: bool = False
    thinks: Event = field(default_factory=Event)
    answers: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.answers.set()

    def __call__(self, _: str) -> bytes:
        self.asked += 1
        self.thinks.set()
        self.answers.wait(SOON)
        if self.away:
            raise OSError
        return json.dumps(self.keys.public()).encode()


@pytest.fixture
def address(provider_keys: Provided) -> Address:
    return Address(provider_keys)


@pytest.fixture
def clock() -> list[int]:
    return [1_000_000]


@pytest.fixture
def keys(address: Address, clock: list[int]) -> Keys:
    return Keys("there", lambda: clock[0], address)


def refused(keys: Keys, kid: str = "rsa-1") -> Refused:
    with pytest.raises(Refused) as why:
        keys.find(kid, "RS256")
    return why.value


def test_a_provider_that_is_away_is_asked_once_and_then_let_alone_for_a_while(keys, address, clock):
    address.away = True
    assert {(refused(keys).status, refused(keys).retry_after) for _ in range(5)} == {(503, PAUSE)}
    assert address.asked == 1
    clock[0] += PAUSE
    address.away = False
    assert keys.find("rsa-1", "RS256").key_type == "RSA"


def test_whoever_needs_a_key_that_is_known_does_not_wait_while_the_provider_is_asked_for_another(keys, address, clock):
    keys.find("rsa-1", "RS256")
    clock[0] += AT_MOST_EACH
    address.answers.clear()
    address.thinks.clear()
    with ThreadPoolExecutor(2) as others:
        strange = others.submit(refused, keys, "strange")
        assert address.thinks.wait(SOON)
        assert others.submit(keys.find, "rsa-1", "RS256").result(SOON)
        assert not strange.done()
        address.answers.set()
    assert strange.result().status == 401


@pytest.mark.parametrize("away", [True, False])
def test_a_crowd_of_a_morning_asks_once_and_hears_the_same(keys, address, away):
    address.away = away
    address.answers.clear()
    ask: Callable[[], object] = (lambda: refused(keys).status) if away else (lambda: keys.find("rsa-1", "RS256").key_type)
    with ThreadPoolExecutor(8) as crowd:
        told = [crowd.submit(ask) for _ in range(8)]
        assert address.thinks.wait(SOON)
        address.answers.set()
    assert ({one.result() for one in told}, address.asked) == ({503 if away else "RSA"}, 1)


def test_a_mistake_of_ours_keeps_nobody_waiting_for_ever(clock):
    def mistaken(_: str) -> bytes:
        raise ZeroDivisionError

    keys = Keys("there", lambda: clock[0], mistaken)
    with pytest.raises(ZeroDivisionError):
        keys.find("rsa-1", "RS256")
    assert refused(keys).status == 503


def test_keys_of_a_clock_that_ran_ahead_are_asked_for_anew(keys, address, clock):
    clock[0] += 365 * 86400
    keys.find("rsa-1", "RS256")
    clock[0] -= 365 * 86400
    keys.find("rsa-1", "RS256")
    clock[0] += KEPT
    keys.find("rsa-1", "RS256")
    assert address.asked == 3


class Drip(BaseHTTPRequestHandler):
    """Says a little now and then, and never all of it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        over = Event()
        while not over.wait(0.02):
            self.wfile.write(b" ")

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def test_an_answer_that_drips_is_not_waited_for():
    with listening(Drip) as port, pytest.raises(OSError, match="too long"):
        fetch(f"http://127.0.0.1:{port}/keys", patience=1.0)


@pytest.fixture
def town(postgres, tmp_path, idp: Idp) -> Iterator[Town]:
    """On a database on which two come in at once."""
    engine = open_database(postgres.fresh("oidc"))
    made = founded(engine, ToldClock(), SqlEndpoint(engine, Outside(tmp_path / "outside")), ENDPOINT)
    made.gatehouse = replace(made.gatehouse, provider=idp.provider, keys=Keys(f"{idp.url}/keys", made.gatehouse.now, fetch))
    with Served(app_of(made.gatehouse)) as made.url, made.session:
        yield made
    engine.dispose()


def come(town: Town, key: DeviceKey, idp: Idp, dice: Dice | None = None) -> SignedIn:
    """By a fresh token of the same person, at this device."""
    nonce = bytes.fromhex(town.get("/v1/challenge").json()["nonce"])
    token = idp.token(idp.claims(town.gatehouse.now(), nonce.hex()))
    signature = key.sign(statement("oidc", nonce, sha256(token.encode()).hexdigest()))
    return sign_in_by_token(replace(town.gatehouse, dice=dice or town.gatehouse.dice), token, Word(key.id, nonce, signature), "here")


def test_whoever_is_at_no_device_of_ours_never_makes_us_ask(town, idp):
    with pytest.raises(Refused, match="wrong"):
        come(town, DeviceKey.generate(), idp)
    assert idp.asked == 0


def test_a_person_who_comes_for_the_first_time_at_two_desks_at_once_comes_in_at_both(town: Town, idp: Idp):
    one, other = town.device(), town.device()
    seconds: list[Future[SignedIn]] = []
    with ThreadPoolExecutor(1) as elsewhere:

        def dice(size: int) -> bytes:
            """Thrown for the name of a person of whom nothing is known yet; meanwhile they come in elsewhere."""
            if not seconds:
                seconds.append(elsewhere.submit(come, town, other, idp))
                seconds[0].result(SOON)
            return town.gatehouse.dice(size)

        first = come(town, one, idp, dice)
    assert seconds[0].result().person == first.person
