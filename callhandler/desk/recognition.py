"""Who this may be: people already in the log who are like the one being described, with the reasons."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from callhandler.cases.asked import Questions
from callhandler.cases.complaint import Complaint, tell
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import Band, CaseId, Corrected, LinkUndone, NotSamePerson, PersonId, SamePerson
from callhandler.people.cluster import apart, together
from callhandler.people.keeping import stored_keys
from callhandler.people.parts import Parts, parts_of
from callhandler.people.person import Description
from callhandler.people.phones import own_number
from callhandler.people.places import near_place, place_of, same_place
from callhandler.people.saying import Band as Sure
from callhandler.people.saying import Rival, Why, band_of, explain, rival_of, would_decide
from callhandler.people.shared_homes import is_refuge
from callhandler.store.index import ALLEGED, Found, Known
from callhandler.store.logbook import Logbook

LINKS = ("same-person", "not-same-person", "link-undone", "corrected")
TELLING = 2.0  # bits by which something said must make it likelier: below it a likeness is chance, and would only fill the panel
HOME = ("postcode", "number", "street", "town")  # the parts that change with a move
MOST = 40  # descriptions looked at; one person may stand there under many
_Best = tuple[Known, Found]
People = frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody already in the log who may be the person in this call, with the reasons and what is known of them.

    The bits of the reasons sum to `bits`. `ask` is the part that would decide it, "" where all is told; `rival` who else it could be.
    """

    person: PersonId
    name: str
    phone: str
    place: str
    probability: float
    bits: float
    sure: Sure
    why: tuple[Why, ...]
    ask: str
    rival: Rival
    linked: bool
    born: str = ""
    told: tuple[Complaint, ...] = ()  # what they told before, oldest first

    @property
    def complaints(self) -> int:
        """How many."""
        return len(self.told)

    @property
    def last(self) -> date | None:
        """The day of the newest."""
        return self.told[-1].started.date() if self.told else None

    @property
    def band(self) -> Band | None:
        """That of the newest."""
        return self.told[-1].band if self.told else None


@dataclass(frozen=True, slots=True)
class Searched:
    """By what the log was searched ("name", "phone", "place", "born"), by what it could not be, though said; and among how many people."""

    by: tuple[str, ...]
    not_by: tuple[str, ...]
    people: int = 0


class PeopleBook:
    """The people of the log: whom handlers held to be one, and in which cases they stand."""

    def __init__(self, logbook: Logbook, questions: Questions, protected: Collection[str] = ()) -> None:
        self._logbook = logbook
        self._protected = protected  # addresses at which nobody is ever looked for: refuges, and homes that must not be known
        self._questions = questions
        self._links = {entry.id: entry for entry in logbook.entries(kinds=LINKS)}
        self._joined = together(self._links.values())
        self._apart = apart(self._links.values())
        self._complaints: dict[CaseId, Complaint | None] = {}  # as last told; a person with a hundred calls is read once, not at every key
        self._heard: dict[CaseId, list[Entry]] = {}
        self._counted: dict[CaseId, int] = {}
        self._answered: tuple[object, tuple[_Best, ...]] = (None, ())
        self._hiding = set(logbook.cases_with(LINKS, shown=False))  # of these more may be read later without a word

    def heard(self, entries: Iterable[Entry]) -> None:
        """Take in what this desk writes, also while the disk has not yet taken it."""
        written = tuple(entries)
        self._answered = (None, ())
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

    def written_down(self) -> None:
        """All that was heard here is on the disk: it is read there from now on, and what was read for one call is not kept for the next."""
        self._heard.clear()
        self._complaints.clear()

    def put_away(self, cases: Collection[CaseId]) -> None:
        """These cases are no longer ours to see, nor what was decided in them about who is who."""
        self._answered = (None, ())
        self._counted.clear()
        self._hiding.update(cases)
        for case in cases:
            self._heard.pop(case, None)
            self._complaints.pop(case, None)
        self._links = {id: entry for id, entry in self._links.items() if entry.case not in cases}
        self._joined = together(self._links.values())
        self._apart = apart(self._links.values())

    def told_more(self, cases: Collection[CaseId], links: Iterable[Entry]) -> None:
        """Somebody else put more about these cases on record: read them again when they are asked for. `links`: who is who, by them."""
        for case in cases:
            self._complaints.pop(case, None)
        self._counted.clear()
        self._hiding.update(self._logbook.hiding(cases) if cases else ())
        self.heard(links)

    @property
    def hides(self) -> bool:
        """Whether anything is kept of cases looked at here that may not be read for now."""
        return bool(self._hiding)

    def look_again(self) -> None:
        """The line went on: what was withheld may be read now, though nobody brings it again."""
        cases, self._hiding = self._hiding, set(self._logbook.hiding(self._hiding))
        self.told_more(cases, self._logbook.entries(cases=cases, kinds=LINKS))

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
        return self.complaints_of_each((people,), but)[0]

    def complaints_of_each(self, several: Sequence[People], but: CaseId = "") -> tuple[tuple[Complaint, ...], ...]:
        """The same for each of several, read at once."""
        cases = self._cases_of(frozenset().union(*several))
        told = self._told(set().union(*cases.values()) - {but})
        theirs = [set().union(*(cases[person] for person in people)) for people in several]
        return tuple(
            tuple(one for one in told if one.victim in people and one.case in own) for people, own in zip(several, theirs, strict=True)
        )

    def _cases_of(self, people: People) -> dict[PersonId, set[CaseId]]:
        """For each of them the cases in which they call or are affected."""
        cases: dict[PersonId, set[CaseId]] = {person: set() for person in people}
        for known in self._logbook.descriptions(people):
            if known.description.role != "alleged":
                cases[known.description.person].add(known.case)
        return cases

    def complaints_near(self, places: Iterable[str]) -> tuple[Complaint, ...]:
        """The complaints by anybody from or about these places, oldest first."""
        return self._told({known.case for place in places for known in self.at_place(place)})

    def complaints_in(self, cases: Collection[CaseId]) -> tuple[Complaint, ...]:
        """What these cases tell, oldest first."""
        return self._told(cases)

    def at_place(self, place: str) -> tuple[Known, ...]:
        """What else is on record of a place, newest first."""
        return self._logbook.at_place(place, (*self._protected, place) if is_refuge(place) else self._protected)

    def from_number(self, phone: str) -> tuple[Known, ...]:
        """What else came from a number, newest first."""
        return self._logbook.from_number(phone)

    def named_as(self, alleged: Description, most: int = 5) -> tuple[_Best, ...]:
        """What else somebody held responsible is named in, the likeliest first."""
        found = self._logbook.search(parts_of(alleged), most=MOST, kind=ALLEGED)
        return tuple(one for one in found if one[0].description.person != alleged.person and _tells(one[1]))[:most]

    def _told(self, cases: Collection[CaseId]) -> tuple[Complaint, ...]:
        if unread := [case for case in cases if case not in self._complaints]:
            on_disk = {entry.id: entry for entry in self._logbook.entries(cases=unread)}
            heard = {entry.id: entry for case in unread for entry in self._heard.get(case, ())}
            registers = fold((heard | on_disk).values())
            self._complaints |= {case: tell(registers, case, self._questions) for case in unread}
            self._hiding.update(self._logbook.hiding(unread))
        told = (self._complaints[case] for case in cases)
        return tuple(sorted((one for one in told if one), key=lambda one: (one.started, one.case)))

    def like(self, asked: Description, typing: str = "", most: int = 5) -> tuple[Candidate, ...]:
        """The likeliest people, best first; descriptions joined already count once, by the best of them and never by their sum.

        `typing` is the part under the cursor, not yet whole.
        """
        parts = parts_of(replace(asked, place="") if self.hidden(asked.place) else asked)
        best: dict[People, _Best] = {}
        for known, found in self._search(parts, typing):
            people = self.one_with(known.description.person)
            if people not in best and self._may_be(asked, known) and _tells(found):
                best[people] = (known, found)
        shown = list(best.items())[:most]
        told = self.complaints_of_each([people - {asked.person} for people, _ in shown])
        return tuple(self._candidate(asked, parts, people, own, *found) for (people, found), own in zip(shown, told, strict=True))

    def searched(self, asked: Description, case: CaseId) -> Searched:
        """By what of a description the log can be searched; a call's own people are not counted."""
        said = {"name": asked.name, "phone": asked.phone, "place": asked.place, "born": asked.born}
        usable = [part for part in said if stored_keys(parts_of(Description(asked.person, **{part: said[part]})))]
        useless = [part for part in said if said[part].strip() and part not in usable]
        return Searched(tuple(usable), tuple(useless), self.count(case) if usable else 0)

    def hidden(self, place: str) -> bool:
        """Whether nobody is ever looked for at this address, nor named there: a refuge, or a home that must not be known."""
        asked = place_of(place)
        return is_refuge(place) or any(same_place(asked, place_of(one)) for one in self._protected)

    def _search(self, parts: Parts, typing: str) -> tuple[_Best, ...]:
        """As last found, as long as neither the question nor the log has changed: the screen asks several times for one key."""
        question = (parts, typing)
        if self._answered[0] != question:
            self._answered = (question, self._logbook.search(parts, typing, MOST))
        return self._answered[1]

    def _earlier(self, people: People, said: Description) -> frozenset[str]:
        """The parts of a description that the same people have told otherwise since: the home, the number, or both."""
        if len(people) < 2:
            return frozenset()
        told = [one.description for one in self._logbook.descriptions(people) if one.description.role != "alleged"]
        home, number = (next((value for one in told if (value := getattr(one, part))), "") for part in ("place", "phone"))
        moved = bool(said.place and home) and _elsewhere(said.place, home)
        changed = own_number(said.phone) not in ("", own_number(number) or own_number(said.phone))
        return frozenset((*(HOME if moved else ()), *(("phone",) if changed else ())))

    def _may_be(self, asked: Description, known: Known) -> bool:
        said = known.description
        return said.person != asked.person and tuple(sorted((asked.person, said.person))) not in self._apart

    def _candidate(
        self, asked: Description, parts: Parts, people: People, told: tuple[Complaint, ...], known: Known, found: Found
    ) -> Candidate:
        said, scored = known.description, found.scored
        return Candidate(
            person=said.person,
            name=said.name,
            phone=said.phone,
            place=said.place,
            probability=scored.probability,
            bits=scored.bits,
            sure=band_of(scored),
            why=explain(scored, found.parts, self._earlier(people - {asked.person}, said)),
            ask=would_decide(scored, parts, found.parts),
            rival=rival_of(scored),
            linked=asked.person in people,
            born=said.born,
            told=told,
        )


def _elsewhere(one: str, other: str) -> bool:
    here, there = place_of(one), place_of(other)
    return not same_place(here, there) and not near_place(here, there)


def _tells(found: Found) -> bool:
    """Whether what was said makes it likelier than before anything was said."""
    return found.scored.bits - found.scored.parts["prior"] >= TELLING
