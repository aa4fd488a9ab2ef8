"""Writes to the log without ever letting a caller wait for the disk: what cannot be saved yet is kept in memory and tried again."""

import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Protocol, runtime_checkable

from callhandler.log.entry import Unsealed
from callhandler.store.drafts import Draft, Focus, Place
from callhandler.store.reserve import Reserve
from callhandler.store.troubles import DamageFound, DamageSeen, Refused, VaultTrouble
from callhandler.store.waiting import Job, Waiting

Saved = Callable[[tuple[str, ...]], None]
Trouble = Callable[[VaultTrouble], None]
Recovered = Callable[[], None]
Mistake = Callable[[Exception], None]
QUIET = 5.0  # seconds without a word to write, until things are put in order
PAUSE = 0.1  # seconds in which keys are gathered into one write; durable within half a second is promised
PATIENCE = (0.25, 0.5, 1.0, 2.0, 4.0)  # seconds until the next try while the disk refuses


def _aloud(mistake: Exception) -> None:
    """As any other crash of ours: types and places, into the log."""
    sys.excepthook(type(mistake), mistake, mistake.__traceback__)


class Appends(Protocol):
    """What a pen writes into: a logbook. Raises VaultTrouble; then nothing was written."""

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Place], kept: Sequence[Draft | Focus]) -> object: ...


@runtime_checkable
class Tidies(Protocol):
    """A logbook that has something to put in order while nobody writes. Raises VaultTrouble; then all is as before."""

    def tidy(self) -> bool:
        """A little of it, in a fraction of a second; says whether there is more."""
        ...


class InlinePen:
    """A pen that writes at once, for a replay and for whoever wants to meet a trouble where it happens."""

    def __init__(self, logbook: Appends, on_saved: Saved = lambda _ids: None) -> None:
        self._logbook = logbook
        self._on_saved = on_saved

    def submit(self, entries: Sequence[Unsealed], clear: Sequence[Place] = ()) -> None:
        """Record the entries, and drop the drafts that they settle. Raises VaultTrouble."""
        self._logbook.append(entries, clear, ())
        self._on_saved(tuple(entry.id for entry in entries))

    def keep(self, draft: Draft | Focus) -> None:
        """Keep what is being typed. Raises VaultTrouble."""
        self._logbook.append((), (), (draft,))

    def settled(self, limit: float) -> bool:  # noqa: ARG002 - as a Pen
        """Everything is on the disk: it was written at once."""
        return True

    def close(self, limit: float = 0.0) -> tuple[str, ...]:  # noqa: ARG002 - as a Pen
        """Nothing waits."""
        return ()


class Pen:
    """One thread that writes; `submit` and `keep` return at once and may be called from any thread.

    `on_saved` hears the ids once they are on the disk; `on_trouble` what the handler must be told, once and not at every try;
    `on_recovered` that it is over; `on_mistake` what we did wrong ourselves. All are called on the pen's own thread.
    `pauses`: seconds in which keys are gathered, and seconds without a word to write until the logbook puts a little in order.
    """

    def __init__(
        self,
        logbook: Appends,
        on_saved: Saved,
        on_trouble: Trouble,
        on_recovered: Recovered = lambda: None,
        *,
        on_mistake: Mistake = _aloud,
        reserve: Reserve | None = None,
        pauses: tuple[float, float] = (PAUSE, QUIET),
        patience: Sequence[float] = PATIENCE,
    ) -> None:
        self._logbook, self._reserve = logbook, reserve
        self._on_saved, self._on_trouble, self._on_recovered = on_saved, on_trouble, on_recovered
        self._on_mistake, (self._pause, self._quiet), self._patience = on_mistake, pauses, patience
        self._waiting, self._turn = Waiting(), threading.Condition()
        self._closing, self._tries, self._told = False, 0, ""
        self._thread = threading.Thread(target=self._run, name="pen", daemon=True)
        self._thread.start()

    def submit(self, entries: Sequence[Unsealed], clear: Sequence[Place] = ()) -> None:
        """Record the entries as soon as the disk allows, all or none, and drop the drafts that they settle."""
        with self._turn:
            self._waiting.add(Job(tuple(entries), tuple(clear)))
            self._turn.notify_all()

    def keep(self, draft: Draft | Focus) -> None:
        """Keep the latest of what is being typed."""
        with self._turn:
            self._waiting.keep(draft)
            self._turn.notify_all()

    @property
    def unsaved(self) -> tuple[str, ...]:
        """The entries that are in memory only."""
        with self._turn:
            return self._waiting.ids

    def settled(self, limit: float) -> bool:
        """Wait until everything is on the disk, at most `limit` seconds; says whether it is."""
        with self._turn:
            return self._turn.wait_for(lambda: not self._waiting, limit)

    def close(self, limit: float = 5.0) -> tuple[str, ...]:
        """Write what waits, once more if the disk refused it, and stop. Returns the entries that could not be saved."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._thread.join(limit)
        return self.unsaved

    def _run(self) -> None:
        if self._reserve:
            with suppress(VaultTrouble):
                self._reserve.hold()
        while batch := self._next():
            if not self._written(batch) and self._closing:
                return

    def _next(self) -> Waiting:
        """What waits now. Keys are gathered for a moment, entries are not; nothing waits only once the pen is closed."""
        limit: float | None = self._quiet
        while not self._called(limit):
            limit = 0 if self._tidied() else None
        with self._turn:
            self._turn.wait_for(lambda: self._waiting.jobs or self._closing, self._pause)
            return self._waiting.copy()

    def _called(self, limit: float | None) -> bool:
        """Whether there is something to write, or the pen is closed; waits for it at most so many seconds, or for ever."""
        with self._turn:
            return bool(self._turn.wait_for(lambda: self._waiting or self._closing, limit))

    def _tidied(self) -> bool:
        """Put a little in order; what the disk refuses now is done another time, and damage that is found is told at once."""
        try:
            return isinstance(self._logbook, Tidies) and self._logbook.tidy()
        except DamageFound:
            self._tell(self._on_trouble, DamageSeen())
            return False
        except VaultTrouble:
            return False
        except Exception as mistake:  # noqa: BLE001 - a worker's edge: what is not in order is still right, and calls are written
            self._on_mistake(mistake)
            return False

    def _written(self, batch: Waiting) -> bool:
        try:
            self._append(batch)
        except VaultTrouble as trouble:
            self._wait_out(trouble)
            return False
        except Exception:  # noqa: BLE001 - a worker's edge: one bad line must not keep the others from the disk
            return all(self._written_or_refused(part) for part in batch.parts())
        return True

    def _written_or_refused(self, part: Waiting) -> bool:
        try:
            self._append(part)
        except VaultTrouble as trouble:
            self._wait_out(trouble)
            return False
        except Exception as mistake:  # noqa: BLE001 - a worker's edge: our own mistake, told and logged
            self._on_mistake(mistake)
            self._done(part)
            self._tell(self._on_trouble, Refused())
        return True

    def _append(self, part: Waiting) -> None:
        self._logbook.append(part.entries, part.clear, tuple(part.drafts.values()))
        self._tries = 0
        if self._told:
            self._told = ""
            self._tell(self._on_recovered)
        if part.jobs:
            self._tell(self._on_saved, part.ids)
        self._done(part)

    def _done(self, part: Waiting) -> None:
        with self._turn:
            self._waiting.done(part)
            self._turn.notify_all()

    def _wait_out(self, trouble: VaultTrouble) -> None:
        if self._told != trouble.code:
            self._told = trouble.code
            self._tell(self._on_trouble, trouble)
        if self._reserve and self._reserve.help(trouble):
            return  # there is room now
        with self._turn:
            self._turn.wait_for(lambda: self._closing, self._patience[min(self._tries, len(self._patience) - 1)])
        self._tries += 1

    def _tell(self, listener: Callable[..., None], *news: object) -> None:
        """A listener's mistake must not stop the pen."""
        try:
            listener(*news)
        except Exception as mistake:  # noqa: BLE001 - a worker's edge: it is logged, and the writing goes on
            self._on_mistake(mistake)
