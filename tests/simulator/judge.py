"""The judge: says from the story and from what the disks hold whether every guarantee was kept. It imports nothing that it judges."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from tests.simulator.facts import AtEndpoint, AtMachine, Copy, RowFact
from tests.simulator.told import Story, Written

RULING = {"case-shared", "share-ended", "on-beats", "device-enrolled", "device-revoked", "erased", "late-accepted"}
NOWHERE: frozenset[str] = frozenset()


class Judge:
    """One seed, once everybody has come to rest."""

    def __init__(self, story: Story, endpoint: AtEndpoint, machines: Iterable[AtMachine]) -> None:
        self.story, self.endpoint, self.machines = story, endpoint, list(machines)
        self.counting = {copy.id for copy in endpoint.copies if copy.standing == "seen"}
        self.audiences = {case: self.audience(case) for case in {copy.case for copy in endpoint.copies}}
        self.erased = {one.id: self.erasers(one) for one in story.written.values()}

    def verdict(self) -> list[str]:
        found = list(self.story.failures)
        for check in (self.lost, self.erasure, self.sharing, self.holding_back, self.chains, self.feeds):
            found += check()
        for machine in self.machines:
            if machine.alive:
                found += self.at_rest(machine)
                found += self.same(machine)
                found += self.values(machine)
                found += self.foreign(machine)
                found += self.disclosed(machine)
                found += self.faithful(machine)
            elif machine.wiped and machine.copies:
                found.append(f"{machine.name} was wiped and still holds something")
        return found

    def audience(self, case: str) -> frozenset[str]:
        """By brute force, from the owner's decisions that survive."""
        owner = case.partition(".")[0] if "." in case else ""
        told = [one for one in self.survivors({"case-shared", "share-ended"}) if one.case == case and one.agency == owner]
        audiences = {one.audience for one in told}
        open_to = {owner} - audiences if owner else set[str]()
        for audience in audiences:
            standing = heads([one for one in told if one.audience == audience])
            if all(one.kind == "case-shared" for one in standing):
                open_to.add(audience)
        placed = heads([one for one in self.survivors({"on-beats"}) if one.case == case and one.agency == owner])
        on = {beat for one in placed for beat in one.beats}
        return frozenset(open_to) | {f"{agency}//{beat}" for agency in open_to if "/" not in agency for beat in on}

    def survivors(self, kinds: set[str]) -> list[Written]:
        return [one for one in self.story.written.values() if one.kind in kinds and one.id in self.counting]

    def erasers(self, erased: Written) -> list[Written]:
        """Who erased it: on record anywhere, whether or not it survived."""
        if erased.kind in RULING:
            return []
        owner = erased.case.partition(".")[0]
        told = (one for one in self.story.written.values() if one.kind == "erased" and one.case == erased.case and one.agency == owner)
        return [one for one in told if (one.whole or erased.id in one.erases) and not one.odd]

    def is_erased(self, id: str) -> bool:
        return any(one.id in self.counting for one in self.erased[id])

    def lost(self) -> Iterator[str]:
        """Nothing written is lost while one disk that held it survives."""
        held = {copy.id: copy for copy in self.endpoint.copies}
        bodies = {copy.id: copy.payload for copy in self.endpoint.copies if copy.payload}
        for id, one in self.story.written.items():
            if id not in held and id not in self.story.vanished:
                yield f"{id} was lost"
            elif id in held and not self.erased[id] and id not in self.story.excused and bodies.get(id) != one.payload:
                yield f"{id}: its body was lost"

    def erasure(self) -> Iterator[str]:
        """What was erased is nowhere, and no restore forgets it."""
        yield from (f"the erasure {id} was forgotten" for id in self.story.decreed - self.counting)
        places = [("the endpoint", self.endpoint.copies), *((one.name, one.copies) for one in self.machines if one.alive)]
        for name, copies in places:
            for copy in copies:
                if (copy.payload or copy.salt) and self.is_erased(copy.id):
                    yield f"{copy.id} was erased and is still at {name}"

    def sharing(self) -> Iterator[str]:
        """The endpoint shares each case with whom its owner decided, and nobody else."""
        for case, audience in self.audiences.items():
            owner = frozenset({case.partition(".")[0]} if "." in case else ())
            if self.endpoint.audiences.get(case, owner) != audience:
                yield f"{case} is open to {sorted(self.endpoint.audiences.get(case, owner))}, and should be to {sorted(audience)}"

    def holding_back(self) -> Iterator[str]:
        """Nothing is held back, and nothing let through, without a reason."""
        welcome = {id for one in self.survivors({"late-accepted"}) for id in one.accepts}
        for copy in self.endpoint.copies:
            odd, owner = self.story.written[copy.id].odd, copy.case.partition(".")[0]
            guest = copy.agency != owner and copy.agency not in {one.partition("/")[0] for one in self.audiences[copy.case]}
            if copy.standing == "seen" and guest and not self.was_invited(copy):
                yield f"{copy.id} counts, and {copy.agency} never had a share in {copy.case}"
            if copy.standing == "seen" and odd:
                yield f"{copy.id} counts and is {odd}"
            out = (guest or copy.device in self.endpoint.revoked) and copy.id not in welcome
            if copy.standing == "held" and not (odd or out or self.nobody_knows_why(copy)):
                yield f"{copy.id} is held back ({copy.why}) without a reason"

    def nobody_knows_why(self, copy: Copy) -> bool:
        """A decision that the endpoint held back before it was restored, its device being out; the device has been let in since.

        Whoever hands it in knows only that it did not count, not why, nor that it counts since then where no desk had heard of that. So it
        stays held back, and the owner decides anew. Where a desk of the owner has seen it count, `faithful` wants it to go on counting.
        """
        return copy.why == "not-allowed" and copy.kind in RULING and copy.id in self.story.barred

    def was_invited(self, copy: Copy) -> bool:
        shares = (one for one in self.story.written.values() if one.case == copy.case and one.kind == "case-shared" and not one.odd)
        accepted = any(copy.id in one.accepts for one in self.story.written.values())
        return accepted or any(one.audience.partition("/")[0] == copy.agency for one in shares)

    def chains(self) -> Iterator[str]:
        """Every device's chain verifies from its key on."""
        leaves = {copy.leaf: copy for copy in self.endpoint.copies}
        for name, (public, links) in self.endpoint.chains.items():
            chain = sha256(public).digest()
            for place, (n, leaf, told) in enumerate(links, 1):
                copy = leaves.get(leaf)
                chain = sha256(chain + leaf).digest()
                sound = copy and sha256(copy.meta + copy.commitment).digest() == leaf and (copy.device, copy.n) == (name, n)
                if not sound or n != place or told != chain:
                    yield f"the chain of {name} breaks at {place}"

    def feeds(self) -> Iterator[str]:
        """Positions are dense and fastened to each other; what a machine has of a feed is what the endpoint has."""
        for feed, told in self.endpoint.rows.items():
            found = unasked(feed, told, {copy.leaf: copy.kind for copy in self.endpoint.copies})
            yield from (f"{feed} was told of {case} before its share" for case in found)
            if not fastened(feed, told):
                yield f"the feed of {feed} has a hole"
            for machine in self.machines:
                if machine.alive and machine.rows.get(feed, told) != told:
                    yield f"{machine.name} has another feed of {feed} than the endpoint"

    def at_rest(self, machine: AtMachine) -> Iterator[str]:
        if machine.unsent or machine.to_offer:
            yield f"{machine.name} still has {machine.unsent} to send and {machine.to_offer} to hand in"

    def same(self, machine: AtMachine) -> Iterator[str]:
        """It shows what the endpoint would show it, and holds back what the endpoint holds back for it."""
        for standing in ("seen", "held"):
            here = {copy.leaf: copy for copy in machine.copies if copy.standing == standing}
            there = {copy.leaf: copy for copy in self.endpoint.copies if copy.standing == standing and self.owed(copy, machine)}
            for leaf in here.keys() ^ there.keys():
                copy = here.get(leaf) or there[leaf]
                yield f"{machine.name} {'shows' if leaf in here else 'lacks'} {copy.id} of {copy.case} ({standing})"
            for leaf in here.keys() & there.keys():
                if bool(here[leaf].payload) != bool(there[leaf].payload) and (
                    not self.erased[here[leaf].id] or self.is_erased(here[leaf].id)
                ):
                    yield f"{machine.name} has another {here[leaf].id} than the endpoint"

    def owed(self, copy: Copy, machine: AtMachine) -> bool:
        audience = {f"{copy.agency}/audit"} if copy.kind == "viewed" else self.audiences[copy.case]
        if copy.standing == "held":
            owner = copy.case.partition(".")[0]
            return any(feed.partition("/")[0] == owner for feed in self.audiences[copy.case].intersection(audience, machine.feeds))
        return bool(audience & set(machine.feeds))

    def values(self, machine: AtMachine) -> Iterator[str]:
        """Every value that nothing replaced is shown, whoever wrote it.

        Where a bare copy lies beside the whole one, of what somebody once erased, it may be kept back: that erasure died with a disk.
        """
        seen = {copy.id for copy in machine.copies if copy.standing == "seen"}
        whole = {copy.id for copy in machine.copies if copy.standing == "seen" and copy.payload}
        bare = {copy.id for copy in machine.copies if copy.standing == "seen" and not copy.payload and self.erased[copy.id]}
        fields: dict[tuple[str, str], list[Written]] = {}
        for id in seen:
            one = self.story.written[id]
            if one.field:
                fields.setdefault((one.case, one.field), []).append(one)
        for (case, field), told in fields.items():
            standing = {one.id for one in heads(told) if one.id in whole}
            shown = set(machine.values.get((case, field), ()))
            if not standing - bare <= shown <= standing:
                yield f"{machine.name} shows {machine.values.get((case, field))} as {field} of {case}, not {sorted(standing)}"

    def foreign(self, machine: AtMachine) -> Iterator[str]:
        """No content of others, of a case that it may not see."""
        for copy in machine.copies:
            if copy.payload and not copy.own and not self.audiences.get(copy.case, NOWHERE).intersection(machine.feeds):
                yield f"{machine.name} holds {copy.id} of {copy.case}, which it may not see"

    def faithful(self, machine: AtMachine) -> Iterator[str]:
        """What its owner's desk has seen count, goes on counting after a restore, unless the last disk that held it is gone."""
        out = {one.device for one in self.story.written.values() if one.kind == "device-revoked"}
        for id in self.story.shown.get(machine.name, set()) - self.counting - self.story.vanished:
            if not self.story.written[id].odd and not out & set(machine.names):
                yield f"{id} counted on {machine.name} and no longer does"

    def disclosed(self, machine: AtMachine) -> Iterator[str]:
        """Whatever of others' a machine holds, a row says that it went there."""
        if self.story.restored:
            return
        ranges = [
            (feed, first, last) for device, feed, first, last in self.endpoint.disclosures if device in (*machine.names, *machine.former)
        ]
        for copy in machine.copies:
            if copy.payload and not copy.own and copy.standing == "seen":
                at = [(feed, row[0]) for feed in machine.feeds for row in self.endpoint.rows.get(feed, ()) if row[4] == copy.leaf]
                if not any(one == feed and first <= pos <= last for feed, pos in at for one, first, last in ranges):
                    yield f"{copy.id} went to {machine.name} and nobody wrote that down"


def heads(told: list[Written]) -> list[Written]:
    """Those that no other one replaces, however many steps away."""
    known = {one.id: one for one in told}
    replaced: set[str] = set()
    for one in told:
        ahead = [id for id in one.parents if id in known]
        while ahead:
            if (id := ahead.pop()) not in replaced:
                replaced.add(id)
                ahead += [parent for parent in known[id].parents if parent in known]
    return [one for one in told if one.id not in replaced]


def unasked(feed: str, rows: Iterable[RowFact], kinds: dict[bytes, str]) -> set[str]:
    """The cases that a guest was told of before anything that lets it."""
    open_to: set[str] = set()
    found = set()
    for _, kind, case, _, leaf, _ in rows:
        if kind == "purge":
            open_to.discard(case)
        elif case not in open_to and case.partition(".")[0] != feed.partition("/")[0] and not feed.endswith("/audit"):
            open_to.add(case)
            found |= {case} if kinds[leaf] != "case-shared" else set()
    return found


def fastened(feed: str, rows: Iterable[RowFact]) -> bool:
    rh = sha256(b"callhandler feed 1\n" + feed.encode()).digest()
    for place, (pos, kind, _, id, leaf, told) in enumerate(rows, 1):
        rh = sha256(rh + f"{pos}|{kind}|{id}|".encode() + leaf).digest()
        if pos != place or rh != told:
            return False
    return True
