"""Descriptions on record: taken in, put out of search when the same is said anew, and gone without a trace when they are erased."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from callhandler.people.keeping import stored_keys
from callhandler.people.parts import Parts
from callhandler.people.person import Description
from callhandler.people.scoring import Row, told_by
from callhandler.store.people_index import names, postings
from callhandler.store.people_index.postings import listed
from callhandler.store.people_index.said import CHANGED, KINDS, Known, Said, keyed, micros, moment

DESCRIBE = """INSERT INTO description (number, entry_id, case_id, person, role, hlc, at, stands, name, phone, born, place, words)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
READ = "INSERT INTO reading (number, forename, surname, dob, phone, house, street, postcode, town) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
COUNT = "INSERT INTO total (kind, n) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET n = n + excluded.n"
_CHANGES = "SELECT n FROM total WHERE kind = ?"
_KNOWN = "SELECT entry_id, case_id, at, person, name, phone, born, place, words, role FROM description"
_READINGS = """SELECT number, forename, surname, dob, phone, house, street, postcode, town
    FROM json_each(?) CROSS JOIN reading ON number = value"""
_NUMBERED = """SELECT number, entry_id, case_id, at, person, name, phone, born, place, words, role
    FROM json_each(?) CROSS JOIN description ON number = value"""
_READING = "SELECT forename, surname, dob, phone, house, street, postcode, town FROM reading WHERE number = ?"
_SAME = "SELECT number, stands FROM description WHERE person = ? AND role = ? AND case_id = ? ORDER BY hlc DESC, entry_id DESC"


def put(connection: Any, said: Said) -> None:
    """Take a description in; of several of one person in one case the newest is found."""
    if connection.execute("SELECT 1 FROM description WHERE entry_id = ?", (said.entry,)).fetchone():
        return
    number = next_number(connection)
    changed(connection)
    connection.execute(DESCRIBE, (number, *row_of(said, stands=False)))
    connection.execute(READ, (number, *told_by(said.parts)))
    _let_newest_stand(connection, *said.of)


def drop(connection: Any, entries: Iterable[str]) -> None:
    """What these entries described is gone, and what was said before in the same case is found again."""
    for entry in entries:
        row = connection.execute("SELECT number, stands, person, role, case_id FROM description WHERE entry_id = ?", (entry,)).fetchone()
        if row:
            number, stands, person, role, case = row
            changed(connection)
            if stands:
                _leave(connection, number, role)
            connection.execute("DELETE FROM reading WHERE number = ?", (number,))
            connection.execute("DELETE FROM description WHERE number = ?", (number,))
            _let_newest_stand(connection, person, role, case)


def changes(connection: Any) -> int:
    """How often the index has changed: whoever remembers what it says asks this first."""
    row = connection.execute(_CHANGES, (CHANGED,)).fetchone()
    return row[0] if row else 0


def changed(connection: Any, before: int = 0) -> None:
    """The index changes, in this transaction; `before` is how often it had, where that has been forgotten."""
    connection.execute(COUNT, (CHANGED, before + 1))


def next_number(connection: Any) -> int:
    """The number of the next description."""
    return int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM description").fetchone()[0])


def row_of(said: Said, *, stands: bool) -> tuple[object, ...]:
    """As a row of `description`, but for the number."""
    one = said.description
    words = (one.name, one.phone, one.born, one.place, one.words)
    return (said.entry, said.case, one.person, one.role, said.hlc, micros(said.at), int(stands), *words)


def known(connection: Any, numbers: Sequence[int]) -> dict[int, Known]:
    """Descriptions by their numbers, as they were said."""
    return {number: _known(row) for number, *row in connection.execute(_NUMBERED, (listed(numbers),))}


def of_people(connection: Any, people: Collection[str]) -> tuple[Known, ...]:
    """Every description of these people, newest first."""
    asked = f"{_KNOWN} WHERE person IN ({marks(people)}) ORDER BY hlc DESC, entry_id DESC"
    return tuple(_known(row) for row in connection.execute(asked, tuple(people)))


def readings(connection: Any, numbers: Sequence[int]) -> dict[int, Row]:
    """What is read of these descriptions. One statement, always the same, so that the engine knows it already."""
    return {row[0]: row[1:] for row in connection.execute(_READINGS, (listed(numbers),))}


def marks(values: Collection[object]) -> str:
    """A question mark for each."""
    return ", ".join("?" * len(values))


def _known(row: Sequence[Any]) -> Known:
    entry, case, at, *description = row
    return Known(entry, case, moment(at), Description(*description))


def _let_newest_stand(connection: Any, person: str, role: str, case: str) -> None:
    for place, (number, stands) in enumerate(connection.execute(_SAME, (person, role, case)).fetchall()):
        if stands and place:
            _leave(connection, number, role)
        elif not stands and not place:
            _enter(connection, number, role)


def _enter(connection: Any, number: int, role: str) -> None:
    """It can be found from now on, where it says anything to find it by."""
    parts = Parts(*connection.execute(_READING, (number,)).fetchone())
    if found := stored_keys(parts):
        kind = KINDS[role]
        postings.enter(connection, number, [keyed(kind, key) for key in found])
        names.add(connection, names.names_of(parts))
        connection.execute(COUNT, (kind, 1))
        connection.execute("UPDATE description SET stands = 1 WHERE number = ?", (number,))


def _leave(connection: Any, number: int, role: str) -> None:
    parts, kind = Parts(*connection.execute(_READING, (number,)).fetchone()), KINDS[role]
    postings.leave(connection, number, [keyed(kind, key) for key in stored_keys(parts)])
    names.take_away(connection, names.names_of(parts))
    connection.execute(COUNT, (kind, -1))
    connection.execute("UPDATE description SET stands = 0 WHERE number = ?", (number,))
