"""The looks that somebody should look at: who looked, for whom, on which ground, and what a second person said to it (T2)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, delete, func, select, text, update

from callhandler.cases.browsing import FLAGS, SAMPLE
from callhandler.endpoint.accounts.asking import Asker
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.oversight.looked import case_named, lines_of, unread, words_of
from callhandler.endpoint.oversight.staff import names_of
from callhandler.endpoint.oversight.tables import FLAGGED, LOOK_ALERT
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.statements import is_postgres
from callhandler.log.canonical import write
from callhandler.log.kinds import AgencyId, CaseId
from callhandler.people.names import fold_name
from callhandler.words import mark

SAID: Mapping[str, str] = {
    "own-log": mark("Somebody of their own name is in it"),
    "own-surname": mark("Somebody of their own surname is in it"),
    "own-address": mark("Their own address is in it"),
    "neighbour": mark("Somebody of their own street or postcode is in it"),
    "colleague": mark("Somebody of a colleague’s name is in it"),
    "colleague-address": mark("A colleague’s address is in it"),
    "many": mark("More logs in an hour than work explains"),
    "searching": mark("Search after search that led to no work, without a call"),
    "unlinked": mark("Nothing links it to a call or to work"),
    "flagged": mark("Somebody in it is flagged"),
    "sibling": mark("Another agency’s case, in which theirs has no part"),
    "again": mark("The same log on several days, without work of their own"),
    SAMPLE: mark("Taken at random: it accuses nobody"),
}
_FLAGGED_AS = (
    mark("A public figure"),
    mark("A colleague, or close to one"),
    mark("A witness"),
    mark("Sought after by others"),
    mark("Another reason"),
)
FLAGGED_AS: Mapping[str, str] = dict(zip(FLAGS, _FLAGGED_AS, strict=True))
VERDICTS = ("in-order", "follow-up")
LONGEST = 200  # letters said in a review
WAITING, SETTLED = 200, 50  # rows shown
_A, _E = LOOK_ALERT.c, tables.entry.c
_STANDS = select(LOOK_ALERT, _E.meta, _E.payload).join(tables.entry, _E.leaf == _A.leaf).where(_E.payload.is_not(None))
_NAMED = select(_E.case_id, _E.payload).where(_E.kind.in_(("call-started", "call-brought-in")))
Row = dict[str, Any]


def looks_seen(connection: Connection, who: Asker, now: datetime) -> Sequence[Row]:
    """What the people of the asker's agency looked at: what waits, the oldest first; then what was reviewed, the newest first."""
    ours = _STANDS.where(_A.agency == who.agency)
    waiting = _gathered(connection, ours.where(_A.verdict == "").order_by(_A.found, _A.leaf).limit(WAITING))
    settled = _gathered(connection, ours.where(_A.verdict != "").order_by(_A.reviewed.desc(), _A.leaf).limit(SETTLED))
    called, names = (
        _references(connection, {row.case_id for rows in (*waiting, *settled) for row in rows}),
        names_of(connection, who.agency),
    )
    return [_row(rows, called, names, now) for rows in (*waiting, *settled)]


def looks_waiting(connection: Connection) -> dict[str, int]:
    """How many wait for a review, of all agencies: those that a rule found, and those taken at random."""
    asked = select(_A.pattern, func.count()).join(tables.entry, _E.leaf == _A.leaf)
    rows = connection.execute(asked.where(_A.verdict == "", _E.payload.is_not(None)).group_by(_A.pattern))
    counted = {row[0]: int(row[1]) for row in rows}
    drawn = counted.pop(SAMPLE, 0)
    return {"callhandler_looks_waiting": sum(counted.values()), "callhandler_looks_drawn": drawn}


def looks_behind(connection: Connection) -> dict[str, int]:
    """How many looks came that nobody has read yet: for a minute some, for an hour none, or the watch stands still."""
    return {"callhandler_looks_behind": sum(unread(connection).values())}


def settle(connection: Connection, who: Asker, look: str, told: tuple[str, str], now: int) -> None:
    """A second person says what they make of it; they may say it anew. Raises Refused."""
    verdict, words = told
    leaf = _leaf(look)
    rows = connection.execute(_STANDS.where(_A.leaf == leaf, _A.agency == who.agency)).all()
    if not rows:
        raise Refused(404, "nothing")
    if verdict not in VERDICTS or len(words) > LONGEST or not words.isprintable():
        raise Refused(422, "unreadable")
    if who.person == rows[0].looker or str(orjson.loads(rows[0].meta)["actor"]).casefold() == who.name.casefold():
        raise Refused(403, "own-look")
    if _names_somebody(connection, rows[0].case_id, words):
        raise Refused(422, "names")
    said = {"verdict": verdict, "words": words, "reviewer": who.person, "reviewed": now}
    connection.execute(update(LOOK_ALERT).where(_A.leaf == leaf, _A.agency == who.agency).values(**said))


def flags(connection: Connection, agency: AgencyId) -> list[Row]:
    """The complaints of an agency in which somebody is flagged, the newest flag first."""
    rows = connection.execute(select(FLAGGED).where(FLAGGED.c.agency == agency).order_by(FLAGGED.c.at.desc())).all()
    called, names = _references(connection, {row.case_id for row in rows}), names_of(connection, agency)
    return [
        {"case": row.case_id, "reference": called.get(row.case_id, row.case_id), "why": row.why, "said": FLAGGED_AS.get(row.why, row.why)}
        | {"by": names.get(row.by, row.by), "at": _utc(row.at)}
        for row in rows
    ]


def flag(connection: Connection, who: Asker, reference: str, why: str, now: int) -> CaseId:
    """Whoever opens the log of anybody in this complaint is asked why; with no `why`, nobody is. Gives the case. Raises Refused."""
    if why and why not in FLAGS:
        raise Refused(422, "unreadable")
    case = _case_of(connection, who.agency, reference.strip())
    connection.execute(delete(FLAGGED).where(FLAGGED.c.agency == who.agency, FLAGGED.c.case_id == case))
    if why:
        connection.execute(FLAGGED.insert().values(agency=who.agency, case_id=case, why=why, by=who.person, at=now))
    return case


def _gathered(connection: Connection, asked: Select[Any]) -> list[list[Any]]:
    """The grounds of one look stand together."""
    found: dict[bytes, list[Any]] = {}
    for row in connection.execute(asked):
        found.setdefault(bytes(row.leaf), []).append(row)
    return list(found.values())


def _row(rows: Sequence[Any], called: Mapping[CaseId, str], names: Mapping[str, str], now: datetime) -> Row:
    first = rows[0]
    told, meta = words_of(first.payload), orjson.loads(first.meta)
    codes = sorted((row.pattern for row in rows), key=list(SAID).index)
    return {
        "look": bytes(first.leaf).hex(),
        "at": _utc(first.at),
        "by": names.get(first.looker, meta["actor"]),
        "what": told["what"],
        "reason": told.get("reason", ""),
        "case": first.case_id,
        "references": sorted(_looked_at(told, first.case_id, called)),
        "patterns": codes,
        "said": [SAID[code] for code in codes],
        "found": _utc(first.found),
        "waits": max(0, int((now.timestamp() - first.found) // 3600)) if not first.verdict else 0,
        "verdict": first.verdict,
        "reviewed_by": names.get(first.reviewer, first.reviewer),
        "reviewed_at": _utc(first.reviewed) if first.verdict else "",
        "words": first.words,
    }


def _looked_at(told: Mapping[str, Any], case: CaseId, called: Mapping[CaseId, str]) -> Iterator[str]:
    """Of a search none: to be listed is not to be opened."""
    if told["what"] != "search":
        yield called.get(case, case)


def _references(connection: Connection, cases: set[CaseId]) -> dict[CaseId, str]:
    rows = connection.execute(_NAMED.where(_E.case_id.in_(cases), _E.payload.is_not(None))).all() if cases else ()
    return {row.case_id: said for row in rows if (said := words_of(row.payload).get("reference"))}


def _case_of(connection: Connection, agency: AgencyId, reference: str) -> CaseId:
    """Reads every complaint of the agency: references have no index, and a flag is rare. Raises Refused."""
    flagged = select(FLAGGED.c.case_id).where(FLAGGED.c.agency == agency, FLAGGED.c.case_id == reference)
    if connection.execute(flagged).first():
        return reference
    words = write({"reference": reference})[1:-1]
    says = text("position(:words in payload) > 0" if is_postgres(connection) else "instr(payload, :words) > 0")
    asked = _NAMED.where(_E.case_id.startswith(f"{agency}.", autoescape=True), says.bindparams(words=words)).limit(1)
    found = connection.execute(asked).first() if reference else None
    if found is None:
        raise Refused(404, "no-such-reference")
    return str(found.case_id)


def _names_somebody(connection: Connection, case: CaseId, words: str) -> bool:
    """Whether the words of a review name anybody of the case: names stand in cases and nowhere else (R18)."""
    told = (line.told for line in lines_of(connection, (case_named(case),))[case_named(case)] if line.kind == "person-described")
    names = {part for one in told for part in fold_name(one.get("name", "")).split() if len(part) > 2}
    return not names.isdisjoint(fold_name(words).split())


def _leaf(look: str) -> bytes:
    try:
        return bytes.fromhex(look)
    except ValueError:
        raise Refused(404, "nothing") from None


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
