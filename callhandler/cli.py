"""The command line: `callhandler` opens the desk; the other commands play calls without anybody at the keyboard."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """What the world does wrong is said in a sentence, and ends with exit code 2; what we did wrong crashes loudly."""
    from callhandler.cases.area import AreaTrouble
    from callhandler.replay.story import StoryTrouble
    from callhandler.script.trouble import ScriptTrouble

    try:
        yield
    except (AreaTrouble, ScriptTrouble, StoryTrouble, OSError) as trouble:
        typer.echo(str(trouble), err=True)
        raise typer.Exit(2) from None


def _known_area(code: str) -> str:
    from callhandler.config import RESOURCES

    areas = sorted(folder.name for folder in (RESOURCES / "areas").iterdir())
    if code not in areas:
        raise typer.BadParameter(f"there is no area {code!r}; there are {', '.join(areas)}")
    return code


Version = Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")]
Demo = Annotated[bool, typer.Option("--demo", help="Open a desk at which everybody is invented and nothing is kept.")]
Area = Annotated[str, typer.Option("--area", callback=_known_area, help="Which area's script and rules to use.")]


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
    with _in_plain_words():
        play(out, area, typer.echo)


@commands.command("replay")
def replay(
    path: Annotated[Path, typer.Argument(help="A call history (.yaml), or a folder of them.")],
    area: Area = "generic",
    json: Annotated[Path | None, typer.Option("--json", help="Write the flags and bands to this file instead of printing them.")] = None,
) -> None:
    """Play call histories through the desk, and say at which contact each flag is raised."""
    from callhandler.app.clock import wall_clock
    from callhandler.replay.printed import play

    with _in_plain_words():
        play(path, area, json, typer.echo, wall_clock)


@commands.command("publish")
def publish(
    workbook: Annotated[Path | None, typer.Argument(help="The workbook (.xlsx), or a folder with its sheets as .csv.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The folder for the form and its manifest.")] = None,
    overlay: Annotated[Path | None, typer.Option("--overlay", help="An area's changes to the workbook (.csv).")] = None,
    expanded: Annotated[
        Path | None, typer.Option("--workbook", help="Keep the workbook as published, for any XLSForm tool (.xlsx).")
    ] = None,
    against: Annotated[Path | None, typer.Option("--against", help="An earlier workbook: say in words what changes.")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="The publisher's key to sign with.")] = None,
    new_key: Annotated[Path | None, typer.Option("--new-key", help="Make a publisher's key, keep it in this file, and stop.")] = None,
) -> None:
    """Check a script's workbook, and turn it into the form that the desk runs."""
    from callhandler.script import printed

    with _in_plain_words():
        if new_key:
            printed.make_key(new_key, typer.echo)
        elif workbook and out:
            printed.publish(printed.Order(workbook, out, overlay, key, expanded, against), typer.echo)
        else:
            raise typer.BadParameter("name a workbook and --out FOLDER, or --new-key FILE")


if __name__ == "__main__":
    main()
