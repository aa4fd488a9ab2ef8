"""What memory holds for nothing is let go of in a quiet moment, and what was loaded for good is not looked through again."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from callhandler.app.tidying import SELDOM, settle, tidy


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The collector belongs to all tests."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


class Circle:
    """Refers to itself, so that counting references never lets go of it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_was_loaded_for_good_is_not_looked_through_again() -> None:
    loaded = Circle()
    settle()
    assert gc.get_freeze_count() > 0
    assert not any(each is loaded for each in gc.get_objects())
    assert gc.get_threshold()[2] == SELDOM


def test_what_somebody_left_who_sat_here_before_goes_when_the_next_sits_down() -> None:
    left = weakref.ref(Circle())
    settle()
    assert left() is None


def test_what_came_since_is_let_go_of_in_a_quiet_moment() -> None:
    settle()
    came = weakref.ref(Circle())
    tidy()
    assert came() is None
