"""Kills a step of a device at every call that changes a file: `python -m tests.faults.every_call write|apply`. Needs strace."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from callhandler.store import condition
from tests.faults.client_step import faults, prepare
from tests.patience import LONG

CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "openat", "fcntl")
ALL = 5000


@dataclass
class Found:
    """How many places were tried, and what was wrong after which of them."""

    tried: int = 0
    bad: list[str] = field(default_factory=list)


def try_out(step: str, places: dict[str, range] | None = None) -> Found:
    """Every place of every call; or those of `places`."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        good = Path(folder) / "good"
        good.mkdir()
        prepare(good)
        for call in places or CALLS:
            for nth in places[call] if places else range(1, ALL):
                if not _tried(step, good, call, nth, found) and places is None:
                    break
    return found


def _tried(step: str, good: Path, call: str, nth: int, found: Found) -> bool:
    work = good.with_name(f"{call}-{nth}")
    shutil.copytree(good, work)
    hit, done = _killed(step, work, call, nth)
    if hit:
        found.tried += 1
        found.bad += [f"{step} {call} {nth}: {fault}" for fault in faults(work, step, done=done)]
    shutil.rmtree(work)
    return hit


def _killed(step: str, folder: Path, call: str, nth: int) -> tuple[bool, bool]:
    """Whether there was such a place, and whether the step had said that it counts."""
    watched = [part for ending in condition.ENDINGS for part in ("-P", str(folder / (condition.NAME + ending)))]
    rule = ("-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={nth}")
    with tempfile.NamedTemporaryFile("r") as log:
        command = [
            "strace",
            "-f",
            "-qq",
            "-o",
            log.name,
            *watched,
            *rule,
            sys.executable,
            "-m",
            "tests.faults.client_step",
            step,
            str(folder),
        ]
        there = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONG, env=there)
        return "killed by SIGKILL" in log.read(), "DONE" in said.stdout.splitlines()


if __name__ == "__main__":
    outcome = try_out(sys.argv[1])
    print(outcome.tried, "places,", len(outcome.bad), "bad", *outcome.bad, sep="\n")
    sys.exit(bool(outcome.bad))
