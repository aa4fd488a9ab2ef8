"""The rows of the feeds that a device reads lie in the order in which they come, those of a store from before as well."""

from contextlib import closing
from pathlib import Path

import pytest

from callhandler.log.device import DeviceKey
from callhandler.store import condition, migrations
from callhandler.store.engine import connect, open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.replica.device import StoredDevice
from callhandler.store.replica.feed_steps import PLACES
from callhandler.store.steps import STEPS
from callhandler.sync.feed import Call, Row, beginning, numbered

KEY = bytes(32)
DEVICE = DeviceKey.from_bytes(bytes(range(32)))
POLICE: list[Call] = [("entry", "case.one", "e1", b"1" * 32), ("held", "case.two", "e2", b"2" * 32), ("purge", "case.one", "case.one", b"")]
COUNCIL: list[Call] = [("entry", "case.two", "e2", b"2" * 32), ("entry", "case.one", "e1", b"1" * 32)]


def rows_of(feed: str, calls: list[Call]) -> list[Row]:
    return list(numbered(beginning(feed), calls))


def check(store: StoredDevice, police: list[Row], council: list[Row]) -> None:
    """What a store says that was told these rows, the last of each feed without its entry."""
    assert tuple(store.feeds()) == ("council", "police")
    assert [tuple(store.rows(feed)) for feed in ("council", "police")] == [tuple(council), tuple(police)]
    assert [(store.end(feed).pos, store.end(feed).rh) for feed in ("council", "police")] == [(2, council[-1].rh), (3, police[-1].rh)]
    assert [tuple(store.bare(feed)) for feed in ("council", "police")] == [(council[-1],), (police[-1],)]
    assert tuple(store.rows_of(b"2" * 32)) == (("council", council[0]), ("police", police[1]))
    assert [store.last_row(feed, "case.one", purge=True) for feed in ("council", "police")] == [0, 3]
    assert [store.last_row(feed, "case.one", purge=False) for feed in ("council", "police")] == [2, 1]


@pytest.mark.req("F14")
def test_a_store_from_before_keeps_what_its_feeds_told_and_goes_on_with_them(tmp_path: Path):
    path, told = tmp_path / condition.NAME, {"police": rows_of("police", POLICE), "council": rows_of("council", COUNCIL)}
    with closing(connect(str(path), KEY)) as old:
        migrations.take_steps(old, STEPS[: STEPS.index(PLACES)])
        for feed, rows in told.items():
            for row in rows:
                old.execute(
                    "INSERT INTO feed_row VALUES (?, ?, ?, ?, ?, ?, ?)", (feed, row.pos, row.kind, row.case, row.id, row.leaf, row.rh)
                )
            old.execute("INSERT INTO bare VALUES (?, ?)", (feed, rows[-1].pos))
    migrations.migrate(path, KEY)
    engine = open_engines(path, KEY)
    store = Logbook(engine, DEVICE).replica()
    check(store, told["police"], told["council"])
    with store.transaction():
        more = list(numbered(store.end("police"), COUNCIL))
        store.follow("police", more, [])
        assert tuple(store.rows_of(b"1" * 32)) == (("council", told["council"][1]), ("police", told["police"][0]), ("police", more[1]))
    assert tuple(store.rows("police", 3)) == tuple(more)
    engine.dispose()


def test_a_feed_that_is_cut_leaves_the_others_alone(tmp_path: Path):
    condition.begin(tmp_path, KEY)
    engine = open_engines(tmp_path / condition.NAME, KEY)
    store = Logbook(engine, DEVICE).replica()
    police, council = rows_of("police", POLICE), rows_of("council", COUNCIL)
    with store.transaction():
        store.follow("police", police, police[-1:])
        store.follow("council", council, council[-1:])
        check(store, police, council)
    check(store, police, council)
    with store.transaction():
        store.cut("council", 1)
    assert (tuple(store.rows("council")), tuple(store.bare("council"))) == (tuple(council[:1]), ())
    store.cut("council", 0)
    assert (tuple(store.feeds()), store.end("council"), store.place("council", 1)) == (("police",), beginning("council"), None)
    assert tuple(store.rows("police")) == tuple(police)
    with store.transaction():
        store.follow("council", council, council[-1:])
    check(store, police, council)
    engine.dispose()
