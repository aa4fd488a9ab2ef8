"""The endpoint's database opens as it must be, or not at all."""

import subprocess
import sys

import pytest
from sqlalchemy import inspect, text

from callhandler.endpoint.database import FLOOR, GIVING_UP, LOOKING, EngineTooOld, check_version, open_database
from tests.patience import LONG


@pytest.fixture
def file(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path}/endpoint.db")
    yield engine
    engine.dispose()


@pytest.mark.req("F2")
@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)])
def test_a_file_is_opened_as_it_must_be(file, name, value):
    with file.begin() as connection:
        assert connection.execute(text(f"PRAGMA {name}")).scalar() == value


def test_an_engine_below_the_floor_is_refused():
    with pytest.raises(EngineTooOld, match=r"3\.51\.2"):
        check_version((3, 51, 2))
    check_version(FLOOR)


def test_whoever_only_looks_waits_for_nobody(file):
    with file.begin() as writing:
        writing.execute(text("CREATE TABLE seen (n INTEGER)"))
        with file.connect().execution_options(**{LOOKING: True}) as looking:
            assert looking.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0


def test_postgresql_keeps_what_it_is_given(postgres):
    engine = open_database(postgres.fresh("opened"))
    with engine.begin() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW transaction_isolation")).scalar() == "read committed"
    engine.dispose()


def test_a_postgresql_that_has_gone_without_a_word_is_given_up(postgres):
    """The network tells nobody: what is asked of the line is asked by whoever opens it."""
    address = postgres.fresh("gone")
    asked, engines = [], [open_database(address), open_database(f"{address}{'&' if '?' in address else '?'}connect_timeout=77")]
    for engine in engines:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            asked.append(driver.info.get_parameters())
        engine.dispose()
    assert GIVING_UP.items() <= {name: int(value) if value.isdigit() else value for name, value in asked[0].items()}.items()
    assert [one["connect_timeout"] for one in asked] == ["10", "77"]


def test_the_command_that_makes_the_tables_makes_those_of_every_room(tmp_path):
    """In a program of its own, in which nobody else has told of a table before."""
    url = f"sqlite:///{tmp_path}/endpoint.db"
    made = subprocess.run(
        [sys.executable, "-c", "from callhandler.endpoint.cli import main; main()", "migrate", "--database", url], check=False, timeout=LONG
    )
    engine = open_database(url)
    with engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
    engine.dispose()
    assert made.returncode == 0
    assert {"entry", "feed", "agency", "person"} <= there
