"""Who looked at somebody is found without reading who looked at anybody else, and goes from the store with the entry that says it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from callhandler.log.chain import leaf
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Unsealed, seal
from callhandler.log.kinds import Erased, Viewed
from callhandler.store import checking, condition, looked, migrations
from callhandler.store.engine import connect, open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.looked_steps import LOOKED
from callhandler.store.steps import STEPS
from callhandler.store.vault import Vault
from callhandler.sync.proof import Certificate
from callhandler.sync.rules import Erasure, emptied
from callhandler.sync.stores import Holding, Identity
from tests.stored_device import KEY, Shelf
from tests.stores import Place, Writer
from tests.test_people_index import plain

OTHERS = "council.1"
HERE, THERE = (DeviceKey.from_bytes(sha256(name).digest()) for name in (b"here", b"there"))
SALT = bytes(16)


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Place(tmp_path / "store").create()
    yield made
    made.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.clear()


def look(subject: str) -> Viewed:
    return Viewed(what="search", subject=subject)


def foreign(unsealed: Unsealed, n: int) -> Holding:
    """An entry that another device wrote."""
    entry = seal(unsealed, THERE.id, n, SALT)
    return Holding(entry, leaf(entry))


def looks(logbook: Logbook, *people: str) -> list[str]:
    found = logbook.entries(kinds=("viewed",), looked_at=people)
    return [entry.body.subject for entry in found if isinstance(entry.body, Viewed)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(["p1", "p11", "p2", 'o"p', "p\\", "nobody"]), min_size=1, max_size=4), max_size=8))
def test_whoever_was_looked_at_is_found_as_if_every_entry_were_read(vault: Vault, subjects: Sequence[Sequence[str]]) -> None:
    writer = Writer()
    before = vault.logbook.entries()
    written = vault.logbook.append([writer.write(look(" ".join(names)), case=f"c{len(before)}") for names in subjects])
    everything = {entry.id: entry for entry in (*before, *written)}.values()
    for one in ("p1", 'o"p', "p\\", "nobody"):
        slowly = [entry.id for entry in everything if isinstance(entry.body, Viewed) and one in entry.body.subject.split()]
        assert sorted(entry.id for entry in vault.logbook.entries(looked_at=(one,))) == sorted(slowly)


def test_no_other_entry_is_read(vault: Vault) -> None:
    with vault.engine.reader.connect() as connection:
        asked = checking.STORED.where(looked.wish(("p1", "p2"))).compile(connection, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    assert [row[-1] for row in plan if "SCAN" in row[-1] and "subquery" not in row[-1].lower()] == []
    assert any("SEARCH looked USING PRIMARY KEY (subject=?)" in row[-1] for row in plan)


def test_with_the_entry_that_says_it_goes_at_whom_it_looked(vault: Vault, writer: Writer, tmp_path: Path) -> None:
    told = look("police.7f.caller p2")
    _, gone = vault.logbook.append([writer.write(look("p2")), writer.write(told)])
    assert b"police.7f.caller" in plain(vault, tmp_path / "before")
    vault.logbook.erase(writer.write(Erased(entries=(gone.id,), rule="retention")))
    assert b"police.7f.caller" not in plain(vault, tmp_path / "after")
    assert looks(vault.logbook, "police.7f.caller", "p2") == ["p2"]
    assert not [path for path in (tmp_path / "store").iterdir() if b"police.7f.caller" in path.read_bytes()]


def test_what_others_looked_at_comes_and_goes_with_their_entries(shelf: Shelf, writer: Writer) -> None:
    disk = shelf.disk(Identity(HERE, Certificate(HERE.public, "police", HERE.id, b"signed")))
    one, other = (foreign(writer.write(look(f"p{n} both"), case=OTHERS), n) for n in (1, 2))
    logbook = disk.logbook(lambda: SALT)
    for holding in (replace(one, entry=emptied(one.entry)), one, other):  # the body of one comes later
        with disk.transaction():
            disk.hold(holding)
    assert sorted(looks(logbook, "both")) == ["p1 both", "p2 both"]
    with disk.transaction():
        disk.drop(other.leaf)
    assert looks(logbook, "both", "p2") == ["p1 both"]
    with disk.transaction():
        disk.erase(OTHERS, Erasure(whole=True))
    assert looks(logbook, "both", "p1") == []
    with disk.engine.reader.connect() as connection:
        assert connection.execute(select(looked.looked)).all() == []


@pytest.mark.req("F14")
@pytest.mark.parametrize("subject", ["p1 p2", 'o"p p1', "\\ p1", "p1  p1"])
def test_a_store_from_before_finds_who_looked_in_what_it_has(tmp_path: Path, subject: str) -> None:
    path, writer = tmp_path / condition.NAME, Writer()
    with closing(connect(str(path), KEY)) as old:
        migrations.take_steps(old, STEPS[: STEPS.index(LOOKED)])
        entry = seal(writer.write(look(subject)), HERE.id, 1, SALT)
        row = (1, leaf(entry), entry.id, HERE.id, 1, entry.case, entry.kind, entry.hlc, entry.at.isoformat(), entry.meta, entry.commitment)
        old.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'', 'seen', 1, 0, 0)", row)
        old.execute("INSERT INTO body VALUES (1, ?, ?)", (entry.salt, entry.payload))
    migrations.migrate(path, KEY)
    engine = open_engines(path, KEY)
    assert looks(Logbook(engine, HERE), "p1") == [subject]
    engine.dispose()
