"""A full disk, a disk that fails and a profile that cannot be written: the call goes on, and nothing is called saved that is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from callhandler.store.fleeting import emergency_capture
from callhandler.store.pen import Pen
from callhandler.store.reserve import Reserve
from callhandler.store.troubles import DiskFull, ReadOnlyProfile, VaultTrouble, WriteFailed
from tests.patience import LONG, SOON
from tests.stores import Place

SMALL = 1024 * 1024
LIMIT = SOON


def _mount(*words: str) -> bool:
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    return subprocess.run(["mount", *words], capture_output=True, check=False, timeout=LONG).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; only root can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _mount("-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(disk)):
        pytest.skip("a small disk needs the right to mount")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True, timeout=LONG)


def _fill(disk: Path, leave: int) -> Path:
    """Somebody else's file takes all the room but so many bytes."""
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(bytes(max(0, free - leave)))
    return ballast


@pytest.mark.req("F3")
@pytest.mark.parametrize("leave", range(0, 80_000, 8_192))
def test_wherever_the_disk_fills_up_nothing_is_falsely_saved_and_all_is_saved_once_there_is_room(small_disk: Path, leave: int):
    place = Place(small_disk / "store")
    vault = place.create()
    ballast = _fill(small_disk, leave)
    saved: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    troubles: SimpleQueue[VaultTrouble] = SimpleQueue()
    pen = Pen(vault.logbook, saved.put, troubles.put, patience=(0.01,))
    written = [place.writer.note("x" * 500) for _ in range(60)]
    for entry in written:
        pen.submit([entry])
    assert isinstance(troubles.get(timeout=LIMIT), DiskFull)
    told = {id for _ in range(saved.qsize()) for id in saved.get_nowait()}
    assert told <= {entry.id for entry in vault.logbook.entries()}
    assert set(pen.unsaved) >= {entry.id for entry in written} - told
    ballast.unlink()
    assert pen.settled(LIMIT)
    assert pen.close(LIMIT) == ()
    vault.close()
    again = place.unlock()
    assert again.trouble is None
    assert [entry.id for entry in again.logbook.entries()] == [entry.id for entry in written]
    assert again.logbook.verify() is None
    again.close()


@pytest.mark.req("F3")
def test_the_reserve_saves_the_call_in_progress(small_disk: Path):
    place = Place(small_disk / "store")
    vault = place.create()
    reserve = Reserve.of(small_disk, size=200_000)
    reserve.hold()
    _fill(small_disk, 0)
    troubles: SimpleQueue[VaultTrouble] = SimpleQueue()
    pen = Pen(vault.logbook, lambda _: None, troubles.put, reserve=reserve, patience=(0.01,))
    pen.submit([place.writer.note("x" * 500) for _ in range(20)])
    assert pen.settled(LIMIT)
    assert isinstance(troubles.get(timeout=LIMIT), DiskFull)
    pen.close()
    assert len(vault.logbook.entries()) == 20
    vault.close()


@pytest.mark.req("F3")
@pytest.mark.parametrize("leave", [0, 8_192, 65_536])
def test_a_store_that_cannot_even_be_made_says_that_the_disk_took_nothing(small_disk: Path, leave: int):
    _fill(small_disk, leave)
    with pytest.raises((DiskFull, WriteFailed)):
        Place(small_disk / "store").create()


@pytest.mark.req("F17")
def test_a_profile_that_cannot_be_written_says_so_and_the_call_is_taken_elsewhere(small_disk: Path, tmp_path: Path):
    place = Place(small_disk / "store")
    place.create().close()
    assert _mount("-o", "remount,ro", str(small_disk))
    with pytest.raises(ReadOnlyProfile):
        place.unlock()
    with pytest.raises(ReadOnlyProfile):
        Place(small_disk / "another").create()
    capture = emergency_capture("C1234", [small_disk, tmp_path])
    capture.logbook.append([place.writer.note("taken all the same")])
    assert _mount("-o", "remount,rw", str(small_disk))
    vault = place.unlock()
    assert capture.hand_over(vault.logbook) == 1
    capture.close()
    vault.close()


LIMITED = """
import resource, signal, sys
from pathlib import Path
from callhandler.store.troubles import VaultTrouble
from tests.stores import Place
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
place = Place(Path(sys.argv[1]))
vault = place.create()
size = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
saved, refused = [], []
for number in range(60):
    entry = place.writer.note("x" * 500)
    try:
        vault.logbook.append([entry])
        saved.append(entry.id)
    except VaultTrouble as trouble:
        refused.append(entry)
        kinds = trouble.code
assert refused and saved, (len(refused), len(saved))
assert [entry.id for entry in vault.logbook.entries()] == saved
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
vault.logbook.append(refused)
assert vault.logbook.verify() is None
vault.close()
again = place.unlock()
assert {entry.id for entry in again.logbook.entries()} == {*saved, *(entry.id for entry in refused)}
assert again.trouble is None
print(kinds, len(saved), len(refused))
"""


@pytest.mark.req("F3", "F4")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
@pytest.mark.parametrize("size", [131_072, 140_001])
def test_a_write_that_fails_half_way_leaves_no_trace(tmp_path: Path, size: int):
    """The operating system cuts a write short: an input/output error, as a bad disk makes them."""
    words = [sys.executable, "-c", LIMITED, str(tmp_path / "store"), str(size)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=LONG)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] in {"write-failed", "disk-full"}
