"""Brings an old log in: every row becomes a complaint of its own on record, once, so that repeat callers are known on day one."""

from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice

from callhandler.cases.legacy import Layout, LegacyTrouble, Part, Remark
from callhandler.cases.legacy_columns import guessed, missing
from callhandler.cases.legacy_dates import Tally as DateTally
from callhandler.cases.legacy_files import Sheet
from callhandler.cases.legacy_rows import RowReader
from callhandler.desk.hand import Hand
from callhandler.desk.old_rows import MARK, STEP, Composing, Count, Lot, Reading, batches, read
from callhandler.desk.reading_apart import read_apart
from callhandler.log.kinds import BroughtIn
from callhandler.store.logbook import Logbook
from callhandler.store.readying import Ready

SAMPLE = 2_000  # rows by which the columns are guessed
BATCH = 50_000  # rows that go on record in one transaction: what a kill can cost, and no more; with fewer, much is written more often
APART = 5_000  # rows from which it pays to let a second process read them
READ = 0.8  # of the work on a row, when it is read and filed but neither found nor on the disk for good
Progress = Callable[[int], None]  # rows looked at so far
Tell = Callable[[Remark], None]
_DATED: tuple[Part, ...] = ("called", "born")


@dataclass(frozen=True, slots=True)
class Importer:
    """One operator's hand, bringing one sheet into their log by one layout. `local`: gives the clock on the wall its offset from UTC.

    `open_for`: of cases about which the old log does not say whether they are closed, those that called longer ago come in as closed; None:
    all of them come in open. `apart`: the rows are read by a second process while this one writes. It is sent `local`, and how the hand
    makes ids; but no key.
    """

    hand: Hand
    logbook: Logbook
    area: str
    language: str
    local: Callable[[datetime], datetime] = datetime.astimezone
    batch: int = BATCH
    apart: bool = False
    open_for: timedelta | None = None

    def bring_in(self, sheet: Sheet, layout: Layout, tell: Tell, progress: Progress) -> Count:
        """Put every row on record that can be and is not there yet. May be killed and done again. Raises VaultTrouble, LegacyTrouble."""
        reading, count = self.reading(sheet, layout), Count()
        with closing(read_apart(reading) if self.apart else reading.lots()) as lots:
            for some in _transactions(lots, self.batch):
                self.logbook.append_ready(self._heard(some, count, tell, progress))
                progress(count.rows)
        return count

    def reading(self, sheet: Sheet, layout: Layout) -> Reading:
        """What has to be read, as it goes to whoever reads it. Raises LegacyTrouble where the layout does not fit the sheet."""
        fitting = _fitting(layout, sheet)
        at, who = self.hand.now(), self.hand.who
        brought = BroughtIn(source=layout.source, row=1, sha256=sheet.sha256, at=at)
        known = array("Q", (int(identity, 16) for identity in brought_before(self.logbook)))
        since = at - self.open_for if self.open_for is not None else None
        composing = Composing(who.operator, who.agency, self.area, self.language, self.local, self.hand.new_id, self.hand.clock, since)
        return Reading(sheet, fitting, brought, known, self.logbook.next_place(), composing, self.batch)

    def _heard(self, lots: Iterator[Lot], count: Count, tell: Tell, progress: Progress) -> Iterator[Ready]:
        """What is to be written, counted as it goes by. What is not yet on record counts for a part: the bar is full when all is done."""
        before = count.rows
        for lot in lots:
            count.add(lot.tally)
            for remark in lot.remarks:
                tell(remark)
            self.hand.clock.heard(lot.stamp, self.hand.now())
            if not count.rows % STEP:
                progress(before + int((count.rows - before) * READ))
            yield lot.ready


def _transactions(lots: Iterator[Lot], size: int) -> Iterator[Iterator[Lot]]:
    """So many rows at a time, each lot asked for when the one before is written."""
    while first := next(lots, None):
        yield _as_far(chain((first,), lots), size)


def _as_far(lots: Iterator[Lot], rows: int) -> Iterator[Lot]:
    for lot in lots:
        yield lot
        rows -= lot.tally.rows
        if rows <= 0:
            return


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
    for batch in batches(sheet.rows(), STEP):
        for number, row in batch:
            read(reader, number, row, seen, count, tell)
        progress(count.rows)
    return count


def brought_before(logbook: Logbook) -> Iterator[str]:
    """The identity of every row that is on record, or was and has been erased: it stands in the name of its case."""
    return (case.rpartition(MARK)[2] for case in logbook.cases_brought_in())


def _fitting(layout: Layout, sheet: Sheet) -> Layout:
    if gone := missing(layout, sheet.headings):
        raise LegacyTrouble(f"The mapping names columns that {sheet.path.name} does not have: {', '.join(gone)}.")
    if not layout.of("called"):
        raise LegacyTrouble("No column holds the day of the call. Name it in a mapping: --mapping FILE, under columns, as called.")
    return layout
