"""The engine is the one we ask for, set as we ask, or the store stays shut."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from callhandler.store import condition, tables
from callhandler.store.engine import (
    AFTER_KEY,
    BEFORE_KEY,
    FLOOR,
    READ_ONLY,
    ROOM,
    Setting,
    check,
    check_version,
    connect,
    engine_troubles,
    open_engines,
    open_in_memory,
    opening,
    roomy,
    trouble_of,
)
from callhandler.store.troubles import DamageFound, DiskFull, EngineMisset, EngineTooOld, ReadOnlyProfile, WriteFailed
from tests.patience import gone

KEY = bytes(range(32))
OTHERWISE = {
    "journal_mode": "DELETE",
    "synchronous": "NORMAL",
    "foreign_keys": "OFF",
    "recursive_triggers": "OFF",
    "secure_delete": "OFF",
    "trusted_schema": "ON",
    "cell_size_check": "OFF",
    "temp_store": "FILE",
    "mmap_size": "65536",
    "busy_timeout": "0",
    "wal_autocheckpoint": "0",
    "query_only": "OFF",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    condition.begin(tmp_path, KEY)
    return tmp_path / condition.NAME


@pytest.mark.req("F2", "R11")
@pytest.mark.parametrize("setting", [*AFTER_KEY, READ_ONLY], ids=lambda setting: setting.name)
def test_the_store_stays_shut_when_a_setting_is_not_kept(path: Path, setting: Setting):
    connection = connect(str(path), KEY, [*AFTER_KEY, READ_ONLY])
    connection.execute(f"PRAGMA {setting.name} = {OTHERWISE[setting.name]}")
    with pytest.raises(EngineMisset) as raised:
        check(connection, [*AFTER_KEY, READ_ONLY])
    assert raised.value.values == {"setting": setting.name}
    connection.close()


@pytest.mark.req("F2", "R11")
@pytest.mark.parametrize("setting", [*AFTER_KEY, READ_ONLY], ids=lambda setting: setting.name)
def test_no_connection_is_made_where_the_engine_answers_otherwise(path: Path, setting: Setting):
    """Every setting is read back at each start: here the engine has made another value of one of them."""
    otherwise = [replace(each, value=OTHERWISE[each.name]) if each is setting else each for each in (*AFTER_KEY, READ_ONLY)]
    with pytest.raises(EngineMisset) as raised:
        connect(str(path), KEY, otherwise)
    assert raised.value.values == {"setting": setting.name}


@pytest.mark.req("F2")
def test_every_connection_of_the_store_keeps_every_setting(path: Path):
    engines = open_engines(path, KEY)
    with engines.writer.connect() as writer, engines.reader.connect() as reader, engines.reader.connect() as other:
        check(writer.connection.driver_connection, [*BEFORE_KEY, *AFTER_KEY, ROOM])
        check(reader.connection.driver_connection, [*BEFORE_KEY, *AFTER_KEY, ROOM, READ_ONLY])
        check(other.connection.driver_connection, [*BEFORE_KEY, *AFTER_KEY, ROOM, READ_ONLY])
    engines.dispose()


@pytest.mark.req("F23")
@pytest.mark.parametrize("goes_wrong", [False, True])
def test_who_wrote_very_much_holds_no_more_pages_afterwards_than_before(path: Path, goes_wrong: bool):
    engines = open_engines(path, KEY)
    with engines.writer.connect() as writer:
        driver = writer.connection.driver_connection
        with suppress(LookupError), roomy(driver):
            with pytest.raises(EngineMisset):
                check(driver, [ROOM])
            if goes_wrong:
                raise LookupError
        check(driver, [ROOM])
    engines.dispose()


@pytest.mark.req("T1", "T13")
def test_memory_security_is_on_before_the_key_is_given():
    order = [statement.split()[1] for statement in opening(KEY, AFTER_KEY)]
    assert order.index("cipher_memory_security") < order.index("key")
    assert {setting.name for setting in AFTER_KEY} == set(order[order.index("key") + 1 :])


@pytest.mark.req("R11")
def test_an_engine_without_encryption_is_refused():
    plain = dbapi2.connect(":memory:", isolation_level=None)
    with pytest.raises(EngineMisset) as raised:
        check(plain, ())
    assert raised.value.values == {"setting": "cipher"}
    plain.close()


@pytest.mark.req("T23")
def test_extensions_cannot_be_loaded_and_an_engine_that_would_is_refused(path: Path):
    connection = connect(str(path), KEY)
    with pytest.raises(dbapi2.OperationalError, match="not authorized"):
        connection.execute("SELECT load_extension('anything')")
    connection.enable_load_extension(True)
    with pytest.raises(EngineMisset) as raised:
        check(connection, ())
    assert raised.value.values == {"setting": "load_extension"}
    connection.close()


@pytest.mark.req("F2")
@pytest.mark.parametrize("found", [(3, 51, 2), (3, 40, 1), (3, 9, 0)])
def test_an_engine_below_the_floor_is_refused(found: tuple[int, int, int]):
    with pytest.raises(EngineTooOld) as raised:
        check_version(found)
    assert raised.value.values == {"found": ".".join(map(str, found)), "floor": "3.51.3"}


def test_the_engine_that_we_ship_is_above_the_floor():
    check_version(FLOOR)
    check_version(dbapi2.sqlite_version_info)


@pytest.mark.req("R11")
def test_the_file_does_not_open_without_its_key(path: Path):
    with pytest.raises(DamageFound):
        connect(str(path), bytes(32))
    plain = dbapi2.connect(str(path))
    with pytest.raises(dbapi2.DatabaseError):
        plain.execute("SELECT * FROM entry")
    plain.close()


def test_readers_cannot_write(path: Path):
    engines = open_engines(path, KEY)
    with pytest.raises(ReadOnlyProfile), engine_troubles(), engines.reader.begin() as connection:
        connection.execute(insert(tables.focus).values(case_id="c", path="p", caret=0, at="now"))
    engines.dispose()


def test_a_reader_sees_the_store_as_it_was_while_somebody_writes(path: Path):
    engines = open_engines(path, KEY)
    with engines.writer.begin() as writing:
        writing.execute(insert(tables.focus).values(case_id="c", path="p", caret=0, at="now"))
        seen: list[int] = []
        reading = Thread(target=lambda: seen.append(_places(engines.reader)))
        reading.start()
        gone(reading)
    assert seen == [0]
    assert _places(engines.reader) == 1
    engines.dispose()


def _places(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(tables.focus)).all())


def test_a_store_in_memory_is_one_for_all_threads():
    engines = open_in_memory(KEY)
    with engines.writer.begin() as connection:
        connection.execute(text("CREATE TABLE seen (one)"))
    found: list[int] = []
    reading = Thread(target=lambda: found.append(_count(engines.reader)))
    reading.start()
    gone(reading)
    assert found == [1]
    engines.dispose()


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(text("SELECT name FROM sqlite_master")).all())


@pytest.mark.req("F3", "F4")
@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (dbapi2.SQLITE_FULL, DiskFull),
        (dbapi2.SQLITE_IOERR, WriteFailed),
        (dbapi2.SQLITE_IOERR | 10 << 8, WriteFailed),
        (dbapi2.SQLITE_BUSY, WriteFailed),
        (dbapi2.SQLITE_READONLY, ReadOnlyProfile),
        (dbapi2.SQLITE_CANTOPEN, ReadOnlyProfile),
        (dbapi2.SQLITE_CORRUPT, DamageFound),
        (dbapi2.SQLITE_CONSTRAINT, type(None)),
    ],
)
def test_what_the_disk_does_gets_its_own_trouble_and_our_own_mistakes_none(code: int, trouble: type):
    error = dbapi2.OperationalError("something about the disk")
    error.sqlite_errorcode = code
    assert type(trouble_of(error)) is trouble


@pytest.mark.req("T12")
def test_errors_never_print_what_was_being_written(path: Path):
    engines = open_engines(path, KEY)
    with pytest.raises(DBAPIError) as raised, engines.writer.begin() as connection:
        connection.execute(text("INSERT INTO focus (case_id) VALUES (:canary)"), {"canary": "canary"})
    assert "'canary'" not in str(raised.value)
    assert "hidden" in str(raised.value)
    engines.dispose()
