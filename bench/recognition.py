"""The product's own index and scorer behind the formats of a bench: `python -m bench.recognition --store S --queries Q --train T --out O`.

The store is a real, encrypted vault in a folder that goes afterwards, filled as an import fills it; only log entries are left out.
"""

import csv
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from callhandler.people.parts import FIELDS, Parts, parts_told
from callhandler.people.person import Description
from callhandler.people.tables import Tables
from callhandler.store import vault
from callhandler.store.index import Found, Said, Search, Work, learn_from
from callhandler.store.logbook import Logbook
from callhandler.store.secrets import KeptInMemory
from callhandler.store.vault import Vault

AT = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 10_000_000  # descriptions in one transaction; about 600 bytes of memory for each
Row = dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def parts(row: Row) -> Parts:
    return parts_told(**{field: row[field] for field in FIELDS})


def said(path: Path) -> Iterator[tuple[Said, bool]]:
    for number, row in enumerate(rows(path)):
        place = f"{row['number']} {row['street']}, {row['town']} {row['postcode']}"
        name = f"{row['forename']} {row['surname']}".strip()
        case = f"{number:09d}"
        yield (
            Said(case, case, number, AT, Description(f"{case}.caller", name, row["phone"], row["dob"], place, row["id"]), parts(row)),
            True,
        )


def build(logbook: Logbook, path: Path) -> int:
    everything, done = said(path), 0
    while took := logbook.fill_index(islice(everything, BATCH)):
        done += took
        print(f"{done:,} descriptions", flush=True)
    return done


@contextmanager
def store(folder: Path) -> Iterator[Vault]:
    """A vault of its own; it is closed as at log-off."""
    made = vault.create(folder, "C1234", "correct horse battery", KeptInMemory())
    try:
        yield made
    finally:
        made.close()


@contextmanager
def reading(made: Vault) -> Iterator[Any]:
    with made.engine.reader.connect() as connection:
        yield connection.connection.driver_connection


def learned(connection: Any, train: Path) -> Tables:
    """From a sample of the store, and from unlabelled calls with those that the index finds for them."""
    return learn_from(connection, [parts(row) for row in rows(train)])


def answer(query: str, ms: float, found: tuple[Found, ...], ids: dict[int, str]) -> Row:
    candidates = [
        {
            "id": ids[one.number],
            "probability": round(one.scored.probability, 6),
            "bits": round(one.scored.bits, 4),
            "parts": {part: round(bits, 4) for part, bits in one.scored.parts.items()},
        }
        for one in found
    ]
    return {"query": query, "ms": round(ms, 3), "candidates": candidates}  # type: ignore[dict-item]


def ask(connection: Any, tables: Tables, queries: Path, out: Path) -> Work:
    search, work = Search(tables), Work()
    with out.open("w", encoding="utf-8") as file:
        for row in rows(queries):
            asked, start = parts(row), perf_counter()
            found = search.find(connection, asked, row["typing"], work=work)
            ms = (perf_counter() - start) * 1e3
            file.write(json.dumps(answer(row["query"], ms, found, names(connection, found))) + "\n")
    return work


def names(connection: Any, found: tuple[Found, ...]) -> dict[int, str]:
    """The ids by which the bench knows them; looked up after the clock was stopped."""
    marks = ", ".join("?" * len(found))
    return dict(connection.execute(f"SELECT number, words FROM description WHERE number IN ({marks})", [one.number for one in found]))  # noqa: S608 - question marks


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    for name in ("store", "queries", "train", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    args, start = arguments(), perf_counter()
    with TemporaryDirectory(prefix="bench-") as folder, store(Path(folder) / "vault") as made:
        build(made.logbook, args.store)
        built = perf_counter()
        with reading(made) as connection:
            tables = learned(connection, args.train)
            print(f"built in {built - start:.1f} s, learned in {perf_counter() - built:.1f} s", flush=True)
            print(ask(connection, tables, args.queries, args.out))


if __name__ == "__main__":
    main()
