"""What whoever runs an endpoint does so that nothing is lost, and what was erased stays gone: backup, verify, restore, sweep."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

Database = Annotated[str, typer.Option(envvar="DSN", help="sqlite:///path or postgresql://…")]
State = Annotated[Path | None, typer.Option(help="Where keys, lives and erasures are kept, apart from the database.")]
File = Annotated[Path, typer.Argument(help="The backup.")]
Area = Annotated[str, typer.Option(help="As given to serve.")]
DATABASE = "sqlite:///endpoint.db"


def backup(file: File, *, database: Database = DATABASE, state: State = None) -> None:
    """Copy everything into one sealed file, while desks go on."""
    from callhandler.endpoint.app import now, rooms  # noqa: PLC0415
    from callhandler.endpoint.exchange.files import Files  # noqa: PLC0415
    from callhandler.endpoint.exchange.outside import Outside  # noqa: PLC0415
    from callhandler.endpoint.keeping.backing_up import Source, back_up  # noqa: PLC0415
    from callhandler.endpoint.settings import Settings  # noqa: PLC0415

    if file.exists():
        _stop(f"{file} is there already. Give every backup a name of its own.")
    settings = Settings.of(database, state)
    with _plainly(), _bar("Backing up") as tell:
        engine = rooms(settings).engine
        try:
            rows = back_up(Source(engine, Outside(settings.outside), settings.secret(), Files(settings.files)), file, now(), tell)
        finally:
            engine.dispose()
    typer.echo(f"{rows} rows in {file}. Now run: callhandler-endpoint verify {file}")


def verify(file: File, *, database: Database = DATABASE, state: State = None) -> None:
    """Read a backup back, check all of it, and tell desks what they need not keep for our sake any more."""
    from callhandler.endpoint.exchange.outside import Outside  # noqa: PLC0415
    from callhandler.endpoint.keeping.checking import check  # noqa: PLC0415
    from callhandler.endpoint.keeping.vouching import vouch  # noqa: PLC0415
    from callhandler.endpoint.settings import Settings  # noqa: PLC0415
    from callhandler.log.device import verify as signed_by  # noqa: PLC0415

    settings = Settings.of(database, state)
    with _plainly(), _bar("Reading back") as tell:
        found = check(file, settings.secret(), Outside(settings.outside).keys.ring(), settings.key().public, signed_by, tell)
    for fault in found.faults:
        typer.echo(f"{fault[0].upper()}{fault[1:]}.", err=True)
    if not found.sound:
        _stop("This backup is NOT sound. No desk was told anything.")
    with _plainly():
        vouch(settings, found.leaves)
    typer.echo(f"Sound: {found.counts['entry']} entries as of {found.at}, {found.bodiless} of them erased since.")


def restore(file: File, *, database: Database = DATABASE, state: State = None, area: Area = "generic") -> None:
    """Bring everything back into an empty database, without what was erased since."""
    from callhandler.endpoint.keeping.restoring import restore as bring_back  # noqa: PLC0415
    from callhandler.endpoint.settings import Settings  # noqa: PLC0415

    with _plainly(), _bar("Restoring") as tell:
        found = bring_back(replace(Settings.of(database, state), area=area), file, tell)
    typer.echo(f"{found.entries} entries as of {found.at}. Desks hand in what came later at their next contact.")
    if found.hollow:
        typer.echo(f"{found.hollow} bodies could not be opened, since their keys are gone; desks are asked for them.")
    typer.echo(
        f"Everybody signs in again. People, devices and agencies that were switched off after {found.at} have to be switched off again."
    )


def sweep(*, database: Database = DATABASE, state: State = None) -> None:
    """Make sure that what was erased cannot be read from the disk either, files included. Run it every night."""
    from callhandler.endpoint.database import open_database  # noqa: PLC0415
    from callhandler.endpoint.exchange.file_sweeping import sweep_all  # noqa: PLC0415
    from callhandler.endpoint.exchange.files import Files  # noqa: PLC0415
    from callhandler.endpoint.keeping.sweeping import sweep as clean  # noqa: PLC0415
    from callhandler.endpoint.settings import Settings  # noqa: PLC0415

    with _plainly():
        engine = open_database(database)
        try:
            sweep_all(engine, Files(Settings.of(database, state).files))
            clean(engine)
        finally:
            engine.dispose()
    typer.echo("What was erased is gone from the files of the database, and from the attached files.")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    with typer.progressbar(length=1, label=label) as bar:

        def tell(of: int, done: int) -> None:
            bar.length = max(of, 1)
            bar.update(done - bar.pos)

        yield tell


@contextmanager
def _plainly() -> Iterator[None]:
    """What the world did wrong is said in a sentence; a fault of ours is loud."""
    from callhandler.endpoint.saying import sentence  # noqa: PLC0415

    try:
        yield
    except Exception as trouble:
        said = sentence(trouble)
        if not said:
            raise
        _stop(said)


def _stop(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(1) from None
