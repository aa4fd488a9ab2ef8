"""What people may ask about themselves: all that is held about them, and to have it put right, which overwrites nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from callhandler.cases.access import Choices, Held, HeldCase, chosen, held_about, kept_back, lines_of
from callhandler.cases.area import Area
from callhandler.cases.held import Reader
from callhandler.desk.hand import Hand
from callhandler.desk.looks import PRINTED
from callhandler.desk.putting_right import Value, corrections
from callhandler.desk.recipients import Recipient, recipients
from callhandler.desk.recognition import PeopleBook
from callhandler.desk.said import names_oneself
from callhandler.desk.sharing import NotOurs
from callhandler.desk.why import Why
from callhandler.log.entry import Entry
from callhandler.log.fold import Registers, fold
from callhandler.log.kinds import (
    AccessGiven,
    Body,
    CaseId,
    KeptBack,
    PersonId,
    RecipientTold,
    RectificationAsked,
    RectificationDecided,
    Viewed,
)
from callhandler.log.ownership import owner_of
from callhandler.protocol.disclosure import disclosed
from callhandler.store.logbook import Logbook


class OwnAsking(Exception):  # noqa: N818 - named as a handler would
    """Whoever put a request on record does not decide it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to put something right. `tell`: who was told the wrong value; `told`: those of them who by now know better, by key."""

    entry: str
    at: datetime
    actor: str
    case: CaseId
    body: RectificationAsked
    decided: RectificationDecided | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    tell: tuple[Recipient, ...] = ()
    told: frozenset[str] = frozenset()

    @property
    def verdict(self) -> str:
        """Either "granted" or "refused", or "" while nobody decided."""
        return self.decided.verdict if self.decided else ""


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is held about a person, who got it, and what they asked to have put right, the newest first."""

    person: PersonId
    name: str  # every spelling of it, the newest first; "" where none is known
    cases: tuple[HeldCase, ...]
    recipients: tuple[Recipient, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """For one operator's desk. Reads the log as it is on the disk."""

    hand: Hand
    logbook: Logbook
    book: PeopleBook
    area: Area

    def look(self, person: PersonId, reader: Reader, why: Why) -> Everything:
        """Everything about them, once it is on record that somebody looked at it. Raises NotRecorded."""
        self.hand.on_record(self._home(person), Viewed(what="person", subject=person, purpose="access", reason=why.code, about=why.case))
        return self.held(person, reader)

    def held(self, person: PersonId, reader: Reader) -> Everything:
        """The same, for whoever looks already."""
        people = self.book.one_with(person)
        entries = self._entries(people)
        copies = [entry for entry in self.logbook.entries(kinds=("viewed",), looked_at=people) if _is_copy(entry)]
        return Everything(
            person,
            " / ".join(dict.fromkeys(one.name for one in reversed(self.book.complaints(people)) if one.name)),
            held_about(people, entries, reader, self.hand.who.agency),
            recipients(entries, copies),
            self._asked_in(entries, people, copies),
        )

    def asked_of(self, people: frozenset[PersonId]) -> tuple[Asked, ...]:
        """What they asked to have put right, for whoever looks at their log already; mostly nothing, and then little is read."""
        cases = {known.case for known in self.logbook.descriptions(people)}
        asked = self.logbook.entries(cases=cases, kinds=("rectification-asked",)) if cases else ()
        entries = self.logbook.entries(cases={entry.case for entry in asked}) if asked else ()
        return self._asked_in(entries, people)

    def give(self, told: Everything, choices: Choices, supervisor: str) -> None:
        """Let it go to them but for what is kept back; on record before it leaves. Raises NotRecorded."""
        lines = lines_of(told.cases)
        back = tuple(KeptBack(line=line.key, ground=ground) for line, ground in kept_back(told.cases, choices))
        whole = tuple(line.key for line in lines if chosen(line, choices).whole)
        given = AccessGiven(person=told.person, lines=len(lines) - len(back), kept_back=back, whole=whole, supervisor=supervisor)
        self.hand.on_record(self._home(told.person), given)

    def ask(self, person: PersonId, line: Held, right: str, words: str = "") -> Entry:
        """Put on record that they say this line is wrong, and what would be right."""
        asking = RectificationAsked(person=person, of=line.entry, part=line.part, right=right, words=words)
        return self.hand.write(line.case, asking)

    def decide(self, asked: Asked, verdict: str, value: Value, supervisor: str, words: str = "") -> None:
        """Put it right by appending what is right, or leave it as it is. Raises NotOurs, OwnAsking."""
        if owner_of(asked.case) != self.hand.who.agency:
            raise NotOurs(asked.case)
        if names_oneself(supervisor, asked.actor):
            raise OwnAsking
        granted = verdict == "granted"
        decided = RectificationDecided(of=asked.entry, verdict="granted" if granted else "refused", words=words, supervisor=supervisor)
        registers = fold(self.logbook.entries(case=asked.case))
        bodies: Sequence[tuple[Body, Sequence[str]]] = corrections(registers, asked.case, asked.body, value) if granted else ()
        self.hand.write_all(asked.case, (*bodies, (decided, registers.heads(asked.case, decided.field))))

    def told(self, asked: Asked, recipient: Recipient) -> None:
        """A recipient of the wrong value was told the right one."""
        self.hand.write(asked.case, RecipientTold(of=asked.entry, recipient=recipient.key))

    def _entries(self, people: frozenset[PersonId]) -> tuple[Entry, ...]:
        cases = {known.case for known in self.logbook.descriptions(people)}
        return self.logbook.entries(cases=cases) if cases else ()

    def _home(self, person: PersonId) -> CaseId:
        """The newest complaint of their own."""
        own = self.book.complaints(self.book.one_with(person))
        return own[-1].case if own else self.hand.new_case()

    def _asked_in(self, entries: Iterable[Entry], people: frozenset[PersonId], copies: Iterable[Entry] = ()) -> tuple[Asked, ...]:
        registers = fold(entries)
        asked = ((entry, entry.body) for entry in entries if isinstance(entry.body, RectificationAsked))
        found = [self._asked(registers, entry, body, copies) for entry, body in asked if body.person in people]
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def _asked(self, registers: Registers, entry: Entry, body: RectificationAsked, copies: Iterable[Entry]) -> Asked:
        decided = registers.value(entry.case, f"rectification:{entry.id}")
        told = registers.entries(entry.case)
        wrong = next((one for one in told if one.id == body.of), None)
        held = (
            recipients(told, copies, since=wrong.at, knows=lambda audience: disclosed(wrong, audience, self.area.discloses))
            if wrong
            else ()
        )
        return Asked(
            entry.id,
            entry.at,
            entry.actor,
            entry.case,
            body,
            decided.body if decided and isinstance(decided.body, RectificationDecided) else None,
            decided.at if decided else None,
            decided.actor if decided else "",
            held,
            frozenset(one.body.recipient for one in told if isinstance(one.body, RecipientTold) and one.body.of == entry.id),
        )


def _is_copy(entry: Entry) -> bool:
    return isinstance(entry.body, Viewed) and entry.body.purpose == PRINTED
