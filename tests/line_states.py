"""Waits for a line to say that it stands in some way."""

import queue
from collections.abc import Callable
from time import monotonic

from callhandler.line.state import LineState

SOON = 10.0  # seconds in which a loaded computer must have done it


def until(states: "queue.Queue[LineState]", so: Callable[[LineState], bool]) -> LineState:
    """The first state of which this is true. Raises queue.Empty where the line says nothing of the kind for so long."""
    over = monotonic() + SOON
    while True:
        state = states.get(timeout=max(0.01, over - monotonic()))
        if so(state):
            return state
