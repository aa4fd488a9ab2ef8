"""How long a test waits for what must come: long enough for a computer ten times as slow as ours, and never for ever."""

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic

SOON = 60.0  # seconds
LONG = 300.0  # seconds for a whole program


def until(holds: Callable[[], object], pause: float = 0.05, within: float = SOON) -> None:
    """Come back once it is so; look again after so many seconds. Fails where it never is."""
    over = monotonic() + within
    while not holds():
        assert monotonic() < over, f"not within {within:.0f} seconds"
        Event().wait(pause)


def gone(*threads: Thread) -> None:
    """Come back once all of these have ended. Fails where one never does."""
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive(), f"{thread.name} does not end"
