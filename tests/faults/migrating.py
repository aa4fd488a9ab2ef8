"""A child that migrates a store and is killed when it reaches a step: `python -m tests.faults.migrating STORE KEY STEP`."""

import os
import signal
import sys
from functools import partial
from pathlib import Path

from callhandler.store.migrations import migrate
from callhandler.store.steps import STEPS

NEXT = (
    *STEPS,
    ("ALTER TABLE focus ADD COLUMN hand TEXT NOT NULL DEFAULT 'left'", "CREATE TABLE shelf (name TEXT PRIMARY KEY)"),
    ("CREATE INDEX ix_focus_hand ON focus (hand)",),
)
REACHED = ("begin", "copied", *(f"step {n}" for n in range(len(STEPS) + 1, len(NEXT) + 1)), "checked", "kept", "placed")


def die_at(last: str, reached: str) -> None:
    """Kill this very program, as a power cut would."""
    if reached == last:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    migrate(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), NEXT, partial(die_at, sys.argv[3]))
