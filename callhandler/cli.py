"""The command line: `callhandler` opens the desk; the other commands play calls without anybody at the keyboard."""

import os
from importlib.metadata import version
from pathlib import Path
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


Demo = Annotated[bool, typer.Option("--demo", help="Open a desk at which everybody is invented and nothing is kept.")]
Area = Annotated[str, typer.Option("--area", help="Which area's script and rules to use.")]


@commands.callback(invoke_without_command=True)
def desk(context: typer.Context, *, version: Version = False, demo: Demo = False, area: Area = "generic") -> None:  # noqa: ARG001 - typer acts on `version`
    """Open the desk."""
    if context.invoked_subcommand is None:
        from callhandler.app import run

        raise typer.Exit(run(demo=demo, area=area))


@commands.command("tour")
def tour(out: Annotated[Path, typer.Option("--out", help="The folder for the pictures.")], area: Area = "generic") -> None:
    """Play a first call and a repeat call by itself, and leave a picture of each step."""
    from callhandler.tour import tour as play

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    play(out, area, typer.echo)


if __name__ == "__main__":
    main()
