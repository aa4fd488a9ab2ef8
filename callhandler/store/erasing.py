"""What is erased stays erased: the standing rules of each case, applied to whatever is here and whatever still comes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from callhandler.log.kinds import CaseId
from callhandler.store import among, index, tables
from callhandler.sync.rules import RULES, Erasure

WHOLE = ""
FEW, MUCH = 20, 2000  # cases to ask for one by one; erasures to go through
_EVERYTHING = "SELECT case_id, entry_id FROM erased LIMIT ?"
_OF_THESE = "SELECT case_id, entry_id FROM json_each(?) CROSS JOIN erased ON case_id = value"  # at every round: no time for more


def rules(connection: Connection, cases: Collection[CaseId]) -> Mapping[CaseId, Erasure]:
    """What is erased in these cases; a case in which nothing is has no entry."""
    told = defaultdict[CaseId, set[str]](set)
    for case, entry in _erased_in(connection, cases):
        told[case].add(entry)
    return {case: Erasure(frozenset(ids - {WHOLE}), WHOLE in ids) for case, ids in told.items()}


def _erased_in(connection: Connection, cases: Collection[CaseId]) -> Iterable[tuple[CaseId, str]]:
    """Of few cases by asking for each; of many by going through all that was ever erased, unless that is much."""
    driver: Any = connection.connection.driver_connection
    if len(cases) > FEW:
        everything = driver.execute(_EVERYTHING, (MUCH,)).fetchall()
        if len(everything) < MUCH:
            return [(case, entry) for case, entry in everything if case in cases]
    found: list[tuple[CaseId, str]] = driver.execute(_OF_THESE, (among.told_texts(cases),)).fetchall()
    return found


def lay_down(connection: Connection, case: CaseId, erasure: Erasure) -> None:
    """Add to the standing rule of a case."""
    ids = {*erasure.ids, *((WHOLE,) if erasure.whole else ())}
    if ids:
        connection.execute(insert(tables.erased).prefix_with("OR IGNORE"), [{"case_id": case, "entry_id": id} for id in sorted(ids)])


def empty(connection: Connection, case: CaseId) -> None:
    """Take away what the rule of a case reaches: bodies, what was being typed, and what the index found by them."""
    own, rule = tables.entry.c, rules(connection, {case}).get(case, Erasure())
    reached = own.kind.not_in(sorted(RULES)) if rule.whole else own.kind.not_in(sorted(RULES)) & own.id.in_(sorted(rule.ids))
    numbers = select(own.number).where(own.case_id == case, reached)
    connection.execute(delete(tables.body).where(tables.body.c.number.in_(numbers)))
    index.forget(connection, tuple(connection.execute(select(own.id).where(own.case_id == case, reached)).scalars()))
    _forget_typing(connection, (case,))


def forget_cases(connection: Connection, cases: Iterable[CaseId]) -> None:
    """These cases have gone from here, and with them whatever was being typed in them."""
    _forget_typing(connection, tuple(cases))


def _forget_typing(connection: Connection, cases: Collection[CaseId]) -> None:
    """Drafts of a case that somebody erases in go as well: they may say the same."""
    for table in (tables.draft, tables.focus):
        connection.execute(delete(table).where(table.c.case_id.in_(among.texts(cases))))
