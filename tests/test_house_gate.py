"""The gate shuts: each rule of the house goes red for code that breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import LONG
from tests.source import HERE

TOOLS = Path(sys.executable).parent
A_SCREEN = "callhandler/ui/somewhere.py"
A_TEST = "tests/test_somewhere.py"

OFFENCES = {
    "from PySide6.QtWidgets import QLabel": A_SCREEN,
    "from PySide6.QtWidgets import QMessageBox": A_SCREEN,
    "from PySide6.QtWidgets import QToolTip": A_SCREEN,
    "from PySide6.QtWidgets import QTextBrowser": A_SCREEN,
    "from PySide6.QtWidgets import QTextEdit": A_SCREEN,
    "from PySide6.QtWidgets import QInputDialog": A_SCREEN,
    "from PySide6.QtWidgets import QProgressDialog": A_SCREEN,
    "from PySide6.QtWidgets import QErrorMessage": A_SCREEN,
    "from PySide6.QtWidgets import QFormLayout": A_SCREEN,
    "from PySide6 import QtWidgets\nQtWidgets.QLabel()": A_SCREEN,
    "import sqlite3": "callhandler/store/somewhere.py",
    "import requests\nrequests.get('')": "callhandler/sync/somewhere.py",
    "import uuid\nuuid.uuid4()": "callhandler/desk/somewhere.py",
    "from keyrings.alt.file import PlaintextKeyring": "callhandler/store/somewhere.py",
    "from unittest.mock import Mock": A_TEST,
    "import time\ntime.sleep(1)": A_TEST,
    "from datetime import datetime\ndatetime.now()": "callhandler/desk/somewhere.py",
    "query = f'select {column} from entry'": "callhandler/store/somewhere.py",
}

INTRUDERS = {
    "ui/intruder.py": ("from callhandler.store import vault", "Screens never touch store, SQLAlchemy or requests"),
    "store/intruder.py": ("from PySide6.QtCore import QObject", "Only ui, app and tour know Qt"),
    "risk/intruder.py": ("import sqlalchemy", "The domain knows no plumbing"),
    "log/intruder.py": ("from callhandler.cases import complaint", "The house has floors"),
}


@pytest.mark.parametrize(("code", "where"), OFFENCES.items(), ids=str)
@pytest.mark.req("T7", "T8", "F16", "T22")
def test_the_lint_refuses_it(code, where):
    assert lint(code, where)


def test_the_safe_words_may_use_what_they_make_safe():
    assert not lint("from PySide6.QtWidgets import QLabel", "callhandler/ui/safe.py")


def lint(code: str, where: str) -> str:
    """What the rules with teeth say to this code, were it in that file."""
    chosen = ["--select", "TID251,DTZ,S608", "--quiet", "--stdin-filename", where, "-"]
    told = subprocess.run(
        [TOOLS / "ruff", "check", *chosen], input=code, cwd=HERE, capture_output=True, text=True, check=False, timeout=LONG
    )
    assert not told.stderr
    return told.stdout


def test_the_floors_hold_against_intruders(tmp_path):
    shutil.copytree(HERE / "callhandler", tmp_path / "callhandler", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HERE / "pyproject.toml", tmp_path)
    (tmp_path / "callhandler" / "attic.py").write_text('"""A room without a floor."""\n', encoding="utf-8")
    for where, (code, _) in INTRUDERS.items():
        (tmp_path / "callhandler" / where).write_text(f'"""Where it must not be."""\n\n{code}\n', encoding="utf-8")
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache", "--no-logo"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=LONG)
    assert told.returncode == 1, told.stdout + told.stderr
    assert [contract for _, contract in INTRUDERS.values() if f"{contract} BROKEN" not in told.stdout] == []
    assert "callhandler.attic" in told.stdout


def test_what_asks_for_a_database_server_can_be_left_out_by_name():
    """As run.py does on a machine that has none: the embedded half stays, and nothing is skipped in silence."""
    asked = ["tests/test_endpoint_served.py", "tests/test_endpoint_database.py"]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:randomly", "-m", "not postgres", *asked]
    told = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=LONG).stdout
    assert "[sqlite]" in told
    assert "postgresql" not in told


def test_a_test_that_stands_still_says_where_and_ends_the_run(tmp_path):
    standing = tmp_path / "test_standing.py"
    standing.write_text("from threading import Event\n\ndef test_forever():\n    Event().wait()\n", "utf-8")
    told = (
        "-c",
        HERE / "pyproject.toml",
        "--rootdir",
        tmp_path,
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-o",
        "faulthandler_timeout=3",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *told, standing], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=LONG
    )
    assert ran.returncode != 0
    assert "in test_forever" in ran.stderr
