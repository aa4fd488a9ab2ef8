"""Starting: one window for each profile, nothing heavy before it, and our own mistakes told without a caller's words."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.app import mistakes
from callhandler.app.doors import Entrance
from callhandler.app.one_window import OneWindow
from callhandler.app.program import Program
from callhandler.store.secrets import KeptInMemory
from callhandler.words import Words
from tests.doubles import ToldClock
from tests.patience import LONG

HEAVY = ("sqlalchemy", "sqlcipher3", "keyring", "pydantic", "requests", "rapidfuzz", "phonenumbers", "typing_extensions")


@pytest.mark.req("F21")
def test_nothing_heavy_is_loaded_before_the_window():
    loads = f"""
import sys
import callhandler.app, callhandler.app.program, callhandler.app.one_window, callhandler.app.mistakes, callhandler.ui.theme
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    heard = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True, timeout=LONG)
    assert heard.stdout.strip() == "[]"


@pytest.mark.req("F11")
def test_a_second_start_brings_the_first_window_forward(qtbot: QtBot, tmp_path: Path):
    first = OneWindow(tmp_path)
    assert first.first
    first.listen()
    second = OneWindow(tmp_path)
    assert not second.first
    with qtbot.waitSignal(first.knocked):
        assert second.knock()
    first.leave()
    third = OneWindow(tmp_path)
    assert third.first
    third.leave()


@pytest.mark.req("F11")
def test_a_first_window_that_does_not_answer_keeps_nobody_out(tmp_path: Path):
    first = OneWindow(tmp_path)
    assert not OneWindow(tmp_path).knock()
    first.leave()


def fail(caller: str) -> None:
    raise ValueError(f"cannot read {caller}")


@pytest.mark.req("T12", "R18")
def test_a_mistake_is_told_without_what_the_caller_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    log = tmp_path / "mistakes.log"
    tell = mistakes.hook(log, lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    try:
        fail("Siân Jones, 07700 900123")
    except ValueError as mistake:
        tell(type(mistake), mistake, mistake.__traceback__)
    line = json.loads(log.read_text())
    assert line["mistake"] == "ValueError"
    assert line["where"][-1].endswith(" fail")
    assert "Jones" not in log.read_text() + capsys.readouterr().err


def test_a_disk_that_refuses_makes_no_second_mistake(tmp_path: Path):
    (tmp_path / "file").write_text("")
    tell = mistakes.hook(tmp_path / "file" / "mistakes.log", lambda: datetime(2026, 3, 2, tzinfo=UTC))
    tell(ValueError, ValueError(), None)


@pytest.mark.req("R22")
def test_text_grows_to_twice_by_key_and_back(qtbot: QtBot, qapp: QApplication, tmp_path: Path, clock: ToldClock):
    program = Program(Entrance(tmp_path, "generic", KeptInMemory()), clock, Words())
    qtbot.addWidget(program.window)
    with qtbot.waitSignal(program.loaded, timeout=20_000), qtbot.waitActive(program.window):
        program.start()
    heights = []
    for key in (Qt.Key.Key_0, *[Qt.Key.Key_Plus] * 5, Qt.Key.Key_0):
        QTest.keyClick(program.window, key, Qt.KeyboardModifier.ControlModifier)
        heights.append(qapp.font().pixelSize())
    assert heights == [13, 16, 20, 23, 26, 26, 13]
