"""Reads the rows of an old log and makes complaints of them, ready for the disk: all that takes neither the store nor a key."""

import gc
from array import array
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import chain, islice
from typing import NamedTuple

from callhandler.cases.legacy import Layout, Remark
from callhandler.cases.legacy_files import Sheet
from callhandler.cases.legacy_rows import OldComplaint, RowReader
from callhandler.log.canonical import PoisonText
from callhandler.log.clock import Clock
from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import Body, BroughtIn, CallStarted, CaseId, Noted, PersonDescribed, PersonId, PlaceDescribed, ScriptVersion
from callhandler.log.ownership import case_of
from callhandler.store.readying import Ready, Readying

STEP = 1_000  # rows in a lot: between two looks at the bar
MARK = ".old-"  # stands in the name of a case before the identity of its row; it stays when the case is erased, so that it never comes back
Numbered = tuple[int, tuple[str, ...]]


@dataclass(slots=True)
class Count:
    """What became of the rows. `known`: on record before, or the same as an earlier row."""

    rows: int = 0
    brought: int = 0
    known: int = 0
    refused: int = 0
    kept_as_written: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, more: "Count") -> None:
        self.rows += more.rows
        self.brought += more.brought
        self.known += more.known
        self.refused += more.refused
        self.kept_as_written += more.kept_as_written
        self.reasons.update(more.reasons)

    def hear(self, remarks: Iterable[Remark]) -> None:
        for one in remarks:
            self.refused += one.refused
            self.kept_as_written += not one.refused
            self.reasons[one.reason] += 1


class Lot(NamedTuple):
    """What became of some rows that follow each other. `stamp`: the last that was given out."""

    tally: Count
    remarks: tuple[Remark, ...]
    ready: Ready
    stamp: int


@dataclass(frozen=True, slots=True)
class Composing:
    """In whose name complaints are put down, and in what words.

    `open_since`: where the old log does not say whether a case is closed, it is if they called before that moment; None: it is not.
    """

    operator: str
    agency: str
    area: str
    language: str
    local: Callable[[datetime], datetime]
    new_id: Callable[[], str]
    clock: Clock
    open_since: datetime | None = None

    def entries(self, one: OldComplaint, brought: BroughtIn) -> list[Unsealed]:
        """A complaint as it goes on record. `brought` says of another row when and from what it came."""
        case = case_of(self.agency, f"{self.new_id()}{MARK}{one.identity}")
        called = one.called if one.called.tzinfo else self.local(one.called)
        stood = BroughtIn(
            source=brought.source, row=one.row, sha256=brought.sha256, at=brought.at, closed=self._is_closed(one.is_closed(), called)
        )
        return [self._composed(body, case, called, brought.at) for body in bodies_of(one, case, stood, self.area, self.language)]

    def _is_closed(self, said: bool | None, called: datetime) -> bool:  # noqa: FBT001 - as the old log says it
        return said if said is not None else self.open_since is not None and called < self.open_since

    def _composed(self, body: Body, case: CaseId, called: datetime, now: datetime) -> Unsealed:
        stamp = self.clock.tick(now)
        return compose(body, id=self.new_id(), case=case, at=called, hlc=stamp, actor=self.operator, agency=self.agency)


@dataclass(frozen=True, slots=True)
class Reading:
    """One pass through a sheet. It holds no key: it may go to another process. `known`: the rows on record; `place`: the next free one."""

    sheet: Sheet
    layout: Layout
    brought: BroughtIn
    known: "array[int]"
    place: tuple[str, int]
    composing: Composing
    batch: int

    def lots(self) -> Generator[Lot]:
        """All its rows, of each batch by a thousand at a time, each lot made when it is asked for. Raises LegacyTrouble, OSError."""
        reader, known = RowReader.of(self.layout, self.sheet.headings, self.brought.at), set(self.known)
        readying = Readying(*self.place)
        for batch in batches(self.sheet.rows(), self.batch):
            for rows in batches(batch, STEP):
                yield self._lot(reader, rows, known, readying)

    def _lot(self, reader: RowReader, rows: Iterable[Numbered], known: set[int], readying: Readying) -> Lot:
        count, told = Count(), list[Remark]()
        with _no_circles():
            new = (one for number, row in rows if (one := read(reader, number, row, known, count, told.append)))
            ready = readying.ready((self.composing.entries(one, self.brought) for one in new), _Refusing(count, told.append))
        return Lot(count, tuple(told), ready, self.composing.clock.last)


def bodies_of(one: OldComplaint, case: CaseId, brought: BroughtIn, area: str, language: str) -> Iterator[Body]:
    """A complaint of an old log as it stands on record: nobody asked our questions, so none is answered."""
    caller = _caller(one, case, brought.source)
    yield CallStarted(
        kind="call-brought-in",
        reference=one.reference or f"{brought.source} {one.row}",
        area=area,
        script=ScriptVersion(form="", version="", sha256=""),
        caller=caller,
        number=one.phone,
        channel=one.channel,
        language=language,
        brought=brought,
    )
    yield PersonDescribed(person=caller, role="caller", name=one.name, phone=one.phone, born=one.born, place=one.home)
    if one.victim and one.victim.casefold() != one.name.casefold():
        yield PersonDescribed(person=f"{case}.victim", role="victim", name=one.victim)
    if one.alleged:
        yield PersonDescribed(person=f"{case}.alleged.1", role="alleged", name=one.alleged)
    if one.place:
        yield PlaceDescribed(place=one.place)
    if one.words:
        yield Noted(text=one.words)


def _caller(one: OldComplaint, case: CaseId, source: str) -> PersonId:
    """Who called: whom the old log held to be one person is one here; otherwise everybody is somebody new until a handler decides."""
    if not one.person:
        return f"{case}.caller"
    known = blake2b(f"{source}\x1f{one.person}".encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return case_of(case.partition(".")[0], f"known-{known}")


def read(
    reader: RowReader, number: int, row: tuple[str, ...], known: set[int], count: Count, tell: Callable[[Remark], None]
) -> OldComplaint | None:
    """The complaint of a row, where it is new and comes in; counted, and with everything that is wrong with it told."""
    count.rows += 1
    identity = int(reader.identity(row), 16)
    if identity in known:
        count.known += 1
        return None
    one, remarks = reader.read(number, row)
    count.hear(remarks)
    for remark in remarks:
        tell(remark)
    if one:
        known.add(identity)
        count.brought += 1
    return one


@dataclass(frozen=True, slots=True)
class _Refusing:
    """Takes back a complaint that was read, and that no wire or database can carry."""

    count: Count
    tell: Callable[[Remark], None]

    def __call__(self, case: Sequence[Unsealed], trouble: PoisonText) -> None:
        begun = case[0].body
        row = begun.brought.row if isinstance(begun, CallStarted) and begun.brought else 0
        refused = Remark(row, "", "", f"cannot be put on record: {trouble}")
        self.count.brought -= 1
        self.count.hear((refused,))
        self.tell(refused)


def batches(rows: Iterable[Numbered], size: int) -> Iterator[Iterator[Numbered]]:
    """So many rows at a time, each of which must be taken before the next are asked for."""
    ahead = iter(rows)
    while first := next(ahead, None):
        yield chain((first,), islice(ahead, size - 1))


@contextmanager
def _no_circles() -> Iterator[None]:
    """Nothing made here refers to itself in a circle; to look for such a thing among all the rows would cost a tenth of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()
