"""The names in the store and how many bear each; under every way to leave out a letter, so that a slip is found in one look."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from json import dumps
from typing import Any

from callhandler.people.parts import Parts
from callhandler.people.vocabulary import FREQUENT, deletions, deletions_stored
from callhandler.store.people_index.postings import listed

FORENAME, SURNAME = 0, 1
OPENING = 3  # letters of a name whose commonest endings are kept ready
TOP = 12  # names kept ready for each opening
LETTERS = 2  # left out of what was typed, when a slip is looked for

Name = tuple[int, str]  # field, term
Bearers = tuple[str, int]  # term, about how many bear it
Near = tuple[dict[str, int], dict[str, int]]  # given and family names a slip or two away from a word, and about how many bear them

_N = "SELECT n FROM vocab WHERE field = ? AND term = ?"
_BORNE = "INSERT INTO vocab (field, term, n) VALUES (?, ?, ?) ON CONFLICT (field, term) DO UPDATE SET n = excluded.n"
_SLIP = "INSERT INTO vdel (hash, field, term, size) VALUES (?, ?, ?, ?) ON CONFLICT (hash, field, term) DO UPDATE SET size = excluded.size"
_READY = """SELECT t.term, v.n FROM ptop t JOIN vocab v ON v.field = t.field AND v.term = t.term
    WHERE t.field = ? AND t.prefix = ? ORDER BY v.n DESC, t.term"""
_BEGUN = "SELECT term, n FROM vocab WHERE field = ? AND term >= ? AND term < ? ORDER BY n DESC, term LIMIT ?"
_NEAR, _BORNE_BY, _BEGINS = 0, -1, -3  # what a row of the next one says; -4: how many there are
_HEARD = """SELECT -4 AS what, kind AS field, '' AS term, n FROM total
    UNION ALL SELECT -1, field, term, n FROM json_each(?1) CROSS JOIN vocab ON field IN (0, 1) AND term = value
    UNION ALL SELECT hash, field, term, 1 << size FROM json_each(?2) CROSS JOIN vdel ON hash = value
    UNION ALL SELECT -3, v.field, v.term, v.n FROM ptop t CROSS JOIN vocab v ON v.field = t.field AND v.term = t.term
        WHERE t.field = ?3 AND t.prefix = ?4
    UNION ALL SELECT -3, field, term, n FROM vocab WHERE field = ?3 AND term >= ?5 AND term < ?6"""  # a sorter costs more than all of it


@dataclass(slots=True)
class Heard:
    """What the names in the store say to the words that were typed."""

    borne: dict[Name, int] = dataclass_field(default_factory=dict)  # of the words as typed, by how many
    near: Near = dataclass_field(default_factory=lambda: ({}, {}))  # a slip or two away from any of them
    begun: list[Bearers] = dataclass_field(default_factory=list)  # the commonest that begin as typed
    people: dict[int, int] = dataclass_field(default_factory=dict)  # how many descriptions of each kind there are


def names_of(parts: Parts) -> tuple[Name, ...]:
    """The names that a description bears: whole, and each word of one of several words."""
    told = ((FORENAME, parts.forename), (SURNAME, parts.surname))
    return tuple(dict.fromkeys((field, term) for field, name in told if name for term in (name, *name.split())))


def add(connection: Any, names: Iterable[Name]) -> None:
    """One more bears each of these names."""
    for field, term in names:
        setbearers(connection, field, term, bearers(connection, field, term), 1)


def take_away(connection: Any, names: Iterable[Name]) -> None:
    """One fewer bears each of them; of a name that nobody bears nothing is left."""
    for field, term in names:
        setbearers(connection, field, term, bearers(connection, field, term), -1)


def setbearers(connection: Any, field: int, term: str, before: int, more: int) -> None:
    """Change how many bear a name, and everything that is kept under it."""
    after = before + more
    if after > 0:
        connection.execute(_BORNE, (field, term, after))
    else:
        connection.execute("DELETE FROM vocab WHERE field = ? AND term = ?", (field, term))
    _keep_slips(connection, field, term, before, after)
    for length in range(1, min(OPENING, len(term)) + 1):
        _keep_ready(connection, field, term[:length], term, more)


def add_many(connection: Any, borne: Mapping[Name, int]) -> None:
    """So many more bear each of these names."""
    slips: list[tuple[int, int, str, int]] = []
    openings: dict[Name, dict[str, int]] = defaultdict(dict)
    for (field, term), more in sorted(borne.items()):
        before = bearers(connection, field, term)
        n = before + more
        connection.execute(_BORNE, (field, term, n))
        if not _as_common(before, n):
            slips += [(number, field, term, size(n)) for number in deletions_stored(term, n)]
        for length in range(1, min(OPENING, len(term)) + 1):
            openings[field, term[:length]][term] = n
    connection.executemany(_SLIP, sorted(slips))
    for (field, prefix), grown in sorted(openings.items()):
        _keep_grown_ready(connection, field, prefix, grown)


def heard(
    connection: Any, whole: Sequence[str], begun: Name = (FORENAME, ""), forms: Sequence[str] = (), near: dict[str, Near] | None = None
) -> Heard:
    """What the store knows of these whole words and of one that is being typed; of further forms only how many bear them.

    `near` is what it said before of words, and is added to. One statement, always the same, so that the engine knows it already.
    """
    field, opening = begun
    prefix, first, last = (opening, "", "") if len(opening) <= OPENING else ("", opening, after(opening))
    known = {} if near is None else near
    hashes = _wanted([term for term in whole if term not in known], known)
    asked = (dumps([*whole, *forms, opening]), listed(sorted(hashes)), field, prefix, first, last)
    said = Heard()
    for what, place, term, n in connection.execute(_HEARD, asked):
        if what >= _NEAR:  # the number of a deletion: hundreds of rows, of the others a few
            for found in hashes[what]:
                found[place][term] = n
        elif what == _BORNE_BY:
            said.borne[place, term] = n
        elif what == _BEGINS:
            said.begun.append((term, n))
        else:
            said.people[place] = n
    said.begun = sorted(said.begun, key=lambda one: (-one[1], one[0]))[:TOP]
    for word in whole:
        for place in (FORENAME, SURNAME):
            said.near[place].update(known[word][place])
    return said


def _wanted(words: Iterable[str], known: dict[str, Near]) -> dict[int, list[Near]]:
    """For each deletion of these words, where the names that have it, too, are to be kept."""
    hashes: dict[int, list[Near]] = defaultdict(list)
    for word in dict.fromkeys(words):
        known[word] = ({}, {})
        for number in deletions(word, LETTERS):
            hashes[number].append(known[word])
    return hashes


def after(opening: str) -> str:
    """The first text that no longer begins so."""
    return opening[:-1] + chr(ord(opening[-1]) + 1)


def size(n: int) -> int:
    """How many, as a power of two: so that a name's rank is rarely written anew."""
    return n.bit_length() - 1


def bearers(connection: Any, field: int, term: str) -> int:
    """How many bear a name."""
    row = connection.execute(_N, (field, term)).fetchone()
    return row[0] if row else 0


def _keep_slips(connection: Any, field: int, term: str, before: int, after: int) -> None:
    if _as_common(before, after):
        return
    old = set(deletions_stored(term, before)) if before > 0 else set()
    new = deletions_stored(term, after) if after > 0 else ()
    gone = [(number, field, term) for number in sorted(old - set(new))]
    connection.executemany("DELETE FROM vdel WHERE hash = ? AND field = ? AND term = ?", gone)
    connection.executemany(_SLIP, [(number, field, term, size(after)) for number in new])


def _as_common(before: int, after: int) -> bool:
    """Whether what is kept under a name's slips says the same of so many bearers as of so many."""
    return before > 0 and after > 0 and size(before) == size(after) and (before >= FREQUENT) == (after >= FREQUENT)


def _keep_ready(connection: Any, field: int, prefix: str, term: str, more: int) -> None:
    """The commonest names of an opening stay ready; only where one of them lost a bearer is the whole opening looked through."""
    ready = [one for one, _ in connection.execute(_READY, (field, prefix))]
    if more < 0:
        if term in ready or len(ready) < TOP:
            _make_ready(connection, field, prefix)
        return
    if term not in ready:
        connection.execute("INSERT INTO ptop (field, prefix, term) VALUES (?, ?, ?)", (field, prefix, term))
        ranked = [one for one, _ in connection.execute(_READY, (field, prefix))]
        connection.executemany(
            "DELETE FROM ptop WHERE field = ? AND prefix = ? AND term = ?", [(field, prefix, one) for one in ranked[TOP:]]
        )


def _keep_grown_ready(connection: Any, field: int, prefix: str, grown: Mapping[str, int]) -> None:
    """None bears its name less than before: so the commonest are among those that were, and those that grew."""
    ready = dict(connection.execute(_READY, (field, prefix)).fetchall())
    best = {term for term, _ in sorted((ready | dict(grown)).items(), key=lambda one: (-one[1], one[0]))[:TOP]}
    gone, come = sorted(ready.keys() - best), sorted(best - ready.keys())
    connection.executemany("DELETE FROM ptop WHERE field = ? AND prefix = ? AND term = ?", [(field, prefix, term) for term in gone])
    connection.executemany("INSERT INTO ptop (field, prefix, term) VALUES (?, ?, ?)", [(field, prefix, term) for term in come])


def _make_ready(connection: Any, field: int, prefix: str) -> None:
    best = [term for term, _ in connection.execute(_BEGUN, (field, prefix, after(prefix), TOP))]
    connection.execute("DELETE FROM ptop WHERE field = ? AND prefix = ?", (field, prefix))
    connection.executemany("INSERT INTO ptop (field, prefix, term) VALUES (?, ?, ?)", [(field, prefix, term) for term in best])
