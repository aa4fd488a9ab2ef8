"""Builds the real thing small, and fails a test that leaves a window or a thread behind."""

import gc
import os
import sys
import threading
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no test may reach the keyring of whoever runs it

import pytest
from hypothesis import Phase, settings

from tests.doubles import CountedIds, ToldClock

WITHOUT_SHRINKING = (Phase.explicit, Phase.generate, Phase.target)

settings.register_profile("gate", deadline=None, max_examples=50, phases=WITHOUT_SHRINKING, database=None, print_blob=True)
settings.register_profile("soak", deadline=None, max_examples=2_000, database=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.fixture
def clock() -> ToldClock:
    """Monday 2 March 2026, nine in the morning, until told otherwise."""
    return ToldClock()


@pytest.fixture
def new_id() -> CountedIds:
    return CountedIds()


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    threads, windows = set(threading.enumerate()), set(_windows())
    yield
    left = [*_stray_windows(windows), *_stray_threads(threads)]
    assert not left, f"left behind: {', '.join(left)}"


def _stray_threads(before: set[threading.Thread]) -> list[str]:
    strays = [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, threading._DummyThread)]  # noqa: SLF001 - Qt's own threads show as these, and stay listed after they ended
    for thread in strays:
        thread.join(timeout=2)
    return [f"thread {thread.name}" for thread in strays if thread.is_alive()]


def _stray_windows(before: set[int]) -> list[str]:
    if not set(_windows()) - before:
        return []
    _finish_deletions()
    gc.collect()
    return [name for at, name in _windows().items() if at not in before]


def _windows() -> dict[int, str]:
    """Every window there is, by its place in memory; nothing where Qt was never loaded."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    return {
        getCppPointer(widget)[0]: f"window {type(widget).__name__} {widget.objectName()!r}" for widget in QApplication.topLevelWidgets()
    }


def _finish_deletions() -> None:
    """Qt puts off deleteLater() until its loop turns again; a test has no loop of its own at its end."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
