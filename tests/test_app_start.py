"""The program as it starts and ends: nothing it writes is for others, a crash leaves no memory behind, and log-off ends it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import LONG

STARTED = """
import os, resource, sys
from pathlib import Path
from PySide6.QtCore import Qt
from callhandler.app import begin
app, program = begin(folder=Path(sys.argv[1]))
print(oct(os.umask(0)), resource.getrlimit(resource.RLIMIT_CORE), program.window.windowState() == Qt.WindowState.WindowMaximized)
program.loaded.connect(app.quit)
app.exec()
"""

ENDED = """
import sys
from pathlib import Path
from callhandler.app import begin
app, program = begin(folder=Path(sys.argv[1]))
program.loaded.connect(program.over)
sys.exit(app.exec())
"""
MISTAKEN = """
import sys
from pathlib import Path
from callhandler.app import begin
app, program = begin(folder=Path(sys.argv[1]))
program.loaded.connect(app.quit)
app.exec()
raise ZeroDivisionError("said by Siân Jones")
"""
SEATED = """
import gc, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from callhandler.app import begin
app, program = begin(folder=Path(sys.argv[1]))
program.seated.emit()
QTimer.singleShot(0, app.quit)
app.exec()
print(gc.get_freeze_count() > 10_000)
"""


def started(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False, env=environment, timeout=LONG)


@pytest.mark.req("T13", "T23")
@pytest.mark.skipif(sys.platform == "win32", reason="asks the limits of a Unix process")
def test_it_starts_for_its_owner_alone_without_dumps_and_fills_the_screen(tmp_path: Path) -> None:
    done = started(STARTED, tmp_path)
    assert done.stdout.strip() == "0o77 (0, 0) True"


def test_log_off_ends_it_whatever_windows_still_stand(tmp_path: Path) -> None:
    assert started(ENDED, tmp_path).returncode == 0


@pytest.mark.req("T12")
def test_our_own_mistake_is_logged_without_what_anybody_said(tmp_path: Path) -> None:
    done = started(MISTAKEN, tmp_path)
    told = json.loads((tmp_path / "mistakes.log").read_text(encoding="utf-8"))
    assert told["mistake"] == "ZeroDivisionError"
    assert "Siân" not in done.stderr


def test_all_that_is_loaded_when_somebody_sits_down_is_never_looked_through_under_a_key(tmp_path: Path) -> None:
    assert started(SEATED, tmp_path).stdout.strip() == "True"
