"""Sees to it that what is written here does not lie with its author alone for long while no line takes it."""

import threading
from collections.abc import Callable
from contextlib import suppress

from callhandler.line.postbox import Postbox
from callhandler.store.troubles import VaultTrouble

LOOKS = 3.0  # seconds between two looks: what waits at both is sealed, so that nothing waits for more than twice as long


class Sealing:
    """A thread of its own: neither a round that hangs nor a line that is given a rest keeps it. One letter at a look, at most."""

    def __init__(self, postbox: Postbox, mistake: Callable[[Exception], None], looks: float = LOOKS) -> None:
        self._postbox, self._mistake, self._looks = postbox, mistake, looks
        self._over, self._seen = threading.Event(), range(0)
        self._thread = threading.Thread(target=self._run, name="letters", daemon=True)
        self._thread.start()

    def close(self, limit: float = 1.0) -> bool:
        """Stop; says whether it has."""
        self._over.set()
        self._thread.join(limit)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._over.wait(self._looks):
            try:
                with suppress(VaultTrouble):  # a full disk: the store has it all the same
                    self._look()
            except Exception as mistake:  # noqa: BLE001 - a worker's edge: our own mistake is logged, and the next look comes
                self._mistake(mistake)

    def _look(self) -> None:
        unsent = self._postbox.unsent()
        if waits_still(self._seen, unsent):
            self._postbox.fill(lambda: False)
        self._seen = unsent


def waits_still(seen: range, unsent: range) -> bool:
    """Whether an entry that was unsent at the look before still is."""
    return unsent.start < seen.stop
