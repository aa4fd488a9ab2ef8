"""Files entries, envelopes and bodies apart, and finds them again; what was erased stays empty whenever it arrives."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC

from sqlalchemy import ColumnElement, Connection, func, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId, Erased
from callhandler.log.ownership import owner_of
from callhandler.store import checking, erasing, looked, tables
from callhandler.store.pressing import Press
from callhandler.sync.rules import Erasure, emptied, erasure_of
from callhandler.sync.stores import Holding

Link = bytes
Put = Callable[[Connection, Sequence[tuple[Holding, Link]]], tuple[Holding, ...]]
NOWHERE: Link = b""  # the place of what others wrote: it is not in our chain
NEW_ENTRY = """INSERT INTO entry
    (number, leaf, id, device, n, case_id, kind, hlc, at, meta, commitment, link, standing, own, sealed, hollow)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
NEW_BODY = "INSERT INTO body (number, salt, payload) VALUES (?, ?, ?)"


def put(connection: Connection, filed: Sequence[tuple[Holding, Link]]) -> tuple[Holding, ...]:
    """File new entries, our own each with the device's chain after it; gives them as they are filed: erased ones without their bodies."""
    kept = tuple(_as_ruled(connection, [holding for holding, _ in filed]))
    put_new(connection, [(holding, link) for holding, (_, link) in zip(kept, filed, strict=True)])
    for holding in kept:
        if holding.own and isinstance(holding.entry.body, Erased):
            lay_down(connection, holding.entry)
    return kept


def put_new(connection: Connection, filed: Sequence[tuple[Holding, Link]]) -> tuple[Holding, ...]:
    """As `put`, of entries that nothing can have erased, and none of which erases."""
    first = next_number(connection)
    connection.exec_driver_sql(NEW_ENTRY, [envelope(number, *one) for number, one in enumerate(filed, first)])
    whole = bodies((number, one.entry) for number, (one, _) in enumerate(filed, first) if one.entry.payload)
    if whole:
        connection.exec_driver_sql(NEW_BODY, whole)
        looked.take(connection, ((number, one.entry) for number, (one, _) in enumerate(filed, first)))
    return tuple(holding for holding, _ in filed)


def bodies(told: Iterable[tuple[int, Entry]]) -> list[tuple[int, bytes, bytes]]:
    """As rows of `body`: of each entry with its number."""
    numbered = list(told)
    pressed = Press().all_pressed([(entry.kind, entry.payload) for _, entry in numbered])
    return [(number, entry.salt, body) for (number, entry), body in zip(numbered, pressed, strict=True)]


def next_number(connection: Connection) -> int:
    """The number of the next entry."""
    return int(connection.execute(select(func.coalesce(func.max(tables.entry.c.number), 0))).scalar_one()) + 1


def lay_down(connection: Connection, erased: Entry) -> None:
    """Let an erasure of our own hold: only its agency erases in a case, or whoever wrote it where its name does not say."""
    if owner_of(erased.case) in {"", erased.agency}:
        erasing.lay_down(connection, erased.case, erasure_of((erased,)))
        erasing.empty(connection, erased.case)


def by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    """Those of these entries that were written here."""
    return {entry.id: entry for entry in find(connection, tables.entry.c.id.in_(ids), tables.entry.c.own == 1)}


def find(connection: Connection, *wishes: ColumnElement[bool]) -> Iterator[Entry]:
    """Every entry of which all wishes are true, in no order. Raises NotAnEntry where one does not verify."""
    for row in connection.execute(checking.STORED.where(*wishes)):
        yield checking.stored(row)


def _as_ruled(connection: Connection, filed: Collection[Holding]) -> Iterator[Holding]:
    rules: Mapping[CaseId, Erasure] = erasing.rules(connection, {holding.entry.case for holding in filed})
    for holding in filed:
        rule = rules.get(holding.entry.case)
        yield replace(holding, entry=emptied(holding.entry)) if rule and rule.reaches(holding.entry) else holding


def envelope(number: int, holding: Holding, link: Link) -> tuple[object, ...]:
    """As a row of `entry`."""
    entry = holding.entry
    return (
        number, holding.leaf, entry.id, entry.device, entry.n, entry.case, entry.kind, entry.hlc, entry.at.astimezone(UTC).isoformat(),
        entry.meta, entry.commitment, link, holding.standing, int(holding.own), int(holding.sealed), int(not entry.payload),
    )  # fmt: skip
