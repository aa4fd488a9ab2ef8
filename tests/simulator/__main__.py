"""Command line: `--seed N` replays one; `--seeds 10000 --jobs 2` plays many; `--mutants` breaks the core line by line."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from multiprocessing import get_context
from time import monotonic
from typing import TypeVar

from tests.simulator.hunt import hunt
from tests.simulator.mutants import MUTANTS
from tests.simulator.play import play, settle_in

Told = TypeVar("Told")
Given = TypeVar("Given")


def main() -> int:
    told = arguments()
    if told.seed is not None:
        return replay(told.seed, earnest=told.earnest)
    return hunt_all(told.seeds, told.jobs) if told.mutants else play_all(told.first, told.seeds, told.jobs, earnest=told.earnest)


def arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay this one and tell what happens")
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--earnest", action="store_true", help="with Ed25519 instead of cheap keys")
    parser.add_argument("--mutants", action="store_true", help="break the core in one line at a time: every mutant must die")
    return parser.parse_args()


def replay(seed: int, *, earnest: bool) -> int:
    ending = play(seed, tell=True, earnest=earnest)
    print(ending.entries, "entries,", ending.sweeps, "sweeps, ends as", ending.digest)
    print("\n".join(ending.failures) or "Every guarantee was kept.")
    return bool(ending.failures)


def play_all(first: int, seeds: int, jobs: int, *, earnest: bool) -> int:
    begun, bad, entries, sweeps = monotonic(), 0, 0, 0
    for ending in spread(partial(play, earnest=earnest), range(first, first + seeds), jobs, 50):
        entries, sweeps, bad = entries + ending.entries, max(sweeps, ending.sweeps), bad + bool(ending.failures)
        if ending.failures:
            print(f"python -m tests.simulator --seed {ending.seed}  # {ending.failures[0]}", flush=True)
    pace = seeds / (monotonic() - begun)
    print(f"{seeds} seeds, {entries} entries, {bad} failed; at rest after at most {sweeps} sweeps; {pace:.0f} seeds/s")
    return bool(bad)


def hunt_all(seeds: int, jobs: int) -> int:
    alive = 0
    for catch in spread(partial(hunt, seeds=seeds), MUTANTS, jobs, 1):
        alive += not catch.by
        print(f"{catch.by or 'ALIVE':72} {catch.mutant}", flush=True)
    print(f"{len(MUTANTS)} mutants, {alive} alive")
    return bool(alive)


def spread(work: Callable[[Given], Told], given: Iterable[Given], jobs: int, chunk: int) -> Iterator[Told]:
    """The work on each, in so many processes; in this one where one is enough."""
    if jobs == 1:
        yield from map(work, given)
        return
    with get_context("spawn").Pool(jobs, initializer=settle_in) as pool:
        yield from pool.imap_unordered(work, given, chunk)


if __name__ == "__main__":
    sys.exit(main())
