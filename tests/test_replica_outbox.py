"""What waits is read once for the question that sends it; and whatever became of it meanwhile is seen all the same."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from callhandler.log.device import DeviceKey
from callhandler.log.entry import NotAnEntry
from callhandler.log.kinds import RiskAssessed, ScriptVersion
from callhandler.store import condition
from callhandler.store.engine import ROOM, connect
from callhandler.store.replica.device import StoredDevice
from callhandler.store.replica.outbox import Outbox
from callhandler.sync.pace import LARGEST
from callhandler.sync.reading import Unopened
from callhandler.sync.rules import Erasure
from callhandler.sync.stores import Identity
from tests.stored_device import KEY, Shelf, StoredDisk
from tests.stores import Writer

CASE, OTHER = "police.1", "police.2"
HERE, THERE = (DeviceKey.from_bytes(sha256(name).digest()) for name in (b"here", b"there"))
SALT = bytes(16)
HIGH = RiskAssessed(script=ScriptVersion(form="asb", version="1", sha256="0" * 64), computed="high", band="high", score=9, most=9)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.clear()


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def disk(shelf: Shelf, writer: Writer) -> StoredDisk:
    """A desk with four entries of its own, which have been read once to be sent."""
    made = shelf.disk(Identity(HERE))
    for case in (CASE, CASE, OTHER, OTHER):
        made.write(writer.note(case=case), SALT)
    assert len(made.own(1, 4)) == 4
    return made


def tamper(shelf: Shelf, *statements: str) -> None:
    """Write in the one file that there is, past the program."""
    with closing(connect(str(shelf.folder / "0" / condition.NAME), KEY)) as connection:
        for statement in ("DROP TRIGGER body_stays", "DROP TRIGGER body_as_recorded", *statements):
            connection.execute(statement)


def test_what_was_read_for_a_question_is_not_read_again(disk, shelf):
    before = disk.own(1, 4)
    tamper(shelf, "DELETE FROM body")
    assert disk.own(1, 4) == before
    assert disk.own(2, 2) == before[1:3]
    with pytest.raises(NotAnEntry):
        StoredDevice(disk.engine, HERE).own(1, 4)


def test_what_was_written_since_comes_after_what_is_known(disk, shelf, writer):
    before = disk.own(1, 4)
    last = disk.write(writer.note(case=CASE), SALT)
    tamper(shelf, "DELETE FROM body WHERE number <> (SELECT max(number) FROM body)")
    told = disk.own(1, LARGEST)
    assert told[:4] == before
    assert [holding.leaf for holding in told] == [*(holding.leaf for holding in before), last.leaf]


def test_what_stands_otherwise_meanwhile_is_told_as_it_stands(disk):
    third = disk.own(3, 1)[0]
    with disk.transaction():
        disk.hold(replace(third, sealed=True))
    assert [holding.sealed for holding in disk.own(1, 4)] == [False, False, True, False]
    with disk.transaction():
        disk.hold(replace(third, standing="held"))
    assert [holding.standing for holding in disk.own(1, 4)] == ["seen", "seen", "held", "seen"]
    with disk.transaction():
        disk.hold(third)
    assert [holding.shown for holding in disk.own(1, 4)] == [True] * 4


def test_what_was_erased_meanwhile_goes_without_its_body(disk):
    with disk.transaction():
        disk.erase(CASE, Erasure(whole=True))
    assert [bool(holding.entry.payload) for holding in disk.own(1, 4)] == [False, False, True, True]


def test_what_is_not_as_it_was_recorded_is_not_sent(disk, shelf, writer):
    disk.write(writer.note(case=CASE), SALT)
    tamper(shelf, "UPDATE body SET salt = randomblob(16) WHERE number = (SELECT max(number) FROM body)")
    with pytest.raises(NotAnEntry, match="as it was recorded"):
        disk.own(1, 5)


def test_only_what_is_urgent_is_looked_into(disk, writer):
    disk.write(writer.write(HIGH, CASE), SALT)
    told = disk.own(1, 5)
    assert isinstance(told[-1].entry.body, RiskAssessed)
    assert all(isinstance(holding.entry.body, Unopened) for holding in told[:-1])


def test_under_another_name_nothing_of_the_one_before_is_known(disk):
    outbox = Outbox()
    with disk.engine.reader.connect() as connection:
        assert len(outbox.read(connection, (HERE.id, 1, 5))) == 4
        assert outbox.read(connection, (THERE.id, 1, 5)) == []
        assert len(outbox.read(connection, (HERE.id, 1, 5))) == 4


def test_reading_much_leaves_as_much_room_for_pages_as_before(disk, writer):
    disk.write(writer.note(case=CASE), SALT)
    assert len(disk.own(5, LARGEST)) == 1
    with disk.engine.reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar_one() == int(ROOM.value)
