"""Plays files of recorded behaviour through our engine: `python -m tests.peers.conformance FILE…` counts what is identical."""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.peers.assertions import check
from tests.peers.causes import cause
from tests.peers.replay import Outcome, play


@dataclass(frozen=True, slots=True)
class Judged:
    """One recorded test run, how it went, and why it differs where that is listed."""

    test: str
    outcome: Outcome
    cause: str


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The recorded lines of a file, plain or gzipped."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    yield from (json.loads(line) for line in text.splitlines() if line.strip())


def judged(path: Path) -> Iterator[Judged]:
    """Every line of a file with how it went, and the listed cause where it differs."""
    for line in lines(path):
        outcome = _outcome(line)
        yield Judged(line["test"], outcome, cause(line, outcome) if outcome.kind == "different" else "")


def _outcome(line: Mapping[str, Any]) -> Outcome:
    """One line played; whatever breaks is a difference to look into, and the lines after it are played all the same."""
    try:
        return check(line) if "expression" in line else play(line)
    except Exception as trouble:  # noqa: BLE001 - the harness is for lines that nobody here has seen
        return Outcome("different", f"ours breaks: {type(trouble).__name__}: {trouble}")


def main(arguments: list[str]) -> int:
    """Prints per file identical / run / outside the subset; with -v each difference. 1 where one differs beyond the listed causes."""
    unlisted = 0
    for name in (argument for argument in arguments if argument != "-v"):
        results = list(judged(Path(name)))
        strange = [one for one in results if one.outcome.kind == "different" and not one.cause]
        unlisted += len(strange)
        _print(Path(name).name, results, len(strange))
        for one in results if "-v" in arguments else strange:
            if one.outcome.kind != "identical":
                print(f"  {one.outcome.kind}{f' ({one.cause})' if one.cause else ''}: {one.test}: {one.outcome.cause[:300]}")
    return 1 if unlisted else 0


def _print(name: str, results: Sequence[Judged], strange: int) -> None:
    kinds = Counter(one.outcome.kind for one in results)
    run = kinds["identical"] + kinds["different"]
    told = f"{kinds['identical']} identical of {run} run ({kinds['identical'] / max(run, 1):.1%}), {kinds['outside']} outside"
    print(f"{name}: {told}, {sum(one.outcome.compared for one in results)} places compared")
    for why, often in Counter(one.cause for one in results if one.cause).most_common():
        print(f"  {often} differ: {why}")
    if strange:
        print(f"  {strange} differ for no listed cause:")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
