"""An upgrade that is killed leaves the old store or the new one; an older program reads a newer store and leaves it alone."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from callhandler.store import condition, migrations
from callhandler.store.engine import connect
from callhandler.store.steps import STEPS
from callhandler.store.tables import METADATA
from callhandler.store.troubles import AlreadyOpen, NewerSchema, ReadOnlyProfile, UpgradeFailed
from tests.faults.migrating import NEXT, REACHED
from tests.patience import LONG
from tests.stores import Place

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of the first shape with something in it."""
    condition.begin(tmp_path, KEY)
    path = tmp_path / condition.NAME
    with closing(connect(str(path), KEY)) as connection:
        connection.execute("INSERT INTO focus VALUES ('case-1', '/data/name', 4, 'now')")
    return path


def _look(path: Path) -> tuple[int, int]:
    """Shape, and how many rows survived."""
    with closing(connect(str(path), KEY)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return migrations.shape(connection), connection.execute("SELECT count(*) FROM focus").fetchone()[0]


@pytest.mark.req("F14")
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("step", REACHED)
def test_a_kill_at_any_step_leaves_the_old_store_or_the_new_one_and_the_next_start_goes_on(store: Path, step: str):
    done = subprocess.run([sys.executable, "-m", "tests.faults.migrating", store, KEY.hex(), step], check=False, timeout=LONG)
    assert done.returncode == -9
    assert _look(store) == ((len(NEXT) if step == "placed" else len(STEPS)), 1)
    migrations.migrate(store, KEY, NEXT)
    assert _look(store) == (len(NEXT), 1)


@pytest.mark.req("F14", "F24")
def test_one_old_version_is_kept(store: Path):
    migrations.migrate(store, KEY, NEXT)
    assert _look(store) == (len(NEXT), 1)
    assert _look(store.with_name(migrations.KEPT)) == (len(STEPS), 1)
    assert not store.with_name(migrations.COPY).exists()


@pytest.mark.req("F14")
@pytest.mark.parametrize(
    ("spoils", "trouble"),
    [
        ("INSERT INTO entry VALUES (1, x'', 'x', 'd', 1, 'c', 'k', 1, 'now', x'', x'', x'', 'seen', 1, 0, 0)", UpgradeFailed),
        ("INSERT INTO body VALUES (404, x'', x'')", dbapi2.IntegrityError),
    ],
)
def test_a_step_that_spoils_the_copy_leaves_the_old_store_in_place(store: Path, spoils: str, trouble: type[Exception]):
    with pytest.raises(trouble):
        migrations.migrate(store, KEY, (*STEPS, (spoils,)))
    assert _look(store) == (len(STEPS), 1)
    assert not store.with_name(migrations.KEPT).exists()


@pytest.mark.req("F14")
def test_nothing_is_migrated_while_somebody_else_has_the_store_open(store: Path):
    with closing(connect(str(store), KEY)) as other:
        other.execute("INSERT INTO focus VALUES ('case-2', '/data/name', 4, 'now')")
        with pytest.raises(AlreadyOpen):
            migrations.migrate(store, KEY, NEXT)
    assert _look(store) == (len(STEPS), 2)


@pytest.mark.req("F14")
def test_an_older_program_reads_a_newer_store_and_does_not_touch_it(tmp_path: Path):
    place = Place(tmp_path / "store")
    vault = place.create()
    vault.logbook.append([place.writer.note()])
    with vault.engine.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    vault.close()
    before = (place.folder / condition.NAME).read_bytes()
    older = place.unlock()
    assert isinstance(older.trouble, NewerSchema)
    assert older.read_only
    assert len(older.logbook.entries()) == 1
    with pytest.raises(ReadOnlyProfile):
        older.logbook.append([place.writer.note()])
    older.close()
    assert (place.folder / condition.NAME).read_bytes() == before


def test_the_steps_and_the_tables_tell_the_same_shape(store: Path):
    with closing(connect(str(store), KEY)) as connection:
        for table in METADATA.sorted_tables:
            told = {(row[1], row[2], bool(row[3])) for row in connection.execute(f"PRAGMA table_info({table.name})")}
            assert told == {(column.name, str(column.type), not column.nullable) for column in table.columns}
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names == set(METADATA.tables)
