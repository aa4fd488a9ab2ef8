"""Whether callers of every community are found alike: `python -m bench.recognition_communities make|judge FOLDER`.

`make` writes a store and calls by people of six communities, with the same slips for all; `judge` reads the answers to them (answers.jsonl
in FOLDER, as `bench.recognition` writes them) and says for each way to ask how many are among the first five, beside the best there can be.
"""

import csv
import json
import random
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.recognition_ideal import Ideal
from bench.recognition_people import FIELDS, People, Row, everybody

TRAINING = 600  # calls without labels
SEED = 11
NAMES = ("forename", "surname")
PLACE = ("number", "street", "postcode")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask: what is told; what must be told and on record, or the call is left out; whether movers are left out."""

    told: tuple[str, ...]
    needs: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    stays: bool = False
    turned: bool = False


WAYS = {
    "whole form": Way(FIELDS),
    "name+dob": Way((*NAMES, "dob"), (*NAMES, "dob"), ("dob",)),
    "swapped+dob": Way((*NAMES, "dob"), (*NAMES, "dob"), ("dob",), turned=True),
    "surname+dob": Way(("surname", "dob"), ("surname", "dob"), ("dob",)),
    "phone+forename": Way(("phone", "forename"), ("phone", "forename")),
    "postcode+forename": Way(("postcode", "forename"), ("postcode", "forename"), ("postcode",), stays=True),
    "name+address": Way((*NAMES, *PLACE), ("surname", "street")),
    "forename+surname": Way(NAMES, NAMES),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, its way, and who it was."""

    query: str
    way: str
    person: int
    told: Row


def asked(people: People, calls: int) -> Iterator[Asked]:
    """Of every community so many calls, each asked in every way that it allows."""
    dice, left = random.Random(SEED + 1), dict.fromkeys(people.communities, calls)
    for person in dice.sample(range(people.count), people.count):
        if left[people.community(person)]:
            left[people.community(person)] -= 1
            call, moved = people.call(person, dice)
            yield from _ways(people, person, call, moved=moved)


def make(folder: Path, count: int, calls: int) -> None:
    people, dice = People(count, SEED), random.Random(SEED + 2)
    every = sorted(asked(people, calls), key=lambda one: one.way)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "store.csv", ("id", *FIELDS), everybody(people))
    heads = ("query", "set", "typing", *FIELDS)
    _write(folder / "queries.csv", heads, ({"query": one.query, "set": one.way, "typing": "", **one.told} for one in every))
    training = (people.call(dice.randrange(count), dice)[0] for _ in range(TRAINING))
    _write(folder / "train.csv", heads, ({"query": f"t{n}", "set": "train", "typing": "", **call} for n, call in enumerate(training)))


def judge(folder: Path, count: int, calls: int, answers: Path) -> None:
    people = People(count, SEED)
    every = list(asked(people, calls))
    found = dict(_found(answers))
    ours = {one.query: float(f"p{one.person}" in found[one.query][:5]) for one in every}
    named = [one for one in every if "phone" not in WAYS[one.way].told]
    ideal = Ideal(people, (one.told for one in named))
    best = {one.query: _best(ideal, one) for one in named}
    (folder / "judged.json").write_text(json.dumps({one.query: [ours[one.query], best.get(one.query)] for one in every}))
    for name, way in WAYS.items():
        these = [one for one in every if one.way == name]
        _told(people, name, "found", ours, these)
        if "phone" not in way.told:
            _told(people, name, "best", best, these)


def main() -> None:
    args = arguments()
    if args.what == "make":
        make(args.folder, int(args.people), args.calls)
    else:
        judge(args.folder, int(args.people), args.calls, args.answers or args.folder / "answers.jsonl")


def arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("make", "judge"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=float, default=1e6)
    parser.add_argument("--calls", type=int, default=1200)
    parser.add_argument("--answers", type=Path)
    return parser.parse_args()


def _ways(people: People, person: int, call: Row, *, moved: bool) -> Iterator[Asked]:
    stored = people.row(person, stored=True)
    for name, way in WAYS.items():
        told_and_kept = all(call[part] for part in way.needs) and all(stored[part] for part in way.kept)
        if told_and_kept and not (way.stays and moved) and not ("phone" in way.needs and _another(call["phone"], stored["phone"])):
            told = {field: call[field] if field in way.told else "" for field in FIELDS}
            if way.turned:
                told |= {"forename": told["surname"], "surname": told["forename"]}
            yield Asked(f"{name}|{person}", name, person, told)


def _another(told: str, kept: str) -> bool:
    """Whether it is another number, and not the one on record with a slip: of such a call nothing is left but the given name."""
    return not kept or sum(one != other for one, other in zip(told, kept, strict=True)) > 2


def _best(ideal: Ideal, one: Asked) -> float:
    way = WAYS[one.way]
    return ideal.found(one.told, one.person, turned=way.turned, stays=way.stays, known=way.kept)


def _found(answers: Path) -> Iterator[tuple[str, list[str]]]:
    with answers.open(encoding="utf-8") as file:
        for line in file:
            answer = json.loads(line)
            yield answer["query"], [one["id"] for one in answer["candidates"][:5]]


def _told(people: People, way: str, whose: str, found: dict[str, float], these: Iterable[Asked]) -> None:
    """One line: of each community how many are among the first five, and what lies between the best and the worst."""
    hits: dict[str, list[float]] = defaultdict(list)
    for one in these:
        hits[people.community(one.person)].append(found[one.query])
    shares = {name: sum(hits[name]) / len(hits[name]) for name in people.communities}
    told = "  ".join(f"{name} {share:.4f} of {len(hits[name])}" for name, share in shares.items())
    print(f"{way:18} {whose:5} gap {max(shares.values()) - min(shares.values()):.4f}  {told}", flush=True)


def _write(path: Path, heads: tuple[str, ...], lines: Iterable[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(lines)


if __name__ == "__main__":
    main()
