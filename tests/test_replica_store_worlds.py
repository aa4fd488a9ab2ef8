"""The whole simulator over again, with every machine's disk a real encrypted file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from typing_extensions import override

from tests.simulator.happenings import HAPPENINGS
from tests.simulator.keys import Forge
from tests.simulator.machine import Machine
from tests.simulator.plan import swarm, uniform
from tests.simulator.play import digest, judged, play, settle
from tests.simulator.world import World
from tests.stored_device import Shelf

GATE, LONG = range(6), range(6, 400)


@dataclass
class StoredWorld(World):
    """A world whose machines have disks of their own; the endpoint's stays in memory."""

    shelf: Shelf = field(kw_only=True)

    @override
    def enrol(self, agency: str, groups: tuple[str, ...] = ()) -> Machine:
        machine = super().enrol(agency, groups)
        machine.disk = self.shelf.disk(machine.disk.identity())  # type: ignore[assignment]  # it has the same manners
        machine.restart()
        return machine


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.clear()


def played(seed: int, shelf: Shelf) -> StoredWorld:
    dice = Random(seed)
    world = StoredWorld(dice, swarm(dice) if seed % 2 else uniform(dice), Forge(), shelf=shelf)
    for name in dice.choices(list(world.plan.weights), list(world.plan.weights.values()), k=world.plan.steps):
        HAPPENINGS[name](world)
    settle(world)
    return world


@pytest.mark.req("F6", "F9", "F18", "F20", "T4", "T6")
@pytest.mark.parametrize("seed", GATE)
def test_real_disks_end_as_those_in_memory_do(seed: int, shelf: Shelf):
    world = played(seed, shelf)
    assert judged(world) == []
    assert digest(world) == play(seed, earnest=True).digest


@pytest.mark.soak
@pytest.mark.parametrize("seed", LONG)
def test_real_disks_end_as_those_in_memory_do_for_hundreds_of_seeds(seed: int, shelf: Shelf):
    world = played(seed, shelf)
    assert judged(world) == []
