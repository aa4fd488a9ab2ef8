"""Nothing that a caller said can be read on the disk, whatever file one looks into."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callhandler.store import vault
from tests.faults.canary import CANARIES, fill
from tests.patience import LONG
from tests.stores import CHEAP, COLLAR, PASSPHRASE, Place


def hits(folder: Path) -> list[str]:
    """Every canary found in any file below the folder, as UTF-8, as UTF-16, and in file names."""
    found = [f"{path.name}: its name" for path in folder.rglob("*") if "canary" in path.name]
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [path.name for sign in ("canary".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")) if sign in content]
    return found


@pytest.mark.req("R11", "T1", "T12")
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_killed_program_leaves_nothing_to_read_in_profile_temp_or_output(tmp_path: Path):
    profile, temp = tmp_path / "profile", tmp_path / "temp"
    temp.mkdir()
    rooms = dict.fromkeys(("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"), str(temp))
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.canary", profile],
        env={**os.environ, **rooms, "HOME": str(temp)},
        capture_output=True,
        check=False,
        timeout=LONG,
    )
    assert done.returncode == -9, done.stderr
    assert {"store.db", "store.db-wal", "store.db-shm", "header.json", "reserve", "tide", "lock"} <= {
        path.name for path in profile.rglob("*")
    }
    assert next(profile.rglob("store.db-wal")).stat().st_size > 100_000
    assert hits(tmp_path) == []
    assert b"canary" not in done.stdout + done.stderr


@pytest.mark.req("R11")
def test_after_a_clean_end_there_is_nothing_to_read_either(tmp_path: Path):
    opened = vault.create(tmp_path / "store", "canary-collar", PASSPHRASE, Place(tmp_path).keyring, cost=CHEAP)
    fill(opened)
    opened.close()
    assert hits(tmp_path) == []


@pytest.mark.req("R11")
def test_the_scan_would_find_every_canary_in_a_store_without_a_key(tmp_path: Path):
    opened = Place(tmp_path / "store").create()
    fill(opened)
    plain = tmp_path / "plain.db"
    with opened.engine.writer.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw
        raw.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        raw.execute("SELECT sqlcipher_export('plain')").fetchall()
        raw.execute("DETACH DATABASE plain")
    opened.close()
    assert set(hits(tmp_path)) == {"plain.db"}
    content = plain.read_bytes()
    told = {canary for canary in CANARIES if canary.encode() in content}
    assert set(CANARIES) - told <= {"canary-collar", "canary-note ŵŷ", "canary-place"}  # in the header alone, and erased
    assert COLLAR.encode() in content
