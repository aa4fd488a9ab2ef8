"""Hunts the mutants: plays seeds with each of them until one seed notices."""

from dataclasses import dataclass

from tests.simulator.breaking import Mutant, loaded


@dataclass(frozen=True)
class Catch:
    """How a mutant fared. `seed` is None where it survived."""

    mutant: str
    seed: int | None
    why: str


def hunt(mutant: Mutant, seeds: int) -> Catch:
    """The first seed that notices. A core that falls over has been noticed too."""
    with loaded(mutant) as load:
        play = load("tests.simulator.play").play
        for seed in range(seeds):
            try:
                failures = play(seed).failures
            except Exception as trouble:  # noqa: BLE001 - whatever a broken core does
                failures = (f"{type(trouble).__name__}: {trouble}",)
            if failures:
                return Catch(mutant.name, seed, failures[0])
    return Catch(mutant.name, None, "")
