"""Waits for a line to say that it stands in some way."""

import queue
from collections.abc import Callable
from time import monotonic

from callhandler.line.state import LineState
from tests.patience import SOON


def until(states: "queue.Queue[LineState]", so: Callable[[LineState], bool]) -> LineState:
    """The first state of which this is true. Raises queue.Empty where the line says nothing of the kind for so long."""
    over = monotonic() + SOON
    while True:
        state = states.get(timeout=max(0.01, over - monotonic()))
        if so(state):
            return state
