"""Which consultations looked at somebody: under each person and case that one names, so that none of the others need be read."""

from collections.abc import Collection, Iterable

from sqlalchemy import Column, ColumnElement, Connection, Index, Integer, Table, Text, insert, select

from callhandler.log.entry import Entry
from callhandler.log.kinds import Viewed
from callhandler.store import tables

looked = Table(
    "looked",
    tables.METADATA,
    Column("subject", Text, primary_key=True),  # a person, or a case
    Column("number", Integer, primary_key=True),  # of the entry; with its body it goes from here, whoever erases it
)
Index("ix_looked_number", looked.c.number)

_NEW = insert(looked).prefix_with("OR IGNORE")


def take(connection: Connection, filed: Iterable[tuple[int, Entry]]) -> None:
    """Let these be found, where they are consultations; each with its number."""
    new = [
        {"subject": subject, "number": number}
        for number, entry in filed
        if entry.kind == "viewed" and isinstance(entry.body, Viewed)
        for subject in dict.fromkeys(entry.body.subject.split())
    ]
    if new:
        connection.execute(_NEW, new)


def wish(subjects: Collection[str]) -> ColumnElement[bool]:
    """The wish that an entry looked at one of these."""
    return tables.entry.c.number.in_(select(looked.c.number).where(looked.c.subject.in_(subjects)))
