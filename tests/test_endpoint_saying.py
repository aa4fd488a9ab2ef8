"""Whoever runs an endpoint is told in a sentence what is wrong, and what is kept is theirs alone to read."""

import os
import subprocess
import sys

import pytest

from callhandler.endpoint.accounts.people import add_agency
from callhandler.endpoint.app import rooms
from callhandler.endpoint.database import METADATA, open_database
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.serve import NotReady, prepare
from callhandler.endpoint.settings import NotAKey, Settings
from callhandler.log.device import DeviceKey
from tests.patience import LONG
from tests.towns import founded_at

SERVE = ("serve", "--no-tls", "--port", "1")


def run(folder, *words):
    program = [sys.executable, "-m", "callhandler.endpoint.cli", *words]
    return subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=LONG, check=False)


@pytest.mark.parametrize(
    "words",
    [
        (*SERVE, "--database", "nonsense"),
        (*SERVE, "--database", "mysql://user:canary@there/x"),
        (*SERVE, "--database", "sqlite:////nowhere/at/all.db", "--state", "apart"),
        (*SERVE, "--database", "postgresql://127.0.0.1:1/x", "--state", "apart"),
        (*SERVE, "--area", "atlantis"),
        ("serve", "--certificate", "none.pem", "--private-key", "none.key"),
        ("serve", "--no-tls", "--port", "70000"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path, words):
    told = run(tmp_path, *words)
    assert told.returncode in {1, 2}
    assert told.stderr.strip()
    assert "Traceback" not in told.stderr
    assert "canary" not in told.stderr


@pytest.mark.parametrize(("name", "told"), [("key", b"short"), ("oidc.yaml", b"issuer: [")])
def test_a_bad_file_beside_the_keys_is_named(tmp_path, name, told):
    (tmp_path / "apart").mkdir()
    (tmp_path / "apart" / name).write_bytes(told)
    said = run(tmp_path, *SERVE, "--state", "apart")
    assert said.returncode == 1
    assert name in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.req("R11")
def test_what_is_kept_is_for_its_owner_alone_to_read(tmp_path):
    before = os.umask(0)
    try:
        settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db")
        engine = open_database(settings.database)
        METADATA.create_all(engine)
        settings.secret()
        modes = {file.name: file.stat().st_mode & 0o077 for file in (*tmp_path.iterdir(), *settings.state.iterdir())}
        engine.dispose()
    finally:
        os.umask(before)
    assert {"endpoint.db", "endpoint.db-wal", "secret"} <= modes.keys()
    assert set(modes.values()) == {0}


def test_a_host_with_another_key_is_refused(tmp_path):
    database = f"sqlite:///{tmp_path}/endpoint.db"
    migrate(database)
    behind = rooms(Settings.of(database, tmp_path / "one"))
    behind.switchboard.exchange().open()
    behind.switchboard.enrol(DeviceKey.generate().public, "police")
    behind.engine.dispose()
    prepare(Settings.of(database, tmp_path / "one"))
    with pytest.raises(NotReady, match="another key"):
        prepare(Settings.of(database, tmp_path / "another"))


@pytest.mark.parametrize("name", ["", "a.b", "a/b", 'x"; y', "Police", "-a", "a\n", "a" * 64, "pólis"])
def test_an_agency_has_a_name_that_cases_feeds_and_files_can_bear(tmp_path, clock, name):
    town, engine = founded_at(tmp_path, clock)
    with pytest.raises(Refused):
        add_agency(town.gatehouse, town.root, name, "Name", "uk-gdpr")
    engine.dispose()


def test_a_key_that_is_too_short_is_refused(tmp_path):
    settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db")
    settings.state.mkdir()
    (settings.state / "secret").write_bytes(b"")
    with pytest.raises(NotAKey, match="secret"):
        settings.secret()
