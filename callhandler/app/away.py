"""Holds the store for what looks into it away from the screen, one at a time, and lets go of it when somebody leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Away:
    """Whatever looks into the store on a thread of its own does so while it is `held`."""

    def __init__(self) -> None:
        self._looking, self._over = Lock(), False

    @property
    def over(self) -> bool:
        """Whether nobody waits for an answer any more."""
        return self._over

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Gives whether there is still anything to look for. Nobody else looks meanwhile, and `end` waits."""
        with self._looking:
            yield not self._over

    def end(self) -> None:
        """Look no more. Waits for the look that is under way, so that the store can be let go of."""
        self._over = True
        with self._looking:
            return
