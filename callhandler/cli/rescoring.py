"""Carries out `callhandler rescore`: a bar while it runs, then the table, and the picture for whoever asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from callhandler.app.clock import wall_clock
from callhandler.cases.area import Area, load_area
from callhandler.config import RESOURCES
from callhandler.desk.hand import NotRecorded
from callhandler.desk.rescoring import Rescoring
from callhandler.replay import rescore, rescore_told
from callhandler.script.draft import form_in
from callhandler.script.form import Form
from callhandler.script.load import load
from callhandler.store.troubles import VaultTrouble, told
from callhandler.words import Words


@dataclass(frozen=True, slots=True)
class Wish:
    """What to hold against what, and where to put it."""

    new: Path
    against: Path | None
    overlay: Path | None
    calls: Path | None
    store: str
    csv: Path | None
    area: str
    show: bool


def play(wish: Wish) -> None:
    """Rescore, and tell. Raises StoryTrouble, AreaTrouble, ScriptTrouble, OSError."""
    area = load_area(RESOURCES / "areas" / wish.area)
    new, old = form_in(wish.new, wish.overlay), form_in(wish.against, wish.overlay) if wish.against else None
    found = _histories(wish.calls, area, old, new) if wish.calls else _stored(wish, area, old, new)
    for line in rescore_told.told(found):
        typer.echo(line)
    if wish.csv:
        rescore_told.write_csv(found, wish.csv)
        typer.echo(f"Every call is in {wish.csv}.")
    if wish.show:
        from callhandler.app.rescoring import run

        run(found)


def _histories(calls: Path, area: Area, old: Form | None, new: Form) -> Rescoring:
    with _bar() as progress:
        return rescore.histories_rescored(calls, area, old or load(area.script.read_bytes()), new, progress)


def _stored(wish: Wish, area: Area, old: Form | None, new: Form) -> Rescoring:
    passphrase = typer.prompt("Passphrase", hide_input=True)
    try:
        with rescore.desk_of(wish.store, passphrase, area, wall_clock) as desk, _bar() as progress:
            return rescore.stored_rescored(desk, old, new, progress)
    except VaultTrouble as trouble:
        typer.echo(told(trouble, Words("en")), err=True)
    except NotRecorded:
        typer.echo("That you looked could not be put on record, so nothing is shown. Try again.", err=True)
    raise typer.Exit(2)


@contextmanager
def _bar() -> Iterator[rescore.Progress]:
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, every: bar.update(task, description=what, completed=done, total=every)
