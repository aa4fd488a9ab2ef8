"""A file that somebody finishes in the moment in which another's erasure takes it away stays, or comes anew."""

import secrets
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, delete, insert, select

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.file_sweeping import sweep_cases
from callhandler.endpoint.exchange.files import PIECE, Files
from callhandler.endpoint.migrating import migrate
from tests.patience import gone, until

pytestmark = pytest.mark.req("F1")
OF = tables.file_of
PHOTO = b"\xff\xd8\xff\xe0" + secrets.token_bytes(999)
NAME = sha256(PHOTO).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def engine(tmp_path: Path):
    database = f"sqlite:///{tmp_path}/endpoint.db"
    migrate(database)
    made = open_database(database)
    yield made
    made.dispose()


def bring(engine: Engine, case: str, agency: str) -> None:
    with engine.begin() as connection:
        connection.execute(insert(OF), {"sha256": NAME, "case_id": case, "agency": agency})


def brought(engine: Engine, case: str) -> bool:
    with engine.connect() as connection:
        return connection.execute(select(OF.c.sha256).where(OF.c.case_id == case)).first() is not None


def test_what_another_agency_finishes_meanwhile_is_not_taken_away(engine, files):
    files.add(NAME, "police", 0, PHOTO, len(PHOTO), lambda: bring(engine, "police.1", "police"))  # whose case names it no more
    with files.alone():  # as whoever finishes it
        sweeping = Thread(target=sweep_cases, args=(engine, files, ["police.1"]))
        sweeping.start()
        until(lambda: not brought(engine, "police.1"))  # it has made up its mind
        bring(engine, "council.1", "council")
    gone(sweeping)
    assert files.whole(NAME)
    with engine.begin() as connection:
        connection.execute(delete(OF))
    bring(engine, "council.2", "council")
    sweep_cases(engine, files, ["council.2"])
    assert not files.whole(NAME)


def test_it_is_on_record_before_anybody_else_can_take_it_away(files):
    held: list[bool] = []

    def is_held() -> None:
        with (files.folder / "lock").open() as lock:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
            except BlockingIOError:
                held.append(files.whole(NAME) is not None)

    files.add(NAME, "police", 0, PHOTO, len(PHOTO), is_held)
    assert held == [True]


def test_what_had_come_of_it_and_was_taken_away_with_it_comes_anew(files):
    photo = PHOTO + bytes(PIECE)
    name, come = sha256(photo).hexdigest(), list[int]()
    files.add(name, "council", 0, photo[:PIECE], len(photo))
    with files.alone():
        last = Thread(target=lambda: come.append(files.add(name, "council", PIECE, photo[PIECE:], len(photo))))
        last.start()
        until(lambda: files.come(name, "council") == len(photo))
        files.forget(name)
    gone(last)
    assert (come, files.whole(name)) == ([0], None)
    files.add(name, "council", 0, photo[:PIECE], len(photo))
    files.add(name, "council", PIECE, photo[PIECE:], len(photo))
    assert files.whole(name)
