"""Brings an old log in: every row becomes a complaint of its own on record, once, so that repeat callers are known on day one."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from itertools import chain, islice

from callhandler.cases.legacy import Layout, LegacyTrouble, Part, Remark
from callhandler.cases.legacy_columns import guessed, missing
from callhandler.cases.legacy_dates import Tally as DateTally
from callhandler.cases.legacy_files import Sheet
from callhandler.cases.legacy_rows import OldComplaint, RowReader
from callhandler.desk.hand import Hand
from callhandler.log.canonical import PoisonText
from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import (
    Body,
    BroughtIn,
    CallStarted,
    CaseId,
    Noted,
    PersonDescribed,
    PersonId,
    PlaceDescribed,
    ScriptVersion,
)
from callhandler.log.ownership import case_of
from callhandler.store.logbook import Logbook

SAMPLE = 2_000  # rows by which the columns are guessed
BATCH = 50_000  # rows that go on record in one transaction: what a kill can cost, and no more; with fewer, much is written more often
STEP = 1_000  # rows between two looks at the bar
READ = 0.8  # of the work on a row, when it is read and filed but neither found nor on the disk for good
MARK = ".old-"  # stands in the name of a case before the identity of its row; it stays when the case is erased, so that it never comes back
Progress = Callable[[int], None]  # rows looked at so far
Tell = Callable[[Remark], None]
Numbered = tuple[int, tuple[str, ...]]
_DATED: tuple[Part, ...] = ("called", "born")


@dataclass(slots=True)
class Count:
    """What became of the rows. `known`: on record before, or the same as an earlier row."""

    rows: int = 0
    brought: int = 0
    known: int = 0
    refused: int = 0
    kept_as_written: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def hear(self, remarks: Iterable[Remark]) -> None:
        for one in remarks:
            self.refused += one.refused
            self.kept_as_written += not one.refused
            self.reasons[one.reason] += 1


@dataclass(frozen=True, slots=True)
class Importer:
    """One operator's hand, bringing one sheet into their log by one layout. `local`: gives the clock on the wall its offset from UTC."""

    hand: Hand
    logbook: Logbook
    area: str
    language: str
    local: Callable[[datetime], datetime] = datetime.astimezone
    batch: int = BATCH

    def bring_in(self, sheet: Sheet, layout: Layout, tell: Tell, progress: Progress) -> Count:
        """Put every row on record that can be and is not there yet. May be killed and done again. Raises VaultTrouble, LegacyTrouble."""
        reader, count, at = RowReader.of(_fitting(layout, sheet), sheet.headings, self.hand.now()), Count(), self.hand.now()
        known = {int(identity, 16) for identity in brought_before(self.logbook)}
        brought, refused = BroughtIn(source=layout.source, row=1, sha256=sheet.sha256, at=at), _Refusing(count, tell)
        for batch in _batches(sheet.rows(), self.batch):
            read = _counted(batch, count, progress)
            new = (one for number, row in read if (one := _read(reader, number, row, known, count, tell)))
            with _no_circles():
                self.logbook.append_cases((self._entries(one, brought) for one in new), refused)
            progress(count.rows)
        return count

    def _entries(self, one: OldComplaint, brought: BroughtIn) -> list[Unsealed]:
        case = case_of(self.hand.who.agency, f"{self.hand.new_id()}{MARK}{one.identity}")
        called = one.called if one.called.tzinfo else self.local(one.called)
        stood = BroughtIn(source=brought.source, row=one.row, sha256=brought.sha256, at=brought.at)
        bodies = bodies_of(one, case, stood, self.area, self.language)
        return [self._composed(body, case, called, brought.at) for body in bodies]

    def _composed(self, body: Body, case: CaseId, called: datetime, now: datetime) -> Unsealed:
        who, stamp = self.hand.who, self.hand.clock.tick(now)
        return compose(body, id=self.hand.new_id(), case=case, at=called, hlc=stamp, actor=who.operator, agency=who.agency)


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


def survey(sheet: Sheet, source: str, layout: Layout | None = None, progress: Progress = lambda _row: None) -> tuple[Layout, int]:
    """The layout of a sheet, guessed or as given, with the order of day and month in its dates; and how many rows it has."""
    sample = [row for _, row in islice(sheet.rows(), SAMPLE)]
    laid_out = _fitting(layout or guessed(source, sheet.headings, sample), sheet)
    at = {part: sheet.headings.index(laid_out.of(part)[0]) for part in _DATED if laid_out.of(part)}
    tallies, rows = {part: DateTally() for part in at}, 0
    for rows, (_, row) in enumerate(sheet.rows(), 1):
        for part, place in at.items():
            if place < len(row):
                tallies[part].add(row[place])
        if not rows % STEP:
            progress(rows)
    return laid_out.ordered({part: laid_out.orders.get(part) or tally.order() for part, tally in tallies.items()}), rows


def check(sheet: Sheet, layout: Layout, now: datetime, tell: Tell, progress: Progress) -> Count:
    """What bringing it in would do, with nothing put on record and no store opened."""
    reader, count, seen = RowReader.of(_fitting(layout, sheet), sheet.headings, now), Count(), set[int]()
    for batch in _batches(sheet.rows(), BATCH):
        for number, row in _counted(batch, count, progress):
            _read(reader, number, row, seen, count, tell)
        progress(count.rows)
    return count


def brought_before(logbook: Logbook) -> Iterator[str]:
    """The identity of every row that is on record, or was and has been erased: it stands in the name of its case."""
    return (case.rpartition(MARK)[2] for case in logbook.cases_brought_in())


def _read(reader: RowReader, number: int, row: tuple[str, ...], known: set[int], count: Count, tell: Tell) -> OldComplaint | None:
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
    tell: Tell

    def __call__(self, case: Sequence[Unsealed], trouble: PoisonText) -> None:
        begun = case[0].body
        row = begun.brought.row if isinstance(begun, CallStarted) and begun.brought else 0
        refused = Remark(row, "", "", f"cannot be put on record: {trouble}")
        self.count.brought -= 1
        self.count.hear((refused,))
        self.tell(refused)


def _batches(rows: Iterable[Numbered], size: int) -> Iterator[Iterator[Numbered]]:
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


def _counted(rows: Iterable[Numbered], count: Count, progress: Progress) -> Iterator[Numbered]:
    """The rows, counted as they go by. One that is read but not yet on record counts for a part: the bar is not full before it is done."""
    before = count.rows
    for one in rows:
        count.rows += 1
        if not count.rows % STEP:
            progress(before + int((count.rows - before) * READ))
        yield one


def _fitting(layout: Layout, sheet: Sheet) -> Layout:
    if gone := missing(layout, sheet.headings):
        raise LegacyTrouble(f"The mapping names columns that {sheet.path.name} does not have: {', '.join(gone)}.")
    if not layout.of("called"):
        raise LegacyTrouble("No column holds the day of the call. Name it in a mapping: --mapping FILE, under columns, as called.")
    return layout
