"""Whatever is opened as a form either runs, or is refused with a sentence: quickly, and within bounded memory."""

from importlib import import_module
from importlib.util import find_spec

import pytest

from callhandler.config import RESOURCES
from tests.hostile_forms import Tally, hunt

PUBLISHED = [form.read_bytes() for form in sorted((*RESOURCES.glob("areas/*/form.xml"), *RESOURCES.glob("forms/*.xml")))]
MORE = 400 * 1024  # KiB of memory that a hunt may take beyond what the tests have taken already


def _taken() -> int:
    """The most memory taken so far, in KiB; 0 where the system does not tell (Windows)."""
    return int(import_module("resource").getrusage(0).ru_maxrss) if find_spec("resource") else 0


def _hunted(seconds: float, first: int) -> Tally:
    before = _taken()
    tally = hunt(PUBLISHED, seconds, first)
    assert tally.found == ()
    assert _taken() - before < MORE
    return tally


@pytest.mark.req("T8")
def test_some_seconds_of_hostile_forms_find_nothing():
    tally = _hunted(8, 1)
    assert tally.opened > tally.made / 10


@pytest.mark.soak
def test_an_hour_of_hostile_forms_finds_nothing():
    assert _hunted(3600, 1_000_000).made > 10_000
