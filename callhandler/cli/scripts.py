"""Commands for the analyst who owns a script and its risk matrix."""

from pathlib import Path
from typing import Annotated

import typer

from callhandler.cli.common import Area, in_plain_words


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

    with in_plain_words():
        if new_key:
            printed.make_key(new_key, typer.echo)
        elif workbook and out:
            printed.publish(printed.Order(workbook, out, overlay, key, expanded, against), typer.echo)
        else:
            raise typer.BadParameter("name a workbook and --out FOLDER, or --new-key FILE")


def try_out(
    form: Annotated[Path, typer.Argument(help="A workbook (.xlsx, or a folder of .csv), or a published form (.xml).")],
    overlay: Annotated[Path | None, typer.Option("--overlay", help="An area's changes to the workbook (.csv).")] = None,
    area: Area = "generic",
) -> None:
    """Open the call page on a draft of a script; nothing is kept, and F5 reads the file anew."""
    from callhandler.app.trying import run

    with in_plain_words():
        raise typer.Exit(run(form, overlay, area))
