"""How a device takes the next rows of a feed: only if they follow exactly on what it has, and never more removals than can be right."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from callhandler.log.chain import leaf
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Erased
from callhandler.log.ownership import Audience, owner_of
from callhandler.sync.feed import Row, continues
from callhandler.sync.messages import Sent, Slice
from callhandler.sync.proof import Proof
from callhandler.sync.rules import ERASING, emptied, erasure_of
from callhandler.sync.standing import confirmed, doubt_unless_live, empty, is_live, is_told, lacks, live, under_present_name
from callhandler.sync.stores import DeviceStore, Holding


@dataclass(frozen=True, slots=True)
class Guard:
    """How many cases may go from a device at one time without an order: a server that was emptied must not empty the desks (F20)."""

    most: int = 20
    percent: int = 5

    def allows(self, cases: int) -> int:
        return max(1, min(self.most, cases * self.percent // 100))


class Reading:
    """The rows of one answer on their way into the store of a device."""

    def __init__(
        self, store: DeviceStore, acked: int, proofs: Mapping[bytes, Proof], allowed: Callable[[], int], leaving: Iterable[Audience] = ()
    ) -> None:
        self._store, self._acked, self._proofs, self._most, self._leaving = store, acked, proofs, allowed, frozenset(leaving)
        self.read: list[Entry] = []
        self.gone: list[CaseId] = []
        self.left: list[CaseId] = []
        self.refused = 0
        self.removed = 0  # cases that go without an order
        self.whole = False  # an entry of ours is wanted back

    @cached_property
    def room(self) -> int:
        """Cases that may still go without an order; asked for where one wants to, since all that are here are counted for it."""
        return self._most()

    def part(self, slices: Iterable[Slice]) -> frozenset[Audience]:
        """Go back to where the endpoint's rows and ours are the same. Says in which feeds they were not."""
        parted = {one.feed: one.base for one in slices if one.base.pos <= self._store.end(one.feed).pos}
        parted = {feed: base for feed, base in parted.items() if base != self._store.end(feed)}
        for feed, base in parted.items():
            self.cut(feed, base.pos if self._store.place(feed, base.pos) == base else 0)
        return frozenset(parted)

    def follow(self, told: Slice, *, anew: bool, parted: bool) -> None:
        """Take a slice, once every feed has gone back to where it holds. `anew`: the endpoint is another incarnation."""
        if not self._reread(told.feed, self._store.rows(told.feed) if parted else self._store.bare(told.feed) if anew else ()):
            self._take(told)

    def leave(self, feed: Audience, most: int) -> None:
        """Let go of the last rows of a feed that is not carried any more. The endpoint has just said that it holds what they tell of."""
        after = max(0, self._store.end(feed).pos - most)
        cases = dict.fromkeys(row.case for row in self._store.rows(feed, after))
        self._store.cut(feed, after)
        for case in cases:
            self._put_away(case, self.left)

    def complete(self, feed: Audience) -> None:
        """Having caught up: what never came, though no row took it back, was given up by a restore. Read it again."""
        self._reread(feed, self._store.bare(feed))

    def cut(self, feed: Audience, after: int) -> None:
        """These rows are void. What only they told of has to be handed in again."""
        void = self._store.rows(feed, after)
        self._store.cut(feed, after)
        for one in dict.fromkeys(row.leaf for row in void if row.leaf):
            doubt_unless_live(self._store, one, self._acked)

    def _reread(self, feed: Audience, rows: Iterable[Row]) -> bool:
        """Go back before the first row whose entry should be here and is not; bring back to light what is."""
        for row in rows:
            if row.leaf and is_live(self._store, feed, row):
                if lacks(self._store, row):
                    self.cut(feed, row.pos - 1)
                    self.whole = True
                    return True
                self._confirm(row)
        return False

    def _take(self, told: Slice) -> None:
        if self._store.end(told.feed) != told.base or not self._sound(told):
            return
        sent = self._allowed(told)
        rows = [one.row for one in sent]
        self._store.follow(told.feed, rows, [one.row for one in sent if one.row.leaf and not one.entry and lacks(self._store, one.row)])
        for one in sent:
            self._apply(one)

    def _sound(self, told: Slice) -> bool:
        entries = all(self._is_proven(one) for one in told.rows if one.entry)
        return entries and continues(told.base, [one.row for one in told.rows])

    def _is_proven(self, sent: Sent) -> bool:
        entry, row = sent.entry, sent.row
        proof = self._proofs.get(row.leaf) or self._store.proof(row.leaf)
        same = entry is not None and (entry.id, entry.case, leaf(entry)) == (row.id, row.case, row.leaf)
        return entry is not None and same and proof is not None and proof.covers(entry, row.leaf)

    def _allowed(self, told: Slice) -> Sequence[Sent]:
        """The rows up to the first removal that is one too many."""
        for place, sent in enumerate(told.rows):
            if sent.row.kind == "purge" and sent.row.pos > told.cleared and self._goes(told, place):
                if not self.room:
                    self.refused += 1
                    return told.rows[:place]
                self.room, self.removed = self.room - 1, self.removed + 1
        return told.rows

    def _goes(self, told: Slice, place: int) -> bool:
        case = told.rows[place].row.case
        back = any(one.row.case == case and one.row.kind != "purge" for one in told.rows[place + 1 :])
        stays = back or is_told(self._store, self._keeping(told.feed), case)
        return not stays and any(not holding.sealed for holding in self._store.of_case(case))

    def _keeping(self, feed: Audience) -> AbstractSet[Audience]:
        """The feeds that may keep what this one puts away.

        One that is let go of does not, as the case goes with it; unless this one is read for the first time, and what it tells is the past.
        """
        others = set(self._store.feeds()) - {feed}
        return others - self._leaving if feed in self._store.progress().brought else others

    def _apply(self, sent: Sent) -> None:
        if sent.row.kind == "purge":
            self._put_away(sent.row.case, self.gone)
            return
        if sent.entry:
            self._hold(sent.row, sent.entry)
        self._confirm(sent.row)
        if sent.entry and not sent.entry.payload and self._has_more_than(sent.entry, sent.row):
            self._store.doubt(sent.row.leaf, "lost")  # the endpoint has lost the body, we have not

    def _hold(self, row: Row, entry: Entry) -> None:
        known = self._store.holding(row.leaf)
        whole = entry if entry.payload or known is None else known.entry
        kept = emptied(whole) if self._store.erasure(row.case).reaches(entry) else whole
        self._store.hold(replace(known, entry=kept) if known else Holding(kept, row.leaf, "held"))
        if row.leaf in self._proofs:
            self._store.prove(self._proofs[row.leaf])
        if known is None:
            self.read.append(kept)

    def _has_more_than(self, entry: Entry, row: Row) -> bool:
        holding = self._store.holding(row.leaf)
        return holding is not None and len(holding.entry.payload) > len(entry.payload)

    def _confirm(self, row: Row) -> None:
        """A feed tells of an entry that is here: it stands as the feed says, and may be seen."""
        holding = self._store.holding(row.leaf)
        if holding is None:
            return
        told = replace(holding, standing="seen" if row.kind == "entry" else holding.standing, sealed=False)
        if told != holding:
            self._store.hold(told)
        if confirmed(told, {row.kind}):
            self._store.confirm(row.leaf)
        elif self._store.doubted(row.leaf) == "kept":
            self._store.doubt(row.leaf, "taken")  # to be settled anew
        if row.kind == "entry" and told.entry.kind in ERASING:
            erase_by(self._store, told.entry)

    def _put_away(self, case: CaseId, gone: list[CaseId]) -> None:
        stays = is_told(self._store, self._store.feeds(), case)
        for holding in self._store.of_case(case):
            doubt = self._store.doubted(holding.leaf)
            if live(self._store, holding.leaf):
                continue
            if stays and (holding.own or doubt):
                self._question(holding)  # the feed that keeps the case may be lost before it has told of this
            elif holding.own or doubt == "lost":
                self._store.hold(replace(holding, sealed=True))
                self._question(holding)
            else:
                self._store.drop(holding.leaf)
        if not stays and case not in gone:
            gone.append(case)

    def _question(self, holding: Holding) -> None:
        """No feed tells of it now: it is put away unless one does again, and stays until the endpoint holds it for sure."""
        if self._store.doubted(holding.leaf) is None and (holding.entry.n <= self._acked or not under_present_name(self._store, holding)):
            self._store.doubt(holding.leaf, "taken")


def erase_by(store: DeviceStore, erased: Entry) -> None:
    """Lay down the rule of an erasure, and apply it to everything here, sent or not."""
    if isinstance(erased.body, Erased) and erased.agency == owner_of(erased.case):
        store.erase(erased.case, erasure_of((erased,)))
        rule = store.erasure(erased.case)
        for holding in store.of_case(erased.case):
            if holding.entry.payload and rule.reaches(holding.entry):
                empty(store, holding)
