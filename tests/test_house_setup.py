"""Setting up says in plain words what is missing, and looks at the right places."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from house.system import QT_LIBRARIES, QT_PARTS, QT_WINDOW_PARTS, missing_libraries
from house.terminal import end_of
from house.venv import packages_in_lock, why_pip_failed
from tests.patience import LONG
from tests.source import HERE


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "ERROR: NewConnectionError: Temporary failure in name resolution\nERROR: No matching distribution found for polib",
            "no way to the network",
        ),
        ("ERROR: No matching distribution found for PySide6-Essentials==6.11.3", "is not to be had for Python"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "it was refused"),
        ("ERROR: [Errno 28] No space left on device", "No space left on device"),
    ],
)
def test_a_failed_installation_says_why(said, told):
    assert told in why_pip_failed(said)


def test_only_the_end_of_a_long_complaint_is_repeated():
    assert end_of("\n".join(map(str, range(100)))).split() == ["94", "95", "96", "97", "98", "99"]


@pytest.mark.skipif(sys.platform != "linux", reason="the lock names other packages for other systems")
def test_the_packages_of_the_lock_are_counted():
    other_systems = ("colorama", "macholib", "pefile", "pywin32-ctypes", "tzdata")
    lock = (HERE / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert packages_in_lock() == sum(1 for line in lock if line[0] != " " and not line.startswith(other_systems))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux leaves libraries to the system")
def test_the_parts_of_qt_are_where_the_set_up_looks_for_them():
    found = importlib.util.find_spec("PySide6")
    assert found
    assert found.submodule_search_locations
    home = Path(found.submodule_search_locations[0])
    assert [part for part in (*QT_PARTS, *QT_WINDOW_PARTS) if not (home / part).is_file()] == []
    assert missing_libraries(QT_PARTS) == set()


def test_libraries_are_named_as_the_loader_names_them():
    assert all(library.startswith("lib") and ".so." in library and package.islower() for library, package in QT_LIBRARIES.items())


def test_an_unknown_command_gets_the_list_of_commands():
    told = subprocess.run([sys.executable, "run.py", "dance"], cwd=HERE, capture_output=True, text=True, check=False, timeout=LONG)
    assert told.returncode == 2
    assert "python run.py COMMAND" in told.stdout
