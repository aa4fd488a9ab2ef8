"""What the operating system must lend us: libraries that Qt draws with; a Java compiler and a PostgreSQL for the tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from house.terminal import PYTHON, Trouble, end_of, say

# What Qt needs from the system, by the library that it looks for, and the Debian or Ubuntu package that holds it.
QT_LIBRARIES = {
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
QT_PARTS = (
    "Qt/lib/libQt6Widgets.so.6",
    "Qt/lib/libQt6PrintSupport.so.6",
    "Qt/lib/libQt6DBus.so.6",
    "Qt/plugins/platforms/libqoffscreen.so",
)
QT_WINDOW_PARTS = ("Qt/plugins/platforms/libqxcb.so",)


def can_draw() -> None:
    if sys.platform == "linux":
        have_libraries(QT_PARTS, "to draw the desk")


def can_open_windows() -> None:
    if sys.platform == "linux":
        have_libraries(QT_WINDOW_PARTS, "to open a window on this display")


def java_compiler() -> bool:
    """Whether there is one; on Debian and Ubuntu it is installed where it is missing."""
    if shutil.which("javac") is None and sys.platform == "linux" and shutil.which("apt-get"):
        why = "for the tests only: they compare our script engine with the reference one, which is written in Java"
        install_system(["default-jdk-headless"], why)
    return shutil.which("javac") is not None


def database_server() -> bool:
    """Whether there is a PostgreSQL to test against; on Debian and Ubuntu it is installed where it is missing."""
    if not postgres_found() and sys.platform == "linux" and shutil.which("apt-get"):
        why = "for the tests only: they run the endpoint on a database server of their own"
        install_system(["postgresql"], why)
    return postgres_found()


def postgres_found() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def have_libraries(parts: tuple[str, ...], why: str) -> None:
    """Ask the loader what the parts of Qt still miss, and install only that."""
    missing = missing_libraries(parts)
    if not missing:
        return
    unknown = sorted(missing - set(QT_LIBRARIES))
    if unknown:
        raise Trouble(f"Qt needs {', '.join(unknown)}, which this system does not have. Install that, then type the command again.")
    install_system(sorted({QT_LIBRARIES[name] for name in missing}), why)
    still = missing_libraries(parts)
    if still == missing:
        raise Trouble(f"These were installed, yet the system still does not find them: {', '.join(sorted(still))}.")
    have_libraries(parts, why)  # one library may need another


def missing_libraries(parts: tuple[str, ...]) -> set[str]:
    home = subprocess.run([str(PYTHON), "-c", "import PySide6; print(PySide6.__path__[0])"], stdout=subprocess.PIPE, text=True, check=True)
    files = [str(Path(home.stdout.strip()) / part) for part in parts]
    found = subprocess.run(["ldd", *files], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return set(re.findall(r"^\s*(\S+) => not found", found.stdout, re.MULTILINE))


def install_system(packages: list[str], why: str) -> None:
    """Install Debian or Ubuntu packages as root; anybody else is told the exact command."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise Trouble(f"This system lacks what Debian and Ubuntu call {names}, {why}. Here it has to be installed by hand.")
    if not root():
        by_hand = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"
        raise Trouble(f"This system lacks {names}, {why}. Please type:\n\n  {by_hand}\n\nand then this command again.")
    say(f"This system lacks {names}, {why}. Installing that with apt; it takes a minute or two.")
    failed = apt("install", "--no-install-recommends", *packages) and (
        apt("update") or apt("install", "--no-install-recommends", *packages)
    )
    if failed:
        raise Trouble(f"apt could not install {names}. The last it said was:\n{failed}")


def apt(*arguments: str) -> str:
    """Run apt-get without questions; "" when it worked, else the end of what it said."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    told = subprocess.run(
        ["apt-get", "-y", "-q", *arguments], capture_output=True, text=True, errors="replace", env=environment, check=False
    )
    return "" if told.returncode == 0 else end_of(told.stdout + told.stderr)


def root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
