"""A backup holds the whole endpoint, is read back to its last line before anybody relies on it, and goes into either database."""

import shutil

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from callhandler.endpoint.accounts.asker import Asker
from callhandler.endpoint.app import now
from callhandler.endpoint.cli import command
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.backing_up import Source, back_up, snapshot
from callhandler.endpoint.keeping.backup_rows import ORDER, kept_tables
from callhandler.endpoint.keeping.sealed_file import NoBackup
from callhandler.endpoint.oversight.accounting import account
from callhandler.log.kinds import CaseShared, Noted, ShareEnded
from tests.premises import Premises, unheard

BOTH = ("sqlite", "postgresql")


@pytest.fixture
def fresh(tmp_path, postgres):
    """The URL of an empty database, by the sort and a name."""
    return {"sqlite": lambda name: f"sqlite:///{tmp_path}/{name}.db", "postgresql": lambda name: postgres.fresh(f"backup-{name}")}


@pytest.fixture
def premises(request, tmp_path, fresh):
    made = Premises(tmp_path, fresh[getattr(request, "param", "sqlite")])
    yield made
    made.close()
    made.shelf.clear()


def told(premises: Premises) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but its life."""
    with snapshot(premises.behind.engine) as connection:
        found = {table.name: connection.execute(select(table)).all() for table in kept_tables() if table.name != "life"}
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found.items()}


def busy(premises: Premises) -> list[str]:
    """A partnership with everything in it that an endpoint can hold."""
    police, council = premises.desk(), premises.desk("council")
    cases = [f"police.{n}" for n in range(30)]
    ids = [police.write(case, Noted(text=f"line {case} ŵ 😀")) for case in cases for _ in range(3)]
    police.write(cases[0], CaseShared(audience="council"))
    police.sync()
    council.sync()
    ids.append(council.write(cases[0]))
    council.sync()
    police.write(cases[0], ShareEnded(audience="council"))
    police.sync()
    ids.append(council.write(cases[0], Noted(text="late")))
    council.sync()
    return ids


@pytest.mark.req("R21", "F18")
@pytest.mark.parametrize("premises", BOTH, indirect=True)
@pytest.mark.parametrize("into", BOTH)
def test_what_was_backed_up_comes_back_whole_in_either_database(premises, fresh, into):
    ids, before = busy(premises), told(premises)
    backup = premises.back_up("backup")
    checked = premises.check(backup)
    assert (list(checked.faults), checked.bodiless) == ([], 0)
    assert premises.burn_down(backup, fresh[into]).hollow == 0
    assert told(premises) == before
    assert set(ids) <= {id for id, (_, payload) in premises.kept().items() if payload}
    assert len(before["entry"]) == len(ids) + 2


@pytest.mark.req("R21")
def test_a_backup_is_of_one_moment_and_waits_for_nobody(premises):
    ids = busy(premises)
    late = premises.desk()
    with snapshot(premises.behind.engine) as looking:
        looking.exec_driver_sql("SELECT count(*) FROM entry").all()
        late.write("police.late")
        late.sync()
        assert looking.exec_driver_sql("SELECT count(*) FROM entry").scalar() == len(ids) + 2
    assert "police.late" in {row[4] for row in told(premises)["entry"]}


@pytest.mark.req("R21")
def test_a_verified_backup_lets_desks_go_and_what_it_lacks_they_keep(premises):
    police, council = premises.desk(), premises.desk("council")
    police.write("police.1", CaseShared(audience="council"))
    police.sync()
    council.sync()
    police.write("police.1", ShareEnded(audience="council"))
    police.sync()
    early = council.write("police.1", Noted(text="late, and in the backup"))
    council.sync()
    backup = premises.back_up("backup")
    late = council.write("police.1", Noted(text="later than the backup"))
    council.sync()
    premises.vouch(backup)
    council.sync()
    kept = {one.entry.id for one in council.disk.holdings.values() if one.sealed and one.entry.payload}
    assert late in kept
    assert early not in kept


@pytest.mark.req("T12", "R21")
def test_a_backup_says_nothing_to_whoever_finds_it(premises):
    police = premises.desk()
    police.write("police.canary-case", Noted(text="canary-note"))
    police.sync()
    content = premises.back_up("backup").read_bytes()
    assert b"canary" not in content
    assert police.line.encode() not in content
    assert premises.back_up("another").read_bytes()[40:80] != content[40:80]


@pytest.mark.req("T4", "R21")
def test_a_backup_that_was_touched_is_refused_wherever_it_was(premises):
    busy(premises)
    backup = premises.back_up("backup")
    whole = backup.read_bytes()
    places = [*range(40), *range(40, len(whole), len(whole) // 50)]
    for place in places:
        backup.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(NoBackup):
            premises.check(backup)
    for end in (0, 10, 21, 37, len(whole) // 2, len(whole) - 1):
        backup.write_bytes(whole[:end])
        with pytest.raises(NoBackup):
            premises.check(backup)


TAMPERED = {
    "UPDATE entry SET payload = x'00' WHERE n = 2": "altered",
    "UPDATE entry SET meta = x'00' WHERE n = 2": "altered",
    "UPDATE device SET n = n - 1": "does not end where it should",
    "UPDATE stretch SET leaves = after WHERE last - first = 0": "broken",
    "DELETE FROM proof": "did not sign",
    "UPDATE proof SET signature = prev": "not genuine",
    "UPDATE feed_row SET id = 'another' WHERE pos = 2": "does not follow on",
    "DELETE FROM feed_row WHERE pos = 2": "does not follow on",
    "DELETE FROM feed_row WHERE pos = (SELECT max(pos) FROM feed_row)": "does not end where it should",
    "DELETE FROM stretch WHERE first = 1": "missing",
    "UPDATE entry SET device = 'nobody' WHERE n = 2": "stands in no chain",
    "UPDATE logged SET line = 'another'": "log",
}


@pytest.mark.req("T4", "R1", "R21")
def test_what_somebody_changed_in_the_database_shows_in_its_backup(premises):
    busy(premises)
    with premises.behind.engine.begin() as connection:
        account(connection, Asker("p1", "C1", "supervisor", "police", ""), "access", "sign-in", "p1", 0)
    premises.close()
    for order, fault in TAMPERED.items():
        engine = open_database(f"sqlite:///{shutil.copy(premises.folder / 'life0.db', premises.folder / 'tampered.db')}")
        with engine.begin() as connection:
            connection.exec_driver_sql(order)
        backup = premises.folder / "tampered"
        back_up(Source(engine, Outside(premises.settings.outside), premises.settings.secret()), backup, now(), unheard)
        engine.dispose()
        assert any(fault in one for one in premises.check(backup).faults), order


def test_a_backup_goes_only_into_an_empty_database_and_only_into_this_version(premises):
    busy(premises)
    backup, before = premises.back_up("backup"), told(premises)
    with pytest.raises(NoBackup, match="already"):
        premises.burn_down(backup, lambda _: premises.settings.database)
    assert told(premises) == before
    with premises.behind.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(NoBackup, match="another version"):
        premises.burn_down(premises.back_up("older"))


def test_a_restore_that_breaks_off_leaves_nothing_behind_and_can_be_done_again(premises):
    ids = busy(premises)
    backup = premises.back_up("backup")
    whole, again = backup.read_bytes(), premises.folder / "again"
    again.write_bytes(whole[: len(whole) - 9])
    with pytest.raises(NoBackup):
        premises.burn_down(again)
    premises.lives -= 1
    premises.burn_down(backup)
    assert set(ids) <= premises.kept().keys()


def test_every_order_of_rows_names_tables_that_are_there():
    assert set(ORDER) <= {table.name for table in kept_tables()}


def run(*words: object) -> str:
    """What the command line says, and with which status."""
    done = CliRunner().invoke(command, [str(word) for word in words])
    return f"{done.exit_code} {done.output}"


@pytest.mark.req("R21", "F18")
def test_whoever_runs_it_is_told_in_sentences(premises):
    busy(premises)
    premises.close()
    here = ("--database", premises.settings.database, "--state", premises.settings.state)
    backup, elsewhere = premises.folder / "backup", f"sqlite:///{premises.folder}/elsewhere.db"
    assert run("backup", backup, *here).startswith("0 ")
    assert "there already" in run("backup", backup, *here)
    assert "Sound: 94 entries" in run("verify", backup, *here)
    assert "There are entries in this database already" in run("restore", backup, *here)
    assert "94 entries" in run("restore", backup, "--database", elsewhere, *here[2:])
    assert "What was erased is gone" in run("sweep", *here[:2])
    backup.write_bytes(backup.read_bytes()[:-1])
    assert "damaged" in run("verify", backup, *here)
    assert "No such file" in run("verify", premises.folder / "nowhere", *here)
    assert "no backup" in run("verify", premises.folder / "life0.db", *here)
    assert "cannot be reached" in run("backup", premises.folder / "x", "--database", "postgresql:///nowhere?host=/nowhere", *here[2:])
