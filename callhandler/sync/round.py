"""One round as it ends on a device: the endpoint's answer taken in, all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId
from callhandler.sync.carrying import carries
from callhandler.sync.following import Guard, Reading
from callhandler.sync.messages import Answer, Ask, Slice
from callhandler.sync.pace import LARGEST
from callhandler.sync.proof import Proof, Signer
from callhandler.sync.renaming import rename
from callhandler.sync.settling import Settling, let_go, sealed, waiting
from callhandler.sync.standing import confirmed, empty, live, under_present_name
from callhandler.sync.stores import DeviceStore, Doubt, Identity, Progress

HELD: tuple[Doubt, ...] = ("taken", "ordered", "kept")  # what the endpoint said that it holds


@dataclass(frozen=True, slots=True)
class Taken:
    """What a round changed here, for whoever shows it."""

    done: bool = False  # the answer was ours, and was taken
    need: Literal["", "enrol", "update", "signature", "wipe"] = ""
    read: tuple[Entry, ...] = ()
    gone: tuple[CaseId, ...] = ()
    left: tuple[CaseId, ...] = ()  # put away because it is on no beat that is carried
    refused: int = 0  # removals that wait for an order
    renamed: bool = False
    wiped: bool = False
    more: bool = False  # go on at once


def has_caught_up(store: DeviceStore, progress: Progress) -> bool:
    """Whether this device has read its feeds to where they ended when it last heard."""
    return bool(progress.goals) and all(store.end(feed).pos >= goal for feed, goal in progress.goals.items())


def may_offer(store: DeviceStore, progress: Progress) -> bool:
    """Others' entries go after our own, and only once the feeds have shown what the endpoint holds anyway."""
    return progress.leaving or has_caught_up(store, progress)


class Round:
    """Takes one answer. `brings`: whether entries go along for now; where none do, what waits here is no reason to go on at once."""

    def __init__(
        self, store: DeviceStore, asked: Ask, answer: Answer, proofs: Mapping[bytes, Proof], guard: Guard, *, brings: bool = True
    ) -> None:
        self._store, self._asked, self._answer, self._proofs, self._guard = store, asked, answer, proofs, guard
        self._brings = brings
        self._progress = store.progress()
        self._had_caught_up, self._waiting = has_caught_up(store, self._progress), waiting(store)

    def take(self, mint: Callable[[], Signer]) -> Taken:
        self._be_certified()
        self._begin_anew()
        anew = not self._progress.goals  # nothing has been read of this life yet, though it may have been heard of before
        renamed = self._hear(mint)
        self._note()
        if self._answer.verdict.why == "wipe":
            taken = self._take_leave(anew=anew, renamed=renamed)
        elif self._answer.verdict.outcome in {"ok", "gap"}:
            taken = self._read(anew=anew)
        else:
            taken = Taken(done=True, renamed=renamed, more=True)
        if not taken.wiped:
            self._store.set_progress(self._progress)
        return taken

    def _be_certified(self) -> None:
        identity, certificate = self._store.identity(), self._answer.certificate
        if certificate and certificate != identity.certificate and certificate.public == identity.signer.public:
            self._store.set_identity(Identity(identity.signer, certificate))

    def _begin_anew(self) -> None:
        """The endpoint is not the one that we knew: whatever it took from us before, it may have lost."""
        if self._answer.incarnation == self._progress.incarnation:
            return
        for one in (held for doubt in HELD for held in self._store.in_doubt(doubt)):
            holding = self._store.holding(one)
            if holding and not under_present_name(self._store, holding):
                self._store.doubt(one, "lost")
        self._progress = replace(self._progress, incarnation=self._answer.incarnation, goals={}, receipt=None)

    def _hear(self, mint: Callable[[], Signer]) -> bool:
        """What the endpoint makes of our entries. True: we are a copy, and took a new name."""
        verdict = self._answer.verdict
        if verdict.outcome == "fork":
            return self._go_on_as_another(verdict.n, mint)
        if verdict.outcome == "ok":
            self._acknowledge(verdict.n)
        else:
            self._send_again(verdict.n if self._agrees(verdict.n) else 0)
        if verdict.outcome != "back":
            self._progress = replace(self._progress, receipt=self._answer.receipt)
        return False

    def _agrees(self, n: int) -> bool:
        """Whether the endpoint's chain of ours is our own so far."""
        return n <= self._store.total() and self._answer.receipt.chain == self._store.link(n)

    def _acknowledge(self, n: int) -> None:
        if n != self._asked.last or not self._agrees(n):
            return
        own = self._store.own(self._asked.first, len(self._asked.entries))
        certificate = self._store.identity().certificate
        if own and certificate:
            leaves = tuple(holding.leaf for holding in own)
            self._store.prove(Proof(certificate, self._asked.first, self._asked.prev, leaves, self._asked.signature))
        for holding in own:
            if not confirmed(holding, live(self._store, holding.leaf)):
                self._store.doubt(holding.leaf, "taken")
        self._progress = replace(self._progress, acked=max(self._progress.acked, n))

    def _send_again(self, n: int) -> None:
        for holding in self._store.own(n + 1, self._progress.acked - n):
            self._store.confirm(holding.leaf)
        self._progress = replace(self._progress, acked=n)

    def _go_on_as_another(self, n: int, mint: Callable[[], Signer]) -> bool:
        renamed = rename(self._store, n, mint())
        if renamed:
            self._progress = replace(self._progress, acked=0, receipt=self._answer.receipt)
        return renamed

    def _note(self) -> None:
        """What the endpoint says about what it was handed, and about what we keep for its sake."""
        for one in self._answer.taken:
            if self._store.doubted(one):
                self._store.doubt(one, "taken")
        for one in self._answer.erased:
            holding = self._store.holding(one)
            if holding and holding.own and holding.entry.payload:
                empty(self._store, holding)
        let_go(self._store, self._answer.durable)
        for one in self._answer.wanted:
            holding = self._store.holding(one)
            if holding and holding.entry.payload:
                self._store.doubt(one, "lost")

    def _take_leave(self, *, anew: bool, renamed: bool) -> Taken:
        """We were taken out: hand in everything that waits, then leave nothing behind."""
        self._progress = replace(self._progress, leaving=True)
        if anew:
            reading = Reading(self._store, self._progress.acked, {}, lambda: 0)
            for feed in self._store.feeds():
                reading.cut(feed, 0)
        if not self._has_sent() or self._store.waits(self._progress.incarnation):
            return Taken(done=True, need="wipe", renamed=renamed, more=self._brings)
        self._store.wipe()
        return Taken(done=True, need="wipe", wiped=True)

    def _read(self, *, anew: bool) -> Taken:
        slices = self._answer.slices
        read_on = [one for one in slices if carries(one.feed, self._asked.beats, self._line())]
        carried = read_on or slices  # an older endpoint has not heard of beats, and tells everything
        leaving = {one.feed for one in slices} - {one.feed for one in carried}
        if carried and all(map(self._is_ordered, carried)):
            self._order()
        reading = Reading(self._store, self._progress.acked, self._proofs, self._room, leaving)
        for feed in self._store.feeds():
            if feed not in {one.feed for one in slices}:
                reading.cut(feed, 0)  # no longer ours to read: first, or a case would seem to stay that another feed puts away
        parted = reading.part(slices)  # and so is what the endpoint no longer holds
        for one in carried:
            reading.follow(one, anew=anew, parted=one.feed in parted)
        self._progress = replace(self._progress, goals={one.feed: one.end for one in carried}, leaving=False)
        return self._settle(reading, carried)

    def _is_ordered(self, told: Slice) -> bool:
        """Whether an order was given after we had last heard: then it is about what waits here by now, whatever was written since."""
        stood, heard = self._asked.cursors.get(told.feed), self._progress.goals.get(told.feed)
        return stood is not None and heard is not None and told.cleared >= max(stood.pos, heard)

    def _order(self) -> None:
        """In the middle of a long round this is remembered until all has been read: a feed may yet tell of it again."""
        for one in self._waiting:
            if self._store.doubted(one) == "taken":
                self._store.doubt(one, "ordered")

    def _line(self) -> str:
        certificate = self._store.identity().certificate
        return certificate.line if certificate else ""

    def _leave(self, reading: Reading) -> bool:
        """Let go of what is not carried any more, once what is carried is all here; True while some of it is left."""
        left = [feed for feed in self._store.feeds() if feed not in self._progress.goals]
        for feed in left[:1]:
            reading.leave(feed, LARGEST)
        return bool(left)

    def _room(self) -> int:
        return max(0, self._guard.allows(self._store.cases()) - self._progress.removed)

    def _settle(self, reading: Reading, carried: Sequence[Slice]) -> Taken:
        leaving = False
        if has_caught_up(self._store, self._progress):
            for feed in self._progress.goals:
                reading.complete(feed)
        if has_caught_up(self._store, self._progress):
            leaving = self._leave(reading)
        ordered = all(one.cleared >= one.end for one in carried)
        settling = Settling(self._store, self._store.cases if ordered else lambda: reading.room)
        if self._had_caught_up:
            settling.go()
        caught_up = has_caught_up(self._store, self._progress)
        if caught_up:
            settling.settle()
        refused = reading.refused + settling.refused
        removed = 0 if caught_up and not refused else self._progress.removed + reading.removed + settling.removed
        self._progress = replace(self._progress, whole=reading.whole or (self._progress.whole and not caught_up), removed=removed)
        self._remember_when()
        return Taken(
            done=True,
            read=tuple(reading.read),
            gone=(*reading.gone, *sorted(settling.gone)),
            left=tuple(reading.left),
            refused=refused,
            more=leaving or (self._has_more_to_do(caught_up=caught_up) and not refused),
        )

    def _remember_when(self) -> None:
        """When each feed was last here to its end."""
        known, goals = self._progress.brought, self._progress.goals
        fresh = {feed: self._answer.receipt.at for feed, goal in goals.items() if self._store.end(feed).pos >= goal}
        self._progress = replace(self._progress, brought={feed: at for feed, at in known.items() if feed in goals} | fresh)

    def _has_more_to_do(self, *, caught_up: bool) -> bool:
        """Whoever may read no feed catches up with nothing: what they wrote is all there is to say."""
        if not self._answer.slices:
            return self._brings and self._progress.acked < self._store.total()
        return not (caught_up and self._is_idle())

    def _is_idle(self) -> bool:
        """Whether all that goes for now was sent and handed in, and the endpoint was asked about everything that we keep for its sake."""
        return (self._has_sent() or not self._brings) and set(sealed(self._store, LARGEST)) <= set(self._asked.sealed)

    def _has_sent(self) -> bool:
        return self._progress.acked == self._store.total() and not self._store.in_doubt("lost")
