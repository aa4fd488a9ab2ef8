"""The demo's partnership as it is run: three desks in one program, and a real endpoint in a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.app.clock import wall_clock
from callhandler.app.doors import Entrance
from callhandler.app.program import Program
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words

PATIENCE = 120_000  # milliseconds


@pytest.fixture
def demo(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    program = Program(Entrance(tmp_path, "generic"), wall_clock, Words())
    qtbot.addWidget(program.window)
    program.window.resize(1366, 768)
    with qtbot.waitActive(program.window):
        program.start(demo=True)
    qtbot.waitUntil(lambda: bool(program.town and program.town.agencies), timeout=PATIENCE)
    yield program
    program.put_away()
    qtbot.waitUntil(lambda: sum(isinstance(one, MainWindow) for one in QApplication.topLevelWidgets()) <= 1)
