"""What is written while somebody else writes for very long is saved all the same; and a store that was let go of stays shut."""

import io
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from callhandler.log.device import DeviceKey
from callhandler.store import condition
from callhandler.store.engine import Engines, connect, open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.pen import Pen
from callhandler.store.troubles import VaultTrouble, WriteFailed
from tests.stored_device import KEY
from tests.stores import Place, Writer

LIMIT = 10.0
PHOTO = b"\xff\xd8\xff\xe0 a photograph"


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Logbook]:
    """A real store, in which nobody waits for their turn at writing for longer than a moment."""
    condition.begin(tmp_path, KEY)
    path, engines = tmp_path / condition.NAME, open_engines(tmp_path / condition.NAME, KEY)
    writer = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: connect(str(path), KEY),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=0.01,
    )
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    yield Logbook(Engines(writer, engines.reader), DeviceKey.generate())
    writer.dispose()
    engines.dispose()


@pytest.mark.req("F3")
def test_what_is_written_while_somebody_else_writes_for_very_long_is_not_lost(impatient: Logbook):
    troubles, mistakes = SimpleQueue[VaultTrouble](), list[Exception]()
    pen = Pen(impatient, lambda _ids: None, troubles.put, on_mistake=mistakes.append, patience=(0.01,))
    with impatient.engine.writer.begin():
        pen.submit((Writer().note(),))
        assert isinstance(troubles.get(timeout=LIMIT), WriteFailed)
    assert pen.settled(LIMIT)
    assert pen.close() == ()
    assert (len(impatient.entries()), mistakes) == (1, [])


@pytest.mark.req("F1")
def test_a_file_that_is_taken_in_in_the_moment_in_which_it_is_wanted_stays(tmp_path: Path):
    """As where a colleague has sent the same photograph, and this desk's line brings word of it just then."""
    vault = Place(tmp_path / "store").create()
    shelf, taken = vault.shelf, list[str]()

    def looked(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM file WHERE sha256" in statement and not taken:
            taken.append("")
            taken.append(shelf.take_in(io.BytesIO(PHOTO)).sha256)

    event.listen(shelf.engine.reader, "after_cursor_execute", looked)
    shelf.want(sha256(PHOTO).hexdigest(), len(PHOTO))
    assert shelf.content(taken[1]) == PHOTO
    vault.close()


@pytest.mark.req("T1")
def test_a_store_that_was_let_go_of_is_opened_by_no_thread_that_comes_too_late(tmp_path: Path):
    place = Place(tmp_path / "store")
    vault = place.create()
    logbook, late = vault.logbook, replace(vault.logbook.replica())
    vault.close()
    with pytest.raises(VaultTrouble):
        logbook.entries()
    with pytest.raises(VaultTrouble):
        logbook.append((place.writer.note(),))
    with pytest.raises(VaultTrouble):
        late.progress()
    place.unlock().close()
