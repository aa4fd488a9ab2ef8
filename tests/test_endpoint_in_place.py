"""What desks send lies in its table as it is: on PostgreSQL nothing of a usual length is pressed and put aside."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import append
from callhandler.endpoint.migrating import migrate
from tests.postgres import Postgres

COLUMNS = ("leaf", "id", "device", "n", "case_id", "kind", "came", "why", "hollow", "ruling", "meta", "commitment", "salt", "payload")
USUAL, LONG = 2400, 6000  # bytes of a body
ASIDE = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'entry'"


@pytest.fixture
def engine(postgres: Postgres) -> Iterator[Engine]:
    url = postgres.fresh("in_place")
    migrate(url)
    engine = open_database(url)
    yield engine
    engine.dispose()


def put_aside(engine: Engine, size: int) -> int:
    """Bytes that lie beside the table once a body of this size has come, of which nothing repeats itself."""
    row = (b"l", "id", "device", 1, "police.1", "noted", 1, "", False, False, b"m" * 340, b"c" * 32, b"s" * 16, secrets.token_bytes(size))
    with engine.begin() as connection:
        append(connection, tables.entry, COLUMNS, [row])
        aside: int = connection.exec_driver_sql(ASIDE).scalar_one()
        return aside


def test_a_body_of_usual_length_lies_in_its_row(engine: Engine):
    assert put_aside(engine, USUAL) == 0


def test_a_long_one_is_put_aside(engine: Engine):
    assert put_aside(engine, LONG) >= LONG
