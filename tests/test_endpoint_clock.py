"""The endpoint's clock ran ahead and was set right: what was put down meanwhile under days to come holds nobody up for as long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from callhandler.endpoint.accounts import throttle
from callhandler.endpoint.accounts.throttle import TRIES, Guesser
from callhandler.endpoint.accounts.totp import step_of
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.allowance import Allowance, Limits, Toll
from callhandler.endpoint.migrating import migrate

DAY, GIB, NOW = 86400, 1 << 30, 1_800_000_000


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    migrate(f"sqlite:///{tmp_path}/clock.db")
    engine = open_database(f"sqlite:///{tmp_path}/clock.db")
    yield engine
    engine.dispose()


@pytest.mark.req("R12")
@pytest.mark.parametrize("ahead", [DAY, 365 * DAY])
def test_whoever_guessed_while_the_clock_ran_ahead_is_not_kept_out_until_then(engine: Engine, ahead: int) -> None:
    guesser = Guesser("margaret", "desk", "192.0.2.1")
    with engine.begin() as connection:
        waits = [throttle.count(connection, guesser, now=NOW + ahead) for _ in range(TRIES + 1)]
        assert waits[-1] > 0
        assert throttle.count(connection, guesser, now=NOW) == 0
        assert 0 < throttle.count(connection, guesser, now=NOW) <= throttle.LONGEST_WAIT


@pytest.mark.req("T19")
def test_what_was_brought_while_the_clock_ran_ahead_does_not_fill_the_months_until_then(engine: Engine, tmp_path: Path) -> None:
    ahead = Allowance(engine, tmp_path, Limits(1.0, 0.0, 1.0), lambda: NOW + 365 * DAY)
    with engine.begin() as connection:
        ahead.count(connection, "desk", GIB)
        Toll(ahead, "desk").pay(connection, 1, GIB)
    assert not ahead.has_room("desk")
    right = Allowance(engine, tmp_path, Limits(1.0, 0.0, 1.0), lambda: NOW)
    assert right.has_room("desk")
    with engine.begin() as connection:
        Toll(right, "desk").enter(connection)


@pytest.mark.req("R12")
def test_digits_of_another_script_are_wrong_and_nothing_worse() -> None:
    assert step_of(b"12345678901234567890", "٢٨٧٠٨٢", 59, 0) is None
