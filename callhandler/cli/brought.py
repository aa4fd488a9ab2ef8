"""What the command that brings an old log in shows on the way: the columns, a bar with the time that is left, the rows refused."""

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from callhandler.cases.legacy import PARTS, Layout, LegacyTrouble, Order, Part, Remark, layout_read, layout_written, quoted
from callhandler.cases.legacy_columns import unused
from callhandler.cases.legacy_files import Sheet
from callhandler.desk.bringing_in import survey
from callhandler.desk.old_rows import Count
from callhandler.log.cells import cell

TAKEN_FOR: Mapping[Part, str] = {
    "reference": "their reference",
    "called": "day of the call",
    "time": "time of the call",
    "person": "their number for the caller",
    "name": "caller",
    "victim": "victim",
    "phone": "telephone number",
    "born": "date of birth",
    "home": "home of the caller",
    "place": "where it happened",
    "words": "what was said",
    "channel": "how it came",
    "alleged": "person alleged responsible",
    "closed": "whether it is closed",
}
AVERAGED = 600.0  # seconds over which the speed is reckoned: of each fifty thousand rows the last take longest
MOST = 10  # kinds of trouble that are told on the screen; the report has them all


def laid_out(sheet: Sheet, source: str, mapping: Path | None) -> tuple[Layout, int]:
    """The layout from its file, or guessed; and how many rows there are. Raises LegacyTrouble, OSError."""
    told = layout_read(_written(mapping)) if mapping and mapping.exists() else None
    if told and source:
        told = replace(told, source=source)
    with bar("Reading", None) as progress:
        return survey(sheet, source or sheet.path.stem, told, progress)


def _written(mapping: Path) -> str:
    try:
        return mapping.read_text(encoding="utf-8")
    except UnicodeDecodeError as trouble:
        raise LegacyTrouble(f"{mapping.name} is no text, so it says nothing about columns.") from trouble


def show(sheet: Sheet, layout: Layout, rows: int) -> None:
    """What the file was taken to be, and each column for; with its first value, so that a mistake is seen."""
    typer.echo(f"{sheet.path.name}: {sheet.told}. {rows:,} rows, known as rows of “{layout.source}”.")
    first = next((row for _, row in sheet.rows()), ())
    for part in PARTS:
        if held := layout.of(part):
            values = [first[place] for heading in held if (place := sheet.headings.index(heading)) < len(first) and first[place]]
            typer.echo(f"  {TAKEN_FOR[part]:<27} {' + '.join(held)}   (first: {quoted(' + '.join(values)) or 'empty'})")
    for part, order in layout.orders.items():
        typer.echo(f"  {TAKEN_FOR[part]}: {_said(order)}")
    if left := unused(layout, sheet.headings):
        typer.echo(f"  not brought in: {', '.join(left)}")


def say_open(layout: Layout, days: int | None) -> None:
    """Which cases come in as closed. `days`: so many days back they come in open; None: all of them."""
    held = layout.of("closed")
    by = f"By “{held[0]}”; where that does not say" if held else "No column says whether a case is closed:"
    rest = (
        "all come in open"
        if days is None
        else f"cases reported more than {days} days ago come in as closed"
        if days
        else "all come in as closed"
    )
    typer.echo(f"{by} {rest}. To have it otherwise: --open all, none or DAYS. Any of them can be opened again.")


def _said(order: Order) -> str:
    if not order.sure:
        return "no date tells the day from the month; taken as day before month"
    against = f"; {order.against:,} speak against it" if order.against else ""
    return f"{order.first} before {'month' if order.first == 'day' else 'day'}, by {order.decided_by:,} dates{against}"


def keep(mapping: Path | None, layout: Layout) -> None:
    """Keep the layout where it was asked for and is not there yet."""
    if mapping and not mapping.exists():
        mapping.write_text(layout_written(layout), encoding="utf-8")
        typer.echo(f"The columns are kept in {mapping}.")


@contextmanager
def reporting(path: Path | None) -> Iterator[Callable[[Remark], None]]:
    """Takes what is wrong with a row, as it is found, into a file for this operator's eyes only. Raises OSError."""
    if path is None:
        yield lambda _remark: None
        return
    private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(private, "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("row", "column", "value", "reason", "refused"))
        yield lambda one: out.writerow((one.row, cell(one.column), cell(one.value), one.reason, "yes" if one.refused else "no"))


@contextmanager
def bar(what: str, rows: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with the time that is left."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=AVERAGED) as progress:
        task = progress.add_task(what, total=rows)
        yield lambda done: progress.update(task, completed=done)


def say(count: Count, report: Path | None, done: str) -> None:
    """What became of the rows, in one line; and what was wrong, the commonest first."""
    typer.echo(f"{count.rows:,} rows: {count.brought:,} {done}, {count.known:,} on record already, {count.refused:,} refused.")
    if count.kept_as_written:
        typer.echo(f"{count.kept_as_written:,} values could not be read and are kept as they were written.")
    for reason, times in count.reasons.most_common(MOST):
        typer.echo(f"  {times:>9,} × {reason}")
    if report:
        typer.echo(f"Row by row in {report}. It names people: OFFICIAL-SENSITIVE.")
