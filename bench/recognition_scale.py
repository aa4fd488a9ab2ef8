"""What a key costs among a million people: `python -m bench.recognition_scale DATA FOLDER` with the files of a large store in DATA.

FOLDER keeps the encrypted store that was built, so that it is built once. Figures are milliseconds on this machine, and counts.
"""

import json
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from threading import Event
from time import perf_counter, time

from bench.recognition import build, parts, reading, rows
from callhandler.log.entry import compose
from callhandler.log.kinds import PersonDescribed
from callhandler.store import vault
from callhandler.store.index import Remembered, Search, Work
from callhandler.store.vault import Vault
from tests.doubles import ToldClock

PASSPHRASE = "correct horse battery"  # noqa: S105 - of a bench store, in the clear on purpose
WARMING = 300  # searches before the clock counts
ADDED = 200
BESIDE = 800  # keys typed while another thread writes
PAUSE = 0.05  # seconds between two complaints written meanwhile: twenty a second, which no desk ever wrote


class KeptInAFile:
    """A keyring for a bench store that outlives one run; nothing of it is anybody's."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def get(self, name: str) -> str | None:
        return self._kept.get(name)

    def keep(self, name: str, secret: str) -> None:
        self._kept[name] = secret
        self._path.write_text(json.dumps(self._kept))

    def forget(self, name: str) -> None:
        self._kept.pop(name, None)
        self._path.write_text(json.dumps(self._kept))


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(what: str, times: list[float]) -> None:
    print(f"{what:24} n {len(times):6}  p50 {percentile(times, 0.5):7.2f}  p99 {percentile(times, 0.99):7.2f} ms", flush=True)


def timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1e3


def opened(data: Path, folder: Path) -> Vault:
    secrets = KeptInAFile(folder / "keyring.json")
    if (folder / "vault").exists():
        return vault.unlock(folder / "vault", PASSPHRASE, secrets)
    made, start = vault.create(folder / "vault", "C1234", PASSPHRASE, secrets), perf_counter()
    n = build(made.logbook, data / "store.csv")
    print(f"built {n:,} in {perf_counter() - start:.0f} s", flush=True)
    return made


def searches(made: Vault, file: Path, most: int | None = None, only: str = "") -> Iterator[tuple[float, Work]]:
    search, before = Search(), Remembered()
    with reading(made) as connection:
        for row in islice((row for row in rows(file) if not only or row["set"] == only), most):
            asked, work = parts(row), Work()
            start = perf_counter()
            search.find(connection, asked, row["typing"], work=work, before=before)
            yield (perf_counter() - start) * 1e3, work


def adding(made: Vault, clock: ToldClock, run: str, number: int) -> None:
    described = PersonDescribed(person=f"{run}{number}.caller", role="caller", name=f"Newcomer Number{number}", phone=f"0790{number:07}")
    entry = compose(described, id=f"{run}{number}", case=f"{run}{number}", at=clock(), hlc=number + 1, actor="C1234", agency="police")
    made.logbook.append((entry,))


def beside_a_writer(made: Vault, data: Path, clock: ToldClock, run: str) -> None:
    """The same keys alone, and while complaints are added; an error of either ends the bench."""
    told("keys, nobody writing", [ms for ms, _ in searches(made, data / "keystrokes.csv", BESIDE)])
    ended, written = Event(), list[float]()

    def write() -> None:
        while not ended.wait(PAUSE):
            written.append(timed(lambda: adding(made, clock, run, len(written))))

    with ThreadPoolExecutor(1) as hands:
        writing = hands.submit(write)
        beside = [ms for ms, _ in searches(made, data / "keystrokes.csv", BESIDE)]
        ended.set()
        writing.result()
    told("keys, somebody writing", beside)
    told("and what they wrote", written)


def main() -> None:
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    made = opened(data, folder)
    list(searches(made, data / "keystrokes.csv", WARMING))
    keys = list(searches(made, data / "keystrokes.csv"))
    told("a key", [ms for ms, _ in keys[WARMING:]])
    told("whole form", [ms for ms, _ in searches(made, data / "queries.csv", only="whole form")])
    for count in ("keys", "postings", "rows", "statements"):
        print(f"{count:24} at most {max(getattr(work, count) for _, work in keys)}")
    clock, run = ToldClock(), f"n{int(time() * 1e3)}."
    told("a complaint added", [timed(lambda n=n: adding(made, clock, run, n)) for n in range(ADDED)])  # type: ignore[misc]
    beside_a_writer(made, data, clock, f"{run}b")
    print(f"{'on the disk':24} {sum(path.stat().st_size for path in (folder / 'vault').glob('store.db*')) / 1e6:,.0f} MB")
    made.close()


if __name__ == "__main__":
    main()
