"""Talks to the person in the terminal, starts programs, and says in plain words what did not work."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VENV = HERE / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
LOCK = HERE / "requirements.lock"


class Trouble(Exception):  # noqa: N818 - the field's word, as everywhere in this house
    """Something that the person at the keyboard can mend; its text says how."""


def program(name: str) -> str:
    return str(PROGRAMS / (name + (".exe" if os.name == "nt" else "")))


def works(*command: str) -> bool:
    try:
        return subprocess.run(command, cwd=HERE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
    except OSError:
        return False


def call(*command: str) -> None:
    code = subprocess.run(command, cwd=HERE, check=False).returncode
    if code:
        raise Trouble(f"`{' '.join([Path(command[0]).name, *command[1:]])}` found something wrong (exit code {code}); see above.")


def stands(*command: str, seconds: float = 5) -> None:
    """Start a desk where nobody sees it: after that long it must still stand and have told of no mistake; then it is ended."""
    profile = str(HERE / "build" / "profile")
    alone = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": profile, "LOCALAPPDATA": profile}
    desk = subprocess.Popen(command, cwd=HERE, env=alone, stderr=subprocess.PIPE, text=True)
    try:
        _, said = desk.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        desk.terminate()
        _, said = desk.communicate()
        if '"mistake"' not in said:
            return
    raise Trouble(f"`{Path(command[0]).name}` did not stay open without a mistake:\n{end_of(said)}")


def step(name: str) -> None:
    print(f"== {name}", flush=True)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def end_of(said: str) -> str:
    """The last lines of what a program said, set off from our own."""
    return "".join(f"  {line[:160]}\n" for line in said.splitlines()[-6:])
