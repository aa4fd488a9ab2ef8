"""The endpoint's store on SQLite and on PostgreSQL says what the one in memory says, whatever happens."""

from random import Random

import pytest

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from tests.simulator.happenings import HAPPENINGS
from tests.simulator.keys import Smithy
from tests.simulator.plan import Plan
from tests.simulator.play import judged, settle
from tests.simulator.world import AGENCIES, World
from tests.twin_stores import Twin, made

WITHOUT = {"cut_endpoint", "restore_announced", "restore_unannounced", "back_up", "verify"}  # they reach into the store in memory
QUIET = sorted(HAPPENINGS.keys() - WITHOUT)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    fresh = request.param == "sqlite"
    opened = open_database(f"sqlite:///{tmp_path}/held.db" if fresh else request.getfixturevalue("postgres").fresh("held"))
    yield made(opened)
    opened.dispose()


@pytest.fixture
def world(engine, tmp_path):
    world = World(Random(5), Plan({}, steps=0, machines=0, agencies=3, batch=7), Smithy())
    store = SqlEndpoint(engine, Outside(tmp_path / "outside"))
    with store.transaction():
        store.begin(world.disk.incarnation(), ())
    world.exchange = world.started(Twin(world.disk, store))
    world.exchange.open()
    for agency in AGENCIES:
        world.join(agency)
    return world


@pytest.mark.req("T4", "F9")
@pytest.mark.parametrize("seed", range(4))
def test_it_says_what_the_store_in_memory_says(world, seed):
    world.dice = Random(seed)
    for _ in range(60):
        HAPPENINGS[world.dice.choice(QUIET)](world)
    settle(world)
    assert judged(world) == []
