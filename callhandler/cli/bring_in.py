"""The command that brings an old log in: shows what it takes each column for, asks, then puts every row on record or says why not."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callhandler.cli.common import Area, in_plain_words
from callhandler.cli.unlocking import hand_of, troubles_told, unlocked

if TYPE_CHECKING:
    from callhandler.cases.legacy import Layout
    from callhandler.cases.legacy_files import Sheet


def bring_in(  # noqa: PLR0913 - every option of a command is an argument
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="The old log (.csv, .xlsx).")],
    area: Area = "generic",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="Read the columns from this file; or keep them in it, if it is new.")
    ] = None,
    source: Annotated[
        str, typer.Option("--source", help="What the old log is called: its rows are known by it. If not said, as the file.")
    ] = "",
    report: Annotated[Path | None, typer.Option("--report", help="Write every row that was refused, and why, to this file (.csv).")] = None,
    still_open: Annotated[
        str,
        typer.Option("--open", help="Which cases come in open, where the old log does not say: all, none, or those of so many days."),
    ] = "",
    operator: Annotated[str, typer.Option("--operator", help="Whose store: the collar number that signs in.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come in. No store is opened.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take the columns as shown, without asking.")] = False,
) -> None:
    """Bring an old log in, so that repeat callers are known on the first day. May be stopped, and done again."""
    from callhandler.cases.legacy_files import sheet_of
    from callhandler.cli import brought

    with in_plain_words(), troubles_told():
        sheet = sheet_of(path)
        layout, rows = brought.laid_out(sheet, source, mapping)
        brought.show(sheet, layout, rows)
        days = _days(still_open, area)
        brought.say_open(layout, days)
        if dry_run:
            _check(sheet, layout, rows, report)
            return
        if not yes:
            typer.confirm("Bring it in like this?", abort=True)
        brought.keep(mapping, layout)
        _record(context, operator or typer.prompt("Collar number"), area, sheet, layout, rows, report, days)


def _days(still_open: str, area: str) -> int | None:
    """So many days back cases come in open; None: all of them. Raises LegacyTrouble."""
    from callhandler.cases.area import load_area
    from callhandler.cases.legacy import LegacyTrouble
    from callhandler.config import RESOURCES

    said = still_open.strip().casefold()
    if said in {"all", "none"}:
        return None if said == "all" else 0
    if said and not (said.isascii() and said.isdigit() and len(said) <= 5):
        raise LegacyTrouble("--open takes all, none, or a number of days.")
    return int(said) if said else load_area(RESOURCES / "areas" / area).closes_after


def _check(sheet: "Sheet", layout: "Layout", rows: int, report: Path | None) -> None:
    from callhandler.app.clock import wall_clock
    from callhandler.cli import brought
    from callhandler.desk.bringing_in import check

    with brought.reporting(report) as tell, brought.bar("Checking", rows) as progress:
        count = check(sheet, layout, wall_clock(), tell, progress)
    brought.say(count, report, "would come in")


def _record(
    context: typer.Context, operator: str, area: str, sheet: "Sheet", layout: "Layout", rows: int, report: Path | None, days: int | None
) -> None:
    from callhandler.cases.area import load_area
    from callhandler.cli import brought
    from callhandler.config import RESOURCES
    from callhandler.desk.bringing_in import APART, Importer

    agreed, open_for = load_area(RESOURCES / "areas" / area), None if days is None else timedelta(days=days)
    with unlocked(context, operator) as vault:
        importer = Importer(hand_of(vault, agreed), vault.logbook, agreed.code, agreed.languages[0], apart=rows >= APART, open_for=open_for)
        with brought.reporting(report) as tell, brought.bar("Bringing in", rows) as progress:
            count = importer.bring_in(sheet, layout, tell, progress)
    brought.say(count, report, "brought in")
