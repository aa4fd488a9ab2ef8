"""Which entries somebody wants to read, said so that the store goes by what is rarest: by kinds only where nothing else is wished for."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Connection, Text, literal_column, select

from callhandler.log.kinds import CaseId
from callhandler.store import looked, tables

_OWN = tables.entry.c
_KIND = literal_column("+entry.kind", Text)  # so written it is not looked up by: a million entries may be of one kind


def of_cases(wanted: Collection[CaseId] | None, beside: Collection[str], looked_at: Collection[str]) -> list[ColumnElement[bool]]:
    """Only of these cases, only of those that have an entry of one of these kinds, only those that looked at one of these."""
    told: list[ColumnElement[bool]] = []
    if wanted is not None:
        told.append(_OWN.case_id.in_(wanted))
    if beside:
        told.append(_OWN.case_id.in_(select(_OWN.case_id).where(_OWN.kind.in_(beside))))
    if looked_at:
        told.append(looked.wish(looked_at))
    return told


def cases(connection: Connection, wanted: Sequence[ColumnElement[bool]]) -> tuple[CaseId, ...]:
    """Every case that has an entry of which all of this is true, in no order."""
    return tuple(connection.execute(select(_OWN.case_id).distinct().where(*wanted)).scalars())


def of_kinds(kinds: Collection[str] | None, *, narrow: bool) -> list[ColumnElement[bool]]:
    """Only of these kinds; `narrow`: something else is wished for that leaves fewer."""
    return [] if kinds is None else [(_KIND if narrow else _OWN.kind).in_(kinds)]


def shown(*, only: bool | None) -> list[ColumnElement[bool]]:
    """`only`: what may be read here, or what may not; None: both."""
    return [] if only is None else [tables.SHOWN if only else ~tables.SHOWN]


def since(day: date | None) -> list[ColumnElement[bool]]:
    """Only from the start of a day (UTC)."""
    return [] if day is None else [_OWN.at >= datetime.combine(day, time(), UTC).isoformat()]
