"""Whose hand writes: gives each entry its author, time and id, and passes it to the pen."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from callhandler.log.clock import Clock
from callhandler.log.entry import Entry, Unsealed, compose, seal
from callhandler.log.kinds import AgencyId, Body, CaseId
from callhandler.log.ownership import case_of
from callhandler.protocol.decision import Role
from callhandler.store.drafts import Draft, Focus
from callhandler.store.logbook import Logbook

PATIENCE = 3.0  # seconds that a look waits for its own entry to be on the disk


class NotRecorded(Exception):  # noqa: N818 - named as a handler would
    """It could not be put on record that somebody looks, or that something leaves, so nothing is shown and nothing leaves (R1)."""


class Pen(Protocol):
    """What carries entries and drafts to the logbook, now or as soon as the disk allows."""

    def submit(self, entries: Sequence[Unsealed], clear: Sequence[tuple[CaseId, str]] = ()) -> None: ...
    def keep(self, draft: Draft | Focus) -> None: ...
    def settled(self, limit: float) -> bool: ...


@dataclass(frozen=True, slots=True)
class Who:
    """The person at the desk, and the agency they answer to. `role`: as the endpoint knows them; "" while nobody has vouched for it."""

    operator: str
    agency: AgencyId
    role: Role | Literal[""] = ""
    knows: frozenset[str] = frozenset()  # what they need to know for their work, such as "health"


def who_writes(operator: str, logbook: Logbook, agreed: AgencyId) -> Who:
    """Who writes in a store: for the agency that let its device in, or for the one `agreed` on while nobody has."""
    certificate = logbook.replica().identity().certificate
    return Who(operator, certificate.agency if certificate else agreed)


@dataclass(slots=True)
class Hand:
    """Composes entries for one person at one desk."""

    who: Who
    pen: Pen
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    clock: Clock
    listeners: list[Callable[[tuple[Entry, ...]], None]] = field(default_factory=list)
    written: int = 0
    _held: tuple[list[Unsealed], list[tuple[CaseId, str]]] | None = None

    def new_case(self) -> CaseId:
        """The name of a case that is opened here: it says whose it is, on every other desk too (ADR 0015)."""
        return case_of(self.who.agency, self.new_id())

    def write(self, case: CaseId, body: Body, parents: Sequence[str] = (), clear: Sequence[str] = ()) -> Entry:
        """Put one body on record; `parents` are the entries it replaces, `clear` the drafts it settles (paths)."""
        return self.write_all(case, ((body, tuple(parents)),), clear)[0]

    def on_record(self, case: CaseId, *bodies: Body) -> Entry:
        """Put bodies on record and wait until they are on the disk: before anything is shown, or leaves (R1). Raises NotRecorded.

        Gives the entry of the first.
        """
        first, *_ = self.write_all(case, [(body, ()) for body in bodies])
        if not self.pen.settled(PATIENCE):
            raise NotRecorded
        return first

    def write_all(self, case: CaseId, bodies: Sequence[tuple[Body, Sequence[str]]], clear: Sequence[str] = ()) -> tuple[Entry, ...]:
        """Put several bodies on record in one transaction: all of them or none.

        Gives the entries as they read until the logbook has given them their place. Raises PoisonText before anything is passed on.
        """
        entries = tuple(self._compose(case, body, parents) for body, parents in bodies)
        read = tuple(_before_its_place(entry, self._next()) for entry in entries)
        self._pass_on(entries, [(case, path) for path in clear])
        for heard in self.listeners:
            heard(read)
        return read

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside goes on record in one transaction: an answer, and what follows from it."""
        if self._held is not None:
            yield
            return
        held: tuple[list[Unsealed], list[tuple[CaseId, str]]] = ([], [])
        self._held = held
        try:
            yield
        finally:
            self._held = None
            if held[0]:
                self.pen.submit(*held)

    def _pass_on(self, entries: Sequence[Unsealed], clear: Sequence[tuple[CaseId, str]]) -> None:
        if self._held is None:
            self.pen.submit(entries, clear)
        else:
            self._held[0].extend(entries)
            self._held[1].extend(clear)

    def _next(self) -> int:
        self.written += 1
        return self.written

    def _compose(self, case: CaseId, body: Body, parents: Sequence[str]) -> Unsealed:
        at = self.now()
        return compose(
            body,
            id=self.new_id(),
            case=case,
            at=at,
            hlc=self.clock.tick(at),
            actor=self.who.operator,
            agency=self.who.agency,
            parents=tuple(parents),
        )


def _before_its_place(entry: Unsealed, n: int) -> Entry:
    return seal(entry, "", n, bytes(16))
