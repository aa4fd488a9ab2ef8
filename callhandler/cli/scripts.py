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


def rescore(
    new: Annotated[Path, typer.Argument(help="The new version: a workbook (.xlsx, or a folder of .csv), or a published form (.xml).")],
    calls: Annotated[Path | None, typer.Option("--calls", help="A call history (.yaml), or a folder of them.")] = None,
    store: Annotated[str, typer.Option("--store", help="The operator whose stored calls to take, by name or number.")] = "",
    against: Annotated[Path | None, typer.Option("--against", help="The version to hold it against, if not the area's own.")] = None,
    overlay: Annotated[Path | None, typer.Option("--overlay", help="An area's changes, laid over both workbooks (.csv).")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write every call to this file as well.")] = None,
    area: Area = "generic",
    *,
    show: Annotated[bool, typer.Option("--show", help="Show it as a picture as well.")] = False,
) -> None:
    """Hold calls against a new version of a script: who moves band, how many more highs a week, which would have been missed."""
    from callhandler.cli.rescoring import Wish, play

    if (calls is None) is (not store):
        raise typer.BadParameter("name either --calls PATH or --store OPERATOR")
    with in_plain_words():
        play(Wish(new, against, overlay, calls, store, csv, area, show))
