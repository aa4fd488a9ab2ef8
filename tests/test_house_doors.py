"""What each door of the house loads, and what the tests may leave behind."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtWidgets import QWidget

from callhandler.ui.safe import PlainLabel
from tests.doubles import CountedIds, ToldClock
from tests.patience import LONG, SOON, gone
from tests.requirements_map import IDS, proofs
from tests.source import HERE, rooms
from tests.standing import Standing

WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition('.')[0] in {'PySide6', 'shiboken6'}:
            raise ImportError(f'{name} is not to be had here')

sys.meta_path.insert(0, NoQt())
for room in sys.argv[1:]:
    module = importlib.import_module(f'callhandler.{room}')
    for inner in pkgutil.walk_packages(getattr(module, '__path__', []), f'{module.__name__}.'):
        if '.migrations.' not in inner.name:  # alembic runs those; by themselves they cannot be loaded
            importlib.import_module(inner.name)
print('loaded')
"""


def python(code: str, *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *words], cwd=HERE, capture_output=True, text=True, check=False, timeout=LONG
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_nothing_but_screens_and_what_shows_them_needs_qt():
    assert python(WITHOUT_QT, *sorted(rooms() - {"app", "tour", "ui"})) == "loaded"


@pytest.mark.req("F21")
def test_telling_the_version_loads_nothing_of_the_desk():
    heavy = ("PySide6", "sqlalchemy", "requests", "keyring", "sqlcipher3")
    code = f"import callhandler.cli, sys; print([part for part in {heavy} if part in sys.modules])"
    assert python(code) == "[]"


def test_a_hundred_thousand_calls_into_qt_do_not_end_the_interpreter(qtbot):
    """Some pairs of PySide6 and Python lose a reference to None at each call that returns nothing (requirements 4.9)."""
    label = PlainLabel("")
    qtbot.addWidget(label)
    for count in range(100_000):
        label.setText("noise" if count % 2 else "threats")
    assert label.text() == "noise"


def test_a_window_left_open_is_named(qtbot):
    before = Standing.now()
    window = QWidget()
    window.setObjectName("forgotten")
    qtbot.addWidget(window)
    assert before.left_since() == ["window QWidget 'forgotten'"]


def test_a_window_that_is_going_is_not_held_against_the_test(qapp):
    before = Standing.now()
    window = QWidget()
    window.deleteLater()
    assert before.left_since() == []


def test_a_thread_left_running_is_named():
    before, rung = Standing.now(), threading.Event()
    thread = threading.Thread(target=rung.wait, args=(SOON,), name="forgotten")
    thread.start()
    assert before.left_since(patience=0.01) == ["thread forgotten"]
    rung.set()
    gone(thread)


def test_the_told_clock_moves_only_when_told(clock: ToldClock):
    morning = clock()
    assert clock() == morning
    assert (clock.move(days=1, minutes=5) - morning).total_seconds() == 86_700


def test_counted_ids_have_the_true_shape_and_count_upwards(new_id: CountedIds):
    made = [new_id() for _ in range(1_000)]
    assert made == sorted(set(made))
    assert {(one[14], one[19]) for one in made} == {("7", "8")}


def test_every_requirement_that_a_test_names_exists():
    assert sorted(set(proofs()) - set(IDS)) == []
