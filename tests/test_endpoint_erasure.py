"""What was erased is nowhere any more: not in the endpoint's files, not on desks, not in any backup, nor in what comes back from one."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from callhandler.endpoint.database import open_database
from callhandler.endpoint.keeping.sweeping import NotSwept, sweep
from callhandler.log.kinds import CaseShared, Erased, Noted, ShareEnded
from callhandler.sync.packing import pack
from tests.canaries import deciphered, hits, legible, needles, opened
from tests.endpoints import served
from tests.patience import SOON, until
from tests.postgres import Postgres
from tests.premises import Desk, Premises
from tests.stored_device import KEY

pytestmark = pytest.mark.req("R5")
REVOKED = "the canary of a share that ended"


def recycle(server: Postgres, state: str) -> None:
    """Whether PostgreSQL writes over its old logs, or throws them away."""
    with closing(psycopg.connect(f"postgresql://postgres@/postgres?host={server.folder}", autocommit=True)) as connection:
        connection.execute(f"alter system set wal_recycle = {state}".encode())
        connection.execute("select pg_reload_conf()")
        until(lambda: connection.execute("show wal_recycle").fetchone() == (state,))


@dataclass
class Scene:
    """Two agencies that share; and every folder in which anything of them lies."""

    premises: Premises
    police: Desk
    council: Desk
    folders: tuple[Path, ...]
    backups: list[Path]
    lines: dict[str, str]
    canary: str

    def files(self) -> set[str]:
        return hits(self.canary, *self.folders)

    def at(self, desk: Desk, canary: str = "") -> bool:
        """Whether it can be read in the files of a desk by whoever has its key."""
        place = self.premises.shelf.folder / str(0 if desk is self.police else 1)
        signs = needles(canary or self.canary)
        return any(sign in content for content in legible(deciphered(place, KEY)) for sign in signs)

    def in_backups(self) -> list[str]:
        return [path.name for path in self.backups if any(sign in opened(self.premises.settings, path) for sign in needles(self.canary))]

    def back_up(self, name: str) -> Path:
        self.backups.append(self.premises.back_up(name))
        return self.backups[-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    fresh, folders = _place(request, tmp_path)
    premises = Premises(tmp_path, fresh)
    police, council = premises.desk("police", real=True), premises.desk("council", real=True)
    scene = Scene(premises, police, council, folders, [], {}, f"Margaret, the canary {secrets.token_hex(8)}, sings")
    for case in ("police.part", "police.whole", "police.ended"):
        police.write(case, CaseShared(audience="council"))
        said = Noted(text=f"{REVOKED if case == 'police.ended' else scene.canary} in {case}" + " at length" * 300)
        scene.lines[case] = police.write(case, said)
    police.write("police.part", Noted(text="this one stays"))
    police.sync()
    council.sync()
    yield scene
    premises.close()
    premises.shelf.clear()


def _place(request: pytest.FixtureRequest, folder: Path) -> tuple[Callable[[str], str], tuple[Path, ...]]:
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{folder}/{name}.db", (folder,)
    server = request.getfixturevalue("postgres")
    recycle(server, "off")
    return lambda name: server.fresh(f"erased-{name}"), (folder, server.folder)


def erase(scene: Scene) -> None:
    """By ids, and whole; while the council has something unsent in it, and writes more before it hears of it."""
    scene.council.write("police.whole", Noted(text=f"{scene.canary}, says the council"))
    scene.police.write("police.part", Erased(entries=(scene.lines["police.part"],), rule="retention"))
    scene.police.write("police.whole", Erased(entries=(), rule="retention", whole=True))
    scene.police.write("police.ended", ShareEnded(audience="council"))
    scene.police.sync()
    scene.council.sync()
    scene.police.sync()


def test_it_is_nowhere_after_it_was_everywhere(scene):
    scene.back_up("before")
    assert scene.files()
    assert [scene.at(scene.police), scene.at(scene.council), scene.at(scene.council, REVOKED)] == [True] * 3
    assert scene.in_backups() == ["before"]
    erase(scene)
    scene.back_up("after")
    sweep(scene.premises.behind.engine)
    assert scene.files() == set()
    assert [scene.at(scene.police), scene.at(scene.council), scene.at(scene.council, REVOKED)] == [False] * 3
    assert scene.in_backups() == []


def test_what_comes_back_from_an_old_backup_comes_back_without_it(scene):
    old = scene.back_up("before")
    erase(scene)
    sweep(scene.premises.behind.engine)
    scene.premises.burn_down(old)
    sweep(scene.premises.behind.engine)
    assert scene.files() == set()
    kept = scene.premises.kept()
    assert [kept[scene.lines[case]][1] for case in ("police.part", "police.whole")] == [b"", b""]
    for desk in (scene.police, scene.council, scene.police):
        desk.sync()
    scene.premises.behind.engine.dispose()
    sweep(scene.premises.behind.engine)
    assert scene.files() == set()
    assert any(b"this one stays" in payload for _, payload in scene.premises.kept().values())
    assert scene.premises.check(scene.back_up("at last")).faults == []
    assert scene.in_backups() == []


def test_what_was_not_erased_can_still_be_read_in_every_backup(scene):
    old = scene.back_up("before")
    erase(scene)
    new = scene.back_up("after")
    for backup in (old, new):
        assert b"this one stays" in opened(scene.premises.settings, backup)
    assert (scene.premises.check(old).bodiless, scene.premises.check(new).bodiless) == (2, 0)


def test_keys_that_are_lost_lose_nothing_that_a_desk_holds(scene):
    old = scene.back_up("before")
    (scene.premises.settings.state / "keys").unlink()
    assert scene.premises.burn_down(old).hollow == 4
    for desk in (scene.police, scene.council, scene.police):
        desk.sync()
    assert all(payload for _, payload in scene.premises.kept().values())


def test_an_old_log_that_postgresql_would_keep_is_told_about(postgres):
    recycle(postgres, "on")
    engine = open_database(postgres.fresh("erased-unswept"))
    with pytest.raises(NotSwept, match="wal_recycle"):
        sweep(engine)
    engine.dispose()


@pytest.mark.parametrize("scene", ["postgresql"], indirect=True)
def test_whoever_still_reads_what_was_there_before_keeps_it_there_and_that_is_told(scene):
    reader = open_database(scene.premises.settings.database).connect().execution_options(isolation_level="REPEATABLE READ")
    reader.exec_driver_sql("SELECT 1 FROM device")  # from here on it sees the database as it was
    erase(scene)
    with pytest.raises(NotSwept, match="still reads"):
        sweep(scene.premises.behind.engine, tries=1)
    assert scene.files()
    reader.close()
    reader.engine.dispose()
    sweep(scene.premises.behind.engine)
    assert scene.files() == set()


@pytest.mark.req("T12")
def test_what_the_endpoint_writes_down_about_its_work_says_nothing_of_it(tmp_path):
    canary, database = f"canary{secrets.token_hex(8)}", f"sqlite:///{tmp_path}/endpoint.db"
    with (tmp_path / "log").open("wb") as log, served(database, tmp_path / "apart", stdout=log, stderr=log) as endpoint:
        desk = endpoint.caller()
        desk.write(f"police.{canary}", Noted(text=canary))
        desk.sync()
        for body in (canary.encode(), pack(canary.encode()), pack(f'{{"device":"{canary}","first":"{canary}"}}'.encode())):
            assert desk.send(body).status_code >= 400
            assert desk.http.post(f"{desk.url}/v1/sign-in?{canary}=1", body, timeout=SOON).status_code >= 400
            assert desk.get(f"/{canary}").status_code == 404
    assert "log" not in hits(canary, tmp_path)
    assert {"endpoint.db", "endpoint.db-wal"} & hits(canary, tmp_path)
