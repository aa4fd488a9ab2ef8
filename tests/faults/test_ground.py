"""The ground is safe before anything is written on it: one owner, no dumps, nobody else's eyes, a disk of this computer."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from callhandler.store import ground
from callhandler.store.troubles import NetworkFolder
from tests.patience import LONG

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other ways")
STARTS = 20


@on_unix
@pytest.mark.req("F11")
def test_of_twenty_starts_at_once_one_owns_the_store_and_the_others_are_told(tmp_path: Path):
    command = [sys.executable, "-m", "tests.faults.starting", str(tmp_path / "store"), str(STARTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONG)
    assert done.stdout.split() == ["o" + "t" * (STARTS - 1), "{0}", "1", "None"], done.stderr


CRASH = """
import ctypes, resource, sys
from pathlib import Path
from callhandler.store import ground
ground.owner_only()
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
if sys.argv[1] == "safe":
    ground.no_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
Path("written").write_text("x")
if sys.argv[1] == "safe":
    ctypes.string_at(0)
"""


@on_unix
@pytest.mark.req("T13")
def test_a_crash_leaves_no_dump_and_no_other_program_may_read_the_memory(tmp_path: Path):
    safe, unsafe = (_crash(tmp_path, how) for how in ("safe", "as it comes"))
    assert safe.stdout.split() == ["0", "0"]
    assert unsafe.stdout.split()[1] == "1"
    assert safe.returncode == -11
    assert [path.name for path in tmp_path.iterdir()] == ["written"]


@on_unix
@pytest.mark.req("T23")
def test_what_the_program_writes_is_for_its_user_alone(tmp_path: Path):
    _crash(tmp_path, "safe")
    assert stat.S_IMODE((tmp_path / "written").stat().st_mode) == 0o600


def _crash(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    """Run a program of ours into a segmentation fault."""
    inside = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        [sys.executable, "-c", CRASH, how], cwd=folder, env=inside, capture_output=True, text=True, check=False, timeout=LONG
    )


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /home/share nfs4 rw 0 0
//server/share /mnt/windows\\040share cifs rw 0 0
me@host:/ /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /home/share/local ext4 rw 0 0
"""


@pytest.mark.req("T23")
@pytest.mark.parametrize(
    "folder", ["/home/share/store", "/mnt/windows share/a/b", "/mnt/far", "//server/share", r"\\server\share\x", "\\\\?\\UNC\\server\\x"]
)
def test_a_network_drive_is_refused(folder: str):
    with pytest.raises(NetworkFolder):
        ground.refuse_network(Path(folder), MOUNTS)


@pytest.mark.req("T23")
@pytest.mark.parametrize("folder", ["/home/somebody/.local/share/callhandler", "/home/share/local/store", "/mnt"])
def test_a_disk_of_this_computer_is_taken(folder: str):
    ground.refuse_network(Path(folder), MOUNTS)


def test_the_place_where_the_tests_run_is_taken(tmp_path: Path):
    ground.refuse_network(tmp_path)
