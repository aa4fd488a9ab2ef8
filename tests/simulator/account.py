"""Reads the disks out for the judge."""

from collections.abc import Iterable

from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.sync.feed import Row
from tests.simulator.facts import AtEndpoint, AtMachine, Copy, RowFact
from tests.simulator.machine import Machine
from tests.simulator.world import World


def at_endpoint(world: World) -> AtEndpoint:
    disk = world.disk
    return AtEndpoint(
        tuple(copied(one.entry, leaf, "held" if one.why else "seen", why=one.why) for leaf, one in disk.entries.items()),
        dict(disk.shared),
        {feed: rows(told) for feed, told in disk.told.items()},
        {
            name: (device.certificate.public, tuple((link.n, link.leaf, link.chain) for link in disk.chains.get(name, ())))
            for name, device in disk.enrolled.items()
        },
        tuple((one.device, one.feed, one.first, one.last) for one in disk.disclosures),
        frozenset(name for name, device in disk.enrolled.items() if device.revoked),
    )


def at_machine(machine: Machine) -> AtMachine:
    disk = machine.disk
    return AtMachine(
        machine.name,
        machine.agency,
        machine.reads(),
        tuple(machine.names),
        tuple(machine.former),
        machine.alive,
        machine.wiped,
        tuple(copied(one.entry, leaf, "sealed" if one.sealed else one.standing, own=one.own) for leaf, one in disk.holdings.items()),
        {feed: rows(told) for feed, told in disk.told.items()},
        shown(one.entry for one in disk.holdings.values() if one.shown),
        disk.total() - disk.progress().acked,
        len(disk.in_doubt("lost")),
    )


def copied(entry: Entry, leaf: bytes, standing: str, *, own: bool = False, why: str = "") -> Copy:
    place = (entry.id, leaf, entry.case, entry.agency, entry.device, entry.n, entry.kind)
    return Copy(*place, entry.meta, entry.commitment, entry.salt, entry.payload, standing, own, why)


def rows(told: Iterable[Row]) -> tuple[RowFact, ...]:
    return tuple((row.pos, row.kind, row.case, row.id, row.leaf, row.rh) for row in told)


def shown(entries: Iterable[Entry]) -> dict[tuple[str, str], tuple[str, ...]]:
    registers = fold(entries)
    return {(case, field): registers.heads(case, field) for case in registers.cases() for field in registers.fields(case)}
