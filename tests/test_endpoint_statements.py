"""What every round asks is found by an index, however many entries there are; what it writes down is what was said."""

import pytest
from sqlalchemy import Connection, select

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.bulk import MANY, add_missing, put_all
from callhandler.endpoint.exchange.entries import HELD_OF, HOLLOW
from callhandler.endpoint.exchange.tables import durable, shared
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.statements import rows


@pytest.fixture
def connection(tmp_path):
    migrate(f"sqlite:///{tmp_path}/endpoint.db")
    engine = open_database(f"sqlite:///{tmp_path}/endpoint.db")
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@pytest.mark.parametrize(("statement", "index"), [(HOLLOW, "ix_entry_hollow"), (HELD_OF, "ix_entry_held")])
def test_the_rare_ones_are_found_among_all(connection, statement, index):
    asked = str(statement.params(of="device").compile(connection, compile_kwargs={"literal_binds": True}))
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    assert index in plan[0].detail


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    url = f"sqlite:///{tmp_path}/lists.db" if request.param == "sqlite" else request.getfixturevalue("postgres").fresh("lists")
    migrate(url)
    engine = open_database(url)
    with engine.begin() as opened:
        yield opened
    engine.dispose()


ODD = ("", "NULL", "null", '"', "\\", "{x}", "a,b", "'; DROP TABLE shared; --", "%s", ":case_id", " ", "Mônôb", "\t")


@pytest.mark.req("T7")
@pytest.mark.parametrize("many", [1, MANY - 1, MANY, 1000])
def test_however_many_rows_are_written_they_are_what_was_said(place, many):
    said = {f"{n}{ODD[n % len(ODD)]}": ODD[n * 7 % len(ODD)] for n in range(many)}
    add_missing(place, shared, [{"case_id": case, "audience": "first"} for case in list(said)[::2]])
    add_missing(place, shared, [{"case_id": case, "audience": "second"} for case in said])
    assert written(place) == {case: "second" if n % 2 else "first" for n, case in enumerate(said)}
    put_all(place, shared, ("case_id",), [{"case_id": case, "audience": told} for case, told in said.items()])
    assert written(place) == said


@pytest.mark.parametrize("many", [1, 1000])
def test_bytes_are_written_as_they_are(place, many):
    leaves = {bytes([n % 256, n // 256, 92, 34, 0]) for n in range(many)}
    for _ in range(2):
        add_missing(place, durable, [{"leaf": leaf} for leaf in leaves])
    assert {bytes(row[0]) for row in rows(place, select(durable.c.leaf))} == leaves


def written(place: Connection) -> dict[str, str]:
    return dict(map(tuple, rows(place, select(shared.c.case_id, shared.c.audience))))
