"""Lets new entries change the index, in the transaction that records them, and makes the whole of it anew from the log."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete

from callhandler.log.entry import Entry
from callhandler.log.kinds import Corrected, Erased
from callhandler.store import people_tables
from callhandler.store.people_index import bulk, descriptions, postings
from callhandler.store.people_index.said import PEOPLE, Said, said_in

SHAPE = 1  # raised whenever keys, names or parts are made otherwise: then the index of an older version is made anew
TAKEN = ("person-described", "place-described", "corrected")  # the kinds of entry from which it is made
_SHAPE = -1  # the kind under which it is kept
Progress = Callable[[int, int], None]


def take(connection: Connection, entries: Iterable[Entry]) -> None:
    """Let new entries change the index. One that is there already is not taken in twice."""
    driver: Any = connection.connection.driver_connection
    for entry in entries:
        match entry.body:
            case Corrected(of=of):
                descriptions.drop(driver, (of,))
            case Erased(entries=gone):
                descriptions.drop(driver, gone)
            case _ if said := said_in(entry):
                descriptions.put(driver, said)
            case _:
                pass


def forget(connection: Connection, ids: Iterable[str]) -> None:
    """These entries are not to be found any more: corrected, erased, or no longer ours to see."""
    descriptions.drop(connection.connection.driver_connection, ids)


def fold(connection: Connection, most: int = postings.AT_ONCE) -> bool:
    """Put in order a little of what came last, in a quiet moment; says whether there is more."""
    return postings.fold(connection.connection.driver_connection, most)


def made(connection: Connection) -> bool:
    """Whether the index is whole and of this version's shape."""
    driver: Any = connection.connection.driver_connection
    return driver.execute("SELECT 1 FROM total WHERE kind = ? AND n = ?", (_SHAPE, SHAPE)).fetchone() is not None


def rebuild(connection: Connection, entries: Iterable[Entry], progress: Progress = lambda _done, _all: None) -> None:
    """Make the index anew from the log; `progress` hears how many of how many descriptions are in."""
    driver: Any = connection.connection.driver_connection
    before = descriptions.changes(driver)
    for table in people_tables.ALL:
        connection.execute(delete(table))
    descriptions.changed(driver, before)
    known = tuple(entries)
    corrected = {entry.body.of for entry in known if isinstance(entry.body, Corrected)}
    said = [one for entry in known if entry.id not in corrected and (one := said_in(entry))]
    bulk.fill(driver, _standing(said), lambda done: progress(done, len(said)))
    driver.execute("INSERT INTO total (kind, n) VALUES (?, ?)", (_SHAPE, SHAPE))


def count(connection: Connection, but: str) -> int:
    """How many callers and people affected can be found, outside one case."""
    driver: Any = connection.connection.driver_connection
    row = driver.execute("SELECT n FROM total WHERE kind = ?", (PEOPLE,)).fetchone()
    own = "SELECT count(*) FROM description WHERE case_id = ? AND stands = 1 AND role IN ('caller', 'victim')"
    return (row[0] if row else 0) - int(driver.execute(own, (but,)).fetchone()[0] if but else 0)


def _standing(said: Sequence[Said]) -> Iterator[tuple[Said, bool]]:
    """With each, whether nothing newer was said of the same in the same case."""
    newest = {one.of: one.entry for one in sorted(said, key=lambda one: (one.hlc, one.entry))}
    return ((one, newest[one.of] == one.entry) for one in said)
