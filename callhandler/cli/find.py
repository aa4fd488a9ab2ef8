"""The command that looks up a list of descriptions in the log."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callhandler.cli.common import Area, in_plain_words
from callhandler.cli.unlocking import hand_of, troubles_told, unlocked

if TYPE_CHECKING:
    from callhandler.desk.finding import Answer

FEW = 5  # that are told in words


def find(
    context: typer.Context,
    queries: Annotated[Path, typer.Argument(help="The list (.csv): query, set, typing, forename, surname, dob, phone, number, street …")],
    area: Area = "generic",
    out: Annotated[Path | None, typer.Option("--out", help="Write the answers to this file instead of printing them.")] = None,
    operator: Annotated[str, typer.Option("--operator", help="Whose store: the collar number that signs in.")] = "",
    purpose: Annotated[str, typer.Option("--purpose", help="Why: it goes on record with the search.")] = "list",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON for each, for another program.")] = False,
) -> None:
    """Say who in the log each description of a list may be, best first. That you looked is on record before anything is shown."""
    from callhandler.cases.area import load_area
    from callhandler.config import RESOURCES
    from callhandler.desk.finding import Finder
    from callhandler.desk.recognition import PeopleBook

    with in_plain_words(), troubles_told():
        agreed = load_area(RESOURCES / "areas" / area)
        rows = tuple(_read(queries))
        with unlocked(context, operator or typer.prompt("Collar number", err=True)) as vault:
            finder = Finder(hand_of(vault, agreed), vault.logbook, PeopleBook(vault.logbook, agreed.questions))
            lines = (_as_json(answer) if as_json else _in_words(answer) for answer in finder.find(rows, purpose))
            _give(lines, out)


def _read(queries: Path) -> Iterator[dict[str, str]]:
    with queries.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {heading: value or "" for heading, value in row.items() if isinstance(heading, str)}


def _give(lines: Iterator[str], out: Path | None) -> None:
    """A file is written whole or not at all: a look-up that could not be recorded half-way leaves nothing behind."""
    if out is None:
        for line in lines:
            typer.echo(line)
        return
    told = "".join(f"{line}\n" for line in lines)
    out.touch(0o600)
    out.write_text(told, encoding="utf-8")
    typer.echo(f"Written to {out}. It names people: OFFICIAL-SENSITIVE.", err=True)


def _as_json(answer: "Answer") -> str:
    candidates = [
        {"id": one.person, "probability": one.probability, "bits": one.bits, "parts": {why.field: why.bits for why in one.why}}
        for one in answer.candidates
    ]
    return json.dumps({"query": answer.query, "ms": round(answer.ms, 3), "candidates": candidates})


def _in_words(answer: "Answer") -> str:
    """How sure in a word, never a bare percentage."""
    said = (f"  {one.sure:<12} {one.name or 'no name'} · {one.phone} · {one.place} · {one.complaints} calls" for one in answer.candidates)
    return "\n".join((f"{answer.query}:", *(tuple(said)[:FEW] or ("  nobody",))))
