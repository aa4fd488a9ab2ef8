"""How the endpoint asks its database for much at a time: one statement a question, whichever database it is."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Column, Connection, Dialect, Insert, Select, Table, Text, any_, bindparam, cast
from sqlalchemy.dialects import postgresql, sqlite

Row = Sequence[Any]
MANY = 20  # rows: from here on, copying them in is quicker than inserting them


def is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def among(connection: Connection, statement: Select[Any], column: Column[Any], keys: Collection[Any]) -> Sequence[Row]:
    """The rows of the statement whose column is one of these, all in one question. The statement is a constant: it is written once."""
    if not keys:
        return ()
    if is_postgres(connection):
        return quick(connection, _any_of(statement, column), {"keys": _listed(keys)})
    return connection.execute(_one_of(statement, column), {"keys": list(keys)}).fetchall()


def quick(connection: Connection, statement: Select[Any], values: dict[str, Any]) -> Sequence[Row]:
    """The rows of a constant statement with named values; from PostgreSQL as they lie in memory, which spares it to write bytes as text."""
    if is_postgres(connection):
        sql, fixed = _written(statement, connection.dialect)
        told: Sequence[Row] = _driver(connection).execute(sql, fixed | values, binary=True).fetchall()
        return told
    return connection.execute(statement, values).fetchall()


@lru_cache(64)
def _one_of(statement: Select[Any], column: Column[Any]) -> Select[Any]:
    return statement.where(column.in_(bindparam("keys", expanding=True)))


@lru_cache(64)
def _any_of(statement: Select[Any], column: Column[Any]) -> Select[Any]:
    return statement.where(column == any_(cast(bindparam("keys", type_=Text), ARRAY(column.type))))


def _listed(keys: Collection[Any]) -> str:
    """As PostgreSQL writes a list: much quicker for a thousand than one by one."""
    return "{" + ",".join(f'"\\\\x{key.hex()}"' if isinstance(key, bytes) else _quoted(key) for key in keys) + "}"


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


@lru_cache(256)
def _written(statement: Select[Any], dialect: Dialect) -> tuple[str, dict[str, Any]]:
    compiled = statement.compile(dialect=dialect)
    return str(compiled), dict(compiled.params)


def append(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Add new rows, however many."""
    written = list(map(tuple, rows))
    if is_postgres(connection) and len(written) >= MANY:
        _copy(connection, table, columns, written)
    elif written:
        marks = ", ".join(("%s" if is_postgres(connection) else "?",) * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", written)  # noqa: S608 - our own names


def put(connection: Connection, table: Table, key: tuple[str, ...], row: dict[str, Any]) -> None:
    """Write a row in place of the one with the same key."""
    connection.execute(_put(table, key, tuple(row), is_postgres(connection)), row)


def put_all(connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[dict[str, Any]]) -> None:
    """As `put`, of any number of rows of one shape."""
    if rows:
        connection.execute(_put(table, key, tuple(rows[0]), is_postgres(connection)), rows)


def add_missing(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write these rows, leaving alone those that are there already."""
    if rows:
        connection.execute(_missing(table, is_postgres(connection)), rows)


@lru_cache(64)
def _put(table: Table, key: tuple[str, ...], names: tuple[str, ...], postgres: bool) -> Insert:  # noqa: FBT001
    statement = _insert(table, postgres=postgres)
    return statement.on_conflict_do_update(index_elements=key, set_={name: statement.excluded[name] for name in names if name not in key})


@lru_cache(64)
def _missing(table: Table, postgres: bool) -> Insert:  # noqa: FBT001
    return _insert(table, postgres=postgres).on_conflict_do_nothing()


def _insert(table: Table, *, postgres: bool) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if postgres else sqlite.insert(table)


_TYPES = {"TEXT": "text", "BYTEA": "bytea", "BIGINT": "int8", "BOOLEAN": "bool", "INTEGER": "int4"}


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    types = [_TYPES[str(table.columns[name].type.compile(connection.dialect))] for name in columns]
    statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with _driver(connection).cursor() as cursor, cursor.copy(statement) as into:
        into.set_types(types)
        for row in rows:
            into.write_row(row)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
