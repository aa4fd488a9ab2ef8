"""An endpoint begins though another one begins beside it, stops though somebody listens, and goes on after a disk that was full."""

import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import Engine, event, text

from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.migrating import is_current, migrate
from callhandler.endpoint.settings import Settings
from tests.endpoints import served
from tests.patience import SOON, until

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.mark.req("F15")
def test_an_endpoint_stops_though_somebody_listens_for_news(tmp_path):
    with served(f"sqlite:///{tmp_path}/endpoint.db", tmp_path / "apart") as endpoint:
        caller = endpoint.caller()
        told = {"Authorization": f"Bearer {caller.token}"}
        with closing(caller.http.get(f"{caller.url}/v1/nudge", headers=told, stream=True, timeout=SOON)) as nudged:
            lines = nudged.iter_lines()
            assert next(lines) == b"data: {}"
            os.kill(endpoint.pids[0], signal.SIGTERM)
            assert list(lines) == [b""]  # to its end, as it should be


@contextmanager
def at_the_first_commit(somebody: ThreadPoolExecutor, url: str) -> Iterator["list[Future[None]]"]:
    """Somebody else migrates when the first is about to be done, who goes on once they wait for it."""
    others: list[Future[None]] = []
    engine, first = open_database(url), Lock()

    def commits(_connection: object) -> None:
        if not first.acquire(blocking=False):
            return  # whoever came second commits too, and waits for nobody
        others.append(somebody.submit(migrate, url))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            until(lambda: others[0].done() or connection.execute(text(WAITING)).scalar(), pause=0.01)

    event.listen(Engine, "commit", commits)
    try:
        yield others
    finally:
        event.remove(Engine, "commit", commits)
        engine.dispose()


def test_of_two_who_bring_the_tables_up_to_date_at_once_neither_fails(postgres):
    url = postgres.fresh("beginning")
    with ThreadPoolExecutor(1) as somebody, at_the_first_commit(somebody, url) as others:
        migrate(url)
        assert others[0].result(SOON) is None
    engine = open_database(url)
    assert is_current(engine)
    engine.dispose()


def test_a_key_that_another_host_is_drawing_is_left_alone(tmp_path):
    """Where two hosts share the folder, both may be process number 1."""
    settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db", tmp_path)
    theirs = tmp_path / f"key.{os.getpid()}"
    theirs.write_bytes(bytes(32))
    settings.key()
    assert theirs.read_bytes() == bytes(32)


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    made = Outside(tmp_path / "outside")
    made.begin("first")
    return made


@contextmanager
def room_for(path: Path, more: int) -> Iterator[None]:
    """The disk is full after so many bytes more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.req("F3")
def test_what_a_full_disk_takes_half_of_is_not_taken(outside):
    with room_for(outside.path, 9), pytest.raises(OSError, match="large"):
        outside.begin("second")
    assert outside.told()[0] == "first"
    outside.begin("third")
    assert outside.told()[0] == "third"


@pytest.mark.req("F2")
def test_what_a_power_cut_broke_off_says_nothing_and_spoils_nothing(outside):
    with outside.path.open("ab") as file:
        file.write(b"erased 0a1")
    assert outside.told() == ("first", [])
    outside.begin("second")
    assert outside.told() == ("second", [])
