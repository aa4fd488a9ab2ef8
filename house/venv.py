"""Makes .venv, and fills it with exactly the files that requirements.lock names."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys

from house.system import can_draw, install_system
from house.terminal import HERE, LOCK, PYTHON, VENV, Trouble, call, end_of, say, works

STAMP = VENV / "callhandler-setup"


def set_up() -> None:
    """Make .venv and all that it needs; a second time it only looks whether anything changed."""
    wanted = fingerprint()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted and PYTHON.exists():
        return
    make_venv()
    say("Installing what requirements.lock names, each file checked against its hash:")
    pip("--require-hashes", "--only-binary", ":all:", "-r", LOCK.name, expected=packages_in_lock())
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    can_draw()
    STAMP.write_text(wanted, encoding="utf-8")
    say("Ready: everything is in .venv.")


def fingerprint() -> str:
    whole = hashlib.sha256(f"{sys.version} {HERE}".encode())
    for name in ("requirements.lock", "pyproject.toml"):
        whole.update((HERE / name).read_bytes())
    return whole.hexdigest()


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install_system([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"], "to make .venv: this Python came without that part")
    if not PYTHON.exists() or not works(str(PYTHON), "-c", "pass"):
        say("Making .venv.")
        call(sys.executable, "-m", "venv", "--clear", str(VENV))
    if not works(str(PYTHON), "-m", "pip", "--version"):
        call(str(PYTHON), "-m", "ensurepip", "--upgrade")


def packages_in_lock() -> int:
    """How many of the lock's packages are for this system, as far as a glance tells."""
    lines = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if re.match(r"[\w.-]+(\[.*\])?==", line)]
    return sum(1 for line in lines if "sys_platform ==" not in line or f"'{sys.platform}'" in line)


def pip(*arguments: str, expected: int = 1) -> None:
    """Install, saying how far it is; raises Trouble with the end of what pip said."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off", *arguments]
    said: list[str] = []
    done = 0
    with subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as running:
        for line in running.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                done += 1
                progress(done, expected, line.split()[1])
            elif line.startswith("Installing collected") and expected > 1:
                say(f"\n  All {done} are here. Unpacking them takes about a minute.")
    if running.returncode:
        raise Trouble(why_pip_failed("".join(said)))


def progress(done: int, expected: int, what: str) -> None:
    name = what.split("==", maxsplit=1)[0].replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    if sys.stdout.isatty():
        print(f"\r  {done:3}/{expected}  {name:<60.60}", end="", flush=True)
    elif done % 10 == 0 or done == expected:
        print(f"  {done:3}/{expected}  {name}", flush=True)


def why_pip_failed(said: str) -> str:
    end = end_of(said)
    if "HASHES" in said:
        return f"A fetched file is not the one that requirements.lock names, so it was refused.\n{end}"
    lost = ("NewConnectionError", "name resolution", "getaddrinfo", "Network is unreachable", "ConnectTimeout", "ProxyError", "Max retries")
    if any(sign in said for sign in lost):
        return "The packages could not be fetched: there is no way to the network. Mend that, then type the command again."
    if "No matching distribution" in said or "no such option" in said:
        version = ".".join(map(str, sys.version_info[:3]))
        will_do = "Python 3.11 to 3.13 on 64-bit Linux, Windows or macOS will do"
        return f"A package is not to be had for Python {version} on this machine. {will_do}.\n{end}"
    return f"Installing the packages failed. The last it said was:\n{end}"
