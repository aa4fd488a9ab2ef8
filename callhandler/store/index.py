"""The index of people and places: who was described in which case, by number, name and place. It is rebuilt from the log at any time."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Corrected, Erased, PersonDescribed, PersonId, PlaceDescribed
from callhandler.people.keys import keys
from callhandler.people.person import Description
from callhandler.store import tables

FIELDS = ("person", "name", "phone", "born", "place", "words", "role")

MOST = 200
WEIGHTS = {"p:": 20, "b:": 20, "e:": 5, "h:": 5, "l:": 5, "c:": 5, "s:": 5}  # beside a mere sound or slip, which counts 1


@dataclass(frozen=True, slots=True)
class Known:
    """One description on record, and where it stands."""

    entry: str
    case: CaseId
    at: datetime
    description: Description


def take(connection: Connection, entries: Iterable[Entry]) -> None:
    """Let new entries change the index, in the transaction that records them."""
    for entry in entries:
        match entry.body:
            case PersonDescribed() as said:
                _add(connection, entry, Description(**{name: getattr(said, name) for name in FIELDS}))
            case PlaceDescribed(place=place):
                _add(connection, entry, Description(f"{entry.case}.place", place=place, role="place"))
            case Corrected() as corrected:
                forget(connection, (corrected.of,))
            case Erased() as gone:
                forget(connection, gone.entries)
            case _:
                pass


def forget(connection: Connection, ids: Collection[str]) -> None:
    """These entries are not to be found any more: corrected, erased, or no longer ours to see."""
    connection.execute(delete(tables.description).where(tables.description.c.entry_id.in_(ids)))


def rebuild(connection: Connection, entries: Iterable[Entry]) -> None:
    """Make the index anew from the log."""
    connection.execute(delete(tables.person_key))
    connection.execute(delete(tables.description))
    take(connection, entries)


def find(connection: Connection, asked: Collection[str], most: int = MOST) -> tuple[Known, ...]:
    """The descriptions that share most with these keys, newest first. A thousand people may share a sound; nobody can look at them all."""
    own = tables.person_key.c
    shared: Counter[int] = Counter()
    for key, number in connection.execute(select(own.key, own.number).where(own.key.in_(asked))):
        shared[number] += WEIGHTS.get(key[:2], 1)
    best = nlargest(most, shared, key=lambda number: (shared[number], number))
    return _known(connection, tables.description.c.number.in_(best))


def of_people(connection: Connection, people: Collection[PersonId]) -> tuple[Known, ...]:
    """Every description of these people, newest first."""
    return _known(connection, tables.description.c.person.in_(people))


def count(connection: Connection, but: CaseId) -> int:
    """How many callers and people affected are described by a name, a number or a place, outside one case."""
    own = tables.description.c
    told = or_(own.name != "", own.phone != "", own.place != "")
    asked = select(func.count(own.person.distinct())).where(own.role.in_(("caller", "victim")), own.case_id != but, told)
    return connection.execute(asked).scalar_one()


def _known(connection: Connection, where: ColumnElement[bool]) -> tuple[Known, ...]:
    own, entry = tables.description, tables.entry
    asked = select(own, entry.c.at).join(entry, entry.c.id == own.c.entry_id).where(where).order_by(entry.c.hlc.desc(), entry.c.id.desc())
    return tuple(
        Known(row.entry_id, row.case_id, datetime.fromisoformat(row.at), Description(**{name: getattr(row, name) for name in FIELDS}))
        for row in connection.execute(asked)
    )


def _add(connection: Connection, entry: Entry, said: Description) -> None:
    values = {name: getattr(said, name) for name in FIELDS}
    number = connection.execute(insert(tables.description).values(entry_id=entry.id, case_id=entry.case, **values)).lastrowid
    found = sorted(keys(said))
    if found:
        connection.execute(insert(tables.person_key), [{"key": key, "number": number} for key in found])
