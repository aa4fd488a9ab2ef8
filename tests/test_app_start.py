"""The program as it starts: nothing it writes is for others, and a crash leaves no memory behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.req("T13", "T23")
@pytest.mark.skipif(sys.platform == "win32", reason="asks the limits of a Unix process")
def test_it_starts_for_its_owner_alone_without_dumps_and_fills_the_screen(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", STARTED, tmp_path], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "0o77 (0, 0) True"
