"""Who is one person with whom, as handlers decided it; and apart again where a decision was taken back."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from callhandler.log.entry import Entry
from callhandler.log.fold import corrections, standing
from callhandler.log.kinds import CallStarted, Corrected, HistoryTold, LinkUndone, NotSamePerson, PersonDescribed, PersonId, SamePerson

Pair = tuple[PersonId, PersonId]
Link = SamePerson | NotSamePerson | LinkUndone
Verdict = Literal["same", "apart", "open", "disputed"]
_SAYS: Mapping[str, Verdict] = {"same-person": "same", "not-same-person": "apart", "link-undone": "open"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about two descriptions: who, for which agency, when and why."""

    entry: str
    case: str
    pair: Pair
    says: Verdict
    by: str
    agency: str
    at: datetime
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """Everything decided about who is who. Contradictory decisions stand beside each other; a chain A–B–C does not say that A is C."""

    decided: Mapping[Pair, tuple[Decision, ...]]
    groups: Mapping[PersonId, frozenset[PersonId]]
    disputed: frozenset[Pair]

    def verdict(self, one: PersonId, other: PersonId) -> Verdict:
        """What stands about two descriptions themselves, whatever a chain makes of them; "open" where nobody decided."""
        pair = _sorted(one, other)
        says = {decision.says for decision in self.decided.get(pair, ())}
        if pair in self.disputed:
            return "disputed"
        return says.pop() if says else "open"

    def one_with(self, person: PersonId) -> frozenset[PersonId]:
        """Every description that is this person, their own included."""
        return self.groups.get(person, frozenset((person,)))

    def chain(self, one: PersonId, other: PersonId) -> tuple[PersonId, ...]:
        """The shortest way of decisions that joins two descriptions, both ends included; () where none does."""
        ways, seen = deque[tuple[PersonId, ...]]([(one,)]), {one}
        while ways:
            way = ways.popleft()
            if way[-1] == other:
                return way
            ahead = [person for person in self._beside(way[-1]) if person not in seen]
            seen.update(ahead)
            ways.extend((*way, person) for person in ahead)
        return ()

    def _beside(self, person: PersonId) -> list[PersonId]:
        joined = (pair for pair, told in self.decided.items() if person in pair and all(one.says == "same" for one in told))
        return sorted(pair[pair[0] == person] for pair in joined)


def ties(entries: Iterable[Entry]) -> Ties:
    """All that these entries decide, in whatever order they came."""
    known = tuple(entries)
    decided = {pair: tuple(map(_decision, told)) for pair, told in sorted(decisions(known).items())}
    return Ties(decided, together(known), disputed(known))


def decisions(entries: Iterable[Entry]) -> Mapping[Pair, tuple[Entry, ...]]:
    """Per pair, in whatever case it was written, every decision that stands, last by (hlc, id). Several may contradict."""
    links = {entry.id: entry for entry in entries if isinstance(entry.body, Link | Corrected) or entry.body is None}
    stand: dict[Pair, tuple[Entry, ...]] = {}
    for entry in standing(links, corrections(links.values())):
        if isinstance(entry.body, Link):
            pair = _pair(entry.body)
            stand[pair] = (*stand.get(pair, ()), entry)
    return stand


def together(entries: Iterable[Entry]) -> dict[PersonId, frozenset[PersonId]]:
    """Every person named, with all that are the same person. Two are joined only where every decision that stands says so."""
    known = tuple(entries)
    group = {person: {person} for person in sorted(_named(known))}
    for (one, other), stands in decisions(known).items():
        if all(isinstance(entry.body, SamePerson) for entry in stands):
            joined = group[one] | group[other]
            group.update(dict.fromkeys(joined, joined))
    return {person: frozenset(same) for person, same in group.items()}


def joined_by(entries: Iterable[Entry], people: frozenset[PersonId]) -> tuple[Entry, ...]:
    """The decisions that stand and that made these descriptions one person, in order of time."""
    told = (entry for stands in decisions(entries).values() for entry in stands)
    held = [entry for entry in told if isinstance(entry.body, SamePerson) and {entry.body.one, entry.body.other} <= people]
    return tuple(sorted(held, key=lambda entry: (entry.at, entry.id)))


def apart(entries: Iterable[Entry]) -> frozenset[Pair]:
    """The pairs that a handler decided are two people, each sorted: they are not to be offered as one again."""
    stands = decisions(entries).items()
    return frozenset(pair for pair, told in stands if any(isinstance(entry.body, NotSamePerson) for entry in told))


def disputed(entries: Iterable[Entry]) -> frozenset[Pair]:
    """The pairs to show to a person: decided both ways at once, or decided two and yet joined through others."""
    known = tuple(entries)
    joined = together(known)
    split = {pair for pair, told in decisions(known).items() if len({entry.kind for entry in told}) > 1}
    return frozenset(split | {(one, other) for one, other in apart(known) if other in joined[one]})


def _decision(entry: Entry) -> Decision:
    if not isinstance(entry.body, Link):
        raise TypeError("only a decision about two descriptions is one")
    return Decision(entry.id, entry.case, _pair(entry.body), _SAYS[entry.kind], entry.actor, entry.agency, entry.at, entry.body.why)


def _pair(link: Link) -> Pair:
    return _sorted(link.one, link.other)


def _sorted(one: PersonId, other: PersonId) -> Pair:
    return (one, other) if one <= other else (other, one)


def _named(entries: Iterable[Entry]) -> set[PersonId]:
    named: set[PersonId] = set()
    for entry in entries:
        match entry.body:
            case CallStarted(caller=person) | PersonDescribed(person=person) | HistoryTold(person=person):
                named.add(person)
            case SamePerson() | NotSamePerson() | LinkUndone() as link:
                named.update((link.one, link.other))
            case _:
                pass
    return named
