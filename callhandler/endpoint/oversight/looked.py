"""Reads the looks that came, and of the cases that they were about what tells honest work from browsing."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from sqlalchemy import Connection, LargeBinary, func, literal_column, select, text

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import Row, among
from callhandler.endpoint.oversight.tables import LOOKS_READ
from callhandler.log.entry import Entry
from callhandler.log.kinds import AgencyId, CaseId, PersonId, Viewed
from callhandler.people.cluster import together
from callhandler.sync.reading import as_promised

LINKS = "kind IN ('same-person', 'not-same-person', 'link-undone')"
READ_INTO = "kind IN ('person-described', 'action-agreed', 'action-done', 'case-shared', 'share-ended', 'call-started', 'call-brought-in')"
HOPS = 3  # decisions about who is who that are followed, one after the other
BACK = 500  # entries of a device among which the calls of the last hour are
CALL = timedelta(hours=1)
_E, _S = tables.entry.c, tables.stretch.c
_WHOLE = select(_E.leaf, _E.meta, _E.salt, _E.payload, _E.commitment, _E.device, _E.n)
_LOOKS = _WHOLE.where(_E.kind == "viewed")
_LINKS = _WHOLE.where(text(LINKS), _E.why == "")
_BODY = literal_column(f"CASE WHEN {READ_INTO} THEN payload END", LargeBinary)
_OF_CASES = select(_E.case_id, _E.device, _E.kind, _E.id, _E.meta, _BODY).where(
    text("kind NOT IN ('viewed', 'glass-broken')"), _E.why == ""
)
_CALLS = select(_E.device, _E.case_id, _E.kind, _E.meta).where(text("kind IN ('call-started', 'call-ended')"))
_AUDIENCE = select(tables.shared.c.case_id, tables.shared.c.audience)


@dataclass(frozen=True, slots=True)
class Came:
    """One look as it came in. `people`: whom it was about; of a case, none."""

    leaf: bytes
    entry: Entry
    body: Viewed
    device: str
    n: int

    @property
    def people(self) -> tuple[PersonId, ...]:
        return tuple(self.body.subject.split()) if self.body.what != "case" else ()

    @property
    def subject(self) -> CaseId:
        """The case that whoever was looked at first is told of in, or that was looked at."""
        return case_named((self.body.subject.split() or [""])[0])


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry of a case says to us: the envelope, and of some kinds the body."""

    kind: str
    id: str
    device: str
    actor: str
    agency: AgencyId
    at: datetime
    hlc: int
    told: Mapping[str, str]  # what stands in it as words: nobody has looked yet whether the rest is sound


def case_named(subject: str) -> CaseId:
    """The case in the name of a person or a case: "police.x" of "police.x.caller"; never with a sign that no database takes."""
    return ".".join(subject.replace("\0", "").split(".")[:2])


def unread(connection: Connection) -> dict[str, int]:
    """By feed, how many looks came that were not read yet, where there are any; less than none where it was restored shorter."""
    feed = tables.feed.c
    ahead = feed.pos - func.coalesce(LOOKS_READ.c.pos, 0)
    asked = select(feed.feed, ahead).outerjoin(LOOKS_READ, LOOKS_READ.c.feed == feed.feed).where(feed.feed.endswith("/audit"), ahead != 0)
    return {row[0]: int(row[1]) for row in connection.execute(asked)}


def looks(connection: Connection, leaves: Sequence[bytes]) -> list[Came]:
    """Those among these entries that are looks and can be read, in this order. One that was erased is none any more."""
    found = {bytes(row[0]): row for row in among(connection, _LOOKS, _E.leaf, leaves)}
    came = (_came(found[leaf]) for leaf in leaves if leaf in found)
    return [one for one in came if one]


def clusters(connection: Connection, asked: Iterable[tuple[PersonId, CaseId]]) -> dict[PersonId, frozenset[CaseId]]:
    """Of each person the cases that tell of them, as handlers decided who is who. A decision stands in the newest case of the two."""
    wanted = list(asked)
    cases = {case for pair in wanted for case in (case_named(pair[0]), pair[1])}
    links: dict[str, Entry] = {}
    fresh = set(cases)
    for _ in range(HOPS):
        read = [one for row in among(connection, _LINKS, _E.case_id, fresh) if (one := _entry(row))]
        links |= {one.id: one for one in read}
        people = (person for one in read for person in (getattr(one.body, "one", ""), getattr(one.body, "other", "")))
        fresh = {case_named(person) for person in people} - cases
        cases |= fresh
        if not fresh:
            break
    groups = together(tuple(links.values())) if links else {}
    return {person: frozenset(map(case_named, groups.get(person, (person,)))) for person, _ in wanted}


def lines_of(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, list[Line]]:
    """What was written in these cases, in its order. To look is no work, nor is it to look in an emergency."""
    found: dict[CaseId, list[Line]] = {one: [] for one in cases}
    for case, device, kind, id, envelope, body in among(connection, _OF_CASES, _E.case_id, cases):
        meta = orjson.loads(envelope)
        at = datetime.fromisoformat(meta["at"])
        found[case].append(Line(kind, id, device, meta["actor"], meta["agency"], at, meta["hlc"], words_of(body)))
    for lines in found.values():
        lines.sort(key=lambda one: one.hlc)
    return found


def audiences(connection: Connection, cases: Collection[CaseId]) -> dict[CaseId, frozenset[str]]:
    """The agencies that see each of these cases beside its owner."""
    found = among(connection, _AUDIENCE, tables.shared.c.case_id, cases)
    return {row[0]: frozenset(one.partition("/")[0] for one in json.loads(row[1] or "[]")) for row in found}


def calls_of(connection: Connection, asked: Mapping[str, tuple[int, int]]) -> dict[str, list[tuple[datetime, datetime]]]:
    """From when to when the last calls lasted at these devices; an hour, where nobody ended one. Asked with places in each chain."""
    leaves: list[bytes] = []
    for device, (first, last) in asked.items():
        ours = (_S.device == device) & (_S.last > first - BACK) & (_S.first <= last + BACK)
        for row in connection.execute(select(_S.leaves).where(ours)):
            leaves += [bytes(row.leaves[place : place + 32]) for place in range(0, len(row.leaves), 32)]
    begun: dict[tuple[str, CaseId], datetime] = {}
    ended: dict[tuple[str, CaseId], datetime] = {}
    for device, case, kind, meta in among(connection, _CALLS, _E.leaf, leaves):
        (begun if kind == "call-started" else ended)[device, case] = datetime.fromisoformat(orjson.loads(meta)["at"])
    calls: dict[str, list[tuple[datetime, datetime]]] = {}
    for (device, case), at in begun.items():
        calls.setdefault(device, []).append((at, ended.get((device, case), at + CALL)))
    return calls


def words_of(body: bytes | None) -> Mapping[str, str]:
    """What a body says in words. Whoever wrote it may have written anything, and nobody's browsing is to be missed for that."""
    try:
        told = orjson.loads(body) if body else {}
    except ValueError:
        return {}
    return {name: said for name, said in told.items() if isinstance(said, str)} if isinstance(told, dict) else {}


def _came(row: Row) -> Came | None:
    entry = _entry(row)
    return Came(bytes(row[0]), entry, entry.body, row[5], row[6]) if entry and isinstance(entry.body, Viewed) else None


def _entry(row: Row) -> Entry | None:
    """With its body; None where that was erased, or says what we cannot read."""
    _leaf, meta, salt, payload, commitment, *_place = row
    return as_promised(meta, salt, payload, commitment) if payload else None
