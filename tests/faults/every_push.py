"""Kills an endpoint at every call that changes its files while it takes a push: `python -m tests.faults.every_push`. Needs strace."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.endpoint_step import NAME, faults, prepare
from tests.faults.every_call import ALL, CALLS, Found
from tests.patience import LONG

WATCHED = (NAME, f"{NAME}-wal", f"{NAME}-shm", "outside", "keys")


def try_out(places: dict[str, range] | None = None) -> Found:
    """Every place of every call; or those of `places`."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder) / "good"
        good.mkdir()
        prepare(good)
        for call in places or CALLS:
            for nth in places[call] if places else range(1, ALL):
                if not _tried(good, call, nth, found) and places is None:
                    break
    return found


def _tried(good: Path, call: str, nth: int, found: Found) -> bool:
    work = good.with_name(f"{call}-{nth}")
    shutil.copytree(good, work)
    hit, done = _killed(work, call, nth)
    if hit:
        found.tried += 1
        found.bad += [f"{call} {nth}: {fault}" for fault in faults(work, done=done)]
    shutil.rmtree(work)
    return hit


def _killed(folder: Path, call: str, nth: int) -> tuple[bool, bool]:
    """Whether there was such a place, and whether the push had been answered."""
    watched = [part for name in WATCHED for part in ("-P", str(folder / name))]
    rule = ("-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={nth}")
    with tempfile.NamedTemporaryFile("r") as log:
        strace = ("strace", "-f", "-qq", "-o", log.name, *watched, *rule)
        command = [*strace, sys.executable, "-m", "tests.faults.endpoint_step", str(folder)]
        there = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONG, env=there)
        return "killed by SIGKILL" in log.read(), "DONE" in said.stdout.splitlines()


if __name__ == "__main__":
    outcome = try_out()
    print(outcome.tried, "places,", len(outcome.bad), "bad", *outcome.bad, sep="\n")
    sys.exit(bool(outcome.bad))
