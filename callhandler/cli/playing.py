"""Commands that play calls without anybody at the keyboard."""

import os
from pathlib import Path
from typing import Annotated

import typer

from callhandler.cli.common import Area, in_plain_words


def tour(out: Annotated[Path, typer.Option("--out", help="The folder for the pictures.")], area: Area = "generic") -> None:
    """Play a first call and a repeat call by itself, and leave a picture of each step."""
    from callhandler.tour import tour as play

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with in_plain_words():
        play(out, area, typer.echo)


def replay(
    path: Annotated[Path, typer.Argument(help="A call history (.yaml), or a folder of them.")],
    area: Area = "generic",
    json: Annotated[Path | None, typer.Option("--json", help="Write the flags and bands to this file instead of printing them.")] = None,
) -> None:
    """Play call histories through the desk, and say at which contact each flag is raised."""
    from callhandler.app.clock import wall_clock
    from callhandler.replay.printed import play

    with in_plain_words():
        play(path, area, json, typer.echo, wall_clock)
