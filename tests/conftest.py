"""Builds the real thing small, and fails a test that leaves a window or a thread behind."""

import faulthandler
import os
import sys
from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no test may reach the keyring of whoever runs it

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.doubles import CountedIds, ToldClock
from tests.patient_bot import PatientBot
from tests.postgres import postgres
from tests.standing import Standing

__all__ = ["postgres"]

AFTER_THE_LAST = 300  # seconds in which the run must have ended: nothing else watches once the last test is over
WITHOUT_SHRINKING = (Phase.explicit, Phase.generate, Phase.target)

IN_ITS_OWN_TIME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None, print_blob=True)

# The gate plays the same examples each time, so that it opens or stays shut for a reason; the soak goes where nobody has been.
settings.register_profile("gate", IN_ITS_OWN_TIME, max_examples=50, phases=WITHOUT_SHRINKING, derandomize=True)
settings.register_profile("soak", IN_ITS_OWN_TIME, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever runs on PostgreSQL, so that a machine without one can leave it out by name."""
    for item in items:
        if isinstance(item, pytest.Function) and asks_for_postgres(item):
            item.add_marker("postgres")


def asks_for_postgres(test: pytest.Function) -> bool:
    """A test names the fixture, or bears a parameter "postgresql" by which one of its fixtures asks for it."""
    told = test.callspec.params.values() if hasattr(test, "callspec") else ()
    return "postgres" in test.fixturenames or "postgresql" in told


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """A thread or process that does not let go of the run ends it too, and says where it stands."""
    faulthandler.dump_traceback_later(AFTER_THE_LAST, exit=True, file=sys.__stderr__ or sys.stderr)


@pytest.fixture
def clock() -> ToldClock:
    """Monday 2 March 2026, nine in the morning, until told otherwise."""
    return ToldClock()


@pytest.fixture
def new_id() -> CountedIds:
    return CountedIds()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _undressed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take off the desk's own look and size after a test: letters twice as large are another screen to whichever comes next."""
    if "qapp" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("qapp")
    before = app.font(), app.style().objectName(), app.palette(), app.styleSheet()
    yield
    if (app.font(), app.style().objectName(), app.palette(), app.styleSheet()) != before:
        font, style, palette, sheet = before
        app.setStyleSheet(sheet)
        app.setStyle(style)
        app.setPalette(palette)
        app.setFont(font)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    before = Standing.now()
    yield
    left = before.left_since()
    assert not left, f"left behind: {', '.join(left)}"
