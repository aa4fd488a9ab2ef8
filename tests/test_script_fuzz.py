"""Whatever is opened as a form either runs, or is refused with a sentence: quickly, and within bounded memory."""

import pytest

from callhandler.config import RESOURCES
from tests.hostile_forms import Tally, hunt

resource = pytest.importorskip("resource")  # how much memory was taken; Windows has no such thing
PUBLISHED = [form.read_bytes() for form in sorted((*RESOURCES.glob("areas/*/form.xml"), *RESOURCES.glob("forms/*.xml")))]
MORE = 400 * 1024  # KiB of memory that a hunt may take beyond what the tests have taken already


def _hunted(seconds: float, first: int) -> Tally:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally = hunt(PUBLISHED, seconds, first)
    assert tally.found == ()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MORE
    return tally


@pytest.mark.req("T8")
def test_twenty_seconds_of_hostile_forms_find_nothing():
    tally = _hunted(20, 1)
    assert tally.opened > tally.made / 10


@pytest.mark.soak
def test_an_hour_of_hostile_forms_finds_nothing():
    assert _hunted(3600, 1_000_000).made > 10_000
