"""A long body lies pressed in the store, comes out as it was signed, and goes without a trace when it is erased."""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from callhandler.log.canonical import NotAnEntry
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Entry, Unsealed
from callhandler.log.kinds import Erased, Noted
from callhandler.store import condition, migrations
from callhandler.store.engine import connect, open_engines
from callhandler.store.files import make_empty
from callhandler.store.logbook import Logbook
from callhandler.store.pressing import LARGEST, LEAST, LOOKED_INTO, MANY, Press, unpressed
from callhandler.store.steps import STEPS
from tests.canaries import deciphered
from tests.stores import Writer

KEY = bytes(range(32))
LONG = "Shouting and banging on the party wall from eleven at night, three nights in a row. " * 30


@contextmanager
def logbook(folder: Path, device: DeviceKey) -> Iterator[Logbook]:
    engines = open_engines(folder / condition.NAME, KEY)
    yield Logbook(engines, device)
    engines.dispose()


def bodies(folder: Path) -> list[bytes]:
    """As they lie in the store."""
    with closing(connect(str(folder / condition.NAME), KEY)) as connection:
        return [payload for (payload,) in connection.execute("SELECT payload FROM body ORDER BY number")]


@pytest.fixture
def device() -> DeviceKey:
    return DeviceKey.generate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    condition.begin(tmp_path, KEY)
    return tmp_path


def noted(text: str, writer: Writer) -> Unsealed:
    return writer.write(Noted(text=text), "police.one")


def told(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.body.text for entry in entries if isinstance(entry.body, Noted)]


def test_a_long_body_lies_pressed_and_is_read_as_it_was_written(folder: Path, device: DeviceKey):
    writer = Writer()
    with logbook(folder, device) as book:
        book.append((noted(LONG, writer), noted("short", writer)))
        book.append_many((writer.write(Noted(text=LONG), "police.two"),))
        assert told(book.entries()) == [LONG, "short", LONG]
        assert book.verify() is None
    long, short, imported = bodies(folder)
    assert max(len(long), len(imported)) < LEAST < len(LONG)
    assert b'"short"' in short


def test_an_erased_body_is_nowhere_in_the_store_pressed_or_not(folder: Path, device: DeviceKey):
    writer, told = Writer(), secrets.token_hex(600)
    with logbook(folder, device) as book:
        (entry,) = book.append((noted(told, writer),))
    (pressed,) = bodies(folder)
    assert pressed != entry.payload
    assert pressed in deciphered(folder, KEY)
    with logbook(folder, device) as book:
        book.erase(writer.write(Erased(entries=(entry.id,), rule="asked for"), "police.one"))
    left = deciphered(folder, KEY)
    assert not any(pressed[start : start + 64] in left for start in range(0, len(pressed) - 64, 16))


def test_a_store_from_before_is_read_as_it_lies(tmp_path: Path, device: DeviceKey):
    writer, path = Writer(), tmp_path / condition.NAME
    make_empty(path)
    with closing(connect(str(path), KEY)) as connection:
        migrations.take_steps(connection, STEPS[:-1])
    with logbook(tmp_path, device) as book:
        (entry,) = book.append((noted(LONG, writer),))
    with closing(connect(str(path), KEY)) as connection:
        connection.execute("DROP TRIGGER body_as_recorded")
        connection.execute("UPDATE body SET payload = ?", (entry.payload,))  # as a version before this one wrote it
        connection.executescript(next(step for steps in STEPS for step in steps if "TRIGGER body_as_recorded" in step))
    assert condition.examine(tmp_path, KEY) is None
    with logbook(tmp_path, device) as book:
        book.append((noted(LONG, writer),))
        assert told(book.entries()) == [LONG, LONG]
    assert [len(body) < LEAST for body in bodies(tmp_path)] == [False, True]


@pytest.mark.parametrize("kind", ["noted", *sorted(LOOKED_INTO)])
@pytest.mark.parametrize(
    "payload", [b"", b"{}", LONG.encode(), Press().pressed("noted", LONG.encode()), b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd" * 400]
)
def test_whatever_was_written_comes_out_again(kind: str, payload: bytes):
    assert unpressed(Press().pressed(kind, payload)) == payload


@pytest.mark.parametrize("times", [1, MANY])
def test_many_bodies_come_out_each_in_its_place(times: int):
    told = [
        (kind, f"{number}{body}".encode()) for number in range(times) for kind in ("noted", *sorted(LOOKED_INTO)) for body in ("{}", LONG)
    ]
    told += [("viewed", b"\x28\xb5\x2f\xfd and no more")]
    pressed = list(Press().all_pressed(told))
    assert [unpressed(one) for one in pressed] == [payload for _, payload in told]
    assert [len(one) for one in pressed] == [len(Press().pressed(*one)) for one in told]


@pytest.mark.parametrize("kind", sorted(LOOKED_INTO))
def test_what_the_store_looks_into_lies_as_it_was_written(kind: str):
    assert Press().pressed(kind, LONG.encode()) == LONG.encode()


def test_a_body_that_was_altered_is_no_entry():
    whole = Press().pressed("noted", LONG.encode())
    for place in range(4, len(whole)):
        altered = whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
        with suppress(NotAnEntry):
            assert len(unpressed(altered)) <= LARGEST


def test_a_body_that_says_it_holds_more_than_any_may_is_not_unpressed():
    with pytest.raises(NotAnEntry):
        unpressed(Press().pressed("noted", bytes(LARGEST + 1)))
