"""What is being typed and where the caret stands: kept while it is typed, so that a crash takes no more than the last word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, and_, delete, or_, select

from callhandler.log.kinds import CaseId
from callhandler.store import tables

Place = tuple[CaseId, str]
DRAFT = tables.latest(tables.draft, "case_id", "path")
FOCUS = tables.latest(tables.focus, "case_id")


@dataclass(frozen=True, slots=True)
class Draft:
    """The text in a field that is not yet an answer, and the caret in it."""

    case: CaseId
    path: str
    text: str
    caret: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Focus:
    """The field in which the handler was last in this call."""

    case: CaseId
    path: str
    caret: int
    at: datetime


def write(connection: Connection, kept: Iterable[Draft | Focus]) -> None:
    """Keep the latest of each; a draft says where the caret is, too."""
    for one in kept:
        if isinstance(one, Draft):
            connection.execute(DRAFT, {**_place(one), "text": _storable(one.text)})
        connection.execute(FOCUS, _place(one))


def clear(connection: Connection, places: Iterable[Place]) -> None:
    """Drop the drafts of fields that became answers."""
    own = tables.draft.c
    told = [and_(own.case_id == case, own.path == path) for case, path in places]
    if told:
        connection.execute(delete(tables.draft).where(or_(*told)))


def read(connection: Connection, case: CaseId) -> tuple[Draft, ...]:
    """The drafts of this call, oldest first."""
    own = tables.draft
    rows = connection.execute(select(own).where(own.c.case_id == case).order_by(own.c.at, own.c.path))
    return tuple(Draft(row.case_id, row.path, row.text, row.caret, _time(row)) for row in rows)


def last_place(connection: Connection, case: CaseId | None) -> Focus | None:
    """Where the caret was last in this call, or, without a call, in any of them."""
    own = tables.focus
    asked = select(own).order_by(own.c.at.desc()).limit(1)
    row = connection.execute(asked if case is None else asked.where(own.c.case_id == case)).first()
    return None if row is None else Focus(row.case_id, row.path, row.caret, _time(row))


def _place(one: Draft | Focus) -> dict[str, str | int]:
    at = one.at.astimezone(UTC).isoformat()  # put in order as a text, also in the hour in which the clocks go back
    return {"case_id": one.case, "path": one.path, "caret": one.caret, "at": at}


def _storable(text: str) -> str:
    """The text with as many letters as before, so that the caret stays right; half an emoji cannot be written."""
    return text.encode("utf-8", "replace").decode()


def _time(row: Row[tuple[str, ...]]) -> datetime:
    return datetime.fromisoformat(row.at)
