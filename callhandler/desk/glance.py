"""What the log knows around one call: who the person may be, what came from this number, what was told of this place, who else is named."""

from collections import deque
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from callhandler.cases.area import Area
from callhandler.cases.complaint import Complaint
from callhandler.cases.findings import find
from callhandler.cases.flags import flags_of
from callhandler.cases.linking import APART, LEAST, Linked, linked
from callhandler.desk.recognition import Candidate, People, PeopleBook, Searched
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, PersonId, Viewed
from callhandler.people.person import Description
from callhandler.people.saying import Band, band_of
from callhandler.people.shared_homes import is_shared
from callhandler.store.index import Known

FEW = 20  # cases of one place or number that are read: nobody reads more while somebody is speaking
QUALIFIERS, SAFE_CALL = "/data/incident/qualifiers", "/data/opening/safe_call"
AT_HOME_ROLES = ("caller", "victim")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one call asks of the log: the person affected and the part of them being typed, where it happened, and who is named for it."""

    case: CaseId
    asked: Description
    typing: str = ""
    place: str = ""
    alleged: tuple[Description, ...] = ()
    turn: int = 0  # counts the questions of a call, so that an answer that was overtaken is known

    @property
    def terms(self) -> tuple[str, ...]:
        """The words it asks by."""
        return (self.asked.name, self.asked.phone, self.asked.born, self.asked.place)

    @property
    def around(self) -> tuple[CaseId, PersonId, str, str, str, tuple[Description, ...]]:
        """What number, home, place and people named are looked up by: unchanged, they need no second look."""
        return self.case, self.asked.person, self.asked.phone, self.asked.place, self.place, self.alleged


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate with what stands out in their log. `held_back`: where they live and how to ring them waits until the log is opened."""

    candidate: Candidate
    flags: tuple[str, ...] = ()
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """Who the person affected may be, the likeliest first, and what the search went through."""

    wanted: Wanted
    seen: tuple[Seen, ...]
    searched: Searched

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Whom it shows."""
        return tuple(one.candidate.person for one in self.seen)


@dataclass(frozen=True, slots=True)
class Calls:
    """So many calls since a day, by or for these people, each with a name where one is known."""

    n: int
    since: date
    last: date
    people: tuple[tuple[PersonId, str], ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Who else of this home is in the log. Of a shared house only how many; of a refuge nothing at all (`hidden`)."""

    people: tuple[tuple[PersonId, str, int], ...] = ()  # person, name, complaints
    many: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class There:
    """What anybody reported of this place; `matter`: several callers in the same weeks, this one included."""

    n: int
    since: date
    newest: tuple[Complaint, ...]
    matter: Linked | None = None


@dataclass(frozen=True, slots=True)
class NamedIn:
    """What else somebody held responsible is named in."""

    name: str
    other: PersonId
    known_as: str
    sure: Band
    n: int
    last: date


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the person: four different things, none of which is the other."""

    wanted: Wanted
    number: Calls | None = None
    home: Home | None = None
    place: There | None = None
    alleged: tuple[NamedIn, ...] = ()

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Whom it names."""
        of_number = [person for person, name in self.number.people if name] if self.number else []
        of_home = [person for person, _, _ in self.home.people] if self.home else []
        return tuple(dict.fromkeys((*of_number, *of_home, *(one.other for one in self.alleged))))


class Glancing:
    """Looks things up for the calls of one desk, away from the screen and in a book of its own; `look` and `beside` on one thread only."""

    def __init__(self, book: PeopleBook, area: Area, now: Callable[[], datetime]) -> None:
        self._book, self._area, self._now = book, area, now
        self._news: deque[Callable[[], None]] = deque()
        self._last: Beside | None = None
        self._day = now().date()

    def heard(self, entries: Iterable[Entry]) -> None:
        """Something was written here. From any thread; it counts from the next look on."""
        if told := tuple(entry for entry in entries if not isinstance(entry.body, Viewed)):
            self._news.append(partial(self._book.heard, told))

    def written_down(self) -> None:
        """All that was heard here is on the disk. From any thread."""
        self._news.append(self._book.written_down)

    def came(self, cases: Collection[CaseId], links: tuple[Entry, ...], gone: Collection[CaseId]) -> None:
        """The line brought something, or took it away. From any thread."""
        self._news.append(partial(self._book.put_away, tuple(gone)))
        self._news.append(partial(self._book.told_more, tuple(cases), links))

    def went_on(self) -> None:
        """The line did. From any thread."""
        if self._book.hides:
            self._news.append(self._book.look_again)

    def look(self, wanted: Wanted) -> Sight:
        """Who it may be."""
        self._take_in()
        found, today = self._book.like(wanted.asked, wanted.typing), self._now().date()
        searched = self._book.searched(wanted.asked, wanted.case)
        return Sight(wanted, tuple(stands_out(one, self._book, self._area, today) for one in found), searched)

    def beside(self, wanted: Wanted) -> Beside:
        """What stands beside them."""
        self._take_in()
        today = self._now().date()
        if self._last is None or self._last.wanted.around != wanted.around or self._day != today:
            self._last, self._day = self._beside(wanted), today
        return replace(self._last, wanted=wanted)

    def _beside(self, wanted: Wanted) -> Beside:
        return Beside(
            wanted,
            self._number(wanted),
            self._home(wanted),
            self._place(wanted),
            tuple(named for one in wanted.alleged if (named := self._named(one, wanted.case))),
        )

    def _take_in(self) -> None:
        while self._news:
            self._news.popleft()()
            self._last = None

    def _number(self, wanted: Wanted) -> Calls | None:
        known = [one for one in self._book.from_number(wanted.asked.phone) if _calls(one, wanted)]
        if not known:
            return None
        named = {one.description.person: one.description.name for one in reversed(known)}
        people = {self._book.one_with(person): (person, name) for person, name in named.items() if name}
        days = [_day(one) for one in known]
        return Calls(len({one.case for one in known}), min(days), max(days), tuple(people.values()))

    def _home(self, wanted: Wanted) -> Home | None:
        place = wanted.asked.place
        if not place:
            return None
        if self._book.hidden(place):
            return Home(hidden=True)
        own = self._book.one_with(wanted.asked.person)
        there = [one.description for one in self._book.at_place(place) if _lives(one, wanted) and one.description.person not in own]
        people = {self._book.one_with(one.person): one for one in reversed(there)}
        if is_shared(place, len(people)):
            return Home(many=len(people))
        named = {same: one for same, one in people.items() if one.name}
        theirs = self._book.complaints_of_each(tuple(named))
        told = tuple((one.person, one.name, len(complaints)) for one, complaints in zip(named.values(), theirs, strict=True))
        return Home(told) if told else None

    def _place(self, wanted: Wanted) -> There | None:
        known = [one for one in self._book.at_place(wanted.place) if one.description.role == "place" and one.case != wanted.case]
        if not wanted.place or not known:
            return None
        newest = self._book.complaints_in(tuple(dict.fromkeys(one.case for one in known))[:FEW])
        cases = {one.case for one in known}
        matter = _matter(newest, wanted.asked.person, self._book.one_with(wanted.asked.person), self._now())
        return There(len(cases), min(map(_day, known)), tuple(reversed(newest[-3:])), matter)

    def _named(self, said: Description, case: CaseId) -> NamedIn | None:
        told = [(one, band_of(found.scored)) for one, found in self._book.named_as(said, most=FEW) if one.case != case]
        likely = [(one, sure) for one, sure in told if sure != "listed"]
        if not likely:
            return None
        best, sure = likely[0]
        last = max(_day(one) for one, _ in likely)
        return NamedIn(said.name, best.description.person, best.description.name, sure, len({one.case for one, _ in likely}), last)


def stands_out(found: Candidate, book: PeopleBook, area: Area, today: date) -> Seen:
    """A candidate as a list may show them: with their flags, and held back where they are at risk at home or live where nobody may know."""
    own = tuple(reversed(found.told))
    flags = flags_of(own, find(own, own, area, today), area) if own else ()
    hidden = any(book.hidden(place) for place in (found.place, *(one.home for one in own)) if place)
    return Seen(found, tuple(flag.code for flag in flags), hidden or any(map(_at_risk, own)))


def _at_risk(one: Complaint) -> bool:
    domestic = any(tick == "domestic" for tick, _ in one.ticked(QUALIFIERS))
    return domestic or bool(one.says(SAFE_CALL, "no"))


def _day(one: Known) -> date:
    """By the clock on the wall here; the index keeps moments by Greenwich."""
    return one.at.astimezone().date()


def _calls(one: Known, wanted: Wanted) -> bool:
    return one.case != wanted.case and one.description.role != "alleged"


def _lives(one: Known, wanted: Wanted) -> bool:
    return one.case != wanted.case and one.description.role in AT_HOME_ROLES


def _matter(told: Iterable[Complaint], person: PersonId, people: People, now: datetime) -> Linked | None:
    """Several callers of one place in the same weeks, and now this one too."""
    for one in linked(told, least=LEAST - 1):
        others = len(set(one.people) - people - {person})
        if others >= LEAST - 1 and now - APART <= datetime.combine(one.until, now.timetz()) + timedelta(days=1):
            return one
    return None
