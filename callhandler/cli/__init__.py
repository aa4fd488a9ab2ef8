"""The command line: `callhandler` opens the desk; every other command is a function of a module here, named below."""

from importlib.metadata import version
from multiprocessing import freeze_support
from typing import Annotated

import typer

from callhandler.cli import bring_in, erasing, find, playing, scripts, verify
from callhandler.cli.common import Area

commands = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def main() -> None:
    freeze_support()  # in the bundle a second process is this program again, and ends here
    commands(prog_name="callhandler")


def _tell_version(wanted: bool) -> None:  # noqa: FBT001 - typer hands its flags over so
    if wanted:
        typer.echo(f"callhandler {version('callhandler')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")]
Demo = Annotated[bool, typer.Option("--demo", help="Open a desk at which everybody is invented and nothing is kept.")]


@commands.callback(invoke_without_command=True)
def desk(context: typer.Context, *, version: Version = False, demo: Demo = False, area: Area = "generic") -> None:  # noqa: ARG001 - typer acts on `version`
    """Open the desk."""
    if context.invoked_subcommand is None:
        from callhandler.app import run

        raise typer.Exit(run(demo=demo, area=area))


commands.command("tour")(playing.tour)
commands.command("replay")(playing.replay)
commands.command("publish")(scripts.publish)
commands.command("try")(scripts.try_out)
commands.command("rescore")(scripts.rescore)
commands.command("import")(bring_in.bring_in)
commands.command("find")(find.find)
commands.command("verify")(verify.verify)
commands.command("erase")(erasing.erase)
