"""A quiet world for one scene: only what the test says happens."""

from random import Random

from callhandler.log.kinds import Body, CaseShared, Noted
from callhandler.log.ownership import case_of
from callhandler.sync.messages import Answer
from callhandler.sync.stores import Holding, Identity
from tests.simulator.account import at_machine
from tests.simulator.faults import gone_by_a_fault, lose_disk, remember, take_back
from tests.simulator.keys import Forge, Smithy
from tests.simulator.machine import Machine
from tests.simulator.plan import Plan
from tests.simulator.play import judged, rest, settle
from tests.simulator.work import put_down
from tests.simulator.world import Backup, World


class Stage:
    """The endpoint, and whatever machines a test brings in."""

    def __init__(self, *, batch: int = 50, earnest: bool = False) -> None:
        plan = Plan({}, steps=0, machines=0, agencies=0, batch=batch)
        self.world = World(Random(0), plan, Forge() if earnest else Smithy())
        self.disk = self.world.disk

    @property
    def life(self) -> str:
        return self.disk.incarnation()

    def desk(self, agency: str = "police", *groups: str) -> Machine:
        return self.world.enrol(agency, groups)

    def case(self, machine: Machine) -> str:
        """A new case with one line in it."""
        case = case_of(machine.agency, f"c{self.world.count()}")
        self.write(machine, case)
        return case

    def shared(self) -> tuple[Machine, Machine, str]:
        """A desk of the police, one of the council, and a case of the police that both hold."""
        police, council = self.desk("police"), self.desk("council")
        case = self.case(police)
        self.write(police, case, CaseShared(audience="council"))
        self.sync(police, council)
        return police, council, case

    def write(self, machine: Machine, case: str, body: Body | None = None, *, agency: str = "", id: str = "") -> str:
        return put_down(self.world, machine, case, body or Noted(text=f"canary {self.world.count()}"), agency=agency, id=id)

    def parted(self, machine: Machine, case: str) -> Machine:
        """A copy of it, once both have written on: the copy goes on under another name."""
        twin = self.clone(machine)
        for one in (machine, twin):
            self.write(one, case)
            self.sync(one)
        return twin

    def stranger(self, agency: str) -> Machine:
        """A machine that nobody has let in."""
        machine = self.desk(agency)
        key = self.world.smithy.key(f"stranger {self.world.count()}")
        machine.disk.set_identity(Identity(key))
        machine.names.append(key.id)
        return machine

    def name(self, machine: Machine) -> str:
        return machine.disk.identity().signer.id

    def need(self, machine: Machine) -> str:
        """What the endpoint says it needs first."""
        return machine.program.take(self.world.answer(self.world.ask(machine))).need

    def half_sync(self, machine: Machine, rounds: int = 1) -> None:
        """Some rounds, and nobody orders anything."""
        for _ in range(rounds):
            self.round(machine)

    def kept_after_sync(self, machine: Machine, id: str) -> list[str]:
        self.sync(machine)
        return self.kept(id)

    def values(self, case: str, field: str) -> list[tuple[str, ...]]:
        """What each machine shows in a field."""
        return [at_machine(machine).values.get((case, field), ()) for machine in self.world.alive()]

    def round(self, machine: Machine) -> Answer:
        answer = self.world.answer(self.world.ask(machine))
        self.world.take(machine, answer)
        return answer

    def sync(self, *machines: Machine) -> None:
        """Each in turn, until it has nothing more to say."""
        for machine in machines:
            rest(self.world, machine)

    def backup(self) -> Backup:
        return Backup(self.disk.copy(), self.life, frozenset(kept.entry.id for kept in self.disk.entries.values()))

    def restore(self, backup: Backup, *, announced: bool = True) -> None:
        before = remember(self.world)
        take_back(self.world, backup)
        self.world.exchange.open(restored=announced)
        if not announced:
            self.world.regressed.add(self.life)
        gone_by_a_fault(self.world, before)

    def verify(self, backup: Backup) -> None:
        self.world.exchange.verified(tuple(backup.disk.entries))
        self.world.story.verified |= backup.ids

    def overlook(self, id: str) -> None:
        """The endpoint loses one entry, though not its place in the chain."""
        lost = {leaf for leaf, kept in self.disk.entries.items() if kept.entry.id == id}
        for found in (self.disk.cases, self.disk.ids, self.disk.ruling):
            for name, leaves in found.items():
                found[name] = tuple(leaf for leaf in leaves if leaf not in lost)
        for leaf in lost:
            del self.disk.entries[leaf]

    def lose(self, machine: Machine) -> None:
        before = self.world.on_disks()
        lose_disk(self.world, machine)
        machine.alive = False
        gone_by_a_fault(self.world, before)

    def clone(self, machine: Machine) -> Machine:
        """A second machine with a copy of this one's disk as it is now."""
        return self.world.clone(machine, f"{machine.name}-copy", machine.disk.copy())

    def kept(self, id: str) -> list[str]:
        """How the endpoint keeps an entry: "" where it counts, else why it is held back. Once for each time it was sealed."""
        return [kept.why for kept in self.disk.entries.values() if kept.entry.id == id]

    def on(self, machine: Machine, id: str) -> Holding:
        """How an entry stands on a machine. Raises LookupError where there is none."""
        found = [holding for holding in machine.disk.holdings.values() if holding.entry.id == id]
        if not found:
            raise LookupError(f"{machine.name} has no {id}")
        return found[0]

    def shown(self, machine: Machine) -> list[str]:
        """The ids of what somebody at this machine can read."""
        return sorted(one.entry.id for one in machine.disk.holdings.values() if one.shown and one.entry.payload)

    def has(self, machine: Machine, id: str) -> bool:
        """Whether the body of an entry is anywhere on its disk."""
        return any(one.entry.id == id and one.entry.payload for one in machine.disk.holdings.values())

    def judge(self) -> list[str]:
        """Everybody comes to rest; then what the judge finds."""
        settle(self.world)
        return judged(self.world)
