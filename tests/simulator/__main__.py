"""Command line: python -m tests.simulator --seed N, or --seeds N with --first and --jobs."""

import sys
from argparse import ArgumentParser
from multiprocessing import get_context
from time import monotonic

from tests.simulator.play import play


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.simulator")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    told = parser.parse_args()
    if told.seed is not None:
        ending = play(told.seed, tell=True)
        print("\n".join(ending.failures) or "all well", ending)
        return bool(ending.failures)
    begun = monotonic()
    bad = entries = sweeps = 0
    with get_context("spawn").Pool(told.jobs) as pool:
        for ending in pool.imap_unordered(play, range(told.first, told.first + told.seeds), chunksize=50):
            entries += ending.entries
            sweeps = max(sweeps, ending.sweeps)
            if ending.failures:
                bad += 1
                if bad <= 10:
                    print(ending.seed, ending.failures[:3])
    took = monotonic() - begun
    print(f"{told.seeds} seeds, {entries} entries, {bad} failed, at most {sweeps} sweeps, {told.seeds / took:.0f} seeds/s")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
