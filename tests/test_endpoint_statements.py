"""What every round asks is found by an index, however many entries there are."""

import pytest

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.entries import HELD_OF, HOLLOW
from callhandler.endpoint.migrating import migrate


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
