"""Hunts the mutants: plays seeds with each of them until one notices, then the directed tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from tests.simulator.breaking import Mutant, loaded
from tests.simulator.play import Ending

DIRECTED = (
    "tests.test_sync_restore",
    "tests.test_sync_restore_guests",
    "tests.test_sync_sharing",
    "tests.test_sync_groups",
    "tests.test_sync_late_entries",
    "tests.test_sync_copies",
    "tests.test_sync_erasure",
    "tests.test_sync_trust",
    "tests.test_sync_certificates",
    "tests.test_sync_proofs",
    "tests.test_sync_beats",
    "tests.test_sync_successors",
    "tests.test_sync_orders",
    "tests.test_sync_settling",
    "tests.test_sync_full",
)


@dataclass(frozen=True)
class Catch:
    """How a mutant fared. `by` is the seed or the test that noticed, "" where it survived."""

    mutant: str
    by: str
    why: str = ""


def hunt(mutant: Mutant, seeds: int, *, first: int = 0) -> Catch:
    """The first seed that notices, else the first directed test. A core that falls over has been noticed too."""
    with loaded(mutant) as load:
        play = load("tests.simulator.play").play
        for seed in range(first, first + seeds):
            if why := _failure(partial(_played, play, seed)):
                return Catch(mutant.name, f"seed {seed}", why)
        for name in DIRECTED:
            for test, run in _tests(load(name)):
                if why := _failure(run):
                    return Catch(mutant.name, test, why)
    return Catch(mutant.name, "")


def _played(play: Callable[[int], Ending], seed: int) -> str:
    return "; ".join(play(seed).failures[:2])


def _failure(run: Callable[[], object]) -> str:
    """What went wrong; "" where nothing did."""
    try:
        return str(run() or "")
    except Exception as trouble:  # noqa: BLE001 - whatever a broken core does
        return f"{type(trouble).__name__}: {trouble}".partition("\n")[0]


def _tests(module: ModuleType) -> Iterator[tuple[str, Callable[[], object]]]:
    """The tests of a module, each with each of its parameters."""
    for name, test in vars(module).items():
        if name.startswith("test_"):
            values = [mark.args[1] for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
            yield from ((f"{name}[{value}]", partial(test, value)) for value in values[0]) if values else ((name, test),)
