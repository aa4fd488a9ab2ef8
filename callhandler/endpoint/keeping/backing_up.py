"""Copies the whole endpoint, as it stands at one moment, into one sealed file, while desks go on."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, func, select

from callhandler.endpoint.database import LOOKING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import is_postgres
from callhandler.endpoint.exchange.files import Files
from callhandler.endpoint.exchange.naming import naming
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.backup_files import file_pages
from callhandler.endpoint.keeping.backup_rows import NONCE, ORDER, is_locked, kept_tables, locked, told
from callhandler.endpoint.keeping.case_keys import CaseKeys, Ring
from callhandler.endpoint.keeping.sealed_file import CHANCE, Page, Writing

TOGETHER = 1000  # rows on a page
Tell = Callable[[int, int], None]  # of so many, so many are done
Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """What a backup is taken of, and what it is sealed with."""

    engine: Engine
    outside: Outside
    secret: bytes
    files: Files | None = None  # without them a backup holds the entries alone


def back_up(source: Source, path: Path, now: datetime, tell: Tell) -> int:
    """Write the file; how many rows are in it."""
    known = len(source.outside.told()[1])
    with snapshot(source.engine) as connection, Writing(path, source.secret, secrets.token_bytes(CHANCE)) as file:
        about = _about(connection, now)
        file.page({"about": about})
        writer, done = _Writer(connection, source.outside.keys), 0
        for table in kept_tables():
            for rows in writer.rows_of(table):
                file.page({"table": table.name, "columns": table.columns.keys(), "rows": [told(table, row) for row in rows]})
                done += len(rows)
                tell(sum(about["counts"].values()), done)
        for page in writer.files(source):
            file.page(page)
        file.page({"end": {"sha256": file.seal.hexdigest(), "counts": about["counts"], **_ends(connection)}})
    for late in source.outside.told()[1][known:]:  # erased while we read: what we made a key for just now must not outlive it
        source.outside.keys.shred(late.entry.case, (), ())
    return done


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """The database as it is now, for as long as one looks; nobody waits for it."""
    with engine.connect() as connection:
        if is_postgres(connection):
            looking = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        else:
            looking = connection.execution_options(**{LOOKING: True})
        with looking.begin():
            yield looking


class _Writer:
    def __init__(self, connection: Connection, keys: CaseKeys) -> None:
        self._connection, self._keys = connection, keys
        self._ring: Ring = keys.ring()

    def rows_of(self, table: Table) -> Iterator[Rows]:
        asked = select(table).order_by(*(table.c[name] for name in ORDER.get(table.name, ())))
        for page in self._connection.execution_options(yield_per=TOGETHER).execute(asked).mappings().partitions():
            rows = [dict(row) for row in page]
            yield self._locked(rows) if table is tables.entry else rows

    def files(self, source: Source) -> Iterator[Page]:
        """After the entries, which made the keys that they need: each file for the cases for which it was brought, and for no other."""
        of = tables.file_of.c
        brought = {(row.sha256, row.case_id) for row in self._connection.execute(select(of.sha256, of.case_id).where(of.whole))}
        named = naming(source.engine, {case for _, case in brought})
        leaves = {name: [leaf for leaf in told if (name, leaf[0]) in brought] for name, told in named.items()}
        return file_pages(source.files, leaves, self._ring) if source.files else iter(())

    def _locked(self, rows: Rows) -> Rows:
        lacking = {row["case_id"] for row in rows if row["payload"] and is_locked(row) and self._ring.lacks(row["case_id"], row["leaf"])}
        if lacking:
            self._ring = self._keys.make(sorted(lacking))
        return [locked(row, self._ring, secrets.token_bytes(NONCE)) for row in rows]


def _about(connection: Connection, now: datetime) -> dict[str, Any]:
    counts = {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in kept_tables()}
    revision = MigrationContext.configure(connection).get_current_revision()
    life = connection.execute(select(tables.life.c.incarnation)).scalar()
    return {"revision": revision, "at": now.isoformat(), "life": life, "counts": counts}


def _ends(connection: Connection) -> dict[str, Any]:
    """Where every chain and every feed ends."""
    device, feed = tables.device.c, tables.feed.c
    heads = {row.device: [row.n, row.head.hex()] for row in connection.execute(select(device.device, device.n, device.head))}
    feeds = {row.feed: [row.pos, row.rh.hex()] for row in connection.execute(select(feed.feed, feed.pos, feed.rh))}
    return {"chains": heads, "feeds": feeds}
