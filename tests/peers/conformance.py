"""Plays files of recorded behaviour through our engine: `python -m tests.peers.conformance FILE…` counts what is identical."""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.peers.assertions import check
from tests.peers.replay import Outcome, play


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The recorded lines of a file, plain or gzipped."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    yield from (json.loads(line) for line in text.splitlines() if line.strip())


def judged(path: Path) -> list[tuple[str, Outcome]]:
    """Every line of a file with how it went."""
    return [(line["test"], check(line) if "expression" in line else play(line)) for line in lines(path)]


def main(arguments: list[str]) -> int:
    """Prints per file identical / run / outside the subset; with -v also each difference."""
    for name in (argument for argument in arguments if argument != "-v"):
        results = judged(Path(name))
        kinds = Counter(outcome.kind for _, outcome in results)
        run = kinds["identical"] + kinds["different"]
        nodes = sum(outcome.compared for _, outcome in results)
        told = f"{kinds['identical']} identical of {run} run ({kinds['identical'] / max(run, 1):.1%}), {kinds['outside']} outside"
        print(f"{Path(name).name}: {told}, {nodes} places compared")
        for test, outcome in results if "-v" in arguments else ():
            if outcome.kind != "identical":
                print(f"  {outcome.kind}: {test}: {outcome.cause[:300]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
