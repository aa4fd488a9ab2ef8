"""Two who decide about the same thing in one moment: neither undoes what the other did, neither waits for ever, nobody slips through."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, Engine, text, update
from typing_extensions import override

from callhandler.endpoint.accounts import throttle
from callhandler.endpoint.accounts.passwords import Passwords
from callhandler.endpoint.accounts.people import approve, change_person, revoke
from callhandler.endpoint.accounts.signing_in import SignedIn, Word, find, seat, sign_in, use_code
from callhandler.endpoint.accounts.tables import ADMITTED
from callhandler.endpoint.accounts.throttle import FORGIVEN, Guesser
from callhandler.endpoint.accounts.totp import STEP
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import DeviceKey
from tests.patience import until
from tests.towns import ENDPOINT, PASSWORD, Person, Served, Town, app_of, founded, town

__all__ = ["town"]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
ONE, OTHER = Guesser("one", "", "the same address"), Guesser("other", "", "the same address")


@pytest.fixture
def city(postgres, tmp_path, clock) -> Iterator[Town]:
    """As `town`, on PostgreSQL, where two transactions go on at once."""
    engine = open_database(postgres.fresh("moments"))
    made = founded(engine, clock, SqlEndpoint(engine, Outside(tmp_path / "outside")), ENDPOINT)
    with Served(app_of(made.gatehouse)) as made.url, made.session:
        yield made
    engine.dispose()


def until_waits(engine: Engine, for_it: "Future[Any]") -> None:
    """Until whoever does this stands in somebody's way, or is done."""
    with engine.connect() as connection:
        until(lambda: for_it.done() or waited_for(connection), pause=0.01)


def waited_for(connection: Connection) -> bool:
    """Whether somebody waits for somebody else."""
    found = bool(connection.execute(text(WAITING)).scalar())
    connection.rollback()
    return found


def tried(engine: Engine, who: Guesser, now: int) -> int:
    with engine.begin() as connection:
        return throttle.count(connection, who, now)


@pytest.mark.req("R12")
def test_two_colleagues_who_are_the_first_of_the_day_both_come_in(city):
    engine = city.gatehouse.engine
    with ThreadPoolExecutor(1) as colleague:
        with engine.begin() as connection:
            assert throttle.count(connection, ONE, 1000) == 0
            second = colleague.submit(tried, engine, OTHER, 1000)
            until_waits(engine, second)
        assert second.result() == 0


@pytest.mark.req("R12")
def test_whoever_clears_out_old_tries_keeps_nobody_from_trying(city):
    engine, now = city.gatehouse.engine, 2 * FORGIVEN
    tried(engine, OTHER, 0)
    with ThreadPoolExecutor(1) as colleague:
        with engine.begin() as connection:
            throttle.forgive(connection, ONE)
            second = colleague.submit(tried, engine, OTHER, now)
            until_waits(engine, second)
            throttle.clear_out(connection, now)
        assert second.result() == 0


@pytest.mark.req("R13")
def test_whoever_is_disabled_in_the_moment_in_which_they_sign_in_is_out(city):
    person, key = city.somebody()
    gatehouse, now = city.gatehouse, int(city.clock.move(seconds=STEP).timestamp())
    with ThreadPoolExecutor(1) as administrator:
        with gatehouse.engine.begin() as connection:
            found = find(connection, person.account)
            assert found is not None
            assert use_code(connection, gatehouse, found, city.digits(person), now)
            disabling = administrator.submit(change_person, gatehouse, city.root, person.person, disabled=True)
            until_waits(gatehouse.engine, disabling)
            signed_in = seat(connection, gatehouse, found, key.id)
        assert disabling.result() == ""
    change_person(gatehouse, city.root, person.person, disabled=False)
    assert city.get("/v1/me", signed_in.tokens.access).status_code == 401


@pytest.mark.req("R13", "T20")
def test_a_device_that_is_taken_out_in_the_moment_in_which_it_is_let_in_is_out(city):
    key, engine = DeviceKey.generate(), city.gatehouse.engine
    city.enrol(key, city.code())
    with ThreadPoolExecutor(1) as colleague:
        with engine.begin() as connection:
            connection.execute(update(ADMITTED).where(ADMITTED.c.device == key.id).values(state="revoked"))
            approving = colleague.submit(approve, city.gatehouse, city.root, key.id)
            until_waits(engine, approving)
        with pytest.raises(Refused, match="exists"):
            approving.result()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT state FROM admitted_device")).scalars().all() == ["revoked"]


def is_out(town: Town, device: str) -> bool:
    with town.disk.transaction():
        known = town.disk.device(device)
        return known is None or known.revoked


@pytest.mark.req("R13", "T20")
def test_a_device_that_is_taken_out_before_it_may_speak_never_may(town):
    key = DeviceKey.generate()
    town.enrol(key, town.code())

    def enrol_late(public, agency):
        revoke(town.gatehouse, town.root, key.id)
        return town.gatehouse.enrol(public, agency)

    approve(replace(town.gatehouse, enrol=enrol_late), town.root, key.id)
    assert is_out(town, key.id)


@pytest.mark.req("R13", "T20")
def test_a_device_that_may_speak_a_moment_before_it_is_on_record_as_taken_out_may_not(town):
    key = DeviceKey.generate()
    town.enrol(key, town.code())

    def take_out_early(device):
        town.gatehouse.take_out(device)
        if is_out(town, device):
            town.gatehouse.enrol(key.public, "police")

    revoke(replace(town.gatehouse, take_out=take_out_early), town.root, key.id)
    assert is_out(town, key.id)


class Slow(PasswordHasher):
    """Something happens while it reckons."""

    def __init__(self, happens: Callable[[], object], *, dated: bool = False) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self._happens, self._dated = happens, dated

    @override
    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self._happens()
        return super().verify(hash, password)

    @override
    def check_needs_rehash(self, hash: str | bytes) -> bool:
        return self._dated


def sign_in_slowly(town: Town, person: Person, key: DeviceKey, slow: Slow) -> SignedIn:
    town.clock.move(seconds=STEP)
    told = town.word(key, "sign-in", person.account)
    word = Word(key.id, bytes.fromhex(told["nonce"]), bytes.fromhex(told["signature"]))
    return sign_in(replace(town.gatehouse, passwords=Passwords(slow)), person.account, PASSWORD, town.digits(person), word, "here")


@pytest.mark.req("R13", "T17")
def test_a_password_that_is_taken_away_while_it_is_checked_lets_nobody_in(town):
    person, key = town.somebody()
    slow = Slow(lambda: change_person(town.gatehouse, town.root, person.person, reset=True))
    with pytest.raises(Refused, match="wrong"):
        sign_in_slowly(town, person, key, slow)


def test_a_password_that_is_kept_anew_while_it_is_checked_lets_its_owner_in(town):
    person, key = town.somebody()
    assert sign_in_slowly(town, person, key, Slow(lambda: None, dated=True)).person == person.person
