"""Plays one seed: trouble first, then peace, then judgement."""

import gc
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

from tests.simulator.account import at_endpoint, at_machine
from tests.simulator.happenings import HAPPENINGS
from tests.simulator.judge import Judge
from tests.simulator.keys import Forge, Smithy
from tests.simulator.machine import Machine
from tests.simulator.plan import swarm, uniform
from tests.simulator.world import Carry, World, staying_the_same

PATIENCE = 10  # sweeps over all machines until nothing changes
ROUNDS = 300  # of one machine until it has nothing more to say


@dataclass(frozen=True)
class Ending:
    """What came of a seed."""

    seed: int
    failures: tuple[str, ...]
    entries: int
    sweeps: int
    digest: str  # of every feed as it ended


def play(seed: int, *, tell: bool = False, earnest: bool = False, carry: Carry = staying_the_same, full: float = 0.0) -> Ending:
    """Even seeds let everything happen; odd ones draw a mixture of their own. `earnest`: with the keys that are used in earnest.

    `full`: how often the endpoint takes no entries from whoever asks; none of the time once there is peace.
    """
    dice = Random(seed)
    plan = replace(swarm(dice) if seed % 2 else uniform(dice), full=full)
    world = World(dice, plan, Forge() if earnest else Smithy(), carry=carry)
    names, weights = list(world.plan.weights), list(world.plan.weights.values())
    for step, name in enumerate(dice.choices(names, weights, k=world.plan.steps)):
        if tell:
            print(f"{step:3} {name}")
        HAPPENINGS[name](world)
    world.plan = replace(plan, full=0.0)
    for machine in world.machines:
        machine.program.pace.brings = True
    sweeps = settle(world)
    return Ending(seed, tuple(judged(world)), len(world.story.written), sweeps, digest(world))


def settle_in() -> None:
    """In a new program: what is loaded by now stays, and nobody need look through it again for something to let go of."""
    gc.freeze()


def digest(world: World) -> str:
    """The same seed ends the same, on every machine."""
    ends = sorted((feed, world.disk.end(feed).rh.hex()) for feed in world.disk.feeds())
    return sha256(repr((ends, world.disk.incarnation())).encode()).hexdigest()[:12]


def judged(world: World) -> list[str]:
    """What the judge finds, once all is at rest."""
    return Judge(world.story, at_endpoint(world), [at_machine(machine) for machine in world.machines]).verdict()


def settle(world: World) -> int:
    """The line holds, nothing fails, and an administrator orders what waits for an order."""
    world.line.clear()
    known: dict[str, object] = {}  # by machine, the endpoint as it was when the machine came to rest
    for sweep in range(1, PATIENCE + 1):
        behind = [machine for machine in world.alive() if known.get(machine.name) != condition(world)]
        if not behind:
            return sweep - 1
        for machine in behind:
            rest(world, machine)
            known[machine.name] = condition(world)
    world.story.fail("the world does not come to rest")
    return PATIENCE


def condition(world: World) -> object:
    """Whatever at the endpoint could concern a device."""
    disk = world.disk
    bodies = sum(bool(kept.entry.payload) for kept in disk.entries.values())
    return disk.incarnation(), len(disk.entries), bodies, len(disk.enrolled), sum(map(len, disk.told.values()))


def rest(world: World, machine: Machine) -> None:
    for _ in range(ROUNDS):
        for feed in machine.reads():
            world.exchange.clear(feed)
        if not world.round(machine) or not machine.alive:
            return
    world.story.fail(f"{machine.name} does not come to rest")
