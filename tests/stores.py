"""A real store made small and quick, for every test that needs one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Semaphore

from callhandler.log.entry import Entry, Unsealed, compose
from callhandler.log.kinds import Body, Noted
from callhandler.store import vault
from callhandler.store.drafts import Draft, Focus
from callhandler.store.drafts import Place as Field
from callhandler.store.header import Cost
from callhandler.store.logbook import Logbook
from callhandler.store.secrets import KeptInMemory
from callhandler.store.vault import Vault
from tests.doubles import CountedIds, ToldClock
from tests.patience import SOON

CHEAP = Cost(t=1, m=64, p=1)  # a thousandth of what production asks for, so that a test is quick
PASSPHRASE = "correct horse battery"
COLLAR = "C1234"


@dataclass(slots=True)
class Writer:
    """Somebody who composes entries."""

    new_id: CountedIds = field(default_factory=CountedIds)
    now: ToldClock = field(default_factory=ToldClock)
    stamp: int = 0
    agency: str = "police"

    def write(self, body: Body, case: str = "case-1", parents: Sequence[str] = ()) -> Unsealed:
        self.stamp += 1
        return compose(
            body, id=self.new_id(), case=case, at=self.now(), hlc=self.stamp, actor=COLLAR, agency=self.agency, parents=tuple(parents)
        )

    def note(self, text: str = "a note", case: str = "case-1") -> Unsealed:
        return self.write(Noted(text=text), case)


@dataclass(slots=True)
class Place:
    """One operator's place: where the store lies, and the keyring of the computer."""

    folder: Path
    keyring: KeptInMemory = field(default_factory=KeptInMemory)
    writer: Writer = field(default_factory=Writer)

    def create(self) -> Vault:
        return vault.create(self.folder, COLLAR, PASSPHRASE, self.keyring, cost=CHEAP)

    def unlock(self, passphrase: str = PASSPHRASE, *, accept_older: bool = False) -> Vault:
        return vault.unlock(self.folder, passphrase, self.keyring, floor=CHEAP, accept_older=accept_older)


class BadDisk:
    """A logbook on a disk that refuses, for as long as it is told to; `tries` counts how often it was asked."""

    def __init__(self, good: Logbook) -> None:
        self.good = good
        self.refusal: Exception | None = None
        self.tries = Semaphore(0)

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Field], kept: Sequence[Draft | Focus]) -> tuple[Entry, ...]:
        self.tries.release()
        if self.refusal:
            raise self.refusal
        return self.good.append(entries, clear, kept)


class WatchedLogbook:
    """A logbook that says when everything is in order, or makes a mistake instead."""

    def __init__(self, good: Logbook, mistake: Exception | None = None) -> None:
        self.good, self.mistake = good, mistake
        self.in_order = Event()

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Field], kept: Sequence[Draft | Focus]) -> tuple[Entry, ...]:
        return self.good.append(entries, clear, kept)

    def tidy(self) -> bool:
        more = not self.mistake and self.good.tidy()
        if not more:
            self.in_order.set()
        if self.mistake:
            raise self.mistake
        return more


class SlowDisk:
    """A logbook on a disk that takes as long as the test likes; `asked` and `kept` tell what it was given."""

    def __init__(self, good: Logbook) -> None:
        self.good = good
        self.asked, self.goes_on = Event(), Event()
        self.batches: list[tuple[Sequence[Unsealed], Sequence[Draft | Focus]]] = []

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Field], kept: Sequence[Draft | Focus]) -> tuple[Entry, ...]:
        self.batches.append((entries, kept))
        self.asked.set()
        assert self.goes_on.wait(SOON)
        return self.good.append(entries, clear, kept)
