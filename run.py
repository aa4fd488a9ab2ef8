#!/usr/bin/env python3
"""Sets up, runs and tries callhandler with nothing but Python: see `python run.py help`.

Standard library only. It reads on older Pythons too, so that they can say what is missing instead of a syntax error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from house.system import can_open_windows, database_server, java_compiler
from house.terminal import HERE, LOCK, PYTHON, VENV, Trouble, call, program, say, stands, step
from house.venv import set_up

OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")

HELP = """python run.py COMMAND

  run     set up, then open the desk on a demo area with invented people;
          where there is no display, play a first call into tour/ (the default)
  test    set up, then the whole gate: format, lint, types, floors, tests; arguments go to pytest
  setup   make .venv with everything in it; install system libraries only where they are missing
  check   the gate without the tests
  soak    the long tests, which the gate leaves out
  conformance  play recorded behaviour of other script engines through ours: FILE …, or the files in DATA
  bundle  build dist/callhandler, one folder that needs no Python, and try it
  lock    resolve the dependencies anew into requirements.lock (needs uv)
  clean   take away what builds, tests and tours left; .venv stays"""

GATE = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("types", ["mypy"]),
    ("floors", ["lint-imports", "--no-logo"]),
)
LEFTOVERS = ("build", "dist", "tour", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")


def main(arguments: list[str]) -> int:
    command, rest = (arguments[0], arguments[1:]) if arguments else ("run", [])
    commands = {"run": run, "test": test, "setup": setup, "check": check, "soak": soak, "bundle": bundle, "lock": lock, "clean": clean}
    commands["conformance"] = conformance
    if command not in commands:
        print(HELP)
        return 0 if command in {"help", "-h", "--help"} else 2
    try:
        with_new_enough_python(arguments)
        commands[command](rest)
    except Trouble as trouble:
        print("\n" + str(trouble), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(_: list[str]) -> None:
    set_up()
    if not display():
        say("There is no display here, so the desk plays a first call by itself; the pictures go to tour/.")
        return call(program("callhandler"), "tour", "--out", "tour")
    can_open_windows()
    say("Opening the desk on a demo area. Everybody in it is invented.")
    return call(program("callhandler"), "--demo")


def test(arguments: list[str]) -> None:
    check([])
    step("tests")
    call(str(PYTHON), "-m", "pytest", "-m", "not soak" + without_peers(), *arguments)
    say("The gate is open: everything holds.")


def check(_: list[str]) -> None:
    set_up()
    for name, (tool, *rest) in GATE:
        step(name)
        call(program(tool), *rest)


def soak(arguments: list[str]) -> None:
    set_up()
    os.environ["HYPOTHESIS_PROFILE"] = "soak"
    call(str(PYTHON), "-m", "pytest", "-m", "soak" + without_peers(), "-o", "faulthandler_timeout=0", *arguments)


def conformance(files: list[str]) -> None:
    set_up()
    call(str(PYTHON), "-m", "tests.peers.conformance", *(files or os.environ.get("DATA", "").split()))


def without_peers() -> str:
    """What pytest must leave out where a Java compiler or PostgreSQL is missing and cannot be had."""
    left_out = ""
    if not java_compiler():
        say("There is no Java compiler here: the comparison with the reference script engine is left out.")
        left_out += " and not oracle"
    if not database_server():
        say("There is no PostgreSQL here: the endpoint is tested on its embedded database alone.")
        left_out += " and not postgres"
    return left_out


def bundle(_: list[str]) -> None:
    set_up()
    step("bundle")
    call(program("pyinstaller"), "--noconfirm", "--log-level", "WARN", "installer.spec")
    built = HERE / "dist" / "callhandler" / ("callhandler.exe" if os.name == "nt" else "callhandler")
    call(str(built), "--version")
    call(str(built), "tour", "--out", "build/tour")
    stands(str(built), "--demo")
    size = sum(file.stat().st_size for file in built.parent.rglob("*") if file.is_file() and not file.is_symlink())
    say(f"Built {built.parent} ({size / 1e6:.0f} MB).")


def lock(_: list[str]) -> None:
    if shutil.which("uv") is None:
        raise Trouble("Resolving the dependencies needs uv. Install it (`pipx install uv`), then type the command again.")
    options = ["--all-extras", "--group", "dev", "--universal", "--python-version", "3.11"]
    options += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
    call("uv", "pip", "compile", "pyproject.toml", *options, "--output-file", LOCK.name)


def clean(_: list[str]) -> None:
    for name in LEFTOVERS:
        shutil.rmtree(HERE / name, ignore_errors=True)
    for folder in HERE.rglob("__pycache__"):
        if VENV not in folder.parents:
            shutil.rmtree(folder, ignore_errors=True)


def setup(_: list[str]) -> None:
    set_up()


def with_new_enough_python(arguments: list[str]) -> None:
    """Go on with a newer Python where this one is too old and there is one."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER_PYTHONS:
        newer = shutil.which(name)
        if newer:
            raise SystemExit(subprocess.call([newer, str(HERE / "run.py"), *arguments]))
    version = ".".join(map(str, sys.version_info[:3]))
    raise Trouble(
        f"callhandler needs Python 3.11 or newer; this is {version}. Install one (Debian 12 and Ubuntu 24.04 bring it), then try again."
    )


def display() -> bool:
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
