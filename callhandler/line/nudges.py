"""Listens for word that something is new, so that it comes at once; where nobody says so, the looks from time to time find it anyway."""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from callhandler.line.session import Session
from callhandler.line.tokens import TokenShelf
from callhandler.line.troubles import LineTrouble, Portal
from callhandler.log.ownership import Audience
from callhandler.store.troubles import VaultTrouble

AGAIN = 60.0  # seconds until it is tried again: some networks cut every line that is held
NEWS = "data:"
OK = 200


class Nudges:
    """A connection of its own, held open. It tells numbers only, so that losing it loses nothing."""

    def __init__(
        self, session: Session, shelf: TokenShelf, nudge: Callable[[Mapping[Audience, object]], None], again: float = AGAIN
    ) -> None:
        self._session, self._shelf, self._nudge, self._again = session, shelf, nudge, again
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nudges", daemon=True)
        self._thread.start()

    def close(self, limit: float = 1.0) -> bool:
        """Hang up; says whether it has."""
        self._over.set()
        self._session.close()
        self._thread.join(limit)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._over.is_set():
            with suppress(LineTrouble, VaultTrouble):
                self._listen()
            self._over.wait(self._again)

    def _listen(self) -> None:
        tokens = self._shelf.get()
        if tokens is None:
            return
        with self._session.held("/v1/nudge", tokens.bearer) as (status, lines):
            for line in lines if status == OK else ():
                if self._over.is_set():
                    return
                if line.startswith(NEWS):
                    self._nudge(_ends(line))


def _ends(line: str) -> Mapping[Audience, object]:
    """Where the feeds end. Raises Portal."""
    try:
        told = json.loads(line.removeprefix(NEWS))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Portal
    return told
