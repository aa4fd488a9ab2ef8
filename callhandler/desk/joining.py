"""Joins two descriptions to one person, holds them apart, and takes either back: a decision by name, never a machine's."""

from dataclasses import dataclass

from callhandler.desk.hand import Hand
from callhandler.desk.recognition import PeopleBook
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, LinkUndone, NotSamePerson, PersonId, SamePerson
from callhandler.people.cluster import Decision, Ties, ties


class NoReason(Exception):  # noqa: N818 - named as a handler would
    """A decision about who is who says why, so that whoever doubts it later can weigh it."""


class NothingDecided(Exception):  # noqa: N818 - named as a handler would
    """There is no such decision to take back; somebody else may have done so."""


@dataclass(frozen=True, slots=True)
class Joining:
    """What one operator decides about who is who. Nothing is merged: each log stays as it was told, and comes apart again whole."""

    hand: Hand
    book: PeopleBook

    def ties(self) -> Ties:
        """Everything that was decided, by whomever."""
        return ties(self.book.links())

    def combine(self, one: PersonId, other: PersonId, why: tuple[str, ...]) -> Entry:
        """These two are one person, for these reasons. Raises NoReason."""
        return self._decide(SamePerson(one=one, other=other, why=_told(one, other, why)))

    def hold_apart(self, one: PersonId, other: PersonId, why: tuple[str, ...]) -> Entry:
        """These two are two people, for these reasons: they are not offered as one again. Raises NoReason."""
        return self._decide(NotSamePerson(one=one, other=other, why=_told(one, other, why)))

    def undo(self, entry: str, why: tuple[str, ...] = ()) -> Entry:
        """Take a decision back, with whatever was decided about the same two without knowing of it. Raises NothingDecided."""
        stood = next((told for told in self.ties().decided.values() if entry in {one.entry for one in told}), None)
        if stood is None:
            raise NothingDecided
        one, other = stood[0].pair
        return self._decide(LinkUndone(one=one, other=other, why=why))

    def part(self, one: PersonId, other: PersonId) -> Entry:
        """Take back whatever was decided about these two."""
        return self._decide(LinkUndone(one=one, other=other))

    def _decide(self, body: SamePerson | NotSamePerson | LinkUndone) -> Entry:
        one, other = sorted((body.one, body.other))
        stood = self.ties().decided.get((one, other), ())
        return self.hand.write(self._case(stood, body.one, body.other), body, tuple(decision.entry for decision in stood))

    def _case(self, stood: tuple[Decision, ...], one: PersonId, other: PersonId) -> CaseId:
        """Where it was decided before; else the newest case of the two, so that whoever sees that sees this too."""
        if stood:
            return stood[-1].case
        told = self.book.complaints(frozenset((one, other)))
        return told[-1].case if told else self.hand.new_case()


def _told(one: PersonId, other: PersonId, why: tuple[str, ...]) -> tuple[str, ...]:
    if one == other:
        raise ValueError("a description is itself")
    told = tuple(reason.strip() for reason in why if reason.strip())
    if not told:
        raise NoReason
    return told
