"""What fails: the line, the power, the disks of desks and of the endpoint."""

from callhandler.log.ownership import owner_of
from callhandler.sync.messages import Ask
from tests.simulator.machine import Machine
from tests.simulator.work import someone
from tests.simulator.world import Backup, Letter, World


def sync(world: World) -> None:
    if machine := someone(world):
        world.round(machine)


def ask(world: World) -> None:
    if (machine := someone(world)) and len(world.line) < 8:
        world.line.append(Letter(machine, world.ask(machine)))


def post(world: World) -> None:
    """One letter arrives: any of them, perhaps for the second time, perhaps never."""
    if not world.line:
        return ask(world)
    letter = world.dice.choice(world.line)
    if world.dice.random() > world.plan.doubling:
        world.line.remove(letter)
    if world.dice.random() < world.plan.loss:
        letter.machine.program.pace.failed()
    elif isinstance(letter.what, Ask):
        world.line.append(Letter(letter.machine, world.answer(letter.what)))
    elif letter.machine.alive:
        world.take(letter.machine, letter.what)
    return None


def crash(world: World) -> None:
    if machine := someone(world):
        machine.restart()


def cut_device(world: World) -> None:
    if machine := someone(world):
        world.cut_device(machine, world.dice.randrange(60))


def cut_endpoint(world: World) -> None:
    if machine := someone(world):
        world.cut_endpoint(machine, world.dice.randrange(60))


def back_up(world: World) -> None:
    world.backups.append(
        Backup(
            world.disk.copy(),
            world.disk.apart.incarnation,
            frozenset(one.entry.id for one in world.disk.entries.values() if one.entry.payload),
        )
    )


def verify(world: World) -> None:
    """Somebody reads the latest backup back."""
    if world.backups:
        world.exchange.verified(tuple(world.backups[-1].disk.entries))
        world.story.verified |= world.backups[-1].ids


def restore_announced(world: World) -> None:
    if world.backups:
        before, backup = remember(world), world.dice.choice(world.backups)
        take_back(world, backup)
        world.exchange.open(restored=True)
        gone_by_a_fault(world, before)


def restore_unannounced(world: World) -> None:
    if world.backups:
        before, backup = remember(world), world.dice.choice(world.backups)
        take_back(world, backup)
        if world.dice.random() < 0.5:
            world.disk.apart.incarnation = backup.incarnation
        world.exchange.open()
        world.regressed.add(world.disk.incarnation())
        gone_by_a_fault(world, before)


def take_back(world: World, backup: Backup) -> None:
    """Any backup, even one from before those that were verified: what only those held is lost twice."""
    world.disk.put_back(backup.disk)
    world.story.excused |= world.story.verified - backup.ids


def copy(world: World) -> None:
    if machine := someone(world):
        world.copies.append((machine, machine.disk.copy()))


def put_back(world: World) -> None:
    """A machine gets an old copy of its own disk back."""
    if world.copies:
        machine, disk = world.dice.choice(world.copies)
        before = world.on_disks()
        lose_disk(world, machine)
        machine.disk.put_back(disk)
        machine.alive, machine.wiped = True, False
        machine.restart()
        gone_by_a_fault(world, before)


def clone(world: World) -> None:
    """A second machine begins with a copy of the first one's disk."""
    if world.copies and len(world.machines) < 6:
        machine, disk = world.dice.choice(world.copies)
        world.clone(machine, f"{machine.agency}-{world.count()}", disk.copy())


def lose(world: World) -> None:
    if (machine := someone(world)) and len(world.alive()) > 1:
        before = world.on_disks()
        lose_disk(world, machine)
        machine.alive = False
        gone_by_a_fault(world, before)


def remember(world: World) -> tuple[set[str], set[str]]:
    """What is on the disks before the endpoint loses its own; and what desks show of their own agency's cases, which must still count.

    A desk vouches no more for what it let go of while the endpoint still counted it: it may have been taken off that desk. And what desks
    know as held back, because nobody has told them yet that it counts again, is barred as much as what the endpoint holds back still.
    """
    counted = {one.entry.id for one in world.disk.entries.values() if not one.why}
    for machine in world.alive():
        held = {one.entry.id for one in machine.disk.holdings.values()}
        shown = {one.entry for one in machine.disk.holdings.values() if one.shown and owner_of(one.entry.case) == machine.agency}
        vouched = world.story.shown.get(machine.name, set()) - (counted - held)
        world.story.shown[machine.name] = vouched | {entry.id for entry in shown}
        world.story.barred |= {one.entry.id for one in machine.disk.holdings.values() if one.standing == "held"} & counted
    world.story.decreed |= {one.entry.id for one in world.disk.entries.values() if one.entry.kind == "erased" and not one.why}
    world.story.barred |= {one.entry.id for one in world.disk.entries.values() if one.why == "revoked"}
    return world.on_disks()


def lose_disk(world: World, machine: Machine) -> None:
    world.story.shown.pop(machine.name, None)
    for one in world.story.written.values():
        one.at_risk = one.at_risk or one.machine == machine.name


def gone_by_a_fault(world: World, before: tuple[set[str], set[str]]) -> None:
    """What no disk holds any more. Excused only where the writer's own disk failed too, or a verified backup had held it."""
    world.story.restored += 1
    dead = {machine.name for machine in world.machines if not machine.alive}
    held, whole = world.on_disks()
    world.story.vanished |= before[0] - held
    for id in sorted(before[1] - whole):
        told = world.story.written[id]
        if not (told.at_risk or world.story.erased(id) or id in world.story.verified or told.machine in dead):
            world.story.fail(f"{id}: its writer no longer held it when the endpoint lost it")
        world.story.excused.add(id)
