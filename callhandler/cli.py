"""The command line: `callhandler` opens the desk; the other commands play calls without anybody at the keyboard."""

from importlib.metadata import version
from typing import Annotated

import typer

commands = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> None:
    commands(prog_name="callhandler")


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands its flags over so
    if wanted:
        typer.echo(f"callhandler {version('callhandler')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")]


@commands.callback(invoke_without_command=True)
def desk(*, version: Version = False) -> None:
    """Open the desk."""


if __name__ == "__main__":
    main()
