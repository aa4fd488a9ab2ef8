"""The command line of whoever runs an endpoint."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from callhandler.endpoint.accounts.admin_cli import group
from callhandler.endpoint.keeping import keeping_cli

DATABASE = "sqlite:///endpoint.db"
Database = Annotated[str, typer.Option(envvar="DSN", help="sqlite:///path or postgresql://…")]
State = Annotated[Path | None, typer.Option(help="Where keys, lives and erasures are kept, apart from the database.")]
command = typer.Typer(no_args_is_help=True, add_completion=False, help="The shared agency endpoint.", pretty_exceptions_enable=False)


command.add_typer(group, name="admin")
for each in (keeping_cli.backup, keeping_cli.verify, keeping_cli.restore, keeping_cli.sweep):
    command.command()(each)


@command.callback()
def _endpoint() -> None:
    """The shared agency endpoint."""


@command.command()
def migrate(database: Database = DATABASE) -> None:
    """Bring the tables of the database to this version."""
    from callhandler.endpoint.migrating import migrate as bring  # noqa: PLC0415

    bring(database)


@command.command()
def serve(  # noqa: PLR0913 - each is an option
    *,
    database: Database = DATABASE,
    state: State = None,
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8443,
    workers: int = 1,
    tls: Annotated[bool, typer.Option(help="Without: only behind something that speaks TLS itself.")] = True,
    certificate: Annotated[Path | None, typer.Option(help="PEM file of the certificate chain.")] = None,
    private_key: Annotated[Path | None, typer.Option(help="PEM file of its private key.")] = None,
    area: Annotated[str, typer.Option(help="The area whose agreement says what a share discloses.")] = "generic",
) -> None:
    """Serve desks until told to stop."""
    from callhandler.endpoint import serve as serving  # noqa: PLC0415
    from callhandler.endpoint.settings import Settings  # noqa: PLC0415

    if tls and not (certificate and private_key):
        raise typer.BadParameter("--certificate and --private-key are needed, or --no-tls behind something that speaks TLS itself")
    pair = (certificate, private_key) if certificate and private_key and tls else None
    try:
        serving.serve(Settings.of(database, state, tls=tls, area=area), host, port, workers, pair)
    except serving.NotReady as trouble:
        typer.echo(str(trouble), err=True)
        raise typer.Exit(1) from None


def main() -> None:
    """The program. What it writes is its owner's alone to read."""
    os.umask(0o077)
    try:
        command()
    except Exception as trouble:
        from callhandler.endpoint.saying import sentence  # noqa: PLC0415

        said = sentence(trouble)
        if not said:
            raise
        typer.echo(said, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
