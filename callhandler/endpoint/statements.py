"""Puts the questions that every round asks straight to the database: each is written down once, in the words of that database."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

Row = Sequence[Any]
Values = Mapping[str, Any]
NOTHING: Values = {}


def is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def rows(connection: Connection, statement: ClauseElement, values: Values = NOTHING) -> Sequence[Row]:
    """What a constant statement finds, with these values in it. SQLite says 1 for true. Raises DBAPIError."""
    with said(connection):
        told: Sequence[Row] = _told(connection, statement, values).fetchall()
        return told


def row(connection: Connection, statement: ClauseElement, values: Values = NOTHING) -> Row | None:
    """The first of them."""
    with said(connection):
        told: Row | None = _told(connection, statement, values).fetchone()
        return told


def tell(connection: Connection, statement: ClauseElement, values: Values) -> None:
    """Write something down. Raises DBAPIError."""
    with said(connection):
        _told(connection, statement, values)


def tell_all(connection: Connection, statement: ClauseElement, values: Sequence[Values]) -> None:
    """As `tell`, once for each of these."""
    if len(values) == 1:
        tell(connection, statement, values[0])
    elif values:
        with said(connection):
            driver(connection).cursor().executemany(_written(statement, postgres=is_postgres(connection))[0], values)


def begun(place: Engine | Connection) -> AbstractContextManager[Connection]:
    """A transaction of its own; or a part of the one that is under way, which can be undone by itself."""
    return place.begin() if isinstance(place, Engine) else _part(place)


@contextmanager
def _part(connection: Connection) -> Iterator[Connection]:
    with said(connection):
        driver(connection).execute("SAVEPOINT part")
    try:
        yield connection
    except BaseException:
        with said(connection):
            driver(connection).execute("ROLLBACK TO part")
            driver(connection).execute("RELEASE part")
        raise
    with said(connection):
        driver(connection).execute("RELEASE part")


@contextmanager
def said(connection: Connection) -> Iterator[None]:
    """What goes wrong at the driver is told as SQLAlchemy tells it, without the values."""
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as trouble:
        lost = connection.dialect.is_disconnect(trouble, None, None)
        if lost:
            connection.invalidate(trouble)
        raise DBAPIError("", None, trouble, hide_parameters=True, connection_invalidated=lost) from None


def driver(connection: Connection) -> Any:
    """The connection as the driver knows it."""
    return connection.connection.driver_connection


def _told(connection: Connection, statement: ClauseElement, values: Values) -> Any:
    """PostgreSQL hands over what it found as it lies in memory, which spares it to write bytes as text."""
    if is_postgres(connection):
        sql, fixed = _written(statement, postgres=True)
        return driver(connection).execute(sql, {**fixed, **values}, binary=True)
    sql, fixed = _written(statement, postgres=False)
    return driver(connection).execute(sql, {**fixed, **values})


@lru_cache(256)
def _written(statement: ClauseElement, *, postgres: bool) -> tuple[str, Values]:
    dialect = postgresql.dialect() if postgres else sqlite.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    compiled = statement.compile(dialect=dialect)
    return str(compiled), dict(compiled.params)
