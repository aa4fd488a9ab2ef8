"""The world of one seed: an endpoint, machines, the line between them, and the backups and copies that somebody made."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Protocol, TypeVar

from callhandler.sync.exchange import Exchange
from callhandler.sync.following import Guard
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.stores import Doubt, EndpointStore, Enrolled, Identity
from tests.simulator.fuse import Fused, PowerCut
from tests.simulator.keys import Forge, Smithy
from tests.simulator.machine import Machine
from tests.simulator.plan import Plan
from tests.simulator.steady import SteadyDevice, SteadyEndpoint
from tests.simulator.told import Story

Message = TypeVar("Message", Ask, Answer)
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AGENCIES = ("police", "council", "housing")
GUARD = Guard(most=2, percent=100)


@dataclass
class Backup:
    """The endpoint's database as it was once, and what lay outside of it then."""

    disk: MemoryEndpoint
    incarnation: str
    ids: frozenset[str]


class Carry(Protocol):
    """How a message comes over the line."""

    def __call__(self, message: Message, asked: Ask, /) -> Message: ...


def staying_the_same(message: Message, _: Ask) -> Message:
    return message


@dataclass
class Letter:
    """A question or an answer on its way."""

    machine: Machine
    what: Ask | Answer


@dataclass
class World:
    """Everything there is, driven by one dice."""

    dice: Random
    plan: Plan
    smithy: Smithy | Forge = field(default_factory=Smithy)
    story: Story = field(default_factory=Story)
    now: datetime = MORNING
    machines: list[Machine] = field(default_factory=list)
    line: list[Letter] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    copies: list[tuple[Machine, SteadyDevice]] = field(default_factory=list)
    regressed: set[str] = field(default_factory=set)  # incarnations that were restored without a word
    lives: list[str] = field(default_factory=list)  # names that a scene wants for the next ones
    counted: int = 0
    given: dict[bytes, int] = field(default_factory=dict)  # how often the endpoint had been restored when it gave this answer
    carry: Carry = staying_the_same

    def __post_init__(self) -> None:
        self.key = self.smithy.key("endpoint")
        self.disk: MemoryEndpoint = SteadyEndpoint()
        self.exchange = self.started(self.disk)
        self.exchange.open()
        for number in range(self.plan.machines):
            self.join(AGENCIES[number % self.plan.agencies])

    def count(self) -> int:
        self.counted += 1
        return self.counted

    def started(self, store: EndpointStore) -> Exchange:
        return Exchange(
            store,
            self.key,
            self.smithy.verify,
            new_incarnation=self.new_life,
            feeds_of=self.feeds_of,
        )

    def new_life(self) -> str:
        """Random names: nothing follows from their order."""
        return self.lives.pop(0) if self.lives else f"life-{self.dice.randrange(1 << 32):08x}"

    def feeds_of(self, device: Enrolled) -> tuple[str, ...]:
        machine = next((one for one in self.machines if one.line == device.certificate.line), None)
        return machine.feeds if machine else (device.agency,)

    def join(self, agency: str) -> Machine:
        """A new machine, let in by an administrator."""
        machine = self.enrol(agency, (f"{agency}/x",) if self.dice.random() < 0.25 else ())
        machine.skew = timedelta(days=self.dice.choice((0, 0, 0, -1, 1)))
        return machine

    def enrol(self, agency: str, groups: tuple[str, ...] = ()) -> Machine:
        name = f"{agency}-{self.count()}"
        key = self.smithy.key(name)
        certificate = self.exchange.enrol(key.public, agency)
        machine = self.place(name, agency, SteadyDevice(Identity(key, certificate)), (agency, *groups))
        machine.line = certificate.line
        return machine

    def clone(self, machine: Machine, name: str, disk: SteadyDevice) -> Machine:
        """Another machine that begins with a copy of this one's disk."""
        other = self.place(name, machine.agency, disk, machine.feeds)
        other.line, other.former = machine.line, [*machine.former, *machine.names]
        return other

    def place(self, name: str, agency: str, disk: SteadyDevice, feeds: tuple[str, ...]) -> Machine:
        mint = lambda: self.smithy.key(f"key-{self.count()}")  # noqa: E731 - it belongs to this machine alone
        machine = Machine(name, agency, disk, feeds, self.key.public, self.smithy.verify, mint, self.plan.batch, GUARD)
        machine.names.append(disk.identity().signer.id)
        self.machines.append(machine)
        return machine

    def alive(self) -> list[Machine]:
        return [machine for machine in self.machines if machine.alive]

    def ask(self, machine: Machine) -> Ask:
        if self.plan.full:
            machine.program.pace.brings = self.dice.random() >= self.plan.full
        asked = machine.program.ask(f"nonce-{self.count()}".encode())
        return self.carry(asked, asked)

    def answer(self, ask: Ask) -> Answer:
        self.now += timedelta(seconds=1)
        out = (device := self.disk.device(ask.device)) is not None and device.revoked
        counted = self.counting(ask.device) if out else set[bytes]()
        answer = self.carry(self.exchange.answer(ask, self.now), ask)
        still = out and (device := self.disk.device(ask.device)) is not None and device.revoked
        if still and any(self._unwelcome(leaf) for leaf in self.counting(ask.device) - counted - {offer.leaf for offer in ask.offers}):
            self.story.fail(f"{ask.device} was taken out, and what it sends still counts")
        self._check_disclosed(answer)
        self.given[answer.nonce] = self.story.restored
        return answer

    def take(self, machine: Machine, answer: Answer) -> bool:
        """Hand an answer over; say whether the device wants to go on."""
        stale = self.given.get(answer.nonce, self.story.restored) < self.story.restored
        before = self.on_disks() if stale or answer.verdict.why == "wipe" else (set[str](), set[str]())
        here = {one.entry.case for one in machine.disk.holdings.values() if not one.sealed}
        purged, waited, marked = self._taken_off(machine, answer), self._ordered(machine, answer), self._in_doubt(machine, "ordered")
        taken = machine.program.take(answer)
        if not self._in_doubt(machine, "ordered") <= waited | marked:
            self.story.fail(f"{machine.name} takes for ordered what no order is about")
        ordered = sum(one.row.kind == "purge" and one.row.pos <= told.cleared for told in answer.slices for one in told.rows)
        gone = here.intersection((*taken.gone, *purged.intersection(taken.left))) - waited - marked
        carried = [told for told in answer.slices if told.feed in machine.reads()] or answer.slices
        if len(gone) > GUARD.most + ordered and not all(told.cleared >= told.end for told in carried):
            self.story.fail(f"{machine.name} put away {len(gone)} cases without an order")
        if taken.wiped:
            machine.alive, machine.wiped = False, True
            self._check_wiped(before, answer)
        elif stale:
            self._excuse(before)
        machine.known.update(entry.case for entry in taken.read)
        self._check_ticks(machine)
        return taken.more or bool(taken.refused)

    def _taken_off(self, machine: Machine, answer: Answer) -> set[str]:
        """The cases that the endpoint takes off a feed which the machine has been carrying, and goes on carrying.

        Of the cases that go with a beat only these count: the others the officer lets go of, whatever has become of them since.
        """
        disk = machine.disk
        carried = [told for told in answer.slices if told.feed in machine.reads() and told.feed in disk.progress().brought]
        purged = {(told.feed, one.row.case) for told in carried for one in told.rows if one.row.kind == "purge"}
        return {case for feed, case in purged if disk.last_row(feed, case, purge=False) > disk.last_row(feed, case, purge=True)}

    def _ordered(self, machine: Machine, answer: Answer) -> set[str]:
        """The cases that wait for an order here, where one was given since the machine read as far as it has: whatever was told since."""
        disk = machine.disk
        carried = [told for told in answer.slices if told.feed in machine.reads()]
        waiting = self._in_doubt(machine, "taken")
        return waiting if all(told.cleared >= disk.end(told.feed).pos for told in carried) else set()

    def _in_doubt(self, machine: Machine, doubt: Doubt) -> set[str]:
        """The cases of others' entries that stand so on its disk."""
        held = (machine.disk.holding(leaf) for leaf in machine.disk.in_doubt(doubt))
        return {one.entry.case for one in held if one and not one.own}

    def _open_to(self, case: str) -> frozenset[str]:
        return self.disk.shared.get(case, frozenset((case.partition(".")[0],)))

    def round(self, machine: Machine) -> bool:
        return self.take(machine, self.answer(self.ask(machine)))

    def cut_device(self, machine: Machine, touches: int) -> None:
        """One round, in which the machine's power goes."""
        machine.program = machine.started(Fused(machine.disk, touches))
        with suppress(PowerCut):
            self.round(machine)
        machine.restart()

    def cut_endpoint(self, machine: Machine, touches: int) -> None:
        """One round, in which the endpoint's power goes."""
        exchange, self.exchange = self.exchange, self.started(Fused(self.disk, touches))
        with suppress(PowerCut):
            self.round(machine)
        self.exchange = exchange
        self.exchange.open()

    def on_disks(self) -> tuple[set[str], set[str]]:
        """The ids of the entries that some disk in use holds, and of those that some disk holds whole."""
        entries = [one.entry for one in self.disk.entries.values()]
        entries += [one.entry for one in self.disk.apart.erasures.values()]
        entries += [one.entry for machine in self.alive() for one in machine.disk.holdings.values()]
        return {entry.id for entry in entries}, {entry.id for entry in entries if entry.payload}

    def _check_wiped(self, before: tuple[set[str], set[str]], answer: Answer) -> None:
        """A wiped device leaves nothing behind that was only there: unless the endpoint was restored while the answer was on its way."""
        _, whole = self.on_disks()
        if answer.incarnation == self.disk.incarnation() and answer.incarnation not in self.regressed:
            for id in sorted(id for id in before[1] - whole if not self.story.erased(id)):
                self.story.fail(f"{id} was wiped away")
        self._excuse(before)

    def _excuse(self, before: tuple[set[str], set[str]]) -> None:
        """Whoever obeys an answer that was on its way while the endpoint was restored cannot know that theirs was by then the last copy."""
        held, whole = self.on_disks()
        self.story.vanished |= before[0] - held
        self.story.excused |= before[1] - whole

    def counting(self, device: str) -> set[bytes]:
        """What this device wrote and the endpoint lets count."""
        return {leaf for leaf, one in self.disk.entries.items() if one.entry.device == device and not one.why}

    def _unwelcome(self, leaf: bytes) -> bool:
        """Whether the owner of its case never let this late entry count."""
        entry = self.disk.entries[leaf].entry
        return not self.story.accepted(entry.id, entry.case)

    def _check_disclosed(self, answer: Answer) -> None:
        """Nothing leaves the endpoint towards somebody who may not see it at that moment."""
        for told in answer.slices:
            for one in told.rows:
                if one.entry and one.entry.kind != "viewed" and told.feed not in self._open_to(one.row.case):
                    self.story.fail(f"{one.row.id} of {one.row.case} was sent to {told.feed}")

    def _check_ticks(self, machine: Machine) -> None:
        """What a device calls sent, the endpoint holds."""
        come, name = machine.disk.progress(), machine.disk.identity().signer.id
        if not machine.alive or come.incarnation != self.disk.incarnation() or come.incarnation in self.regressed:
            return
        links = self.disk.links(name, come.acked, come.acked)
        if come.acked and [link.chain for link in links] != [machine.disk.link(come.acked)]:
            self.story.fail(f"{machine.name} calls {come.acked} entries sent that the endpoint does not hold")
