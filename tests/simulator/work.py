"""What people do: they write, share, erase, trespass, take devices out; and their clocks are wrong."""

from datetime import timedelta

from callhandler.log.entry import compose
from callhandler.log.fold import fold
from callhandler.log.kinds import (
    Answered,
    Body,
    CaseShared,
    DeviceEnrolled,
    DeviceRevoked,
    Erased,
    LateAccepted,
    Noted,
    OnBeats,
    ShareEnded,
    UnknownBody,
    Viewed,
)
from callhandler.log.ownership import case_of, devices_of, owner_of
from tests.simulator.machine import Machine
from tests.simulator.told import Written
from tests.simulator.world import AGENCIES, World

PATHS = ("danger", "weapon")
BEATS = ("north", "east")
RULING = {"case-shared", "share-ended", "on-beats", "device-enrolled", "device-revoked", "erased", "late-accepted"}


def put_down(world: World, machine: Machine, case: str, body: Body, *, agency: str = "", odd: str = "", id: str = "") -> str:
    """One entry, written as a desk would: with the values that it shows as parents."""
    shown, stamp = machine.stamp(world.now)
    seen = [one.entry for one in machine.disk.of_case(case) if one.shown and one.entry.field in {body.field, ""}]
    parents = fold(seen).heads(case, body.field) if body.field else ()
    agency, id = agency or machine.agency, id or f"e{world.count():03}"
    unsealed = compose(body, id=id, case=case, at=shown, hlc=stamp, actor=machine.name, agency=agency, parents=parents)
    payload = machine.disk.write(unsealed, f"{world.count():016}".encode()).entry.payload
    machine.known.add(case)
    told = Written(id, case, agency, machine.name, body.kind, body.field, parents, payload, odd=odd)
    told.audience = body.audience if isinstance(body, CaseShared | ShareEnded) else ""
    told.device = body.device if isinstance(body, DeviceEnrolled | DeviceRevoked) else ""
    told.accepts = body.entries if isinstance(body, LateAccepted) else ()
    told.beats = body.beats if isinstance(body, OnBeats) else ()
    world.story.written[id] = told
    if isinstance(body, Erased):
        told.erases, told.whole = body.entries, body.whole
    return id


def someone(world: World) -> Machine | None:
    alive = world.alive()
    return world.dice.choice(alive) if alive else None


def cases_on(machine: Machine, *, own: bool = False) -> list[str]:
    """The cases that somebody at this machine can open."""
    shown = sorted({one.entry.case for one in machine.disk.holdings.values() if one.shown})
    return [case for case in shown if not case.endswith(".devices") and (not own or owner_of(case) == machine.agency)]


def write(world: World) -> None:
    if machine := someone(world):
        cases = cases_on(machine)
        fresh = not cases or world.dice.random() < 0.2
        case = case_of(machine.agency, f"c{world.count()}") if fresh else world.dice.choice(cases)
        if fresh and machine.disk.progress().beats is not None and world.dice.random() < 0.5:
            put_down(world, machine, case, OnBeats(beats=(f"~{machine.line}",)))
        put_down(world, machine, case, something(world))


def place(world: World) -> None:
    """Somebody finds out on which beat a case is, or that it is on another."""
    machine = someone(world)
    if machine and (cases := cases_on(machine, own=True)):
        beats = world.dice.sample((*BEATS, f"~{machine.line}"), world.dice.choice((0, 1, 1, 1, 2)))
        put_down(world, machine, world.dice.choice(cases), OnBeats(beats=tuple(beats)))


def carry(world: World) -> None:
    """An officer chooses what to carry, or goes back to carrying everything."""
    if machine := someone(world):
        machine.program.carry(world.dice.choice((None, (), (BEATS[0],), (BEATS[1],), BEATS)))


def something(world: World) -> Body:
    dice = world.dice.random()
    if dice < 0.65:
        return Answered(path=world.dice.choice(PATHS), value=f"canary {world.count()}")
    if dice < 0.85:
        return Noted(text=f"canary {world.count()}")
    if dice < 0.93:
        return Viewed(what="case", subject=f"canary {world.count()}")
    return UnknownBody.model_validate({"kind": "smelled", "words": f"canary {world.count()}"})


def share(world: World) -> None:
    decide(world, CaseShared)


def end(world: World) -> None:
    decide(world, ShareEnded)


def decide(world: World, kind: type[CaseShared | ShareEnded]) -> None:
    machine = someone(world)
    if machine and (cases := cases_on(machine, own=True)):
        others = [agency for agency in AGENCIES if agency != machine.agency]
        groups = [f"{machine.agency}/x", machine.agency] if world.dice.random() < 0.2 else []
        put_down(world, machine, world.dice.choice(cases), kind(audience=world.dice.choice(groups or others)))


def confide(world: World) -> None:
    """A case is kept to a narrower group of the agency."""
    machine = someone(world)
    if machine and (cases := cases_on(machine, own=True)):
        case = world.dice.choice(cases)
        put_down(world, machine, case, CaseShared(audience=f"{machine.agency}/x"))
        put_down(world, machine, case, ShareEnded(audience=machine.agency))


def erase(world: World) -> None:
    machine = someone(world)
    if machine and (cases := cases_on(machine, own=True)):
        case = world.dice.choice(cases)
        ids = sorted(one.id for one in world.story.written.values() if one.case == case and one.kind not in RULING)
        entire = world.dice.random() < 0.2
        named = () if entire else tuple(world.dice.sample(ids, min(len(ids), world.dice.randint(1, 2))))
        put_down(world, machine, case, Erased(entries=named, rule="retention", whole=entire))


def accept(world: World) -> None:
    """Somebody looks through what came in late, and lets some of it count."""
    if machine := someone(world):
        held = sorted((one.entry.case, one.entry.id) for one in machine.disk.holdings.values() if one.standing == "held")
        if held:
            case, id = world.dice.choice(held)
            put_down(world, machine, case, LateAccepted(entries=(id,)))


def trespass(world: World) -> None:
    """Somebody writes about a case that was never, or is no longer, open to them."""
    if machine := someone(world):
        cases = sorted({one.case for one in world.story.written.values() if owner_of(one.case) != machine.agency})
        if cases:
            put_down(world, machine, world.dice.choice(cases), something(world))


def odd(world: World) -> None:
    """Something that no honest desk writes."""
    if machine := someone(world):
        foreign = sorted({one.case for one in world.story.written.values() if owner_of(one.case) not in {machine.agency, ""}})
        pick = world.dice.randrange(3)
        if pick == 0:
            put_down(world, machine, "stray", something(world), odd="no-owner")
        elif pick == 1 and foreign:
            put_down(world, machine, world.dice.choice(foreign), CaseShared(audience=machine.agency), odd="not-owner")
        elif foreign:
            case = world.dice.choice(foreign)
            put_down(world, machine, case, something(world), agency=owner_of(case), odd="agency")


def clock(world: World) -> None:
    if machine := someone(world):
        machine.skew = timedelta(days=world.dice.choice((-1, 0, 1)))


def join(world: World) -> None:
    if len(world.machines) < 6:
        world.join(world.dice.choice(AGENCIES[: world.plan.agencies]))


def regroup(world: World) -> None:
    """Somebody joins a narrower group of the agency, or leaves it."""
    if machine := someone(world):
        group = f"{machine.agency}/x"
        feeds = (machine.agency,) if group in machine.feeds else (machine.agency, group)
        for one in world.machines:
            one.feeds = feeds if one.line == machine.line else one.feeds  # the endpoint cannot tell a copy from its original


def revoke(world: World) -> None:
    """An administrator takes out a device of the agency, or lets it in again."""
    if machine := someone(world):
        peers = [one for one in world.machines if one.agency == machine.agency and one is not machine]
        certificate = world.dice.choice(peers).disk.identity().certificate if peers else None
        if certificate and world.dice.random() < 0.7:
            put_down(world, machine, devices_of(machine.agency), DeviceRevoked(device=certificate.line))
        elif certificate:
            enrolled = DeviceEnrolled(device=certificate.device, public=certificate.public.hex())
            put_down(world, machine, devices_of(machine.agency), enrolled)


def order(world: World) -> None:
    for feed in sorted(world.disk.feeds()):
        if world.dice.random() < 0.5:
            world.exchange.clear(feed)
