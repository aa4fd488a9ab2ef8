"""Whom a call has shown its handler goes on record before it is shown, once each; typing alone is no consultation (R1, ADR 0025)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from callhandler.desk.hand import Hand
from callhandler.log.kinds import CaseId, PersonId, Viewed


@dataclass(slots=True)
class Consulting:
    """Of one call. `keyed` turns what was typed into signs that nobody reads back (HMAC)."""

    hand: Hand
    case: CaseId
    keyed: Callable[[Iterable[str]], tuple[str, ...]]
    _shown: set[PersonId] = field(default_factory=set)
    _waiting: dict[str, frozenset[PersonId]] = field(default_factory=dict)

    def may_show(self, people: Collection[PersonId], terms: Iterable[str]) -> bool:
        """Put on record whom this would show for the first time; True once all of them are, and not before."""
        new = frozenset(people) - self._shown - frozenset[PersonId]().union(*self._waiting.values())
        if new:
            subject = " ".join(person for person in dict.fromkeys(people) if person in new)
            entry = self.hand.write(self.case, Viewed(what="search", subject=subject, purpose="call", terms=self.keyed(terms)))
            self._waiting[entry.id] = new
            if self.hand.pen.settled(0):
                self.saved((entry.id,))
        return self._shown.issuperset(people)

    def saved(self, ids: Iterable[str]) -> bool:
        """These entries are on the disk; says whether one was waited for. One that is refused never comes: nobody of it is shown."""
        ours = self._waiting.keys() & set(ids)
        for id in ours:
            self._shown |= self._waiting.pop(id)
        return bool(ours)
