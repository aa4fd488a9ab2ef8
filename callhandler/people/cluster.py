"""Who is one person with whom, as handlers decided it; and apart again where a decision was taken back."""

from collections.abc import Iterable, Mapping

from callhandler.log.entry import Entry
from callhandler.log.fold import corrections, standing
from callhandler.log.kinds import CallStarted, Corrected, HistoryTold, LinkUndone, NotSamePerson, PersonDescribed, PersonId, SamePerson

Pair = tuple[PersonId, PersonId]
Link = SamePerson | NotSamePerson | LinkUndone


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


def _pair(link: Link) -> Pair:
    one, other = sorted((link.one, link.other))
    return one, other


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
