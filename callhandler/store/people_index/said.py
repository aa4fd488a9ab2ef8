"""One description as it goes into the index: who said what of whom, in which entry, and what is read from it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, PersonDescribed, PersonId, PlaceDescribed
from callhandler.people.parts import Parts, parts_of
from callhandler.people.person import Description

PEOPLE, ALLEGED, PLACES = 0, 1, 2  # never found in one search: who called or was affected, who is held responsible, where it happened
CHANGED = -2  # the kind under which is counted how often the index changed
KINDS = {"caller": PEOPLE, "victim": PEOPLE, "alleged": ALLEGED, "place": PLACES}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A description, the entry that tells it, and its parts. `hlc` and `at` are the entry's."""

    entry: str
    case: CaseId
    hlc: int
    at: datetime
    description: Description
    parts: Parts

    @property
    def kind(self) -> int:
        return KINDS[self.description.role]

    @property
    def of(self) -> tuple[PersonId, str, CaseId]:
        """Of whom it was said, and where: of several such the newest stands."""
        return self.description.person, self.description.role, self.case


@dataclass(frozen=True, slots=True)
class Known:
    """One description on record, and where it stands."""

    entry: str
    case: CaseId
    at: datetime
    description: Description


def said_in(entry: Entry) -> Said | None:
    """What an entry says of a person or a place; None where it says nothing of either."""
    match entry.body:
        case PersonDescribed(person=person, name=name, phone=phone, born=born, place=place, words=words, role=role):
            description = Description(person, name, phone, born, place, words, role)
        case PlaceDescribed(place=place):
            description = Description(f"{entry.case}.place", place=place, role="place")
        case _:
            return None
    return Said(entry.id, entry.case, entry.hlc, entry.at, description, parts_of(description))


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - _EPOCH) // _MICRO


def moment(micros: int) -> datetime:
    """The time of so many microseconds since 1970, in UTC."""
    return _EPOCH + micros * _MICRO


def keyed(kind: int, key: int) -> int:
    """A key among those of its kind: the kinds lie apart."""
    return key | kind << 48
