"""The auditor's command: checks a log that the endpoint exported, without a connection."""

from pathlib import Path
from typing import Annotated

import typer

from callhandler.cli.common import in_plain_words


def verify(
    file: Annotated[Path, typer.Argument(help="The file that the endpoint exported (.jsonl).")],
    endpoint: Annotated[str, typer.Option("--endpoint", help="The endpoint's public key, in hexadecimal, as the agency knows it.")] = "",
) -> None:
    """Check an exported log: every chain, signature and running hash. Names the first line that is not as it was written."""
    from callhandler.log.device import verify as signed
    from callhandler.sync.evidence import verify_export

    with in_plain_words(), file.open("rb") as lines:
        fault = verify_export(lines, signed, _key(endpoint))
    if fault:
        typer.echo(f"{file}: line {fault.line}: {fault.why}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{file}: every line is as it was written." + ("" if endpoint else " Compare the endpoint's key with --endpoint."))


def _key(told: str) -> bytes:
    try:
        return bytes.fromhex(told)
    except ValueError:
        raise typer.BadParameter("a key is written in hexadecimal digits") from None
