"""An endpoint that is older than some kind of entry carries it unread; once it knows the kind, what was decided meanwhile counts."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, select, update

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.catching_up import catch_up
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.reading import opening
from callhandler.log.device import verify
from callhandler.log.kinds import CaseShared, Noted, OnBeats, UnknownBody
from callhandler.protocol.disclosure import tells
from callhandler.sync.exchange import Exchange
from tests.simulator.stage import Stage
from tests.twin_stores import made

pytestmark = pytest.mark.req("T1", "F19")
GENERIC = load_area(RESOURCES / "areas" / "generic").discloses
BEATS = "%//%"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path) -> Iterator[Engine]:
    fresh = request.param == "sqlite"
    opened = open_database(f"sqlite:///{tmp_path}/held.db" if fresh else request.getfixturevalue("postgres").fresh("older"))
    yield made(opened)
    opened.dispose()


@pytest.fixture
def stage(engine, tmp_path) -> Stage:
    """A world whose endpoint keeps everything in this database."""
    stage = Stage(earnest=True)
    world, store = stage.world, SqlEndpoint(engine, Outside(tmp_path / "outside"))
    world.exchange = Exchange(
        store, world.key, verify, new_incarnation=lambda: "life", feeds_of=world.feeds_of, tells=opening(tells(GENERIC))
    )
    world.exchange.open()
    return stage


def grow_old(engine: Engine) -> None:
    """Leave the database as an endpoint leaves it that has never heard of beats: the decisions are lines like any other."""
    with engine.begin() as connection:
        connection.execute(update(tables.entry).where(tables.entry.c.kind == "on-beats").values(ruling=False, why=""))
        for table in (tables.feed_row, tables.feed):
            connection.execute(delete(table).where(table.c.feed.like(BEATS)))
        alone = select(tables.entry.c.case_id).where(tables.entry.c.ruling)
        connection.execute(delete(tables.shared).where(tables.shared.c.case_id.not_in(alone)))
        connection.execute(update(tables.shared).where(tables.shared.c.audience.like(BEATS)).values(audience='["council", "police"]'))


def caught_up(engine: Engine) -> int:
    with engine.begin() as connection:
        return catch_up(connection)


def start_again(stage: Stage) -> None:
    while stage.world.exchange.retell("the agreement"):
        pass


def shown(stage: Stage, machine) -> set[str]:
    return {stage.on(machine, id).entry.case for id in stage.shown(machine)}


def test_a_case_placed_on_a_beat_before_the_endpoint_knew_of_beats_reaches_the_laptop(stage, engine):
    desk, laptop = stage.desk("police"), stage.desk("police")
    north, east = stage.case(desk), stage.case(desk)
    for case, beat in ((north, "north"), (east, "east")):
        stage.write(desk, case, OnBeats(beats=(beat,)))
    stage.sync(desk)
    grow_old(engine)
    laptop.program.carry(("north",))
    stage.sync(laptop)
    assert shown(stage, laptop) == set(), "or this test shows nothing"
    assert caught_up(engine) == 2
    assert caught_up(engine) == 0
    stage.sync(laptop)
    assert shown(stage, laptop) == {north}
    stage.write(desk, north, OnBeats(beats=("east",)))
    stage.sync(desk, laptop)
    assert shown(stage, laptop) == set()


def test_guests_who_carry_the_beat_are_told_when_it_starts_again(stage, engine):
    desk, council = stage.desk("police"), stage.desk("council")
    start_again(stage)
    case = stage.case(desk)
    for body in (CaseShared(audience="council"), OnBeats(beats=("north",))):
        stage.write(desk, case, body)
    stage.sync(desk)
    grow_old(engine)
    assert caught_up(engine) == 1
    start_again(stage)
    council.program.carry(("north",))
    stage.sync(council)
    assert shown(stage, council) == {case}


def test_only_the_owner_has_decided(stage, engine):
    desk, council, case = stage.shared()
    stage.write(council, case, OnBeats(beats=("north",)))
    stage.sync(council, desk)
    grow_old(engine)
    assert caught_up(engine) == 0


def test_a_decision_that_nobody_can_read_stops_nobody(stage, engine):
    desk, other = stage.desk("police"), stage.desk("police")
    case = stage.case(desk)
    stage.write(desk, case, UnknownBody.model_validate({"kind": "on-beats", "beats": "no list"}))
    stage.write(desk, case, CaseShared(audience="council"))
    stage.sync(desk)
    grow_old(engine)
    assert caught_up(engine) == 1
    council = stage.desk("council")
    stage.write(desk, case, Noted(text="goes on"))
    stage.sync(desk, other, council)
    assert shown(stage, other) == {case}
    assert shown(stage, council) == {case}
