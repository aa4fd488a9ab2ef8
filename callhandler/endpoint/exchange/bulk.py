"""How the endpoint asks its database for much at a time: one statement a question, whichever database it is."""

import json
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ARRAY, Column, Connection, Insert, LargeBinary, Select, Table, Text, any_, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

from callhandler.endpoint.statements import Row, Values, driver, is_postgres, rows, said, tell, tell_all

__all__ = ["Row", "add_missing", "among", "append", "is_postgres", "put", "put_all"]

MANY = 20  # new rows: from here on, PostgreSQL is better handed a copy of all of them


def among(connection: Connection, statement: Select[Any], column: Column[Any], keys: Collection[Any]) -> Sequence[Row]:
    """The rows of the statement whose column is one of these, all in one question. The statement is a constant: it is written once."""
    if not keys:
        return ()
    if is_postgres(connection):
        return rows(connection, _any_of(statement, column), {"keys": _listed(keys)})
    return rows(connection, _one_of(statement, column), {"keys": _in_json(keys)})


@lru_cache(64)
def _one_of(statement: Select[Any], column: Column[Any]) -> Select[Any]:
    """The keys come as one JSON list, those of bytes in hexadecimal digits, so that the statement is the same for any number of them."""
    each = func.json_each(bindparam("keys", type_=Text)).table_valued("value").c.value
    return statement.where(column.in_(select(func.unhex(each) if isinstance(column.type, LargeBinary) else each)))


def _in_json(keys: Collection[Any]) -> str:
    return json.dumps([key.hex() if isinstance(key, bytes) else key for key in keys], ensure_ascii=False)


@lru_cache(64)
def _any_of(statement: Select[Any], column: Column[Any]) -> Select[Any]:
    return statement.where(column == any_(cast(bindparam("keys", type_=Text), ARRAY(column.type))))


def _listed(keys: Collection[Any]) -> str:
    """As PostgreSQL writes a list: much quicker for a thousand than one by one."""
    return "{" + ",".join(map(_one_in_list, keys)) + "}"


def _one_in_list(key: Any) -> str:
    if isinstance(key, bytes):
        return f'"\\\\x{key.hex()}"'
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"' if isinstance(key, str) else str(key)


def append(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Add new rows, however many."""
    written = list(map(tuple, rows))
    if not written:
        return
    with said(connection):
        if is_postgres(connection) and len(written) >= MANY:
            _copy(connection, table, columns, written)
        else:
            mark = "%s" if is_postgres(connection) else "?"
            _insert_all(connection, _adding(table.name, tuple(columns), mark), written)


@lru_cache(64)
def _adding(table: str, columns: Sequence[str], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join((mark,) * len(columns))})"  # noqa: S608 - our own names


def _insert_all(connection: Connection, statement: str, written: Sequence[Row]) -> None:
    if len(written) == 1:
        driver(connection).execute(statement, written[0])
    else:
        driver(connection).cursor().executemany(statement, written)


def put(connection: Connection, table: Table, key: tuple[str, ...], row: Values) -> None:
    """Write a row in place of the one with the same key."""
    tell(connection, _put(table, key, tuple(row), is_postgres(connection)), row)


def put_all(connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Values]) -> None:
    """As `put`, of any number of rows of one shape, no two of them with one key, and nothing in them that is missing."""
    if len(rows) > 1 and is_postgres(connection):
        tell(connection, _put_listed(table, key, tuple(rows[0])), _in_lists(rows))
    elif rows:
        tell_all(connection, _put(table, key, tuple(rows[0]), is_postgres(connection)), rows)


def add_missing(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Write these rows, all of one shape and with nothing missing, leaving alone those that are there already."""
    if len(rows) > 1 and is_postgres(connection):
        tell(connection, _missing_listed(table, tuple(rows[0])), _in_lists(rows))
    elif rows:
        tell_all(connection, _missing(table, tuple(rows[0]), is_postgres(connection)), rows)


@lru_cache(64)
def _put(table: Table, key: tuple[str, ...], names: tuple[str, ...], postgres: bool) -> Insert:  # noqa: FBT001
    return _in_place(_insert(table, names, postgres=postgres), key, names)


@lru_cache(64)
def _put_listed(table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> Insert:
    return _in_place(_insert_listed(table, names), key, names)


def _in_place(statement: postgresql.Insert | sqlite.Insert, key: tuple[str, ...], names: tuple[str, ...]) -> Insert:
    return statement.on_conflict_do_update(index_elements=key, set_={name: statement.excluded[name] for name in names if name not in key})


@lru_cache(64)
def _missing_listed(table: Table, names: tuple[str, ...]) -> Insert:
    return _insert_listed(table, names).on_conflict_do_nothing()


@lru_cache(64)
def _missing(table: Table, names: tuple[str, ...], postgres: bool) -> Insert:  # noqa: FBT001
    return _insert(table, names, postgres=postgres).on_conflict_do_nothing()


def _insert(table: Table, names: Iterable[str], *, postgres: bool) -> postgresql.Insert | sqlite.Insert:
    told: dict[str, Any] = {name: bindparam(name) for name in names}
    return postgresql.insert(table).values(told) if postgres else sqlite.insert(table).values(told)


def _insert_listed(table: Table, names: tuple[str, ...]) -> postgresql.Insert:
    """One list a column. Both sides together spend two thirds on it of what rows cost one by one where there are five, a third at 1,000."""
    each = (func.unnest(cast(bindparam(name, type_=Text), ARRAY(table.c[name].type))) for name in names)
    return postgresql.insert(table).from_select(names, select(*each))


def _in_lists(rows: Sequence[Values]) -> Values:
    return {name: _listed([row[name] for row in rows]) for name in rows[0]}


_TYPES = {"TEXT": "text", "BYTEA": "bytea", "BIGINT": "int8", "BOOLEAN": "bool", "INTEGER": "int4"}


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    types = [_TYPES[str(table.columns[name].type.compile(connection.dialect))] for name in columns]
    statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with driver(connection).cursor() as cursor, cursor.copy(statement) as into:
        into.set_types(types)
        for row in rows:
            into.write_row(row)
