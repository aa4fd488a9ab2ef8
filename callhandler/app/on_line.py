"""The line of one sitting: it is there from the start, comes up while somebody works, or never."""

import random
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from callhandler.line.joining import Membership
from callhandler.line.worker import AT_LEAST, AT_MOST, Dice, LineWorker, Told
from callhandler.store.troubles import VaultTrouble


@dataclass(slots=True)
class OnLine:
    """`membership`: what joins the store to an endpoint; None where none is configured. `pause`: seconds between two looks, from to."""

    told: Told
    now: Callable[[], datetime]
    membership: Membership | None = None
    pause: tuple[float, float] = (AT_LEAST, AT_MOST)
    _worker: LineWorker | None = field(default=None, init=False)

    @property
    def up(self) -> bool:
        """Whether rounds are run."""
        return self._worker is not None

    def begin(self) -> bool:
        """Keep the store in step from now on; says whether an administrator has let this device in."""
        if self._worker is None and self.membership:
            dice = Dice(self.now, lambda: secrets.token_bytes(16), random.SystemRandom().random)
            self._worker = self.membership.start(self.told, dice, pause=self.pause)
        return self.up

    def join(self, membership: Membership) -> bool:
        """Keep in step with another endpoint from now on; says as `begin`."""
        self.close()
        self.membership, self._worker = membership, None
        return self.begin()

    def wake(self, *, urgent: bool = False) -> None:
        """Something was written here."""
        if self._worker:
            self._worker.wake(urgent=urgent)

    def signed_in(self) -> None:
        """Somebody signed in at the endpoint."""
        if self._worker:
            self._worker.signed_in()

    def leave_letters(self) -> None:
        """The desk ends: what could not be sent is sealed for whoever sits here next (F12)."""
        if self.membership:
            with suppress(VaultTrouble):  # a full disk, or a store just wiped: then it waits as it lies
                self.membership.leave_letters()

    def close(self) -> None:
        """Stop; may be repeated."""
        if self._worker:
            self._worker.close()
