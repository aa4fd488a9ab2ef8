"""Pairs that may be one person and on which nobody has decided, the likeliest first, for a supervisor to go through."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint, tell
from callhandler.cases.linking import Linked, linked
from callhandler.cases.merge_quality import Quality, quality
from callhandler.desk.hand import Hand
from callhandler.desk.joining import Joining
from callhandler.desk.recognition import Candidate, PeopleBook
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import PersonId
from callhandler.people.cluster import Decision, Pair
from callhandler.people.person import Description
from callhandler.people.saying import Why
from callhandler.store.logbook import Logbook

BACK = timedelta(days=365)  # calls that are gone through
NEAR = timedelta(days=90)  # calls that may be one matter
NEWEST = 3_000  # callers who are gone through: half a minute, with a bar and a way out
LEAST = 0.1  # probability below which a pair is not worth a supervisor's minute


@dataclass(frozen=True, slots=True)
class OneSide:
    """One of the two, as described when they last called, and the complaints that stand under their name."""

    description: Description
    complaints: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two descriptions on which to decide, what speaks for and against, and what was decided already where that contradicts itself."""

    one: OneSide
    other: OneSide
    probability: float
    sure: str
    why: tuple[Why, ...]
    decided: tuple[Decision, ...] = ()
    chain: tuple[PersonId, ...] = ()

    @property
    def pair(self) -> Pair:
        one, other = sorted((self.one.description.person, self.other.description.person))
        return one, other


@dataclass(frozen=True, slots=True)
class Review:
    """What a supervisor goes through: the pairs, complaints that may be one matter, and how the decisions so far have held."""

    doubts: tuple[Doubt, ...]
    links: tuple[Linked, ...]
    quality: Quality

    def people(self) -> str:
        """Everybody it shows, as a consultation names them."""
        people = {person for doubt in self.doubts for person in doubt.pair} | {one for link in self.links for one in link.people}
        return " ".join(sorted(people)) or "nobody"


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Looks for them at one operator's desk."""

    hand: Hand
    logbook: Logbook
    book: PeopleBook
    area: Area

    def look(self, told: Callable[[int, int], None] = lambda _done, _all: None) -> Review:
        """Everything worth a decision now; `told` hears how many of how many callers were gone through. First `Desk.looked_at`."""
        complaints = self._newest()
        joining = Joining(self.hand, self.book)
        ties = joining.ties()
        doubts = {doubt.pair: doubt for doubt in self._disputed(joining)}
        for done, one in enumerate(complaints[:NEWEST], 1):
            for doubt in self._like(one):
                if ties.verdict(*doubt.pair) == "open" and doubt.pair not in doubts and not ties.chain(*doubt.pair):
                    doubts[doubt.pair] = doubt
            told(done, min(len(complaints), NEWEST))
        ranked = sorted(doubts.values(), key=lambda doubt: (not doubt.decided, -doubt.probability, doubt.pair))
        near = (self.hand.now() - NEAR).date()
        matters = linked([one for one in complaints if one.started.date() >= near])
        return Review(tuple(ranked), matters, quality(self.book.links()))

    def settled(self, review: Review) -> Review:
        """The same without what has been decided since, and with the figures as they stand now."""
        ties = Joining(self.hand, self.book).ties()
        open_still = tuple(one for one in review.doubts if ties.verdict(*one.pair) in ("open", "disputed"))
        return Review(open_still, review.links, quality(self.book.links()))

    def _newest(self) -> tuple[Complaint, ...]:
        since = (self.hand.now() - BACK).date()
        cases = {entry.case for entry in self.logbook.entries(kinds=("call-started", "call-brought-in"), since=since)}
        entries: tuple[Entry, ...] = self.logbook.entries(cases=cases) if cases else ()
        registers = fold(entries)
        told = (tell(registers, case, self.area.questions) for case in registers.cases())
        return tuple(sorted((one for one in told if one and not one.in_progress), key=lambda one: (one.started, one.case), reverse=True))

    def _like(self, complaint: Complaint) -> Iterator[Doubt]:
        said = next((one for one in complaint.people if one.person == complaint.victim and one.role != "alleged"), None)
        for found in self.book.like(said, most=20) if said else ():
            if not found.linked and found.probability >= LEAST:
                yield self._doubt(said or Description(found.person), found)

    def _doubt(self, said: Description, found: Candidate) -> Doubt:
        return Doubt(self._side(said.person), self._side(found.person), found.probability, found.sure, found.why)

    def _disputed(self, joining: Joining) -> Iterable[Doubt]:
        ties = joining.ties()
        for one, other in sorted(ties.disputed):
            told, chain = ties.decided.get((one, other), ()), ties.chain(one, other)
            yield Doubt(self._side(one), self._side(other), 1.0, "disputed", (), told, chain)

    def _side(self, person: PersonId) -> OneSide:
        told = self.logbook.descriptions((person,))
        return OneSide(told[0].description if told else Description(person), self.book.complaints(frozenset((person,))))
