"""The demo's partnership: an endpoint on this computer alone, with a police, a council and a housing desk that share cases through it."""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import IO

from callhandler.app.session import Opened, membership
from callhandler.line.joining import Membership
from callhandler.line.session import Address

PATIENCE = 20.0  # seconds in which an administrator's word is heard
OWN = "police"


class NoPartnership(Exception):  # noqa: N818 - named as a handler would
    """The part of the program that serves an endpoint is not installed here, or does not start."""


@dataclass(slots=True)
class Partnership:
    """The endpoint that runs, the desks that joined it, and where it keeps its things. It ends with `end`, or with this program."""

    running: subprocess.Popen[str]
    folder: Path
    joined: dict[str, tuple[Opened, Membership]] = field(default_factory=dict)

    def end(self) -> None:
        """Stop serving, and leave nothing behind."""
        for pipe in (self.running.stdin, self.running.stdout):
            if pipe:
                pipe.close()  # it ends when nobody tells it anything any more
        try:
            self.running.wait(3)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def found(own: Opened, neighbour: Callable[[str], Opened]) -> Partnership:
    """Start the endpoint, and let three desks in as an administrator would; takes seconds, so call it on a worker.

    Raises NoPartnership where it cannot be had; LineTrouble where it is not reached.
    """
    if getattr(sys, "frozen", False) or find_spec("uvicorn") is None or find_spec("fastapi") is None:
        raise NoPartnership
    made = _started()
    try:
        told = json.loads(_line(made.running.stdout))
        for agency, seat in told["seats"].items():
            opened = own if agency == OWN else neighbour(seat["name"])
            made.joined[agency] = (opened, _join(made, opened, told["url"], seat))
    except BaseException:
        made.end()
        raise
    return made


def _started() -> Partnership:
    folder = Path(tempfile.mkdtemp(prefix="partnership-"))
    program = [sys.executable, "-m", "callhandler.endpoint.trial", str(folder)]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True)  # noqa: S603 - ours, whole
    return Partnership(running, folder)


def _join(made: Partnership, opened: Opened, url: str, seat: dict[str, str]) -> Membership:
    """Asked for, approved, set up and signed in, by the doors that everybody uses."""
    joined = membership(opened, Address(url))
    if joined is None:
        raise NoPartnership
    _tell(made.running.stdin, f"approve {joined.enrol(seat['enrol']).device}")
    for _ in _tries():
        if joined.enrol(seat["enrol"]).certificate:
            break
    password = secrets.token_urlsafe(24)
    recovery = joined.set_up(seat["account"], seat["set_up"], password).recovery
    joined.sign_in(seat["account"], password, recovery[0])
    return joined


def _tries() -> Iterator[int]:
    """Again and again until patience runs out. Raises NoPartnership."""
    begun, n = monotonic(), 0
    while monotonic() - begun < PATIENCE:
        n += 1
        yield n
    raise NoPartnership


def _line(pipe: IO[str] | None) -> str:
    told = pipe.readline() if pipe else ""
    if not told:
        raise NoPartnership
    return told


def _tell(pipe: IO[str] | None, line: str) -> None:
    if pipe:
        pipe.write(f"{line}\n")
        pipe.flush()
