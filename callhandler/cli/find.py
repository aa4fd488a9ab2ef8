"""The command that looks up a list of descriptions in the log."""

import csv
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from callhandler.cli.common import Area, in_plain_words
from callhandler.cli.unlocking import hand_of, troubles_told, unlocked

if TYPE_CHECKING:
    from callhandler.desk.finding import Answer
    from callhandler.desk.glance import Seen
    from callhandler.desk.recognition import Candidate

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
    from callhandler.desk.glance import stands_out
    from callhandler.desk.recognition import PeopleBook

    with in_plain_words(), troubles_told():
        agreed = load_area(RESOURCES / "areas" / area)
        rows = tuple(_read(queries))
        with unlocked(context, operator or typer.prompt("Collar number", err=True)) as vault:
            hand, book = hand_of(vault, agreed), PeopleBook(vault.logbook, agreed.questions, agreed.protected)
            held_back = partial(_held_back, seen=lambda one: stands_out(one, book, agreed, hand.now().date()))
            answers = Finder(hand, vault.logbook, book).find(rows, purpose)
            lines = (_as_json(answer) if as_json else _in_words(answer, held_back) for answer in answers)
            _give(lines, out)


def _read(queries: Path) -> Iterator[dict[str, str]]:
    from callhandler.desk.finding import NotAList

    with queries.open(encoding="utf-8-sig", newline="") as file:
        try:
            for row in csv.DictReader(file):
                yield {heading: value or "" for heading, value in row.items() if isinstance(heading, str)}
        except (UnicodeDecodeError, csv.Error) as trouble:
            raise NotAList(f"{queries.name} cannot be read as a list: it has to be a table of commas in UTF-8.") from trouble


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


def _in_words(answer: "Answer", where: Callable[["Candidate"], str]) -> str:
    """How sure in a word, never a bare percentage."""
    few = answer.candidates[:FEW]
    said = [f"  {one.sure:<12} {one.name or 'no name'} · {where(one)} · {one.complaints} calls" for one in few]
    return "\n".join((f"{answer.query}:", *(said or ["  nobody"])))


def _held_back(one: "Candidate", seen: Callable[["Candidate"], "Seen"]) -> str:
    """Number and address, unless whoever lives there is in danger if they are told: then only the open log says them, as on the screen."""
    return "number and address held back" if seen(one).held_back else f"{one.phone} · {one.place}"
