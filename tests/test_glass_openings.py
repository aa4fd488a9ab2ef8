"""The endpoint's list of what was opened in an emergency is read from the entries, on both databases, and from few of them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.endpoint.database import METADATA, open_database
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.reading import opening
from callhandler.endpoint.oversight.openings import Review
from callhandler.log.device import verify
from callhandler.log.kinds import CaseShared, GlassBroken, GlassReviewed
from callhandler.protocol.disclosure import tells
from callhandler.sync.exchange import Exchange
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("R8")
AREA = load_area(RESOURCES / "areas" / "generic")
REVIEW = Review(AREA.glass, AREA.agreement.holidays)
BROKEN = GlassBroken(parts=("health",), reason="child", words="a child in the flat", until=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request, tmp_path):
    url = request.getfixturevalue("postgres").fresh("openings") if request.param == "postgres" else f"sqlite:///{tmp_path}/held.db"
    engine = open_database(url)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def stage(engine, tmp_path):
    made, store = Stage(earnest=True), SqlEndpoint(engine, Outside(tmp_path / "outside"))
    world = made.world
    world.exchange = Exchange(
        store, world.key, verify, new_incarnation=lambda: "life", feeds_of=world.feeds_of, tells=opening(tells(AREA.discloses))
    )
    world.exchange.open()
    return made


def listed(engine, agency=""):
    with engine.connect() as connection:
        return REVIEW.openings(connection, agency)


def test_each_agency_reviews_what_its_own_people_opened_and_a_second_device_settles_it(engine, stage):
    police, sergeant, council = stage.desk("police"), stage.desk("police"), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, sergeant, council)
    (ours,) = (stage.write(police, case, BROKEN),)
    theirs = stage.write(council, case, BROKEN)
    stage.sync(police, council, sergeant)
    assert {one.agency for one in listed(engine)} == {"police", "council"}
    assert [one.entry for one in listed(engine, "council")] == [theirs]
    stage.write(council, case, GlassReviewed(of=ours, verdict="right"))
    stage.write(police, case, GlassReviewed(of=ours, verdict="right"))
    stage.sync(police, council, sergeant)
    (waits,) = listed(engine, "police")
    assert waits.settled is None, "neither whoever opened it nor another agency settles it"
    assert (waits.overdue(waits.review_by), waits.overdue(date(2100, 1, 1))) == (False, True)
    with engine.connect() as connection:
        assert REVIEW.counted(connection, date(2100, 1, 1)) == (2, 2)
    stage.write(sergeant, case, GlassReviewed(of=ours, verdict="wrong", words="nobody was in danger"))
    stage.sync(sergeant, police)
    (done,) = listed(engine, "police")
    assert done.settled is not None
    assert (done.settled.verdict, done.settled.words, done.overdue(date(2100, 1, 1))) == ("wrong", "nobody was in danger", False)


def test_they_are_found_by_an_index_of_their_own(engine):
    """Whoever watches the figures asks every few seconds; a partnership has millions of other entries."""
    if engine.dialect.name == "sqlite":
        told = "EXPLAIN QUERY PLAN SELECT case_id FROM entry WHERE kind IN ('glass-broken', 'glass-reviewed')"
    else:
        told = "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_entry_glass'"
    with engine.connect() as connection:
        assert "ix_entry_glass" in " ".join(str(row) for row in connection.execute(text(told)))
