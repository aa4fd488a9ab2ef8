"""Who this may be: people already in the log who are like the one being described, with the reasons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from callhandler.cases.asked import Questions
from callhandler.cases.complaint import Complaint, tell
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import Band, CaseId, Corrected, LinkUndone, NotSamePerson, PersonId, SamePerson
from callhandler.people.cluster import apart, together
from callhandler.people.keys import keys
from callhandler.people.matching import Likeness, Why, alike
from callhandler.people.person import Description
from callhandler.store.index import Known
from callhandler.store.logbook import Logbook

LINKS = ("same-person", "not-same-person", "link-undone", "corrected")
POSSIBLE = 20  # of 100: below it a likeness is chance, and would only fill the panel
People = frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody already in the log who may be the person in this call, with the reasons and what is known of them."""

    person: PersonId
    name: str
    phone: str
    place: str
    score: int
    why: tuple[Why, ...]
    complaints: int
    last: date | None
    band: Band | None
    linked: bool


class PeopleBook:
    """The people of the log: whom handlers held to be one, and in which cases they stand."""

    def __init__(self, logbook: Logbook, questions: Questions) -> None:
        self._logbook = logbook
        self._questions = questions
        self._links = {entry.id: entry for entry in logbook.entries(kinds=LINKS)}
        self._joined = together(self._links.values())
        self._apart = apart(self._links.values())
        self._complaints: dict[CaseId, Complaint | None] = {}  # as last told; a person with a hundred calls is read once, not at every key
        self._heard: dict[CaseId, list[Entry]] = {}
        self._counted: dict[CaseId, int] = {}

    def heard(self, entries: Iterable[Entry]) -> None:
        """Take in what this desk writes, also while the disk has not yet taken it."""
        written = tuple(entries)
        for entry in written:
            self._heard.setdefault(entry.case, []).append(entry)
            self._complaints.pop(entry.case, None)
            self._counted = {case: count for case, count in self._counted.items() if case == entry.case}
        new = [entry for entry in written if isinstance(entry.body, (SamePerson, NotSamePerson, LinkUndone, Corrected))]
        if new:
            self._links |= {entry.id: entry for entry in new}
            self._joined = together(self._links.values())
            self._apart = apart(self._links.values())
            self._counted.clear()

    def one_with(self, person: PersonId) -> People:
        """Every description that handlers decided is this person, their own included."""
        return self._joined.get(person, frozenset((person,)))

    def links(self) -> tuple[Entry, ...]:
        """Every decision on record about who is who."""
        return tuple(self._links.values())

    def count(self, but: CaseId) -> int:
        """How many people the log knows, whoever handlers joined being one; without those of a call in progress."""
        if but not in self._counted:
            known = ({person for person in people if not person.startswith(but)} for people in set(self._joined.values()))
            self._counted[but] = self._logbook.people_count(but) - sum(max(len(people) - 1, 0) for people in known)
        return max(self._counted[but], 0)

    def complaints(self, people: People, but: CaseId = "") -> tuple[Complaint, ...]:
        """The complaints that these people made or that were made for them, oldest first."""
        described = self._logbook.descriptions(people)
        told = self._told({known.case for known in described if known.description.role != "alleged"} - {but})
        return tuple(one for one in told if one.victim in people)

    def complaints_near(self, places: Iterable[str]) -> tuple[Complaint, ...]:
        """The complaints by anybody from or about these places, oldest first."""
        wanted = {key for place in places for key in keys(Description("", place=place))}
        return self._told({known.case for known in self._logbook.people(wanted)})

    def _told(self, cases: Collection[CaseId]) -> tuple[Complaint, ...]:
        if unread := [case for case in cases if case not in self._complaints]:
            on_disk = {entry.id: entry for entry in self._logbook.entries(cases=unread)}
            heard = {entry.id: entry for case in unread for entry in self._heard.get(case, ())}
            registers = fold((heard | on_disk).values())
            self._complaints |= {case: tell(registers, case, self._questions) for case in unread}
        told = (self._complaints[case] for case in cases)
        return tuple(sorted((one for one in told if one), key=lambda one: (one.started, one.case)))

    def like(self, asked: Description, most: int = 5) -> tuple[Candidate, ...]:
        """The likeliest people, best first; descriptions joined already count once, by the best of them."""
        best: dict[People, tuple[Likeness, Known]] = {}
        for known in self._logbook.people(keys(asked)):
            likeness = self._likeness(asked, known)
            people = self.one_with(known.description.person)
            if likeness and (people not in best or likeness.score > best[people][0].score):
                best[people] = (likeness, known)
        ranked = sorted(best.items(), key=lambda found: (-found[1][0].score, found[1][1].description.person))
        return tuple(self._candidate(asked, people, *found) for people, found in ranked[:most])

    def _likeness(self, asked: Description, known: Known) -> Likeness | None:
        said = known.description
        if (
            said.role not in ("caller", "victim")
            or said.person == asked.person
            or tuple(sorted((asked.person, said.person))) in self._apart
        ):
            return None
        likeness = alike(asked, said)
        return likeness if likeness and likeness.score >= POSSIBLE else None

    def _candidate(self, asked: Description, people: People, likeness: Likeness, known: Known) -> Candidate:
        complaints = self.complaints(people - {asked.person})
        last = complaints[-1] if complaints else None
        said = known.description
        return Candidate(
            person=said.person,
            name=said.name,
            phone=said.phone,
            place=said.place,
            score=likeness.score,
            why=likeness.why,
            complaints=len(complaints),
            last=last.started.date() if last else None,
            band=last.band if last else None,
            linked=asked.person in people,
        )
