"""The log on this computer: what is appended stays, and is on the disk before anybody is told so."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from callhandler.log import chain as links
from callhandler.log.device import DeviceKey
from callhandler.log.entry import SALT, Entry, Unsealed, seal
from callhandler.log.kinds import CaseId, Erased, PersonId
from callhandler.log.order import in_order
from callhandler.people.parts import Parts, parts_of
from callhandler.people.person import Description
from callhandler.people.tables import Tables
from callhandler.store import among, checking, condition, drafts, filing, forms, index, many, tables, wishes
from callhandler.store.drafts import Draft, Focus, Place
from callhandler.store.engine import Engines, engine_troubles
from callhandler.store.forms import KeptForm
from callhandler.store.index import Found, Known, Remembered, Said
from callhandler.store.marks import Mark
from callhandler.store.readying import Ready, Readying
from callhandler.store.replica import indexing, names
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.stores import Holding

__all__ = ["Draft", "Fault", "Focus", "KeptForm", "Known", "Logbook", "Place"]
Fault = checking.Fault
Steps = tuple[Iterator[Tables], Tables | None]
LAST_STAMP = select(tables.entry.c.hlc).where(tables.entry.c.own == 1).order_by(tables.entry.c.number.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Logbook:
    """The only writer of the log, for one device. Raises DiskFull, WriteFailed, ReadOnlyProfile, DamageFound; then nothing was written."""

    engine: Engines
    first: DeviceKey  # the device's first name, from the key file
    new_salt: Callable[[], bytes] = lambda: secrets.token_bytes(SALT)
    emptied: Callable[[], None] = lambda: None  # told after an erasure: what lay beside the store goes too
    committed: Callable[[Mark], None] = lambda _mark: None  # told after each commit how far the chain has come
    gone_through: Callable[[Engines], bool] = lambda _engine: False  # goes through a few more pages; says whether there are more
    _learning: list[Steps] = field(default_factory=list, init=False, compare=False)  # what it is about to learn, and the last of it
    _searched: dict[int, Remembered] = field(default_factory=dict, init=False, compare=False)  # what the last keys found, by kind

    @property
    def device(self) -> DeviceKey:
        """The name under which this device writes now."""
        with self._reading() as connection:
            return names.present(connection, self.first)

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Place] = (), kept: Sequence[Draft | Focus] = ()) -> tuple[Entry, ...]:
        """Record all of it or nothing, durably. Entries that are there already are not written again, so any append may be repeated."""
        with self._writing() as connection:
            there = filing.by_id(connection, [entry.id for entry in entries])
            sealed, mark = self._seal(connection, [entry for entry in entries if entry.id not in there])
            drafts.clear(connection, clear)
            drafts.write(connection, kept)
        self.committed(mark)
        if any(isinstance(entry.body, Erased) for entry in sealed):
            self.emptied()
            condition.empty_log(self.engine)
        made = there | {entry.id: entry for entry in sealed}
        return tuple(made[entry.id] for entry in entries)

    def append_many(self, entries: Sequence[Unsealed]) -> None:
        """Record all of it or nothing, durably, as `append`; for thousands of entries of cases that are new and begin here."""
        self.append_ready((Readying(*self.next_place()).ready((entries,)),))

    def append_ready(self, ready: Iterable[Ready]) -> None:
        """The same, of ever so many that were made ready for the places from `next_place` on; they are taken as they come."""
        with self._writing() as connection:
            mark = Mark(*many.take_in(connection, names.present(connection, self.first), ready, self.new_salt))
        self.committed(mark)

    def next_place(self) -> tuple[str, int]:
        """Under which name of this device its next entry will stand, and as the how manieth of it."""
        with self._reading() as connection:
            return many.next_place(connection, names.present(connection, self.first))

    def cases_brought_in(self) -> Iterator[CaseId]:
        """Every case that came from an old log, one after the other: with a million of them nobody wants them all at once."""
        own = tables.entry.c
        with self._reading() as connection:
            yield from (
                connection.execution_options(yield_per=10_000).execute(select(own.case_id).where(own.kind == "call-brought-in")).scalars()
            )

    def erase(self, erased: Unsealed) -> Entry:
        """Empty the bodies that this `Erased` entry names; their places in the chain stay, and they never come back."""
        if not isinstance(erased.body, Erased):
            raise TypeError("only an entry that says so erases")
        return self.append((erased,))[0]

    def keep(self, kept: Draft | Focus) -> None:
        """Keep what is being typed, or only where the caret is."""
        with self._writing() as connection:
            drafts.write(connection, (kept,))

    def drafts(self, case: CaseId) -> tuple[Draft, ...]:
        """What was being typed in this call, oldest first."""
        with self._reading() as connection:
            return drafts.read(connection, case)

    def focus(self, case: CaseId | None = None) -> Focus | None:
        """Where the caret was last, in this call or in any."""
        with self._reading() as connection:
            return drafts.last_place(connection, case)

    def entries(
        self,
        case: CaseId | None = None,
        cases: Collection[CaseId] | None = None,
        kinds: Collection[str] | None = None,
        since: date | None = None,
        *,
        own: bool = False,
        beside: Collection[str] = (),
        looked_at: Collection[str] = (),
    ) -> tuple[Entry, ...]:
        """The entries of a case, of several, of some kinds, since the start of a day (UTC), causes first; without a wish, all of them.

        `beside`: only of cases that have an entry of one of these kinds. `own`: only those that were written here. `looked_at`: only
        consultations that looked at one of these people or cases.
        What nobody here may see, and what waits for the owner of its case, is not among them.
        """
        wanted = None if case is None and cases is None else {*(cases or ()), *(() if case is None else (case,))}
        narrow = wishes.of_cases(wanted, beside, looked_at)
        others = (*wishes.of_kinds(kinds, narrow=bool(narrow)), *wishes.since(since), *((tables.entry.c.own == 1,) if own else ()))
        with self._reading() as connection:
            return in_order(filing.find(connection, tables.SHOWN, *narrow, *others))

    def cases_with(self, kinds: Collection[str], *, shown: bool | None = None) -> tuple[CaseId, ...]:
        """Every case that has an entry of one of these kinds, in no order. `shown`: one that may be read here, or one that may not."""
        with self._reading() as connection:
            return wishes.cases(connection, [*wishes.of_kinds(kinds, narrow=False), *wishes.shown(only=shown)])

    def hiding(self, cases: Collection[CaseId]) -> tuple[CaseId, ...]:
        """Those of these cases of which something is kept that may not be read now, but perhaps later, without being brought again."""
        with self._reading() as connection:
            return wishes.cases(connection, [tables.entry.c.case_id.in_(among.texts(cases)), ~tables.SHOWN])

    def held(self) -> tuple[Entry, ...]:
        """What came in after its writer's share had ended, or for another such reason, and waits for the owner of its case."""
        with self._reading() as connection:
            return in_order(filing.find(connection, tables.entry.c.standing == "held", tables.entry.c.sealed == 0))

    def open_cases(self) -> tuple[CaseId, ...]:
        """The calls that were begun here and not ended, oldest first."""
        own = tables.entry
        ended = select(own.c.case_id).where(own.c.kind == "call-ended")
        begun = (
            select(own.c.case_id)
            .where(own.c.kind == "call-started", own.c.own == 1, own.c.case_id.not_in(ended))
            .order_by(own.c.hlc, own.c.id)
        )
        with self._reading() as connection:
            return tuple(dict.fromkeys(connection.execute(begun).scalars()))

    def search(self, parts: Parts, typing: str = "", most: int = 20, kind: int = index.PEOPLE) -> tuple[tuple[Known, Found], ...]:
        """Those of a kind who may be meant, the likeliest first. `typing` is the part under the cursor, not yet whole."""
        with self._reading() as connection:
            driver = connection.connection.driver_connection
            before = self._searched.pop(kind, None) or Remembered()  # whoever searches meanwhile has one of their own
            found = index.Search(index.kept(driver), kind).known(driver, parts, typing, most, before)
            self._searched[kind] = before
            return found

    def at_place(self, place: str, protected: Collection[str] = ()) -> tuple[Known, ...]:
        """What anybody reported at a place, and who lives there, newest first; of a protected address never who lives there."""
        with self._reading() as connection:
            return index.at_place(connection.connection.driver_connection, place, parts_of(Description("", place=place)), protected)

    def from_number(self, phone: str) -> tuple[Known, ...]:
        """What else came from a number, newest first."""
        with self._reading() as connection:
            return index.from_number(connection.connection.driver_connection, phone)

    def descriptions(self, people: Collection[PersonId]) -> tuple[Known, ...]:
        """Every description of these people, newest first: the cases in which they appear."""
        with self._reading() as connection:
            return index.of_people(connection.connection.driver_connection, people)

    def people_count(self, but: CaseId = "") -> int:
        """How many callers and people affected the index knows by anything, outside one case."""
        with self._reading() as connection:
            return index.count(connection, but)

    def keep_form(self, kept: KeptForm) -> None:
        """Keep a published form that calls are asked under. It is never changed, and never deleted."""
        with self._writing() as connection:
            forms.put(connection, kept)

    def form(self, sha256: str) -> KeptForm | None:
        """The form with this SHA-256, as it was published; None where this desk never asked under it."""
        with self._reading() as connection:
            return forms.find(connection, sha256)

    def kept_forms(self) -> tuple[KeptForm, ...]:
        """Every form that this desk asked under."""
        with self._reading() as connection:
            return forms.every(connection)

    def rebuild_index(self, progress: Callable[[int, int], None] = lambda _done, _all: None) -> None:
        """Make the people index anew from the log; `progress` hears how many of how many descriptions are in."""
        everything = self.entries(kinds=index.TAKEN)
        with self._writing() as connection:
            index.rebuild(connection, everything, progress)

    def make_index_whole(self) -> None:
        """Make it anew where an earlier version made it, or where that was broken off."""
        with self._reading() as connection:
            whole = index.made(connection)
        if not whole:
            self.rebuild_index()

    def fill_index(self, said: Iterable[tuple[Said, bool]], told: Callable[[int], None] = lambda _done: None) -> int:
        """Take very many descriptions into the people index at once, in one transaction; with each, whether it is the newest in its case.

        For whoever puts their entries on record another way: it writes none. Says how many; `told` hears the count as it grows.
        """
        with self._writing() as connection:
            return index.fill(connection.connection.driver_connection, said, told)

    def fold_index(self) -> bool:
        """Put a little of the people index in order, in a quiet moment; says whether there is more to do."""
        with self._writing() as connection:
            return indexing.catch_up(connection) or index.fold(connection)

    def tidy(self) -> bool:
        """Put a little in order that nobody waits for, while nobody writes; says whether there is more to do."""
        if self.fold_index() or self._learned():
            return True
        condition.empty_log(self.engine)
        return self.gone_through(self.engine)

    def last_stamp(self) -> int:
        """The last clock stamp that was given here, from which the device's clock goes on."""
        with self._reading() as connection:
            return connection.execute(LAST_STAMP).scalar() or 0

    def replica(self) -> StoredDevice:
        """The store as sync sees it; for one thread."""
        return StoredDevice(self.engine, self.first, self.committed, self.emptied)

    def verify(self) -> Fault | None:
        """Go through the whole chain of this device: the first entry that is not as recorded, or None."""
        with self._reading() as connection:
            return checking.whole_chain(connection, names.present(connection, self.first).public)

    def _learned(self) -> bool:
        """Learn a little more of how people here are told apart; where that is all, keep it."""
        with self._driver() as driver:
            if not self._learning and not index.due(driver):
                return False
        steps, tables = self._learning.pop() if self._learning else (index.learning_from(self._driver), None)
        if further := next(steps, None):
            self._learning.append((steps, further))
        elif tables:
            with self._writing() as connection:
                index.keep(connection.connection.driver_connection, tables)
        return True

    def _seal(self, connection: Connection, unsealed: Sequence[Unsealed]) -> tuple[tuple[Entry, ...], Mark]:
        device = names.present(connection, self.first)
        n, _ = checking.head(connection, device.public)
        sealed = tuple(seal(one, device.id, n + place, self.new_salt()) for place, one in enumerate(unsealed, 1))
        return sealed, self._file(connection, device, sealed)

    def _file(self, connection: Connection, device: DeviceKey, sealed: Sequence[Entry]) -> Mark:
        n, chain = checking.head(connection, device.public)
        linked: list[tuple[Holding, bytes]] = []
        for entry in sealed:
            leaf = links.leaf(entry)
            chain = links.fasten(chain, leaf)
            linked.append((Holding(entry, leaf, own=True), chain))
        if linked:
            kept = filing.put(connection, linked)
            checking.sign(connection, device, n + len(sealed), chain)
            index.take(connection, [holding.entry for holding in kept])
        return Mark(device.id, n + len(sealed), chain)

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        with self._reading() as connection:
            yield connection.connection.driver_connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with engine_troubles(), self.engine.writer.begin() as connection:
            yield names.unless_wiped(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with engine_troubles(), self.engine.reader.connect() as connection:
            yield connection
